"""The law of a case: filing, inquiry, evidence, notice, hearing, decision."""

from __future__ import annotations

from ...penalty import periods
from ...penalty.limit import Limit
from ...penalty.thresholds import collected_on_the_spot, hearing_threshold, simple_procedure_maximum
from .rule import Law, Rule, Setting, basis, limited, period, told

_OLD = "行政处罚法(2017)"
_LAW = "行政处罚法(2021)"
_MEASURES = "安全生产违法行为行政处罚办法(2015)"


def _hearing_amount(setting: Setting) -> Limit[int]:
    return hearing_threshold(setting.on, setting.book.info.region, setting.unit)


def _simple_maximum(setting: Setting) -> Limit[int]:
    return simple_procedure_maximum(setting.on, setting.unit)


INQUIRY: dict[str, Law] = {
    "jurisdiction": basis(f"{_OLD}第二十条", f"{_LAW}第二十二条", f"{_LAW}第二十三条", f"{_MEASURES}第六条第二款"),
    "filing": basis(f"{_LAW}第五十四条第二款", f"{_MEASURES}第二十三条"),
    "late_filing": period(periods.late_filing_period),
    "investigators": basis(f"{_MEASURES}第二十四条第一款"),
    "officers": basis(f"{_OLD}第三十七条", f"{_LAW}第四十二条第一款", f"{_MEASURES}第二十五条第一款"),
    "case_certificates": basis(f"{_OLD}第三十七条", f"{_LAW}第五十五条第一款", f"{_MEASURES}第十三条"),
    "questioning": basis(f"{_OLD}第三十七条", f"{_LAW}第五十五条第二款", f"{_MEASURES}第二十五条第一款"),
    "record_signing": basis(
        f"{_OLD}第三十七条", f"{_LAW}第五十五条第二款", f"{_MEASURES}第二十五条第二款"
    ),
    "avoidance": basis(f"{_OLD}第三十七条", f"{_LAW}第四十三条第一款", f"{_MEASURES}第二十四条第二款"),
    "avoidance_request": basis(
        f"{_LAW}第四十三条第二款", otherwise="2021年7月15日以前法律写明执法人员应当回避，没有写当事人有权申请；告知无害"
    ),
    "sampling": basis(f"{_OLD}第三十七条", f"{_LAW}第五十六条", f"{_MEASURES}第二十七条"),
    "preservation": basis(f"{_OLD}第三十七条", f"{_LAW}第五十六条", f"{_MEASURES}第二十七条"),
    "preservation_period": period(periods.preservation_period),
    "site_examination": basis(f"{_OLD}第三十七条", f"{_LAW}第五十五条第二款", f"{_MEASURES}第二十八条"),
    "appraisal": basis(f"{_LAW}第四十六条第一款第（七）项"),
    "case_proposal": basis(f"{_OLD}第三十八条", f"{_LAW}第五十七条第一款", f"{_MEASURES}第二十九条第一款"),
    "collective": basis(f"{_OLD}第三十八条", f"{_LAW}第五十七条第二款", f"{_MEASURES}第二十九条第三款"),
    "legal_review": basis(f"{_OLD}第三十八条", f"{_LAW}第五十八条第一款"),
    "crime_transfer": basis(
        f"{_OLD}第二十二条", f"{_LAW}第二十七条第一款", f"{_MEASURES}第九条",
        remark="行政执法机关移送涉嫌犯罪案件的规定（国务院令第310号）文本未取得，移送期限待核",
    ),
    "transfer": basis("安全生产法(2014)第六十六条", "安全生产法(2021)第六十九条"),
}  # fmt: skip

