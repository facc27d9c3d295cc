"""Reading and validating an enterprise's facts, with evidence, from YAML, JSON or a dict."""

from .blank import blank_facts, items_for
from .facts import Facts, day_of, facts_from_dict, read_facts
from .record import DocumentDetails, Enterprise, Evidence, InspectionRecord, Inspector

__all__ = [
    "DocumentDetails",
    "Enterprise",
    "Evidence",
    "Facts",
    "InspectionRecord",
    "Inspector",
    "blank_facts",
    "day_of",
    "facts_from_dict",
    "items_for",
    "read_facts",
]
