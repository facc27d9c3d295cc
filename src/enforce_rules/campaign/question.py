"""The question for the records behind a number, as reports print it: ``rectified?group=7&phase=1&until=2020-12-15``."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any
from urllib.parse import unquote

from ..errors import CampaignError, Problems, did_you_mean, shorten
from .cube import Slice, figure_of
from .measures import MEASURES

_NAMES = tuple(field.name for field in fields(Slice))


def question_of(text: str) -> tuple[str, Slice]:
    """The figure and the part of it that a question names. Raises :class:`CampaignError` with everything that is wrong."""
    name, _, rest = text.strip().partition("?")
    if name not in MEASURES:
        figure_of(name)
    problems = Problems()
    told: dict[str, Any] = {}
    for pair in filter(None, rest.split("&")):
        key, _, value = pair.partition("=")
        if key not in _NAMES:
            hint = did_you_mean(key, _NAMES) or f"可用：{'、'.join(_NAMES)}"
            problems.add(f"没有 {shorten(key, 40)} 这个条件", hint=hint)
        elif key in told:
            problems.add(f"{key} 写了两次")
        else:
            told[key] = _value(key, unquote(value), problems)
    problems.raise_as(CampaignError)
    return name, Slice(**told)


def _value(key: str, value: str, problems: Problems) -> Any:
    try:
        if key in ("group", "phase"):
            return int(value)
        return date.fromisoformat(value) if key in ("since", "until") else value
    except ValueError:
        right = "整数" if key in ("group", "phase") else "日期，如 2020-12-15"
        problems.add(f"{key} 应为{right}，写的是“{shorten(value, 30)}”")
        return None
