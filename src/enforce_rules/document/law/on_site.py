"""The law of inspections: powers, certificates, records, orders to mend, measures on the spot, sealing and seizing."""

from __future__ import annotations

from ...penalty import periods
from .rule import Law, basis, period

_OLD = "安全生产法(2014)第六十二条"
_MEASURES = "安全生产违法行为行政处罚办法(2015)"
_COMPULSION = "行政强制法(2011)"
_HAZARDS = "安全生产事故隐患排查治理暂行规定(2007)"
_NO_EXTENSION = "限因不可抗力无法按期完成，并须在整改、治理的同时以书面提出"

ON_SITE: dict[str, Law] = {
    # 检查
    "inspection_plan": basis("安全生产法(2014)第五十九条第二款", "安全生产法(2021)第六十二条第二款"),
    "power_inspect": basis(_OLD, "安全生产法(2021)第六十五条第一款第（一）项"),
    "certificates": basis("安全生产法(2014)第六十四条第二款", "安全生产法(2021)第六十七条第二款"),
    "cooperate": basis("安全生产法(2014)第六十三条", "安全生产法(2021)第六十六条"),
    "obstruction": basis("安全生产法(2014)第一百零五条", "安全生产法(2021)第一百零八条"),
    "signing": basis("安全生产法(2014)第六十五条", "安全生产法(2021)第六十八条"),
    # 责令改正、排除
    "power_order": basis(_OLD, "安全生产法(2021)第六十五条第一款第（二）项"),
    "power_remove": basis(
        _OLD, "安全生产法(2021)第六十五条第一款第（三）项", f"{_MEASURES}第十四条第一款第（一）项"
    ),
    "extension": period(periods.extension_request_period),
    "extension_answer": period(periods.extension_answer_period),
    "reinspection": period(periods.reinspection_period),
    # 现场处理措施
    "power_measures": basis(
        _OLD, "安全生产法(2021)第六十五条第一款第（三）项", f"{_MEASURES}第十四条第一款第（二）项"
    ),
    "temporary": period(periods.temporary_period),
    "resumption": basis(_OLD, "安全生产法(2021)第六十五条第一款第（三）项", f"{_MEASURES}第十四条第二款"),
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
    "power_seizure": basis(
        _OLD, "安全生产法(2021)第六十五条第一款第（四）项", f"{_COMPULSION}第二十四条第一款", f"{_MEASURES}第十五条第一款"
    ),
    "seizure_conduct": basis(f"{_COMPULSION}第十八条", f"{_COMPULSION}第十九条"),
    "seizure_period": period(periods.seizure_period),
    "seizure_extension": period(periods.seizure_extension, f"{_COMPULSION}第二十五条第二款"),
    "seizure_tests": basis(f"{_COMPULSION}第二十五条第三款"),
    "seizure_duties": basis(f"{_COMPULSION}第二十六条第一款", f"{_COMPULSION}第二十六条第三款"),
    "seizure_decision": basis(f"{_COMPULSION}第二十七条", f"{_MEASURES}第十五条第一款"),
    "seizure_release": basis(f"{_COMPULSION}第二十八条第一款"),
}  # fmt: skip
