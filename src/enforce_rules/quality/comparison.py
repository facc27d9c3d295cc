"""The sanctions at one place of the manual compared with the words of the law there: amounts, 可以 and stages.

What the law's words demand may stand in the sanctions or be quoted in ``not_modelled``; a quotation is read as the law is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from ..manual.statute import STAGES, Sanction, Stage
from ..manual.yamlfile import Path_
from .amounts import Amount, Key, Reading, amounts_of

Finding = Literal[
    "citation-missing",
    "structure-differs",
    "amount-wrong",
    "amount-missing",
    "discretion-differs",
    "stage-differs",
    "text-missing",
]

REFERENCE = re.compile(
    r"依照(?:前(?P<before>两)?款|(?:本条)?第(?P<paragraph>[一二三四五六七八九十]{1,3})款)的?规定(?:予以|给予)?(?:处理、)?处罚"
)
"""Words that put another paragraph's penalty in this place: 依照前款规定处罚."""

DECLARE = "确不列出的，在 not_modelled 里照抄条文的这一句"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference at a place: the kind, the words, the mend, and the keys below the place that lead to it."""

    id: Finding
    what: str
    hint: str = ""
    path: Path_ = ()


@dataclass(frozen=True)
class Comparison:
    """What the manual and the law say at one place.

    ``demanded`` are the readings whose contents the sanctions must have; ``also`` are those that they may draw on.
    ``declared`` are the readings of ``not_modelled``. ``places`` are the paths of the sanctions, ``at`` that of the place.
    """

    sanctions: tuple[Sanction, ...]
    places: tuple[Path_, ...]
    demanded: tuple[Reading, ...]
    also: tuple[Reading, ...] = ()
    declared: tuple[Reading, ...] = ()
    at: Path_ = ()

    @property
    def amounts(self) -> int:
        """How many amounts the sanctions give."""
        return sum(len(amounts_of(sanction)) for sanction in self.sanctions)

    @property
    def _readings(self) -> tuple[Reading, ...]:
        return (*self.demanded, *self.also)

    def differences(self, demand: bool = True) -> Iterator[Difference]:
        """Every difference. Without ``demand`` the law's words may go unmodelled."""
        told = [
            list(self._sanction(sanction, place)) for sanction, place in zip(self.sanctions, self.places, strict=True)
        ]
        yield from chain.from_iterable(told)
        if demand:
            misplaced = {
                amount.key
                for sanction, found in zip(self.sanctions, told, strict=True)
                if any(difference.id == "stage-differs" for difference in found)
                for amount in amounts_of(sanction)
            }
            yield from self._unmodelled_amounts(misplaced)
            yield from self._unmodelled_stages()
            yield from self._unmodelled_discretion()

    # What a sanction says stands in the text.

    def _sanction(self, sanction: Sanction, place: Path_) -> Iterator[Difference]:
        amounts = amounts_of(sanction)
        found = [difference for amount in amounts for difference in self._amount(amount, place)]
        yield from found
        if not amounts and not sanction.mandatory and not self._discretion(sanction.stage):
            yield Difference("discretion-differs", "这里写 mandatory: false，条文没有“可以”", "改为 true", place)
        if any(difference.id == "stage-differs" for difference in found):
            return
        if not amounts and sanction.stage != "found" and sanction.stage not in self._stages(self._readings):
            yield Difference("stage-differs", f"条文没有“{STAGES[sanction.stage]}”", "核对 stage", place)
            return
        for words in sanction.other:
            stages = {stage for reading in self._readings for stage in reading.stages_of(words)}
            if stages and sanction.stage not in stages:
                what = f"“{words}”列在{_in_words({sanction.stage})}，条文写在{_in_words(stages)}"
                yield Difference("stage-differs", what, "核对 stage", place)

    def _amount(self, amount: Amount, place: Path_) -> Iterator[Difference]:
        same = [told for reading in self._readings for told in reading.amounts if told.key == amount.key]
        if not same:
            told = "、".join(dict.fromkeys(str(told) for reading in self._readings for told in reading.amounts))
            yield Difference(
                "amount-wrong", f"条文没有“{amount}”", f"条文写的是：{told}" if told else "条文没有数额", place
            )
            return
        stages: set[Stage] = {told.stage for told in same}
        if amount.stage not in stages:
            what = f"“{amount}”列在{_in_words({amount.stage})}，条文写在{_in_words(stages)}"
            yield Difference("stage-differs", what, "核对 stage", place)
            return
        discretion = {told.may for told in same if told.stage == amount.stage}
        if amount.kind != "illegal_income" and amount.may not in discretion:
            what = f"条文对“{amount}”{'没有写“可以”' if amount.may else '写的是“可以”'}"
            yield Difference("discretion-differs", what, f"mandatory 改为 {'true' if amount.may else 'false'}", place)

    def _discretion(self, stage: Stage) -> bool:
        stages = [may.stage for reading in self._readings for may in reading.mays]
        stages += [amount.stage for reading in self._readings for amount in reading.amounts if amount.may]
        return stage in stages

    # What the text says stands in the sanctions.

    def _unmodelled_amounts(self, misplaced: set[Key]) -> Iterator[Difference]:
        needed = [amount for reading in self.demanded for amount in reading.amounts]
        for declared in (amount for reading in self.declared for amount in reading.amounts):
            _strike(declared, needed)
        given = Counter((amount.key, amount.stage) for sanction in self.sanctions for amount in amounts_of(sanction))
        for (key, stage), count in Counter((amount.key, amount.stage) for amount in needed).items():
            if given[key, stage] < count and key not in misplaced:
                amount = next(amount for amount in needed if (amount.key, amount.stage) == (key, stage))
                times = f"写了{count}次，只列出{given[key, stage]}次" if given[key, stage] else "没有列出"
                yield Difference("amount-missing", f"条文在{_in_words({stage})}的“{amount}”{times}", DECLARE, self.at)

    def _unmodelled_stages(self) -> Iterator[Difference]:
        told = {sanction.stage for sanction in self.sanctions} | self._stages(self.declared)
        for word in {word.stage: word for reading in self.demanded for word in reading.words}.values():
            if word.stage not in told:
                yield Difference("stage-differs", f"条文的“{word.text}”没有对应的处罚", DECLARE, self.at)

    def _unmodelled_discretion(self) -> Iterator[Difference]:
        given = {sanction.stage for sanction in self.sanctions if not sanction.mandatory}
        declared = any(reading.mays for reading in self.declared)
        for may in (may for reading in self.demanded for may in reading.mays):
            if may.stage not in given and not declared:
                yield Difference(
                    "discretion-differs", f"条文的“{may.clause.rstrip('，。；：')}”没有对应的处罚", DECLARE
                )

    @staticmethod
    def _stages(readings: tuple[Reading, ...]) -> set[Stage]:
        return {word.stage for reading in readings for word in reading.words}


def unquoted(declared: tuple[Reading, ...], text: tuple[Reading, ...]) -> Iterator[Difference]:
    """The amounts that ``not_modelled`` speaks of and the text does not have."""
    left = [amount for reading in text for amount in reading.amounts]
    for amount in (amount for reading in declared for amount in reading.amounts):
        if not _strike(amount, left):
            yield Difference("amount-wrong", f"not_modelled 写到“{amount}”，条文没有", "照抄条文", ("not_modelled",))


def _strike(amount: Amount, among: list[Amount]) -> bool:
    """Take out one amount that says the same, at the same stage if there is one; False when there is none."""
    same = [other for other in among if other.key == amount.key]
    if not same:
        return False
    among.remove(next((other for other in same if other.stage == amount.stage), same[0]))
    return True


def _in_words(stages: set[Stage]) -> str:
    return "、".join(f"“{STAGES[stage]}”" for stage in STAGES if stage in stages)
