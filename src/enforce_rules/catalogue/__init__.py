"""The manual for reading: a page for every item with indexes by table, by law and by fact, and a checklist to fill in."""

from .checklist import checklist_page
from .pages import catalogue

__all__ = ["catalogue", "checklist_page"]
