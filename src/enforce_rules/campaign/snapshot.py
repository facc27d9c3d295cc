"""The campaign on a day, as the journal stood at one entry: its figures, and the records behind each of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from ..errors import CampaignError, Problem
from .campaign import Campaign, campaign_from
from .cube import WHOLE, Counted, Cube, Slice, counted
from .figures import FIGURES
from .records.kinds import CampaignFile
from .records.store import Store
from .view import View


class Snapshot:
    """A campaign ``until`` the end of a day, as recorded up to a ``position`` of the journal, by default up to now.

    The same day and position give the same figures for ever. Raises :class:`CampaignError` for a position that there is not.
    """

    def __init__(self, store: Store, until: date, position: int | None = None) -> None:
        last = store.position
        if position is not None and not 1 <= position <= last:
            raise CampaignError(Problem(f"日志没有第{position}条", hint=f"1至{last}"))
        self.store = store
        self.view = View(last if position is None else position, until)

    @property
    def until(self) -> date:
        """The day up to which events are counted."""
        return self.view.until

    @cached_property
    def campaign(self) -> Campaign:
        """The campaign as it stood at the position."""
        versions = [change.version for change in self.store.history("campaign", "campaign")]
        record = [version.record for version in versions if version.entry <= self.view.position][-1]
        assert isinstance(record, CampaignFile)
        return campaign_from(record.content)

    def cube(self, names: Iterable[str] = FIGURES, *, by_day: bool = True) -> Cube:
        """Figures, counted; without ``by_day`` the last day alone is told from those before it.

        Raises :class:`CampaignError` for a figure that there is not.
        """
        return Cube.count(self.store.database, self.view, names, by_day=by_day)

    @cached_property
    def figures(self) -> Cube:
        """All figures, counted."""
        return self.cube()

    def which(self, name: str, part: Slice = WHOLE) -> list[Counted]:
        """The records that a figure, or a part of it, counts. Raises :class:`CampaignError` for a figure that there is not."""
        return counted(self.store.database, self.view, name, part)
