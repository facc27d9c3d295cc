"""The records of a campaign: append-only, with who, when and what changed, on SQLite or PostgreSQL."""

from .kinds import KINDS, Record
from .store import Change, Store
from .writer import Written

__all__ = ["KINDS", "Change", "Record", "Store", "Written"]
