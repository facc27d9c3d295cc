"""The kinds of administrative penalties, read from the words of a sanction; an order to mend is none of them.

行政处罚法(2021)第九条, before it 安全生产违法行为行政处罚办法(2015)第五条; that an order to mend stands beside a penalty and is
none: 行政处罚法(2021)第二十八条第一款.
"""

from __future__ import annotations

import re
from enum import Enum


class Kind(Enum):
    """A kind of penalty. ``value`` is its name; :attr:`weight` tells how heavy it is, where that can be told."""

    ORDER = "责令改正"
    WARNING = "警告"
    FINE = "罚款"
    CONFISCATION = "没收"
    LICENCE = "暂扣、吊销许可证件或者资格"
    SUSPENSION = "停产停业"
    CLOSURE = "责令关闭"
    BAN = "限制从业"
    DISCIPLINE = "处分"

    @property
    def weight(self) -> int:
        """From 0 (an order, no penalty) to 4. 行政处罚法(2021)第九条 lists the kinds from light to heavy."""
        return _WEIGHTS[self]

    @property
    def penalty(self) -> bool:
        """Whether it is an administrative penalty: an order is a measure, and discipline is for the person's own authority."""
        return self not in (Kind.ORDER, Kind.DISCIPLINE)


_WEIGHTS = {
    Kind.ORDER: 0,
    Kind.DISCIPLINE: 0,
    Kind.WARNING: 1,
    Kind.FINE: 2,
    Kind.CONFISCATION: 2,
    Kind.LICENCE: 3,
    Kind.SUSPENSION: 3,
    Kind.CLOSURE: 4,
    Kind.BAN: 4,
}

_PATTERNS = (
    (Kind.WARNING, r"警告|通报批评"),
    (Kind.CONFISCATION, r"没收"),
    (Kind.CLOSURE, r"提请.*关闭|责令关闭|责令停产整顿或者提请.*关闭"),
    (Kind.LICENCE, r"(提请)?(暂扣|吊销|撤销|暂停)"),
    (Kind.SUSPENSION, r"(提请)?责令(限期)?(停产|停业|停止建设|停止施工|停止使用有关特种设备或者停产)"),
    (Kind.BAN, r"(五年内|终身)不得"),
    (Kind.DISCIPLINE, r"撤职|降级|按照擅离职守处理"),
    (Kind.FINE, r"按事故等级处以罚款"),
    (Kind.ORDER, r"责令|按日加收"),
)


def kind_of(words: str) -> Kind | None:
    """The kind of a sanction other than a fine from its words; None for words that name no known kind."""
    return next((kind for kind, pattern in _PATTERNS if re.match(pattern, words)), None)
