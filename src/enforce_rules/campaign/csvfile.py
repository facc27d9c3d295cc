"""CSV as data from strangers: UTF-8, bounded, strict quotes, every record with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ..errors import CampaignError, Place, Problem
from ..manual.yamlfile import LARGEST


def read_records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV file that are not wholly blank, each with the line on which it begins; cells without spaces around.

    Raises :class:`CampaignError` for what is no UTF-8, no CSV, or too large.
    """
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    start = 1
    try:
        for record in reader:
            cells = [cell.strip() for cell in record]
            if any(cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error:
        raise CampaignError(Problem("不是可读的CSV", Place(str(path), start), "查看此行的引号")) from None


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as failure:
        raise CampaignError(Problem(f"读不了文件：{failure.strerror or failure}", Place(str(path)))) from None
    if len(content) > LARGEST:
        raise CampaignError(Problem("文件过大", Place(str(path)), f"至多{LARGEST // 1024 // 1024} MiB"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        place = Place(str(path), content[: failure.start].count(b"\n") + 1)
        raise CampaignError(Problem(_not_utf8(content), place, "在表格软件中另存为“CSV UTF-8（逗号分隔）”")) from None


def _not_utf8(content: bytes) -> str:
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        with suppress(UnicodeDecodeError):
            content.decode("gb18030")
            return "不是UTF-8文字，看来是GB18030（GBK）编码"
    return "不是UTF-8文字"
