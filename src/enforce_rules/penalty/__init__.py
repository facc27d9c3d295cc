"""Penalties: which provision of which edition punishes an act, whom, within which band, how heavily, by which procedure.

Everything is a proposal; a person decides.
"""

from .act import Act, acts_of
from .penalties import Penalties, propose
from .proposal import DECISIONS, Decision, Proposal

__all__ = ["DECISIONS", "Act", "Decision", "Penalties", "Proposal", "acts_of", "propose"]
