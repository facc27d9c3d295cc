"""A province-wide inspection by groups from other cities (异地督导执法检查): who inspects whom, plans, records, ledger, reports, ranking.

Needs the extra ``campaign`` (SQLAlchemy, OR-tools, openpyxl, matplotlib); what a name needs is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .campaign import Campaign, Group, Member, Phase, read_campaign
    from .cities import read_cities
    from .cube import Slice
    from .dayfile import read_day
    from .ledger import Ledger, ledger_of
    from .plan import plan_for
    from .ranking import rank, sensitivity
    from .recording import judged, suggestible
    from .records import Record, Store
    from .reports.daily import daily_of
    from .reports.ranked import ranked
    from .reports.sent import check_file
    from .reports.tables import hazards_of, statistics_of
    from .ring import find_ring
    from .sampling import read_sampling, read_units, sample
    from .simulation import read_totals, simulate
    from .snapshot import Snapshot
    from .stages import work_plan

_HOMES = {
    "Campaign": "campaign",
    "Group": "campaign",
    "Ledger": "ledger",
    "Member": "campaign",
    "Phase": "campaign",
    "Record": "records",
    "Slice": "cube",
    "Snapshot": "snapshot",
    "Store": "records",
    "check_file": "reports.sent",
    "daily_of": "reports.daily",
    "find_ring": "ring",
    "hazards_of": "reports.tables",
    "judged": "recording",
    "ledger_of": "ledger",
    "plan_for": "plan",
    "rank": "ranking",
    "ranked": "reports.ranked",
    "read_campaign": "campaign",
    "read_cities": "cities",
    "read_day": "dayfile",
    "read_sampling": "sampling",
    "read_totals": "simulation",
    "read_units": "sampling",
    "sample": "sampling",
    "sensitivity": "ranking",
    "simulate": "simulation",
    "statistics_of": "reports.tables",
    "suggestible": "recording",
    "work_plan": "stages",
}

__all__ = [
    "Campaign",
    "Group",
    "Ledger",
    "Member",
    "Phase",
    "Record",
    "Slice",
    "Snapshot",
    "Store",
    "check_file",
    "daily_of",
    "find_ring",
    "hazards_of",
    "judged",
    "ledger_of",
    "plan_for",
    "rank",
    "ranked",
    "read_campaign",
    "read_cities",
    "read_day",
    "read_sampling",
    "read_totals",
    "read_units",
    "sample",
    "sensitivity",
    "simulate",
    "statistics_of",
    "suggestible",
    "work_plan",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
