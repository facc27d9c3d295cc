"""The ranking of a campaign's groups: a scheme as data, exact scores and ranks, what they rest on, and pictures of both."""

from .figure import FIGURES, Figure, Figures
from .indicator import Denominator, Indicator
from .picture import paths_of_ranks, reaches_of_ranks, score_bars
from .ranking import Cell, Ranking, Row, rank
from .scheme import Scheme, default_scheme, read_scheme, scheme_from
from .sensitivity import Reach, Sensitivity, Switched, sensitivity

__all__ = [
    "FIGURES",
    "Cell",
    "Denominator",
    "Figure",
    "Figures",
    "Indicator",
    "Ranking",
    "Reach",
    "Row",
    "Scheme",
    "Sensitivity",
    "Switched",
    "default_scheme",
    "paths_of_ranks",
    "rank",
    "reaches_of_ranks",
    "read_scheme",
    "scheme_from",
    "score_bars",
    "sensitivity",
]
