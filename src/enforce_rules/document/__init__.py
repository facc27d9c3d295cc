"""Enforcement documents: templates, rendering, and the source of every paragraph."""

from .context import transferred, unclassified
from .document import FORMATS, Document, make, shipped_templates
from .html import Block
from .kinds import KINDS, DocumentKind, kind_of
from .penalty_report import penalty_report

__all__ = [
    "FORMATS",
    "KINDS",
    "Block",
    "Document",
    "DocumentKind",
    "kind_of",
    "make",
    "penalty_report",
    "shipped_templates",
    "transferred",
    "unclassified",
]
