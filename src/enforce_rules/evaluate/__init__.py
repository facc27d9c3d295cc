"""The evaluators of one enterprise: the compiled one, which judges, and the explaining one, which says why and what is missing."""

from .compiled import CompiledRulebook
from .completions import Completions, completions
from .conditions import WORDS, Calendar, ItemConditions, Verdict, conditions_on, judge
from .explain import Trace, explain
from .inspection import BasisInForce, BreachVerdict, Inspection, ItemVerdict

__all__ = [
    "WORDS",
    "BasisInForce",
    "BreachVerdict",
    "Calendar",
    "CompiledRulebook",
    "Completions",
    "Inspection",
    "ItemConditions",
    "ItemVerdict",
    "Trace",
    "Verdict",
    "completions",
    "conditions_on",
    "explain",
    "judge",
]
