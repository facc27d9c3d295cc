"""What a document says before it has a form: the parties, the findings, the decision, the law of the day."""

from .build import INSPECTORS, Made, context_for
from .models import Context
from .parties import Subject, chosen, subjects

__all__ = ["INSPECTORS", "Context", "Made", "Subject", "chosen", "context_for", "subjects"]
