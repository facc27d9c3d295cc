"""The amounts, stages and 可以 in the words of a sanction, each where it stands.

A sentence goes on to 。 and begins with what was found. 逾期未改正的, 拒不改正的, 情节严重的 or 导致发生……事故的 opens a stage, which
holds to the next one or to the end of the sentence, 情节严重的 only to ；对. 可以 governs the clause it stands in, up to the comma; before
对 (可以对甲处……，对乙处……) it governs the clauses that go on with 对 too. At the end of the words before items it governs the items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from ..manual.statute import Sanction, Stage

Kind = Literal["fine", "multiple", "percent", "permille", "illegal_income"]

_NUMBER = r"[0-9]{1,12}(?:\.[0-9]{1,4})?[百千万亿]{0,2}|[一二两三四五六七八九十百千万亿零]{1,16}"
_FINED = r"(?=的?罚款)"
_BASE = r"(?P<base>[^，。；：]{0,12}?)"


def _band(unit: str) -> str:
    """A band of a unit, in the ways it is written: 甲以上乙以下, 甲至乙, 乙以下, 甲以上, 甲."""
    low, high = f"(?P<low>{_NUMBER})", f"(?P<high>{_NUMBER})"
    return (
        f"(?:{low}(?:{unit})?(?:以上|至){high}{unit}(?:以下)?|(?P<most>{_NUMBER}){unit}以下"
        f"|(?P<least>{_NUMBER}){unit}以上|(?P<exact>{_NUMBER}){unit})"
    )


def _share(word: str, sign: str) -> str:
    """A band of hundredths or thousandths: 百分之六十至百分之一百, 40%至80%, 百分之三十."""
    low, high = (f"(?:{word}(?P<{name}>{_NUMBER})|(?P<{name}_>{_NUMBER}){sign})" for name in ("low", "high"))
    return f"{low}(?:(?:以上|至){high}(?:以下)?|(?P<only_most>以下)|(?P<only_least>以上))?"


_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("fine", re.compile(_band("元") + _FINED)),
    ("fine", re.compile(f"罚款幅度为{_band('元')}")),
    ("multiple", re.compile(f"处以?{_BASE}{_band('倍')}{_FINED}")),
    ("percent", re.compile(f"处以?{_BASE}{_share('百分之', '%')}{_FINED}")),
    ("permille", re.compile(f"处以?{_BASE}{_share('千分之', '‰')}{_FINED}")),
    ("illegal_income", re.compile(rf"违法所得在?(?P<least>{_NUMBER})元以上(?!{_NUMBER}元以下)")),
    ("illegal_income", re.compile(rf"违法所得(?:在?(?:{_NUMBER})元以上)?(?:不足|不满)(?P<most>{_NUMBER})元")),
)
_STANDARD = {"multiple": ("", "违法所得"), "percent": ("上一年年收入", "上一年度年收入", "年收入")}

_STAGES = re.compile(
    r"(?P<overdue>逾期[^，。；：]{1,12}?(?:的|(?=，)))"
    r"|(?P<refused>拒不(?:改正|执行|整改|履行|停止)[^，。；：]{0,12}?(?:的|(?=，)))"
    r"|(?P<serious>情节(?:特别)?严重的)"
    r"|(?P<accident>(?<!可能)(?:导致|造成|致使)[^，。；：]{0,20}事故(?!隐患)[^，。；：]{0,20}的(?=，))"
)
_MAY = re.compile(r"(?<!不)可以|(?<![许不])可(?=并?处|按|对)")
_MAY_EACH = re.compile(r"(?<!不)可以?(?:并|同时)?对")
_PUNISHED = re.compile(r"[处罚]")
_SAME = str.maketrans("０１２３４５６７８９．，,;:％", "0123456789.，，；：%")


Number = int | float
Key = tuple[Kind, str, Number, Number | None]


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount and how the law says it. ``high`` None is without a top; of illegal income the top is not included.

    ``base`` is what a multiple or a share is taken of, empty for the illegal income and the income of the last year.
    """

    kind: Kind
    low: Number
    high: Number | None
    base: str = ""
    text: str = ""
    start: int = 0
    stage: Stage = "found"
    may: bool = False

    @property
    def key(self) -> Key:
        """What is to agree between a text and a sanction."""
        return self.kind, self.base, self.low, self.high

    def __str__(self) -> str:
        return written(self)


