"""Which words of a sanction are heavy in procedure: what stops production, what stops building, what takes a licence away."""

from __future__ import annotations

import re

from .kinds import Kind, kind_of

_STOPS_WORK = re.compile(r"停产|停业|停止生产")
_STOPS_BUILDING = re.compile(r"停止建设|停止施工")
_REVOKES = re.compile(r"吊销|撤销|降低资质")


def suspends(words: str) -> bool:
    """Whether it stops production or business (责令停产停业整顿、责令停产停业); temporary measures on the spot do not count."""
    return kind_of(words) in (Kind.SUSPENSION, Kind.CLOSURE) and bool(_STOPS_WORK.search(words))


def stops_building(words: str) -> bool:
    """Whether it stops building or construction (责令停止建设、责令停止施工)."""
    return kind_of(words) is Kind.SUSPENSION and bool(_STOPS_BUILDING.search(words))


def revokes(words: str) -> bool:
    """Whether it takes a licence or a qualification away for good (吊销、撤销), not only for a time (暂扣、暂停)."""
    return bool(_REVOKES.search(words)) and kind_of(words) in (Kind.LICENCE, None)


def closes(words: str) -> bool:
    """Whether it closes the enterprise, or asks the government to."""
    return kind_of(words) is Kind.CLOSURE


def bans(words: str) -> bool:
    """Whether it keeps a person from an occupation (限制从业)."""
    return kind_of(words) is Kind.BAN


def confiscates(words: str) -> bool:
    """Whether it takes goods or income away (没收)."""
    return kind_of(words) is Kind.CONFISCATION


def asks_another(words: str) -> bool:
    """Whether another authority is asked to decide it (提请)."""
    return "提请" in words
