"""The law after a decision: service, payment, remedies, publication, execution."""

from __future__ import annotations

from ...manual.citation import parse_citation
from ...penalty import periods
from ...penalty.limit import REVIEW_LAW_2023, note
from ...penalty.oversight import filing_period
from ...penalty.remedies import review_first as comes_first
from .rule import ABSENT, Law, Rule, Setting, basis, limited, none, only, period, told

_OLD = "行政处罚法(2017)"
_LAW = "行政处罚法(2021)"
_MEASURES = "安全生产违法行为行政处罚办法(2015)"
_COMPULSION = "行政强制法(2011)"
_REVIEW_2017 = "行政复议法(2017)"
_REVIEW = "行政复议法(2023)"
_SUIT = "行政诉讼法(2017)"


def _review_body(setting: Setting) -> Rule:
    """Who reviews: 行政复议法(2023)第二十四条第一款第（一）项; before it the party chose: 行政复议法(2017)第十二条第一款."""
    if setting.on >= REVIEW_LAW_2023:
        remark = "派出机构以自己名义作出的、国务院部门作出的，另依该法第二十四条第四款、第二十五条"
        return told(setting, (f"{_REVIEW}第二十四条第一款第（一）项",), "本级人民政府", remark)
    remark = "由申请人选择；2024年1月1日以后申请的，依当日的行政复议法"
    return told(setting, (f"{_REVIEW_2017}第十二条第一款",), "本级人民政府或者上一级主管部门", remark)


def _review(setting: Setting) -> Rule:
    """Applying for review; also of a penalty under 矿山安全法, whose fifteen days give way."""
    found = periods.review_period(setting.on)
    mine = periods.suit_period(setting.on, setting.provision).value.unit == "日"
    remark = "矿山安全法第四十五条第一款写十五日、向上一级机关申请，依行政复议法" if mine else ""
    return told(setting, found.basis, str(found.value), note(found.note, remark))


def _review_first(setting: Setting) -> Rule:
    """Whether review must come before a suit, as the decision must then say."""
    found = comes_first(setting.on, setting.on_the_spot)
    return told(setting, found.basis, "", found.note) if found.value else none(found.note or ABSENT)


def _review_must_come(setting: Setting) -> bool:
    return comes_first(setting.on, setting.on_the_spot).value


def _suit(setting: Setting) -> Rule:
    """Going to court without review; not where review must come first."""
    first = comes_first(setting.on, setting.on_the_spot)
    if first.value:
        return none(first.note)
    found = periods.suit_period(setting.on, setting.provision)
    return told(setting, found.basis, str(found.value), found.note)


def _not_suspended(setting: Setting) -> Rule:
    """That neither review nor suit suspends; of a penalty 行政处罚法 says so too."""
    return (_PENALTY_GOES_ON if setting.provision else _GOES_ON)(setting)


_GOES_ON_BASIS = (f"{_REVIEW_2017}第二十一条", f"{_REVIEW}第四十二条", f"{_SUIT}第五十六条第一款")
_GOES_ON = basis(*_GOES_ON_BASIS)
_PENALTY_GOES_ON = basis(
    f"{_OLD}第四十五条", f"{_LAW}第七十三条第一款", *_GOES_ON_BASIS, f"{_MEASURES}第五十九条第二款"
)


def _daily_fine(setting: Setting) -> bool:
    """A daily fine is for units, and for fines under 安全生产法(2021)."""
    if not setting.unit or setting.provision is None:
        return setting.unit
    cited = parse_citation(setting.provision)
    return cited.law == "安全生产法" and cited.edition >= 2021


def _superior_filing(setting: Setting) -> Rule:
    """Filing the decision with the authority above, by the level of the authority."""
    if setting.level is None:
        return none("没有写明本机关的级别，是否报上一级备案由人判断")
    found = filing_period(setting.on, setting.level)
    if found.value is None:
        return none(found.note)
    return told(setting, found.basis, str(found.value), "限达到该条数额或者属于该条种类的处罚")


