"""The condition language: text to typed expression, three-valued semantics, how an expression reads in Chinese."""

from .chinese import Phrasebook, render, show
from .expression import Expression, facts_of
from .kleene import truth_of, value_of
from .parser import Vocabulary, parse
from .types import Kind, Truth, Type, Value
from .writer import write

__all__ = [
    "Expression",
    "Kind",
    "Phrasebook",
    "Truth",
    "Type",
    "Value",
    "Vocabulary",
    "facts_of",
    "parse",
    "render",
    "show",
    "truth_of",
    "value_of",
    "write",
]
