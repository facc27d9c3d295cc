"""Enforcement documents: templates, rendering, formats, and the source of every paragraph."""

from .block import Block
from .document import FORMATS, Document, Rendered, make
from .kinds import DocumentKind, kind_of, kinds
from .penalty_report import penalty_report
from .templates import shipped_templates

__all__ = [
    "FORMATS",
    "Block",
    "Document",
    "DocumentKind",
    "Rendered",
    "kind_of",
    "kinds",
    "make",
    "penalty_report",
    "shipped_templates",
]
