"""Chinese numerals as citations write them: 九十七, 一百零二, 十二.

What was converted once is remembered, and a precompiled manual brings what it needs, since the library that converts
takes longer to import than a manual takes to load.
"""

from __future__ import annotations

LARGEST = 9999

_numbers: dict[str, int] = {}
_numerals: dict[int, str] = {}


def to_number(numeral: str) -> int | None:
    """The number of a numeral in the official form (no 零 missing, no 一十), from 1 to 9999; None for any other text."""
    if numeral not in _numbers:
        from cn2an import cn2an

        try:
            number = int(cn2an(numeral, "normal"))
        except (ValueError, TypeError):
            return None
        if not 1 <= number <= LARGEST or to_numeral(number) != numeral:
            return None
        _numbers[numeral] = number
    return _numbers[numeral]


def to_numeral(number: int) -> str:
    """The numeral of a number from 1 to 9999: 12 is 十二, 102 is 一百零二."""
    if number not in _numerals:
        from cn2an import an2cn

        numeral: str = an2cn(number, "low")
        _numerals[number] = numeral[1:] if numeral.startswith("一十") else numeral
    return _numerals[number]


def learnt() -> dict[str, int]:
    """All that was converted so far, to be kept beside a precompiled manual."""
    return dict(_numbers)


def learn(numbers: dict[str, int]) -> None:
    """Take over what an earlier process converted."""
    _numbers.update(numbers)
    _numerals.update((number, numeral) for numeral, number in numbers.items())
