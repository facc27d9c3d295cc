"""Amounts from which a penalty needs more procedure, or up to which it needs less: hearing, decision on the spot.

An amount that is written with 以上 or 以下 is itself included.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .heavy import asks_another, bans, closes, confiscates, revokes, stops_building, suspends
from .limit import (
    HENAN_HEARING,
    MEASURES_2026,
    NEW_MEASURES,
    NEW_MEASURES_UNREAD,
    PENALTY_LAW_2021,
    REVIEW_LAW_2023,
    Limit,
    note,
)

_HENAN = "河南省行政处罚听证办法(2021)"
_HENAN_RULE = (
    "河南省行政处罚听证办法（令第204号）文本未取得，待核；该办法以国务院部门规定为先，安全生产违法行为行政处罚办法"
    "以省定数额为先，两者不一致，取数额低者，多告知听证权利无害于当事人"
)


def hearing_threshold(decided: date, region: str | None, is_unit: bool) -> Limit[int]:
    """The fine in yuan, itself included, from which the party must be told of the right to a hearing.

    20 000 for a person, 50 000 for a unit, unless the province set its own: 安全生产违法行为行政处罚办法(2015)第三十三条第二款.
    Henan, since 2021-12-01: 5 000 for a citizen, 50 000 for a unit: 河南省行政处罚听证办法(2021). Each of the two rules gives way to
    the other; the lower figure is taken. Since 2026-02-01 the figures stand until the new rule's text is at hand.
    """
    value = 50_000 if is_unit else 20_000
    henan = region is not None and region.startswith("河南")
    if henan and decided >= HENAN_HEARING:
        value = min(value, 50_000 if is_unit else 5_000)
    remark = note(_regional(decided, region, henan), _unread(decided))
    return Limit(value, _hearing_basis(decided, henan), remark)


def _unread(decided: date) -> str:
    if decided < MEASURES_2026:
        return ""
    return f"{NEW_MEASURES_UNREAD}；暂沿用安全生产违法行为行政处罚办法(2015)的数额"


def _regional(decided: date, region: str | None, henan: bool) -> str:
    if region is None:
        return "未指明地区；省定数额优先"
    if not henan:
        return f"{region}的省定数额没有收录；有规定的从其规定"
    return _HENAN_RULE if decided >= HENAN_HEARING else "河南省2021年12月1日以前自定的数额未取得，待核"


def _hearing_basis(decided: date, henan: bool) -> tuple[str, ...]:
    fine = ("行政处罚法(2021)第六十三条第一款第（一）项",)
    law = fine if decided >= PENALTY_LAW_2021 else ("行政处罚法(2017)第四十二条",)
    province = (_HENAN,) if henan and decided >= HENAN_HEARING else ()
    return (*law, *_measures(decided, "安全生产违法行为行政处罚办法(2015)第三十三条第二款"), *province)


def _measures(decided: date, old: str) -> tuple[str, ...]:
    return (old,) if decided < MEASURES_2026 else (NEW_MEASURES,)


def hearing_grounds(
    decided: date,
    region: str | None,
    is_unit: bool,
    fine: int | None,
    other: tuple[str, ...] = (),
    confiscated: int | None = None,
) -> list[Limit[str]]:
    """Why the party must be told of the right to a hearing: each reason in Chinese with its basis; none where it need not.

    ``fine`` and ``confiscated`` are whole yuan, None if there is none or it is not known; ``other`` are the words of the
    sanctions besides the fine. 安全生产违法行为行政处罚办法(2015)第三十三条第一款; since 2021-07-15 行政处罚法(2021)第六十三条第一款.
    """
    threshold = hearing_threshold(decided, region, is_unit)
    grounds = []
    if fine is not None and fine >= threshold.value:
        reason = f"罚款{fine}元，达到听证数额{threshold.value}元"
        grounds.append(Limit(reason, threshold.basis, threshold.note))
    for words in other:
        grounds += _grounds_of(words, decided)
    if decided >= PENALTY_LAW_2021:
        grounds += _confiscation(threshold.value, other, confiscated)
    return grounds


def _grounds_of(words: str, decided: date) -> Iterator[Limit[str]]:
    """The reasons in the words of one sanction."""
    new = decided >= PENALTY_LAW_2021
    listed = _measures(decided, "安全生产违法行为行政处罚办法(2015)第三十三条第一款")
    if suspends(words):
        yield _ground(words, (("行政处罚法(2021)第六十三条第一款第（四）项",) if new else ()) + listed)
    elif stops_building(words) and new:
        remark = "停止建设、停止施工没有单列，只可能属于其他较重的行政处罚，由人判断"
        yield _ground(words, ("行政处罚法(2021)第六十三条第一款第（五）项",), remark)
    elif revokes(words):
        yield _ground(words, (("行政处罚法(2021)第六十三条第一款第（三）项",) if new else ()) + listed)
    elif new and (closes(words) or bans(words)):
        yield _ground(words, ("行政处罚法(2021)第六十三条第一款第（四）项",))


def _ground(words: str, basis: tuple[str, ...], remark: str = "") -> Limit[str]:
    asked = "由作出决定的机关告知" if asks_another(words) else ""
    unread = NEW_MEASURES_UNREAD if NEW_MEASURES in basis else ""
    return Limit(f"拟作出“{words}”", basis, note(remark, asked, unread))


def _confiscation(threshold: int, other: tuple[str, ...], confiscated: int | None) -> Iterator[Limit[str]]:
    """行政处罚法(2021)第六十三条第一款第（二）项; no text says what a larger amount is, so the amount for fines is taken."""
    basis = ("行政处罚法(2021)第六十三条第一款第（二）项",)
    remark = "没收的“较大数额”“较大价值”没有明文，参照罚款的听证数额，由人判断"
    if confiscated is not None and confiscated >= threshold:
        yield Limit(f"没收{confiscated}元，达到{threshold}元", basis, remark)
    elif confiscated is None and any(confiscates(words) for words in other):
        yield Limit("没收的数额或者价值未查明", basis, remark)


def collected_on_the_spot(decided: date) -> Limit[int]:
    """The highest fine in yuan, itself included, that is collected on the spot (当场收缴) without more.

    100: 行政处罚法(2021)第六十八条第（一）项; before 2021-07-15 20: 行政处罚法(2017)第四十七条. A higher one may be where it could
    hardly be collected later.
    """
    if decided < PENALTY_LAW_2021:
        return Limit(20, ("行政处罚法(2017)第四十七条",))
    return Limit(100, ("行政处罚法(2021)第六十八条第（一）项",))


def simple_procedure_maximum(decided: date, is_unit: bool) -> Limit[int]:
    """The highest fine in yuan, itself included, that may be decided on the spot (当场); a warning may be as well.

    50 for a person, 1 000 for a unit: 安全生产违法行为行政处罚办法(2015)第二十一条. Since 2021-07-15 200 and 3 000:
    行政处罚法(2021)第五十一条.
    """
    if decided < PENALTY_LAW_2021:
        basis = ("行政处罚法(2017)第三十三条", "安全生产违法行为行政处罚办法(2015)第二十一条")
        return Limit(1_000 if is_unit else 50, basis)
    remark = (
        "安全生产违法行为行政处罚办法(2015)第二十一条仍写50元、1000元，以上位法为准" if decided < MEASURES_2026 else ""
    )
    review = "不服的应当先申请行政复议" if decided >= REVIEW_LAW_2023 else ""
    return Limit(3_000 if is_unit else 200, ("行政处罚法(2021)第五十一条",), note(remark, review))