SERVICE: dict[str, Law] = {
    "service": period(
        periods.service_period, f"{_MEASURES}第三十一条第一款", f"{_MEASURES}第三十一条第二款"
    ),
    "service_method": basis(
        f"{_OLD}第四十条", f"{_LAW}第六十一条第一款", f"{_MEASURES}第三十一条第一款",
        remark="限行政处罚决定书；送达依民事诉讼法的规定，其文本没有核对",
    ),
    "service_of_others": basis(
        f"{_MEASURES}第三十一条第一款", f"{_MEASURES}第三十一条第二款",
        remark="限处罚决定书以外的行政处罚执法文书；送达依民事诉讼法的规定，其文本没有核对",
    ),
    "service_signing": basis(f"{_MEASURES}第三十一条第一款第（三）项"),
    "refusal_of_service": basis(
        f"{_MEASURES}第三十一条第一款第（六）项", remark="留置送达依民事诉讼法的规定，其文本没有核对"
    ),
    "service_by_announcement": period(periods.announcement_period),
    "electronic_service": basis(f"{_LAW}第六十一条第二款"),
}  # fmt: skip

REMEDIES: dict[str, Law] = {
    "review": _review,
    "review_body": _review_body,
    "review_through_office": only(
        lambda setting: setting.on_the_spot and setting.on >= REVIEW_LAW_2023,
        basis(f"{_REVIEW}第三十二条第一款"),
        "限2024年1月1日以后当场作出的处罚决定",
    ),
    "review_online": basis(f"{_REVIEW}第二十二条第二款", remark="限通过互联网渠道送达决定书的"),
    "review_first": _review_first,
    "suit": _suit,
    "suit_after_review": period(periods.suit_after_review_period),
    "review_refused": only(
        _review_must_come,
        period(periods.suit_after_review_period, f"{_REVIEW}第三十四条"),
        "限应当先申请行政复议的",
    ),
    "court": basis(f"{_SUIT}第十八条第一款", remark="集中管辖、跨区域管辖的，依当地规定"),
    "not_suspended": _not_suspended,
}

EXECUTION: dict[str, Law] = {
    "payment": period(periods.payment_period),
    "electronic_payment": basis(f"{_LAW}第六十七条第三款"),
    "instalments": basis(f"{_OLD}第五十二条", f"{_LAW}第六十六条第二款"),
    "surcharge": limited(lambda setting: periods.surcharge_rate(setting.on), f"{_COMPULSION}第四十五条第一款", unit="%"),
    "surcharge_cap": basis(
        f"{_LAW}第七十二条第一款第（一）项", f"{_COMPULSION}第四十五条第二款",
        f"{_MEASURES}第五十九条第一款第（一）项",
    ),
    "surcharge_pause": basis(f"{_LAW}第七十三条第三款"),
    "daily_fine": only(
        _daily_fine,
        basis("安全生产法(2021)第一百一十二条"),
        "按日连续处罚限于生产经营单位违反安全生产法(2021)并依该法受到罚款的行为",
    ),
    "publication": only(
        lambda setting: setting.unit, period(periods.publication_period), "限对生产经营单位的处罚决定"
    ),
    "disclosure": basis(f"{_LAW}第四十八条第一款", remark="限具有一定社会影响的处罚决定"),
    "publication_withdrawn": period(periods.withdrawal_period),
    "urging": basis(f"{_COMPULSION}第五十四条"),
    "urging_period": period(periods.urging_period),
    "urging_statement": basis(f"{_COMPULSION}第三十六条", f"{_COMPULSION}第五十五条第一款第（三）项"),
    "execution": period(
        periods.execution_period, f"{_OLD}第五十一条", f"{_LAW}第七十二条第一款第（四）项", f"{_SUIT}第九十七条",
        f"{_MEASURES}第五十九条第一款第（三）项",
    ),
    "execution_documents": basis(f"{_COMPULSION}第五十五条第一款", f"{_COMPULSION}第五十五条第二款"),
    "execution_after_instalments": basis(f"{_LAW}第七十二条第二款"),
    "superior_filing": _superior_filing,
    "archive": basis(f"{_LAW}第四十七条", f"{_MEASURES}第六十六条第一款"),
}  # fmt: skip
