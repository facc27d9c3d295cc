"""Who must look at a penalty besides the officers: the heads together, the legal reviewer, the authority above; who decides it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from .heavy import closes, confiscates, revokes, stops_building, suspends
from .kinds import Kind, kind_of
from .limit import (
    MEASURES_2026,
    NEW_MEASURES,
    NEW_MEASURES_UNREAD,
    PENALTY_LAW_2021,
    REVIEW_LAW_2023,
    SAFETY_LAW_2021,
    Limit,
)
from .periods import Length, authority_until, superior_filing_period

Level = Literal["county", "city", "province"]
"""县级、设区的市级、省级."""

_FILE_FROM: dict[Level, int] = {"county": 50_000, "city": 100_000, "province": 500_000}
_FILE_BASIS: dict[Level, str] = {
    "county": "安全生产违法行为行政处罚办法(2015)第六十三条",
    "city": "安全生产违法行为行政处罚办法(2015)第六十四条",
    "province": "安全生产违法行为行政处罚办法(2015)第六十五条第一款",
}
_FILE_WITH: dict[Level, str] = {
    "county": "设区的市级应急管理部门",
    "city": "省级应急管理部门",
    "province": "应急管理部",
}
_DISCUSS_FROM = 50_000
AFTER_HEARING = "行政处罚法(2021)第五十八条第一款第（二）项"
"""Legal review that is due only where a hearing was held."""
_TWO_READINGS = "没收违法所得是否也以数额为限，原文有两读，从严办理"


def collective_discussion(
    decided: date,
    fine: int | None,
    other: tuple[str, ...] = (),
    confiscated: int | None = None,
    *,
    lighter_or_heavier: bool = False,
    complex_or_grave: bool = False,
) -> list[Limit[str]]:
    """Why the heads of the authority must decide together (集体讨论): each reason in Chinese with its basis.

    By amount and kind, until 2026-01-31: 安全生产违法行为行政处罚办法(2015)第二十九条第三款. A result that is lighter or
    heavier (从轻、从重), until 2023-12-31: 安全生产行政处罚自由裁量适用规则（试行）(2010)第十八条第三款. A complex or grave case:
    行政处罚法(2021)第五十七条第二款, before it 行政处罚法(2017)第三十八条.
    """
    reasons = list(_discussed(fine, other, confiscated)) if decided < MEASURES_2026 else []
    if lighter_or_heavier and decided < REVIEW_LAW_2023:
        basis = ("安全生产行政处罚自由裁量适用规则（试行）(2010)第十八条第三款",)
        reasons.append(Limit("从轻或者从重处罚", basis))
    if complex_or_grave:
        new = decided >= PENALTY_LAW_2021
        law = "行政处罚法(2021)第五十七条第二款" if new else "行政处罚法(2017)第三十八条"
        reasons.append(Limit("情节复杂或者重大违法行为", (law,)))
    if decided >= MEASURES_2026 and _weighty(_DISCUSS_FROM, fine, other, confiscated):
        reasons.append(Limit("数额较大或者种类较重的处罚", (NEW_MEASURES,), NEW_MEASURES_UNREAD))
    return reasons


def _discussed(fine: int | None, other: tuple[str, ...], confiscated: int | None) -> Iterator[Limit[str]]:
    for reason, remark in _weighty(_DISCUSS_FROM, fine, other, confiscated):
        basis = ("安全生产违法行为行政处罚办法(2015)第二十九条第三款",)
        yield Limit(reason, basis, remark or "限严重安全生产违法行为，是否严重由人判断")


def _weighty(amount: int, fine: int | None, other: tuple[str, ...], confiscated: int | None) -> list[tuple[str, str]]:
    """What is weighty in a penalty, each with a remark: a fine from ``amount``, stopping, revoking, confiscating."""
    found = [(f"罚款{fine}元，达到{amount}元", "")] if fine is not None and fine >= amount else []
    found += [(f"拟作出“{words}”", "") for words in other if suspends(words) or stops_building(words) or revokes(words)]
    if confiscated is not None and confiscated >= amount:
        found.append((f"没收{confiscated}元，达到{amount}元", ""))
    elif confiscated or any(confiscates(words) for words in other):
        found.append(("没收", _TWO_READINGS))
    return found


def legal_review(
    decided: date,
    *,
    public_interest: bool = False,
    hearing_held: bool = False,
    complex_case: bool = False,
    required_by_law: bool = False,
    discretion: bool = False,
) -> list[Limit[str]]:
    """Why a decision needs to be reviewed before it is made.

    What is weighed (``discretion``), until 2023-12-31: 安全生产行政处罚自由裁量适用规则（试行）(2010)第十八条第一款. Legal review
    (法制审核), since 2021-07-15: 行政处罚法(2021)第五十八条第一款.
    """
    weighed = "安全生产行政处罚自由裁量适用规则（试行）(2010)第十八条第一款"
    found = [Limit("裁量结果须经审核", (weighed,))] if discretion and decided < REVIEW_LAW_2023 else []
    if decided < PENALTY_LAW_2021:
        return found
    cases = (
        (public_interest, "涉及重大公共利益", "行政处罚法(2021)第五十八条第一款第（一）项"),
        (hearing_held, "直接关系重大权益，经过听证程序的", AFTER_HEARING),
        (complex_case, "疑难复杂、涉及多个法律关系", "行政处罚法(2021)第五十八条第一款第（三）项"),
        (required_by_law, "法律、法规规定应当审核", "行政处罚法(2021)第五十八条第一款第（四）项"),
    )
    return [*found, *(Limit(reason, (basis,)) for holds, reason, basis in cases if holds)]


def filing_with_superior(
    decided: date,
    level: Level,
    fine: int | None,
    other: tuple[str, ...] = (),
    confiscated: int | None = None,
    *,
    assigned: bool = False,
) -> Limit[date] | Limit[None] | None:
    """The last day for filing the decision with the authority above (备案); None where it need not be filed.

    Ten days, from 50 000 yuan for a county, 100 000 for a city, 500 000 for a province, or whatever the amount for stopping and
    revoking; always for a case that the authority above ``assigned``: 安全生产违法行为行政处罚办法(2015)第六十三条至第六十五条. Not known
    since 2026-02-01.
    """
    reasons = _weighty(_FILE_FROM[level], fine, other, confiscated)
    if not (reasons or assigned):
        return None
    if assigned:
        length = superior_filing_period(decided, "安全生产违法行为行政处罚办法(2015)第六十五条第二款")
        return authority_until(decided, length, "上级交办的案件，报上级部门备案")
    remark = f"报{_FILE_WITH[level]}备案：" + "、".join(
        f"{reason}（{more}）" if more else reason for reason, more in reasons
    )
    return authority_until(decided, filing_period(decided, level), remark)


def filing_period(on: date, level: Level) -> Length:
    """For filing a decision with the authority above: 安全生产违法行为行政处罚办法(2015)第六十三条至第六十五条."""
    return superior_filing_period(on, _FILE_BASIS[level])


def competence_notes(decided: date, central_enterprise: bool, other: tuple[str, ...] = ()) -> list[Limit[str]]:
    """Who else must decide, or decides instead: each in Chinese with its basis.

    Central enterprises: 安全生产违法行为行政处罚办法(2015)第六条第二款; licences and qualifications: 第三款; closure: 第四款, with
    安全生产法(2021)第一百一十五条.
    """
    notes = []
    if central_enterprise:
        basis = _competence(decided, "安全生产违法行为行政处罚办法(2015)第六条第二款")
        notes.append(_competent("中央企业及其所属企业、有关人员的违法行为由设区的市级以上应急管理部门管辖", basis))
    if any(kind_of(words) is Kind.LICENCE for words in other):
        basis = _competence(decided, "安全生产违法行为行政处罚办法(2015)第六条第三款")
        notes.append(_competent("暂扣、吊销许可证和暂停、撤销资格由发证机关决定", basis))
    if any(closes(words) for words in other):
        law = "安全生产法(2021)第一百一十五条" if decided >= SAFETY_LAW_2021 else "安全生产法(2014)第一百一十条"
        basis = (law, *_competence(decided, "安全生产违法行为行政处罚办法(2015)第六条第四款"))
        notes.append(_competent("关闭由县级以上人民政府按照国务院规定的权限决定", basis))
    return notes


def _competence(decided: date, old: str) -> tuple[str, ...]:
    return (old,) if decided < MEASURES_2026 else (NEW_MEASURES,)


def _competent(who: str, basis: tuple[str, ...]) -> Limit[str]:
    return Limit(who, basis, NEW_MEASURES_UNREAD if NEW_MEASURES in basis else "")
