"""Enforcement documents: templates, rendering, and the source of every paragraph."""

from .context import transferred, unclassified
from .document import FORMATS, Document, make, shipped_templates
from .html import Block
from .kinds import KINDS, DocumentKind, kind_of

__all__ = [
    "FORMATS",
    "KINDS",
    "Block",
    "Document",
    "DocumentKind",
    "kind_of",
    "make",
    "shipped_templates",
    "transferred",
    "unclassified",
]
