"""The library's front door: load a manual, give it facts, get an inspection; make a document from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import FactsError
from .evaluate import CompiledRulebook, Inspection
from .facts import Facts, day_of, facts_from_dict, read_facts
from .manual import Rulebook, load
from .manual.loader import read_scheme

if TYPE_CHECKING:
    from .document import Document
    from .document.receipt import Replayed
    from .evaluate.frame import FrameRulebook
    from .manual.discretion import Scheme
    from .manual.statute import Stage
    from .penalty import Penalties


class Manual(Rulebook):
    """A manual that judges: items, facts, terms and statutes, with the evaluators on top.

    Example::

        manual = load_manual()
        inspection = manual.inspect({"facts": {"dust_explosion_unit": True, "airlock": "未设置"}}, on=date(2024, 4, 2))
    """

    @cached_property
    def compiled(self) -> CompiledRulebook:
        """The compiled evaluator of this manual, with one function for each span of days it was asked about."""
        return CompiledRulebook(self)

    def read_facts(self, path: str | Path) -> Facts:
        """The facts of a YAML or JSON file. Raises :class:`FactsError` with every problem and its place."""
        return read_facts(path, self)

    def facts_from(self, data: Mapping[str, Any]) -> Facts:
        """The facts of a mapping with ``enterprise``, ``inspection`` and ``facts``. Raises :class:`FactsError`."""
        return facts_from_dict(data, self)

    def inspect(self, facts: Facts | Mapping[str, Any] | str | Path, on: date | None = None) -> Inspection:
        """Judge every item on the facts of one enterprise.

        ``facts`` are :class:`Facts`, a mapping of the shape of a facts file, or the path of one. ``on`` is the day whose
        law is applied, by default the inspection's. Raises :class:`FactsError` when the facts are wrong, no day is
        known, or the day lies before the law that the manual holds. The result proposes; a person decides.
        """
        if isinstance(facts, str | Path):
            facts = self.read_facts(facts)
        elif not isinstance(facts, Facts):
            facts = self.facts_from(facts)
        day = day_of(facts, on)
        if day < self.info.earliest:
            raise FactsError(f"检查日期{day}早于{self.info.earliest}，本手册没有收录此前的法律")
        return Inspection(self.compiled, facts, day)

    @cached_property
    def frames(self) -> FrameRulebook:
        """The evaluator of tables. Needs the extra ``frame``."""
        from .evaluate.frame import FrameRulebook

        return FrameRulebook(self)

    def inspect_frame(
        self,
        frame: Any,
        on: date | str,
        output: str = "verdicts",
        *,
        keys: Sequence[str] | None = None,
        by: Iterable[str] = ("table",),
        top: int | None = None,
        check: bool = True,
    ) -> Any:
        """Judge every row of a table: one row an enterprise, one column a fact, empty where it is not recorded.

        ``frame`` is a Polars DataFrame or LazyFrame, a DuckDB relation, a PyArrow Table, a pandas DataFrame or a PySpark DataFrame;
        the result is of the same kind. A set-valued fact is one column of booleans for each member, named
        ``fact__member``. ``on`` is the day whose law is applied, or the name of the column with the day of each row. ``keys``
        are the columns to carry along, by default those of the usual names (``enterprise``, ``county``, ``industry`` and so on).

        ``output`` is one of

        - ``verdicts``: the keys and one column for each item: 0 not applicable, 1 violation, 2 compliant, 3 undetermined;
        - ``violations``: one row for each breach committed: keys, ``item``, ``breach``, ``major`` (empty where that is open);
        - ``needed``: one row for each fact to collect, the next one first: keys, ``fact``, ``items`` (the open items to which it
          matters), ``settles`` (those that it settles alone); at most ``top`` for an enterprise;
        - ``counts``: the number of verdicts of each kind, ``by`` table, item, a key or a fact with few values.

        Raises :class:`FactsError` that names every column that is neither a fact nor a key, has a wrong type, or holds a value that
        the fact cannot have. ``check=False`` leaves out looking at the values, where that was done before. The result
        proposes; a person decides.
        """
        return self.frames.inspect(frame, on, output, keys=keys, by=by, top=top, check=check)

    def read_scheme(self, path: str | Path) -> Scheme:
        """An office's own scheme of discretion from a YAML file. Raises :class:`RuleError` with every problem and its place."""
        return read_scheme(Path(path), self)

    def penalties(
        self,
        inspection: Inspection,
        decided: date | None = None,
        stage: Stage | None = None,
        scheme: Scheme | None = None,
    ) -> Penalties:
        """What is proposed for everything that an inspection found. A proposal: a person decides.

        ``decided`` is the day of the decision, by default the case's, else the inspection's; ``stage`` is ``found``, ``overdue``
        or ``refused``, by default the case's, else ``found``; ``scheme`` is used wherever it fits. Raises :class:`FactsError`
        where the case contradicts itself or the inspection.
        """
        from .penalty import propose

        return propose(inspection, decided, stage, scheme)

    def document(
        self,
        kind: str,
        inspection: Inspection,
        draft: bool = False,
        *,
        subject: str | None = None,
        penalties: Penalties | None = None,
        allow_unverified: bool = False,
        templates: str | Path | None = None,
    ) -> Document:
        """The enforcement document ``kind`` (``rectification-order``) from an inspection.

        ``subject`` says whom it is for where there are several: ``unit``, a person or an authority. ``penalties`` are those to
        rest on, by default proposed from the inspection; ``templates`` is an office's own folder. Raises
        :class:`DocumentError` that lists every missing field and every step of procedure not taken; a ``draft`` prints visible
        blanks instead. ``allow_unverified`` lets a decision rest on law whose text was not read.
        """
        from .document import make

        return make(
            kind,
            inspection,
            draft=draft,
            subject=subject,
            penalties=penalties,
            allow_unverified=allow_unverified,
            templates=Path(templates) if templates is not None else None,
        )

    def replay(
        self, receipt: str | Path, templates: str | Path | None = None, fonts: str | Path | None = None
    ) -> Replayed:
        """The document of a receipt, made again; whether its bytes are the same, and what has changed since.

        Raises :class:`DocumentError` for a file that is no receipt.
        """
        from .document.receipt import replay

        return replay(
            Path(receipt),
            self,
            self.inspect,
            Path(templates) if templates is not None else None,
            Path(fonts) if fonts is not None else None,
        )


def load_manual(path: str | Path | None = None) -> Manual:
    """The manual of a rules folder, by default the one that comes with the library.

    Raises :class:`RuleError` with every problem of every file. A manual that was loaded before is read from a
    precompiled copy in the user's cache folder.
    """
    return load(Path(path) if path is not None else None, Manual)
