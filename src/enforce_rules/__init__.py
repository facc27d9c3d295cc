"""enforce-rules: a Chinese work-safety enforcement manual as rules.

Facts about an enterprise in; for each inspection item a verdict, the reason, the law in force on the day, and what is
still missing out; enforcement documents from that. It proposes, a person decides. The public names are those of
``__all__``; they are imported when first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._version import __version__ as __version__

if TYPE_CHECKING:
    from .api import Manual, load_manual
    from .document import Document
    from .errors import (
        CalendarError,
        CampaignError,
        CitationError,
        DocumentError,
        EnforceRulesError,
        ExpressionError,
        FactsError,
        PenaltyError,
        Place,
        Problem,
        RuleError,
    )
    from .evaluate import BreachVerdict, Inspection, ItemVerdict, Trace
    from .evaluate.live import LiveInspection
    from .facts import Facts
    from .manual import Citation, parse_citation
    from .penalty import Penalties, Proposal

_HOMES = {
    "Manual": "api",
    "load_manual": "api",
    "Document": "document",
    "CalendarError": "errors",
    "CampaignError": "errors",
    "CitationError": "errors",
    "DocumentError": "errors",
    "EnforceRulesError": "errors",
    "ExpressionError": "errors",
    "FactsError": "errors",
    "PenaltyError": "errors",
    "Place": "errors",
    "Problem": "errors",
    "RuleError": "errors",
    "BreachVerdict": "evaluate",
    "Inspection": "evaluate",
    "ItemVerdict": "evaluate",
    "Trace": "evaluate",
    "LiveInspection": "evaluate.live",
    "Facts": "facts",
    "Citation": "manual",
    "parse_citation": "manual",
    "Penalties": "penalty",
    "Proposal": "penalty",
}

__all__ = [
    "BreachVerdict",
    "CalendarError",
    "CampaignError",
    "Citation",
    "CitationError",
    "Document",
    "DocumentError",
    "EnforceRulesError",
    "ExpressionError",
    "Facts",
    "FactsError",
    "Inspection",
    "ItemVerdict",
    "LiveInspection",
    "Manual",
    "Penalties",
    "PenaltyError",
    "Place",
    "Problem",
    "Proposal",
    "RuleError",
    "Trace",
    "load_manual",
    "parse_citation",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
