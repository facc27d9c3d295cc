"""From parsed YAML to a model, with every problem in plain words and at its place."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from ..errors import Place, Problems, did_you_mean, shorten
from .yamlfile import Source

M = TypeVar("M", bound=BaseModel)

_WORDS = {
    "string_type": "应为文字",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "bool_type": "应为 true 或者 false",
    "float_type": "应为数",
    "decimal_type": "应为数",
    "tuple_type": "应为列表",
    "list_type": "应为列表",
    "dict_type": "应为一组键和值",
    "model_type": "应为一组键和值",
    "model_attributes_type": "应为一组键和值",
    "date_type": "应为日期，如 2021-09-01",
    "date_parsing": "应为日期，如 2021-09-01",
    "date_from_datetime_parsing": "应为日期，如 2021-09-01",
    "date_from_datetime_inexact": "应为日期，如 2021-09-01",
    "string_too_short": "不能为空",
    "string_too_long": "过长",
    "too_short": "不能为空",
    "string_pattern_mismatch": "名称的写法不对：事实、术语、行为用小写英文字母、数字和下划线，事项编号如 DE-06",
}


def validate(source: Source, model: type[M], problems: Problems) -> M | None:
    """The model of a file's data; None after recording what is wrong, each at its place."""
    if not isinstance(source.data, dict):
        problems.add("文件内容应为一组键和值", source.place())
        return None
    try:
        content = json.dumps(source.data, ensure_ascii=False, default=_plain).encode("utf-8", "replace")
        return model.model_validate_json(content)
    except (TypeError, ValueError, RecursionError) as failure:
        if not isinstance(failure, ValidationError):
            problems.add("有不能作为数据的值", source.place())
            return None

        found = [
            (error, *_told(source, model, error)) for error in failure.errors(include_url=False, include_context=True)
        ]
        within = {place.path for _, place, _, _ in found}
        seen: set[tuple[Place, str]] = set()
        for error, place, what, hint in found:
            if (place, what) not in seen and not _other_shape(error, place, within):
                seen.add((place, what))
                problems.add(what, place, hint, _kind_of(error))
        return None


def _other_shape(error: Any, place: Place, within: set[str]) -> bool:
    """Whether an error only says that a value has not the other of two shapes, while what is wrong lies inside it."""
    shapes = ("tuple_type", "list_type", "dict_type", "model_type")
    return error["type"] in shapes and any(path.startswith(f"{place.path}.") for path in within)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _told(source: Source, model: type[BaseModel], error: Any) -> tuple[Place, str, str]:
    path: tuple[str | int, ...] = () if source.marks else tuple(step for step in error["loc"] if "[" not in str(step))
    for step in error["loc"] if source.marks else ():
        if source.has((*path, step)):
            path = (*path, step)
    last = str(error["loc"][-1]) if error["loc"] else ""
    kind, context = error["type"], error.get("ctx") or {}
    if kind == "missing":
        return source.place((*path, last)), f"缺少 {last}", ""
    if kind == "extra_forbidden":
        return source.key_place(path), f"没有 {shorten(last, 40)} 这个键", did_you_mean(last, _all_keys(model))
    if kind == "literal_error":
        return (
            source.place(path),
            f"不是可用的值“{shorten(str(error['input']), 30)}”",
            f"可用：{context.get('expected', '')}",
        )
    if kind == "value_error":
        return source.place(path), str(context.get("error", "值不对")), ""
    if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        bound = next(iter(context.values()), "")
        return source.place(path), f"数不在允许的范围内（界限{bound}）", ""
    return source.place(path), _WORDS.get(kind, f"值不对（{kind}）"), ""


def _kind_of(error: Any) -> str:
    """The kinds of missing keys that have a page of their own in docs/lint/."""
    if error["type"] in ("missing", "string_too_short"):
        if error["loc"][-2:] == ("remedy", "days"):
            return "remedy-without-days"
        if len(error["loc"]) == 3 and error["loc"][0] == "facts" and error["loc"][2] in ("ask", "method"):
            return "fact-unobservable"
    return ""


def _all_keys(model: type[BaseModel]) -> list[str]:
    """Every key that a model or a part of it knows, for suggestions."""
    schema = TypeAdapter(model).json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return [key for part in parts for key in part.get("properties", {})]