HEARING: dict[str, Law] = {
    "notice": basis(f"{_OLD}第三十一条", f"{_LAW}第四十四条", f"{_MEASURES}第十八条"),
    "statement": basis(f"{_OLD}第三十二条", f"{_LAW}第四十五条第一款", f"{_MEASURES}第十九条第一款"),
    "statement_period": period(periods.statement_period),
    "no_heavier": basis(f"{_OLD}第三十二条", f"{_LAW}第四十五条第二款", f"{_MEASURES}第十九条第二款"),
    "hearing": basis(f"{_OLD}第四十二条", f"{_LAW}第六十三条第一款", f"{_MEASURES}第三十三条第一款"),
    "hearing_amount": limited(_hearing_amount, unit="元"),
    "hearing_period": period(periods.hearing_request_period),
    "hearing_written": basis(f"{_MEASURES}第三十四条"),
    "hearing_notice": period(periods.hearing_notice_period),
    "hearing_held": period(periods.hearing_held_period),
    "hearing_free": basis(f"{_OLD}第四十二条", f"{_LAW}第六十三条第二款", f"{_MEASURES}第三十三条第一款"),
    "hearing_open": basis(f"{_OLD}第四十二条", f"{_LAW}第六十四条第（三）项", f"{_MEASURES}第三十七条"),
    "hearing_host": basis(f"{_OLD}第四十二条", f"{_LAW}第六十四条第（四）项", f"{_MEASURES}第三十六条第二款"),
    "hearing_rights": basis(
        f"{_OLD}第四十二条", f"{_LAW}第六十四条第（五）项", f"{_MEASURES}第三十六条第三款", value="一至二人"
    ),
    "hearing_postponed": basis(f"{_MEASURES}第三十五条第二款", value="一次"),
    "hearing_procedure": basis(f"{_OLD}第四十二条", f"{_LAW}第六十四条第（七）项", f"{_MEASURES}第三十九条第一款"),
    "hearing_record": basis(f"{_OLD}第四十二条", f"{_LAW}第六十四条第（八）项", f"{_MEASURES}第三十九条第二款"),
    "hearing_report": basis(f"{_LAW}第六十五条", f"{_MEASURES}第四十二条"),
}


def _absence(setting: Setting) -> Rule:
    """Who stays away from a hearing gives it up: 行政处罚法(2021)第六十四条第（六）项; before it
    安全生产违法行为行政处罚办法(2015)第三十五条第二款, which does not speak of leaving it midway."""
    new = f"{_LAW}第六十四条第（六）项"
    if setting.book.provision(new).edition.in_force(setting.on):
        return told(setting, (new,), "无正当理由拒不出席或者未经许可中途退出听证")
    return told(setting, (f"{_MEASURES}第三十五条第二款",), "未按期参加听证并且未事先说明理由")


HEARING["hearing_absence"] = _absence


DECISION: dict[str, Law] = {
    "simple": limited(_simple_maximum, unit="元"),
    "simple_procedure": basis(f"{_OLD}第三十四条", f"{_LAW}第五十二条第一款", f"{_MEASURES}第二十二条第一款"),
    "simple_record": basis(f"{_OLD}第三十四条", f"{_LAW}第五十二条第三款", f"{_MEASURES}第二十二条第二款"),
    "simple_record_period": period(periods.spot_record_period),
    "collected_on_spot": limited(lambda setting: collected_on_the_spot(setting.on), unit="元"),
    "spot_receipt": basis(f"{_LAW}第七十条"),
    "decision": basis(
        f"{_OLD}第三十八条", f"{_LAW}第五十七条第一款第（一）项", f"{_MEASURES}第二十九条第二款第（一）项"
    ),
    "decision_period": period(periods.decision_period),
    "decision_document": basis(f"{_OLD}第三十九条", f"{_LAW}第五十九条第一款", f"{_MEASURES}第三十条第一款"),
    "seal": basis(f"{_OLD}第三十九条", f"{_LAW}第五十九条第二款", f"{_MEASURES}第三十条第二款"),
    "order_with_penalty": basis(f"{_OLD}第二十三条", f"{_LAW}第二十八条第一款", f"{_MEASURES}第五十七条"),
    "merged": basis(f"{_MEASURES}第五十三条"),
    "no_penalty_decision": basis(
        f"{_OLD}第三十八条", f"{_LAW}第五十七条第一款", f"{_MEASURES}第二十九条第二款"
    ),
    "no_penalty_minor": basis(
        f"{_OLD}第二十七条", f"{_LAW}第三十三条第一款", f"{_LAW}第五十七条第一款第（二）项",
        f"{_MEASURES}第五十六条第四款",
    ),
    "no_penalty_first_time": basis(f"{_LAW}第三十三条第一款"),
    "no_penalty_no_fault": basis(f"{_LAW}第三十三条第二款"),
    "no_penalty_late": basis(
        f"{_OLD}第二十九条", f"{_LAW}第三十六条第一款",
        remark="行为终了在2021年7月15日以前的，适用二年期限（行政处罚法(2021)第三十七条）",
    ),
    "no_penalty_unproved": basis(
        f"{_OLD}第三十八条", f"{_LAW}第五十七条第一款第（三）项", f"{_MEASURES}第二十九条第二款第（三）项"
    ),
    "education": basis(f"{_LAW}第三十三条第三款"),
}  # fmt: skip
