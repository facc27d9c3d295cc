"""The ranking of the groups as text, Word, PDF, and as a page with pictures: ranks, definitions, and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...document.document import Rendered, render
from ...language.chinese import day
from ..cube import Slice
from ..measures import measures_of
from ..ranking import Ranking, Scheme, Sensitivity, rank, sensitivity
from ..ranking.figure import EACH_GROUP
from ..ranking.indicator import Indicator
from ..ranking.picture import paths_of_ranks, reaches_of_ranks, score_bars
from ..ranking.ranking import Cell, Row
from ..ranking.scheme import MISSING
from ..rates import one_decimal
from ..snapshot import Snapshot

TEMPLATE = "campaign/ranking.html.j2"
BETTER = {"higher": "越高越好", "lower": "越低越好"}


class Ranked:
    """A ranking of a campaign on the day of a snapshot, with its sensitivity."""

    def __init__(self, snapshot: Snapshot, ranking: Ranking, seed: int = 0) -> None:
        self.snapshot = snapshot
        self.ranking = ranking
        self.sensitivity: Sensitivity = sensitivity(ranking, seed=seed)

    @property
    def names(self) -> dict[int, str]:
        """What the groups are called in pictures."""
        return {group.number: f"第{group.number}组 {group.city}" for group in self.snapshot.campaign.groups}

    def as_dict(self) -> dict[str, Any]:
        """The ranking and its sensitivity as plain data for JSON; every number of records with the question for them."""
        told = self.ranking.as_dict()
        for row, plain in zip(self.ranking.rows, told["rows"], strict=True):
            for cell, one in zip(row.cells, plain["cells"], strict=True):
                one["which"] = self._asks(row, cell)
        return {
            "campaign": self.snapshot.campaign.title,
            "note": self.snapshot.campaign.note,
            "until": self.snapshot.until,
            "position": self.snapshot.view.position,
            "ranking": told,
            "sensitivity": self.sensitivity.as_dict(),
        }

    @property
    def document(self) -> Rendered:
        """The ranking without pictures: for text, Word and PDF."""
        return self._rendered(())

    @property
    def page(self) -> str:
        """The ranking as a page with pictures. Raises :class:`CampaignError` without the extra ``campaign``."""
        names = self.names
        drawn = (
            score_bars(self.ranking, names),
            reaches_of_ranks(self.sensitivity, names),
            paths_of_ranks(self.sensitivity, names),
        )
        return self._rendered(drawn).html

    def _rendered(self, drawn: Sequence[str]) -> Rendered:
        from markupsafe import Markup

        scheme, campaign = self.ranking.scheme, self.snapshot.campaign
        return render(
            TEMPLATE,
            scheme.title,
            name=scheme.title,
            campaign=campaign.title,
            notes=[note for note in (campaign.note, scheme.note) if note],
            day=day(self.snapshot.until),
            widths=" ".join(["2", "5", "2", *("3" for _ in scheme.indicators)]),
            indicators=[_indicator(one, scheme) for one in scheme.indicators],
            rows=[self._row(row) for row in self.ranking.rows],
            missing=MISSING[scheme.missing],
            ties="、".join(scheme.by_id[id].label for id in scheme.ties),
            sensitivity=self.sensitivity.explained().splitlines(),
            position=self.snapshot.view.position,
            pictures=[Markup(picture) for picture in drawn],
        )

    def _row(self, row: Row) -> dict[str, Any]:
        return {
            "rank": row.rank_words,
            "group": self.names[row.group],
            "score": row.score_words,
            "cells": [
                {"value": cell.indicator.written(cell.value), "which": " ".join(self._asks(row, cell))}
                for cell in row.cells
            ],
        }

    def _asks(self, row: Row, cell: Cell) -> list[str]:
        """The questions for the records of its numerator and denominator; each group counting as one has none."""
        part = Slice(group=row.group, until=self.snapshot.until)
        names = (*cell.indicator.of, cell.indicator.denominator.figure)
        return [f"{name}?{part}" for name in names if name != EACH_GROUP]


def ranked(
    snapshot: Snapshot,
    scheme: Scheme | None = None,
    use: dict[str, str] | None = None,
    weights: dict[str, str] | None = None,
    seed: int = 0,
) -> Ranked:
    """The groups ranked by a scheme, the shipped one unless given; ``use`` and ``weights`` as :func:`rank` takes them.

    Raises :class:`CampaignError`.
    """
    return Ranked(snapshot, rank(measures_of(snapshot), scheme, use=use, weights=weights), seed)


def _indicator(one: Indicator, scheme: Scheme) -> dict[str, Any]:
    share = scheme.shares[scheme.indicators.index(one)]
    others = [f"{name}（{other.says}）" for name, other in one.per.items() if name != one.by]
    return {
        "label": one.label,
        "says": one.denominator.says,
        "weight": str(one.weight),
        "share": one_decimal(share),
        "better": BETTER[one.better],
        "others": "；".join(others),
    }
