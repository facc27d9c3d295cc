"""The pytest plugin: ``pytest rules/`` runs the scenarios of a rules folder, in any project that has this library.

A file is an item file when it lies under ``items/`` beside a ``manual.yaml``. Each scenario is a test; one more test of
each item says which scenarios it lacks. ``-k MR-06`` picks an item, ``--junitxml`` writes the results. Rules that cannot
be read are one error, at the first of their item files.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ..errors import EnforceRulesError, shorten

if TYPE_CHECKING:
    from ..manual import Item, Rulebook
    from .scenario import Case

_books: pytest.StashKey[dict[Path, Rulebook | None]] = pytest.StashKey()

COMPLETE = "有必需的场景"
"""The name of the test that an item has the scenarios it must have."""


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ItemFile | None:
    """Collect the scenarios of an item file."""
    if file_path.suffix != ".yaml":
        return None
    root = _rules_of(file_path)
    return ItemFile.from_parent(parent, path=file_path, root=root) if root else None


def _rules_of(file: Path) -> Path | None:
    """The rules folder that an item file belongs to."""
    for folder in file.parents:
        if folder.name == "items" and (folder.parent / "manual.yaml").is_file():
            return folder.parent
    return None


class ItemFile(pytest.File):
    """One item file; its tests are the item's scenarios."""

    def __init__(self, *, root: Path, **given: Any) -> None:
        super().__init__(**given)
        self.root = root

    def collect(self) -> Iterable[pytest.Item]:
        """The scenarios, and whether all are there that must be."""
        from .scenario import cases_of

        book = self._book()
        if book is None:
            return
        item = book.items[self.path.stem]
        cases = cases_of(book, item)
        *names, last = _distinct([*(case.scenario.name for case in cases), COMPLETE])
        for name, case in zip(names, cases, strict=True):
            yield ScenarioTest.from_parent(self, name=name, book=book, case=case)
        yield CompletenessTest.from_parent(self, name=last, book=book, item=item)

    def _book(self) -> Rulebook | None:
        """The rules that the file belongs to, read once; None when it was said already what is wrong with them."""
        from ..manual import load

        books = self.config.stash.setdefault(_books, {})
        if self.root not in books:
            books[self.root] = None
            try:
                books[self.root] = load(self.root)
            except EnforceRulesError as error:
                raise self.CollectError(str(error)) from None
        return books[self.root]


def _distinct(names: Iterable[str]) -> Iterator[str]:
    """The names as node ids may have them: each on one line, without what separates the parts of an id, and each once."""
    taken: set[str] = set()
    for name in names:
        plain = shorten(" ".join(name.split()), 200).replace("::", "：：")
        numbered = (plain if number == 1 else f"{plain}（{number}）" for number in itertools.count(1))
        free = next(one for one in numbered if one not in taken)
        taken.add(free)
        yield free


class WrongOutcome(Exception):
    """A scenario in which something else came out, or an item that lacks scenarios."""


class ScenarioTest(pytest.Item):
    """One scenario."""

    def __init__(self, *, book: Rulebook, case: Case, **given: Any) -> None:
        super().__init__(**given)
        self.book, self.case = book, case

    def runtest(self) -> None:
        """Run it."""
        from .scenario import Scenarios

        result = Scenarios(self.book).run_case(self.case)
        if not result.passed:
            raise WrongOutcome("\n".join(result.lines()))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """What came out otherwise, and why."""
        return str(excinfo.value) if excinfo.errisinstance(WrongOutcome) else str(super().repr_failure(excinfo, style))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it is: the file, and the item with the scenario."""
        return self.path, None, f"{self.case.item.id} {self.name}"


class CompletenessTest(pytest.Item):
    """Whether an item has the scenarios it must have."""

    def __init__(self, *, book: Rulebook, item: Item, **given: Any) -> None:
        super().__init__(**given)
        self.book, self.item = book, item

    def runtest(self) -> None:
        """Look for what is missing."""
        from .scenario import gaps_of

        missing = list(gaps_of(self.book, self.item))
        if missing:
            raise WrongOutcome("\n".join(missing))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """What is missing."""
        return str(excinfo.value) if excinfo.errisinstance(WrongOutcome) else str(super().repr_failure(excinfo, style))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it is."""
        return self.path, None, f"{self.item.id} {self.name}"
