"""The law of inspections: powers, certificates, records, orders to mend, measures on the spot, sealing and seizing."""

from __future__ import annotations

from ...penalty import periods
from ...penalty.limit import CHEMICALS_LAW_2025, SAFETY_LAW_2021
from .rule import Law, Rule, Setting, basis, period, remarked

_OLD = "安全生产法(2014)第六十二条"
_MEASURES = "安全生产违法行为行政处罚办法(2015)"
_COMPULSION = "行政强制法(2011)"
_HAZARDS = "安全生产事故隐患排查治理暂行规定(2007)"


def _power(item: str, *more: str) -> Law:
    """A power of 安全生产法(2021)第六十五条第一款, by its item. (2014)第六十二条 is cited as a whole: whether it has a second
    paragraph, as that of 2021 has, was not certain from the text at hand."""
    law = basis(_OLD, f"安全生产法(2021)第六十五条第一款第（{item}）项", *more)

    def on_day(setting: Setting) -> Rule:
        whole = f"职权在该条第（{item}）项；该条是否另有第二款待核，引到条" if setting.on < SAFETY_LAW_2021 else ""
        return remarked(law(setting), whole)

    return on_day


def _seizing(setting: Setting) -> Rule:
    """Sealing and seizing; of hazardous chemicals the head must approve: 危险化学品安全法(2025)第八条第一款第（五）项, before
    2026-05-01 危险化学品安全管理条例(2013)第七条第一款第（四）项."""
    new = setting.on >= CHEMICALS_LAW_2025
    law = (
        "危险化学品安全法(2025)第八条第一款第（五）项" if new else "危险化学品安全管理条例(2013)第七条第一款第（四）项"
    )
    return remarked(_SEIZING(setting), f"涉及危险化学品的，另须经本部门主要负责人批准（{law}）")


_SEIZING = _power("四", f"{_COMPULSION}第二十四条第一款", f"{_MEASURES}第十五条第一款")

ON_SITE: dict[str, Law] = {
    # 检查
    "inspection_plan": basis("安全生产法(2014)第五十九条第二款", "安全生产法(2021)第六十二条第二款"),
    "power_inspect": _power("一"),
    "certificates": basis("安全生产法(2014)第六十四条第二款", "安全生产法(2021)第六十七条第二款"),
    "cooperate": basis("安全生产法(2014)第六十三条", "安全生产法(2021)第六十六条"),
    "obstruction": basis("安全生产法(2014)第一百零五条", "安全生产法(2021)第一百零八条"),
    "signing": basis("安全生产法(2014)第六十五条", "安全生产法(2021)第六十八条"),
    # 责令改正、排除
    "power_order": _power("二"),
    "power_remove": _power("三", f"{_MEASURES}第十四条第一款第（一）项"),
    "extension": period(periods.extension_request_period),
    "extension_answer": period(periods.extension_answer_period),
    "reinspection": period(periods.reinspection_period),
    # 现场处理措施
    "power_measures": _power("三", f"{_MEASURES}第十四条第一款第（二）项"),
    "temporary": period(periods.temporary_period),
    "resumption": _power("三", f"{_MEASURES}第十四条第二款"),
    # 挂牌督办
    "supervision": basis(
        "安全生产法(2014)第三十八条第二款", "安全生产法(2021)第四十一条第三款", f"{_HAZARDS}第二十条第一款"
    ),
    "supervised_resumption": period(periods.supervised_review_period, f"{_HAZARDS}第十八条第二款"),
    # 停止供电、停止供应民用爆炸物品
    "major_hazard_stop": basis(
        "安全生产法(2014)第六十七条第一款", "安全生产法(2021)第七十条第一款", f"{_MEASURES}第十六条第一款"
    ),
    "power_cut_notice": basis(
        "安全生产法(2014)第六十七条第二款", "安全生产法(2021)第七十条第二款", f"{_MEASURES}第十六条第二款",
        value="24小时",
    ),
    "power_cut_lift": basis(
        "安全生产法(2014)第六十七条第二款", "安全生产法(2021)第七十条第二款", f"{_MEASURES}第十六条第二款"
    ),
    # 查封、扣押
    "power_seizure": _seizing,
    "seizure_conduct": basis(f"{_COMPULSION}第十八条"),
    "seizure_urgent": basis(f"{_COMPULSION}第十九条", value="24小时"),
    "seizure_period": period(periods.seizure_period),
    "seizure_extension": period(periods.seizure_extension, f"{_COMPULSION}第二十五条第二款"),
    "seizure_tests": basis(f"{_COMPULSION}第二十五条第三款"),
    "seizure_duties": basis(f"{_COMPULSION}第二十六条第一款", f"{_COMPULSION}第二十六条第三款"),
    "seizure_decision": basis(f"{_COMPULSION}第二十七条", f"{_MEASURES}第十五条第一款"),
    "seizure_release": basis(f"{_COMPULSION}第二十八条第一款"),
}  # fmt: skip
