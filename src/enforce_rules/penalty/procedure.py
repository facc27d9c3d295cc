"""What keeps a penalty from being imposed, and the procedure one needs."""

from __future__ import annotations

from datetime import date

from ..evaluate import Inspection
from .act import Act
from .proposal import Proposal, Requirement


def barred(act: Act, proposal: Proposal, inspection: Inspection, decided: date) -> tuple[str | None, tuple[str, ...]]:
    return None, ()


def needs_of(proposal: Proposal, inspection: Inspection, decided: date) -> tuple[Requirement, ...]:
    return ()
