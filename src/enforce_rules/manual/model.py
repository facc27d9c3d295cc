"""What all models of rule files share: unknown keys are errors, values are strict, nothing changes after loading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Annotated, Generic, TypeVar, overload

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
"""A machine name: fact, term, breach, act."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
"""Words for people."""

ItemId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}(-[A-Z]{2})?-[0-9]{2}$")]
"""The id of an item: DE-06, NM-OP-01."""


def _in_calendar(value: date) -> date:
    if not 1900 <= value.year <= 2200:
        raise ValueError("日期应在1900年至2200年之间")
    return value


Day = Annotated[date, AfterValidator(_in_calendar)]
"""A day, written 2021-09-01."""


class Model(BaseModel):
    """Base of the models of rule files."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Period(Model):
    """Days from ``from`` until ``until``, both included; open where one is missing."""

    since: Day | None = Field(default=None, alias="from")
    until: Day | None = None

    def covers(self, on: date) -> bool:
        """Whether ``on`` lies in the period."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


M = TypeVar("M", bound=Model)


class Deferred(Sequence[M], Generic[M]):
    """Models kept as a JSON array until they are first asked for."""

    def __init__(self, models: TypeAdapter[tuple[M, ...]], content: bytes) -> None:
        self._adapter = models
        self._content = content

    @cached_property
    def _models(self) -> tuple[M, ...]:
        return self._adapter.validate_json(self._content)

    def __len__(self) -> int:
        return len(self._models)

    @overload
    def __getitem__(self, index: int) -> M: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[M, ...]: ...
    def __getitem__(self, index: int | slice) -> M | tuple[M, ...]:
        return self._models[index]

    def __eq__(self, other: object) -> bool:
        return self._models == (other._models if isinstance(other, Deferred) else other)


class Later(Mapping[str, M], Generic[M]):
    """Models by name, read when one is first asked for."""

    def __init__(self, read: Callable[[], Mapping[str, M]]) -> None:
        self._read = read

    @cached_property
    def _models(self) -> Mapping[str, M]:
        return self._read()

    def __getitem__(self, name: str) -> M:
        return self._models[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._models)

    def __len__(self) -> int:
        return len(self._models)
