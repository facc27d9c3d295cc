"""The vocabulary: facts that can be observed about an enterprise, and terms that name conditions on them."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from ..language.types import Kind, Type
from .model import Model, Name, Text

Bound = int | Decimal


class Fact(Model):
    """One observation: its type and domain, the question that asks for it and how it is observed."""

    type: Literal["bool", "int", "number", "date", "enum", "set"]
    label: Text = Field(description="名称；bool 写成动宾短语，如 设置安全生产管理机构")
    ask: Text = Field(description="向检查人员提的问题")
    method: Text = Field(description="怎样观察到：查阅什么、现场看什么、问谁")
    values: tuple[Text, ...] | str = Field(default=(), description="选项表，或者 facts.yaml 中选项表的名称")
    unit: Text | None = None
    min: Bound | None = None
    max: Bound | None = None
    yes: Text | None = Field(default=None, description="bool 为真时的说法")
    no: Text | None = Field(default=None, description="bool 为假时的说法")
    judgement: Text | None = Field(default=None, description="须由人判断的，写判断的标准")
    unverified: Text | None = Field(default=None, description="所依据的标准没有核到原文的，写是哪个标准")
    note: Text | None = None

    def domain(self) -> Type:
        """The type of the fact with its list or bounds. A named list must have been put in its place before."""
        kind = Kind(self.type)
        if kind in (Kind.ENUM, Kind.SET):
            assert isinstance(self.values, tuple)
            return Type(kind, self.values)
        if kind in (Kind.INT, Kind.NUMBER):
            return Type(kind, (), self.min, self.max)
        return Type(kind)

    def reads(self, truth: bool) -> str:
        """How a bool fact reads when it is true and when it is false."""
        if truth:
            return self.yes or self.label
        return self.no or f"未{self.label}"


class FactsFile(Model):
    """``facts.yaml``: facts that several items share, and lists that several facts share."""

    lists: dict[Name, tuple[Text, ...]] = {}
    facts: dict[Name, Fact] = {}


class Term(Model):
    """A named condition with its legal source."""

    label: Text = Field(description="名词；读作 属于…… / 不属于……")
    condition: Text
    source: tuple[Text, ...] = Field(default=(), description="定义它的法条")
    yes: Text | None = None
    no: Text | None = None
    note: Text | None = None

    def reads(self, truth: bool) -> str:
        """How the term reads when it holds and when it does not."""
        return (self.yes or f"属于{self.label}") if truth else (self.no or f"不属于{self.label}")


class TermsFile(Model):
    """``terms.yaml``."""

    terms: dict[Name, Term] = {}
