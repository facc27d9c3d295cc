"""A province-wide inspection by groups from other cities (异地督导执法检查): who inspects whom, plans, records, ledger, reports, ranking.

Needs the extra ``campaign`` (SQLAlchemy, OR-tools, openpyxl, matplotlib); each part imports what it needs when it is used.
"""

from .campaign import Campaign, Group, Member, Phase, read_campaign

__all__ = ["Campaign", "Group", "Member", "Phase", "read_campaign"]
