"""Working days (工作日) and the ends of periods, on the official holiday arrangement of each year.

Which periods are counted in working days: 行政处罚法(2021)第八十五条 (二日、三日、五日、七日 of that law),
行政强制法(2011)第六十九条 (periods of up to ten days in that law), 行政复议法(2023)第八十八条第二款 (三日、五日、七日、十日 of
that law). Every other period is plain days.

That a period whose last day is a rest day ends on the next working day stands in none of these laws:
行政复议法(2023)第八十八条第一款 and 行政诉讼法(2017)第一百零一条 send to 民事诉讼法 for it, and in general it is 民法典第二百零三条.
未核: neither text was at hand.
"""

from __future__ import annotations

from datetime import date, timedelta

from ..errors import CalendarError, Problem

_DAY = timedelta(days=1)


def known_years() -> tuple[int, int]:
    """The first and the last year whose holidays are known."""
    from chinese_calendar.constants import holidays

    return min(holidays).year, max(holidays).year


def is_workday(day: date) -> bool:
    """Whether ``day`` is a working day: no weekend and no holiday, or a weekend day worked in exchange (调休上班).

    Raises :class:`CalendarError` for a year whose holidays are not known.
    """
    first, last = known_years()
    if not first <= day.year <= last:
        raise CalendarError(_unknown(day.year, first, last))
    from chinese_calendar import is_workday as works

    return bool(works(day))


def _unknown(year: int, first: int, last: int) -> Problem:
    what = f"没有{year}年的节假日安排，不能推算工作日；已收录{first}年至{last}年"
    return Problem(what, hint="国务院办公厅公布该年安排后，更新 chinesecalendar 软件包")


def workdays_after(start: date, count: int) -> date:
    """The last day of a period of ``count`` working days (0 or more); the start day is not counted.

    Of none it is the start itself. Raises :class:`CalendarError` where the count runs into an unknown year.
    """
    return _count(start, count, _DAY)


def workdays_before(end: date, count: int) -> date:
    """The day that lies ``count`` working days (0 or more) before ``end``; the end day is not counted."""
    return _count(end, count, -_DAY)


def _count(day: date, count: int, step: timedelta) -> date:
    while count > 0:
        day += step
        count -= is_workday(day)
    return day


def days_after(start: date, count: int) -> date:
    """The last day of a period of ``count`` plain days; the start day is not counted, nor does it end on a rest day.

    A period of a party (当事人) ends so; the rule on the last day is 未核 (see the module).
    """
    return next_workday(start + count * _DAY)


def next_workday(day: date) -> date:
    """``day`` itself when it is a working day, else the first one after it."""
    while not is_workday(day):
        day += _DAY
    return day
