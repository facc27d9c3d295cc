"""The evaluator of tables: one row an enterprise, one column a fact, millions of rows (extra ``frame``)."""

from . import native  # noqa: F401  first: it says what to install where the extra is missing
from .columns import JOINT, Columns, member_column
from .inspect import OUTPUTS, USUAL_KEYS, FrameRulebook, Output
from .output import verdict_frame

__all__ = ["JOINT", "OUTPUTS", "USUAL_KEYS", "Columns", "FrameRulebook", "Output", "member_column", "verdict_frame"]
