"""Document numbers: （郑）应急责改〔2020〕12号, with the year in 〔〕 and the serial number without leading zeros."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_NUMBER = re.compile(r"[^〔〕]+〔([0-9]{4})〕(?:第)?([1-9][0-9]*)号")


def misnumbered(number: str, issued: date) -> Iterator[str]:
    """What is unusual about a document number; an office may have its reasons, so it is only said."""
    match = _NUMBER.fullmatch(number)
    if match is None:
        yield f"文号“{number}”不是通行的写法，如 （郑）应急责改〔{issued.year}〕12号：年份用六角括号，序号不补零"
    elif int(match[1]) != issued.year:
        yield f"文号“{number}”的年份不是文书日期的{issued.year}年"
