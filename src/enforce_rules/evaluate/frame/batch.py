"""Files of enterprises judged part by part: little memory whatever their size, nothing half-written, and an interrupted run goes on
where it stopped.

A part is one file, or a million rows of one. Each is judged into a file of its own, whole or not at all; when all are there they are
joined. Parts that are to be joined are Arrow files, which cost a fourth of Parquet to write. What a run is about (the manual, the day,
the files) is written beside the parts: only the same run takes them up again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from ...errors import EnforceRulesError, FactsError, Place, Problem, Problems, shorten
from .counts import countable, counts
from .inspect import FrameRulebook
from .output import output_frame
from .source import SUFFIXES, File, files_of

PART_ROWS = 1_000_000
"""How many rows of a file make a part."""

MANIFEST = "batch.json"

_KINDS = (".parquet", ".arrow")
"""The endings of parts."""


@dataclass(frozen=True)
class Request:
    """What is asked of every part; as :meth:`enforce_rules.Manual.inspect_frame` takes it."""

    on: date | str
    output: str = "verdicts"
    keys: tuple[str, ...] | None = None
    by: tuple[str, ...] = ("table",)
    top: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """As plain data for JSON."""
        on = self.on if isinstance(self.on, str) else self.on.isoformat()
        return {"on": on, "output": self.output, "keys": self.keys, "by": self.by, "top": self.top}


@dataclass(frozen=True)
class Part:
    """Some rows of a file, and the name under which their result is kept."""

    file: File
    start: int
    rows: int
    name: str


@dataclass
class Batch:
    """One run: ``source`` is a file or a folder, ``out`` a ``.parquet`` or ``.csv`` file, or a folder for the parts as they are."""

    frames: FrameRulebook
    source: Path
    out: Path
    request: Request
    part_rows: int = PART_ROWS
    files: list[File] = field(init=False)

    def __post_init__(self) -> None:
        self.files = files_of(self.source)
        ending = self.out.suffix
        if ending[1:].isalpha() and ending not in SUFFIXES and not self.out.is_dir():
            hint = "可用：.parquet、.csv，或者一个文件夹"
            raise EnforceRulesError(Problem(f"不能写成 {shorten(ending, 20)} 的文件", Place(str(self.out)), hint))

    @property
    def to_folder(self) -> bool:
        """Whether the parts are the result."""
        return self.out.suffix not in SUFFIXES

    @property
    def folder(self) -> Path:
        """Where the parts are."""
        return self.out if self.to_folder else self.out.with_name(f"{self.out.name}.parts")

    @property
    def manifest(self) -> dict[str, Any]:
        """What the run is about: two runs with the same manifest have the same parts."""
        return {
            "manual": self.frames.book.digest,
            "request": json.loads(json.dumps(self.request.as_dict())),
            "part_rows": self.part_rows,
            "files": [_identity(file.path) for file in self.files],
        }

    def run(self, told: Callable[[int, int], None] = lambda done, whole: None, anew: bool = False) -> int:
        """Judge what is not judged yet, and join. ``told`` hears how many parts are done of how many. Returns the number of rows
        of the result.

        Raises :class:`FactsError` with what is wrong with the columns and the text of every file, before anything is judged, or with
        the values of a part; :class:`EnforceRulesError` where the folder holds the parts of another run, unless ``anew``
        discards them.
        """
        self._compatible()
        parts = self.parts()
        self._take_up(anew)
        try:
            for done, part in enumerate(parts):
                told(done, len(parts))
                if not (self.folder / part.name).exists():
                    self._judge(part)
        finally:
            if not self._begun():
                _clear(self.folder)
                with suppress(OSError):  # something else was put there
                    self.folder.rmdir()
        told(len(parts), len(parts))
        return self._join([self.folder / part.name for part in parts])

    def _compatible(self) -> None:
        """Every file has the columns that it needs, and text that can be read; all problems at once."""
        problems = Problems()
        for file in self.files:
            problems.extend(_at(problem, file) for problem in self._misfits(file))
        problems.raise_as(FactsError)

    def _misfits(self, file: File) -> Iterator[Problem]:
        unread: tuple[Problem, ...] = ()
        try:
            self._open(file, check=True)
        except FactsError as error:
            unread = tuple(error.problems)
            yield from unread
            if not all(problem.place.path for problem in unread):
                return
        try:
            rows = self._open(file)
            table = self.frames.table(rows, self.request.on, self.request.keys)
            if self.request.output == "counts":
                countable(self.request.by, table)
            if unread:
                table.check.run(rows)
        except FactsError as error:
            told = {problem.place.path for problem in unread}
            yield from (problem for problem in error.problems if problem.place.path not in told)

    def _open(self, file: File, check: bool = False) -> pl.LazyFrame:
        day = self.request.on if isinstance(self.request.on, str) else None
        return file.open(self.frames.book.types, day, check)

    def parts(self) -> list[Part]:
        """The parts of all files, in order. One that is the whole result, or stays by itself, is Parquet."""
        parts = list(self._parts())
        joined = len(parts) > 1 and not self.to_folder and self.request.output != "counts"
        return [replace(part, name=f"{part.name}.arrow" if joined else f"{part.name}.parquet") for part in parts]

    def _parts(self) -> Iterator[Part]:
        for number, file in enumerate(self.files):
            rows = self._open(file).select(pl.len()).collect().item()
            starts = range(0, max(rows, 1), self.part_rows)
            for index, start in enumerate(starts):
                stem = f"{number:05}-{index:05}" if len(self.files) > 1 else f"{index:05}"
                yield Part(file, start, min(self.part_rows, rows - start), stem)

    def _take_up(self, anew: bool) -> None:
        """The folder of the parts: made, or taken up where it is of the same run."""
        manifest = self.folder / MANIFEST
        if self.folder.exists() and any(self.folder.iterdir()):
            if not manifest.exists():
                raise EnforceRulesError(Problem(f"{self.folder} 里有别的文件", hint="换一个文件夹"))
            if json.loads(manifest.read_text("utf-8")) == self.manifest:
                return
            if self._begun() and not anew:
                raise EnforceRulesError(
                    Problem(
                        f"{self.folder} 里是另一次检查的结果（手册、日期或者文件不同）",
                        hint="换一个位置，或者加 --force 重新检查",
                    )
                )
            _clear(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        _written(
            manifest, lambda path: path.write_text(json.dumps(self.manifest, ensure_ascii=False, indent=2), "utf-8")
        )

    def _begun(self) -> bool:
        """Whether any part is there."""
        return any(path.name != MANIFEST and path.suffix in _KINDS for path in self.folder.iterdir())

    def _judge(self, part: Part) -> None:
        """One part in one pass over its rows: judged, its values checked, and kept only if they are right."""
        rows = self._open(part.file).slice(part.start, part.rows)
        table = self.frames.table(rows, self.request.on, self.request.keys)
        check = table.check
        asked = rows.select(*check.expressions)

        def write(path: Path) -> None:
            if self.request.output == "counts":
                check.run(rows)
                pl.DataFrame(counts(rows, table, self.request.by), infer_schema_length=None).write_parquet(path)
                return
            result = output_frame(rows, table, self.request.output, self.request.top)
            assert isinstance(result, pl.LazyFrame)
            if part.name.endswith(".arrow"):
                written = result.sink_ipc(path, compression="lz4", lazy=True)
            else:
                written = result.sink_parquet(path, lazy=True)
            _, found = pl.collect_all([written, asked], engine="streaming")
            check.judge(found.row(0), rows)

        try:
            _written(self.folder / part.name, write)
        except FactsError as error:
            raise FactsError(_at(problem, part.file) for problem in error.problems) from None
        except pl.exceptions.PolarsError as failure:
            said = shorten(str(failure).splitlines()[0], 80)
            raise FactsError(Problem(f"读不了文件中的数据：{said}", part.file.place)) from None

    def _join(self, parts: list[Path]) -> int:
        scan = pl.scan_ipc if parts[0].suffix == ".arrow" else pl.scan_parquet
        whole = scan(parts, glob=False)
        if self.request.output == "counts":
            by = list(self.request.by)
            whole = whole.group_by(by, maintain_order=True).sum()
        rows: int = whole.select(pl.len()).collect().item()
        if self.to_folder:
            return rows

        def write(path: Path) -> None:
            if self.out.suffix == ".csv":
                whole.sink_csv(path)
            elif len(parts) == 1 and self.request.output != "counts":
                os.replace(parts[0], path)
            else:
                whole.sink_parquet(path)

        _written(self.out, write)
        _clear(self.folder)
        self.folder.rmdir()
        return rows


def _identity(path: Path) -> dict[str, Any]:
    about = path.stat()
    return {"path": str(path.resolve()), "size": about.st_size, "changed": about.st_mtime_ns}


def _at(problem: Problem, file: File) -> Problem:
    return Problem(problem.what, Place(str(file.path), path=problem.place.path), problem.hint, problem.id)


def _written(path: Path, write: Callable[[Path], object]) -> None:
    """A file that is there whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write(temporary)
        os.replace(temporary, path)
    except OSError as failure:
        raise EnforceRulesError(f"写不了 {path}：{failure.strerror or failure}") from None
    finally:
        temporary.unlink(missing_ok=True)


def _clear(folder: Path) -> None:
    """The parts of a run, its manifest, and what a killed run left; nothing else is touched."""
    for inner in folder.iterdir():
        if inner.name == MANIFEST or inner.suffix in (*_KINDS, ".tmp"):
            inner.unlink()
