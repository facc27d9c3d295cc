"""What can be wrong with an input, and where: one hierarchy, every problem with its place and its mend.

Nothing here knows rules or facts. A reader collects all the problems of an input in :class:`Problems` and raises them
together, so that a drafter mends a file in one pass.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, a line and a column (both from 1), and the path of keys that leads there."""

    file: str = ""
    line: int | None = None
    column: int | None = None
    path: str = ""

    def __str__(self) -> str:
        where = self.file
        if self.line is not None:
            where += f":{self.line}" if self.column is None else f":{self.line}:{self.column}"
        return f"{where} {self.path}".strip()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: ``what`` in plain words, the ``place``, and in ``hint`` what would be right.

    ``id`` names the kind of problem where a drafter may want to look it up (docs/lint/).
    """

    what: str
    place: Place = Place()
    hint: str = ""
    id: str = ""

    def __str__(self) -> str:
        where = str(self.place)
        hint = f"（{self.hint}）" if self.hint else ""
        return f"{where}: {self.what}{hint}" if where else f"{self.what}{hint}"


class EnforceRulesError(Exception):
    """Base of all errors of this library. ``problems`` lists everything that is wrong, in the order of the input."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Problem | Iterable[Problem] | str) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RuleError(EnforceRulesError):
    """A rules folder that cannot be used: its YAML, a model, a name, a condition or a citation is wrong."""


class ExpressionError(EnforceRulesError):
    """A condition that is not a condition of the language, or that does not fit the vocabulary."""


class CitationError(EnforceRulesError):
    """A text that is not a citation in the official form."""


class FactsError(EnforceRulesError):
    """Facts that do not fit the vocabulary."""


class PenaltyError(EnforceRulesError):
    """Proposals from which no decision may be written: the law they rest on was not read, or is not settled."""


class DocumentError(EnforceRulesError):
    """A document that cannot be made: a field is missing, the kind or the format is unknown."""


class CampaignError(EnforceRulesError):
    """A campaign, its table of cities, its records or its weights that cannot be used, or a report that does not add up."""


class CalendarError(EnforceRulesError):
    """A day in a year whose public holidays are not known, so that its working days (工作日) cannot be told."""


class Problems:
    """A collector. ``add`` what is wrong, then ``raise_as`` the error of the layer: nothing happens when all is well."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, what: str, place: Place | None = None, hint: str = "", id: str = "") -> None:
        """Record that ``what`` is wrong at ``place``; ``hint`` says what would be right, ``id`` names the kind."""
        self._found.append(Problem(what, place or Place(), hint, id))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Record problems that were found elsewhere."""
        self._found.extend(problems)

    def raise_as(self, error: type[EnforceRulesError]) -> None:
        """Raise ``error`` with all that was recorded, ordered by file and line; return when nothing was."""
        if self._found:
            raise error(self.in_order)

    @property
    def in_order(self) -> list[Problem]:
        """All that was recorded, by file and line."""
        return sorted(self._found, key=lambda p: (p.place.file, p.place.line or 0, p.place.column or 0))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The hint for an unknown ``name``: the nearest of the ``known`` ones, or nothing when none is near."""
    near = difflib.get_close_matches(name[:100], list(known), n=1, cutoff=0.6)
    return f"是否为 {near[0]}？" if near else ""


def shorten(text: object, limit: int = 60) -> str:
    """A value as a message may show it: one line, printable, at most ``limit`` characters."""
    shown = text if isinstance(text, str) else repr(text)
    shown = "".join(char if char.isprintable() else "�" for char in shown[: limit + 1])
    return shown if len(shown) <= limit else shown[:limit] + "…"
