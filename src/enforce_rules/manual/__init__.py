"""The manual as data: items with breaches, facts and terms, statutes with editions, provisions and sanctions."""

from .citation import Citation, parse_citation
from .export import export, facts_by_item
from .fact import Fact, Term
from .item import Basis, Breach, Item, Remedy, Scenario, Verdict
from .loader import Survey, load, shipped_rules, survey
from .rulebook import ProvisionAt, Rulebook
from .statute import Edition, Provision, Sanction, Statute

__all__ = [
    "Basis",
    "Breach",
    "Citation",
    "Edition",
    "Fact",
    "Item",
    "Provision",
    "ProvisionAt",
    "Remedy",
    "Rulebook",
    "Sanction",
    "Scenario",
    "Statute",
    "Survey",
    "Term",
    "Verdict",
    "export",
    "facts_by_item",
    "load",
    "parse_citation",
    "shipped_rules",
    "survey",
]