@dataclass(frozen=True, slots=True)
class StageWord:
    """The word that opens a stage: 逾期未改正的."""

    stage: Stage
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class May:
    """A 可以 that leaves a penalty without an amount to discretion: 可以并处罚款."""

    clause: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a text, which begins at ``begin``. ``stage`` and ``may`` hold at its end: the items take them over."""

    text: str
    amounts: tuple[Amount, ...]
    words: tuple[StageWord, ...]
    mays: tuple[May, ...]
    begin: Stage
    stage: Stage
    may: bool

    def stages_of(self, words: str) -> set[Stage]:
        """The stages at which the text has these words."""
        places = (match.start() for match in re.finditer(re.escape(words), self.text))
        return {_stage_at(place, self) for place in places}


@lru_cache(maxsize=4096)
def read(text: str, stage: Stage = "found", may: bool = False) -> Reading:
    """The amounts, stage words and 可以 of a text, which begins at a ``stage`` and, with ``may``, under a 可以."""
    text = text.translate(_SAME)
    words = tuple(_words(text))
    blank = Reading(text, (), words, (), stage, stage, may)
    clauses = [_Clause(*told) for told in _clauses(text, may)]
    amounts = []
    for amount in sorted(_amounts(text), key=lambda amount: amount.start):
        clause = next(clause for clause in clauses if clause.start <= amount.start < clause.end)
        amounts.append(_at(amount, _stage_at(amount.start, blank), clause.may))
    mays = tuple(
        May(clause.text, _stage_at(clause.start, blank))
        for clause in clauses
        if _MAY.search(clause.text)
        and _PUNISHED.search(clause.text)
        and not any(clause.start <= amount.start < clause.end for amount in amounts)
    )
    last = clauses[-1] if clauses else None
    opens = bool(last and last.may and text.endswith("：") and _PUNISHED.search(last.text))
    return Reading(text, tuple(amounts), words, mays, stage, _stage_at(len(text), blank), opens)


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    may: bool
    text: str


def _clauses(text: str, may: bool) -> Iterator[tuple[int, int, bool, str]]:
    """The clauses between commas, and whether a 可以 governs each."""
    each = may
    for match in re.finditer("[^，。；：]+([，。；：]|$)", text):
        clause = match[0]
        governed = bool(_MAY.search(clause)) or may or (each and clause.startswith("对"))
        yield match.start(), match.end(), governed, clause
        each = match[1] == "，" and governed and (each or bool(_MAY_EACH.search(clause)))


def _words(text: str) -> Iterator[StageWord]:
    for match in _STAGES.finditer(text):
        stage = cast(Stage, match.lastgroup)  # the groups are named as the stages
        yield StageWord(stage, match[0], match.start())


def _stage_at(place: int, reading: Reading) -> Stage:
    """The stage of the last stage word before a place in the same sentence; that of the beginning when there is none.

    What follows ；对 is said of another party and no longer of the serious case: 情节严重的，责令停产整顿；对矿山企业领导处…….
    """
    sentence = reading.text.rfind("。", 0, place) + 1
    opened = [word for word in reading.words if sentence <= word.start < place]
    begin: Stage = reading.begin if sentence == 0 else "found"
    while opened and opened[-1].stage == "serious" and "；对" in reading.text[opened[-1].start : place + 1]:
        opened.pop()
    return opened[-1].stage if opened else begin


def _amounts(text: str) -> Iterator[Amount]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            found = _amount(kind, match)
            if found is not None:
                yield found


def _amount(kind: Kind, match: re.Match[str]) -> Amount | None:
    groups = match.groupdict()
    told = {name: groups.get(name) or groups.get(f"{name}_") for name in ("low", "high", "most", "least", "exact")}
    try:
        value = {name: number(numeral) for name, numeral in told.items() if numeral}
    except ValueError:
        return None
    low: Number = value.get("low", value.get("least", value.get("exact", 0)))
    high: Number | None = value.get("high", value.get("most", value.get("exact", value.get("low"))))
    if groups.get("only_most"):
        low = 0
    elif groups.get("only_least"):
        high = None
    base = groups.get("base") or ""
    return Amount(kind, low, high, "" if base in _STANDARD.get(kind, ()) else base, match[0], match.start())


def _at(amount: Amount, stage: Stage, may: bool) -> Amount:
    return Amount(amount.kind, amount.low, amount.high, amount.base, amount.text, amount.start, stage, may)


@lru_cache(maxsize=4096)
def number(numeral: str) -> Number:
    """The number of a numeral, in Chinese, in digits or mixed: 五十万, 1.5万, 1千. Raises ValueError for anything else."""
    from cn2an import cn2an

    found: Number = cn2an(numeral, "smart")
    return int(found) if found == int(found) else found


@lru_cache(maxsize=4096)
def numeral_of(value: Number) -> str:
    """The numeral as laws write it: 150000 is 十五万."""
    from cn2an import an2cn

    text: str = an2cn(value, "low")
    return text[1:] if text.startswith("一十") else text


def written(amount: Amount) -> str:
    """An amount as a law writes it: 五万元以上十万元以下的罚款, 违法所得二倍以上五倍以下的罚款, 违法所得不足十万元."""
    base, before, unit = {
        "fine": ("", "", "元"),
        "multiple": (amount.base or "违法所得", "", "倍"),
        "percent": (amount.base or "上一年年收入", "百分之", ""),
        "permille": (amount.base, "千分之", ""),
        "illegal_income": ("违法所得", "", "元"),
    }[amount.kind]
    high = "" if amount.high is None else f"{before}{numeral_of(amount.high)}{unit}"
    low = f"{before}{numeral_of(amount.low)}{unit}"
    if amount.kind == "illegal_income":
        return f"{base}不足{high}" if high else f"{base}{low}以上"
    if amount.high == amount.low:
        return f"{base}{low}的罚款"
    if not high:
        return f"{base}{low}以上的罚款"
    return f"{base}{high}以下的罚款" if amount.low == 0 else f"{base}{low}以上{high}以下的罚款"


def amounts_of(sanction: Sanction) -> tuple[Amount, ...]:
    """The amounts that a sanction of the manual gives, each to be found in the text."""
    found = []
    bands: tuple[tuple[Kind, tuple[int, int] | None], ...] = (
        ("fine", sanction.fine),
        ("multiple", sanction.multiple),
        ("percent", sanction.income_percent),
    )
    for kind, band in bands:
        if band is not None:
            found.append(Amount(kind, *band, stage=sanction.stage, may=not sanction.mandatory))
    income = sanction.illegal_income
    if income is not None and income.min is not None and income.min > 1:  # 1 says 有违法所得, without a number
        found.append(Amount("illegal_income", income.min, None, stage=sanction.stage))
    if income is not None and income.below is not None and income.below > 1:
        found.append(Amount("illegal_income", 0, income.below, stage=sanction.stage))
    return tuple(found)
