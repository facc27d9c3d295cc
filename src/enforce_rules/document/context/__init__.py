"""What a document says before it has a form: the parties, the findings, the decision, the law of the day."""

from .build import INSPECTORS, Made, context_for
from .models import Context
from .parties import Subject, chosen, subjects
from .planned import PLAN, needs_of, undecided

__all__ = [
    "INSPECTORS",
    "PLAN",
    "Context",
    "Made",
    "Subject",
    "chosen",
    "context_for",
    "needs_of",
    "subjects",
    "undecided",
]
