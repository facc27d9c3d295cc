"""Reading and validating an enterprise's facts, with evidence, from YAML, JSON, an Excel checklist or a dict."""

from .blank import blank_facts
from .case import ActRecord, CaseRecord, EarlierPenalty, Person
from .details import DocumentDetails, Meeting, Team
from .facts import Facts, day_of, facts_from_dict, read_facts
from .questions import Question, items_for, questions_for
from .record import Enterprise, Evidence, InspectionRecord, Inspector, Office

__all__ = [
    "ActRecord",
    "CaseRecord",
    "DocumentDetails",
    "EarlierPenalty",
    "Enterprise",
    "Evidence",
    "Facts",
    "InspectionRecord",
    "Inspector",
    "Meeting",
    "Office",
    "Person",
    "Question",
    "Team",
    "blank_facts",
    "day_of",
    "facts_from_dict",
    "items_for",
    "questions_for",
    "read_facts",
]
