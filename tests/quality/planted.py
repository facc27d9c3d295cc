"""A small rules folder in which lint finds nothing, and for every check a change that it must find."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from enforce_rules.quality.lint import UNFILLED

MANUAL = "manual.yaml"
FACTS = "facts.yaml"
TERMS = "terms.yaml"
LAW = "statutes/law.yaml"
CRITERIA = "statutes/criteria.yaml"
ITEM = "items/TT/TT-01.yaml"
OTHER = "items/TT/TT-02.yaml"

SOUND = {
    MANUAL: """\
id: small
title: 小手册
edition: "1"
in_force_from: 2020-11-01
statement: 测试用
source: 测试
tables: {TT: 测试}
""",
    FACTS: """\
lists:
  device_state: [未设置, 正常, 失效]
facts:
  employees: {type: int, unit: 人, min: 0, label: 从业人员, ask: 从业人员共多少人？, method: 查阅花名册}
  area: {type: number, unit: 平方米, min: 0, label: 车间面积, ask: 车间面积多大？, method: 查阅图纸}
  mining: {type: bool, label: 从事采矿, ask: 是否从事采矿？, method: 查阅许可证}
""",
    TERMS: """\
terms:
  large_unit:
    label: 一百人以上的单位
    condition: employees >= 100
    source: [安全生产法(2014)第二十一条, 安全生产法(2021)第二十四条]
""",
    LAW: """\
law: 安全生产法
title: 中华人民共和国安全生产法
rank: 法律
editions:
  2002:
    in_force_from: 2002-11-01
    in_force_until: 2014-11-30
    verified: true
    provisions: {第十九条: {}}
  2014:
    in_force_from: 2014-12-01
    in_force_until: 2021-08-31
    verified: true
    provisions:
      第二十一条: {}
      第九十四条: {sanctions: [{party: unit, stage: found, mandatory: false, fine: [0, 50000]}]}
  2021:
    in_force_from: 2021-09-01
    verified: true
    provisions:
      第二十四条: {}
      第三十三条: {paragraphs: 2}
      第九十七条: {items: 3, sanctions: [{party: unit, stage: found, mandatory: false, fine: [0, 100000]}]}
""",
    CRITERIA: """\
law: 测试判定标准
title: 测试判定标准
rank: 判定标准
editions:
  2023: {in_force_from: 2023-05-15, verified: true, provisions: {第三条: {}}}
""",
    ITEM: """\
id: TT-01
table: TT
title: 锁气卸灰装置
content: 是否设置锁气卸灰装置
methods:
  - 现场核查: 查看卸灰装置
applies: large_unit
facts:
  airlock: {type: enum, values: device_state, label: 锁气卸灰装置, ask: 锁气卸灰装置处于何种状态？, method: 现场核查}
  meters: {type: int, min: 0, label: 风压表, ask: 风压表有几块？, method: 现场核查}
breaches:
  airlock_missing:
    violated: airlock == "未设置"
    statement: 未设置锁气卸灰装置
    remedy: {text: 安装锁气卸灰装置, days: 15}
    duties: [安全生产法(2014)第二十一条, 安全生产法(2021)第二十四条]
    penalties:
      - 安全生产法(2014)第九十四条
      - 安全生产法(2021)第九十七条第（一）项
    major: [测试判定标准(2023)第三条]
  meters_missing:
    violated: meters < 2 and (area > 50 or mining)
    statement: 风压表{{ meters }}块，少于二块
    remedy: {text: 补装风压表, days: 0}
    duties: [安全生产法(2014)第二十一条, 安全生产法(2021)第三十三条第二款]
    penalties:
      - {cite: 安全生产法(2014)第九十四条, when: mining}
      - 安全生产法(2021)第九十七条第（二）项
    no_penalty: 2021年9月1日前只处罚采矿企业
baseline:
  on: 2024-04-02
  facts: {employees: 120, mining: false, airlock: 正常, meters: 2}
scenarios:
  - {name: 符合, verdict: compliant}
  - {name: 未设置, facts: {airlock: 未设置}, verdict: violation, breaches: [airlock_missing], major: true, duties: [安全生产法(2021)第二十四条]}
  - {name: 一块风压表, facts: {meters: 1, area: 80.5}, verdict: violation, breaches: [meters_missing], major: false}
  - {name: 采矿企业一块风压表, facts: {meters: 1, mining: true}, verdict: violation, breaches: [meters_missing]}
""",
    OTHER: """\
id: TT-02
table: TT
title: 警示标志
content: 是否设置警示标志
methods:
  - 现场核查: 查看标志
facts:
  signs: {type: bool, label: 设置警示标志, ask: 是否设置警示标志？, method: 现场核查}
breaches:
  signs_missing:
    violated: not signs
    statement: 未设置警示标志
    remedy: {text: 设置警示标志, days: 3}
    duties: [安全生产法(2014)第二十一条, 安全生产法(2021)第二十四条]
    no_penalty: 没有罚则
baseline: {on: 2024-04-02, facts: {signs: true}}
scenarios:
  - {name: 未设置警示标志, facts: {signs: false}, verdict: violation, breaches: [signs_missing]}
""",
}


@dataclass(frozen=True)
class Fault:
    """A change of one file, and where lint must find it: the first line that has ``at``."""

    id: str
    file: str
    old: str
    new: str
    at: str
    found_in: str = ""

    def plant(self, folder: Path) -> None:
        path = folder / self.file
        text = path.read_text(encoding="utf-8")
        assert self.old in text, f"{self.old!r} is not in {self.file}"
        path.write_text(text.replace(self.old, self.new, 1), encoding="utf-8")

    def expected(self, folder: Path) -> tuple[str, str, int]:
        path = folder / (self.found_in or self.file)
        lines = path.read_text(encoding="utf-8").splitlines()
        line = next(number for number, text in enumerate(lines, 1) if self.at in text)
        return self.id, str(path), line


FIRST = "- 安全生产法(2021)第九十七条第（一）项"
DUTIES = "duties: [安全生产法(2014)第二十一条, 安全生产法(2021)第二十四条]"
COUNTED = "statement: 风压表{{ meters }}块，少于二块"
ASKED = "label: 设置警示标志, ask: 是否设置警示标志？, method: 现场核查}"

FAULTS = [
    Fault("rules-invalid", ITEM, "content: ", "contents: 装置\ncontent: ", "contents"),
    Fault("rules-invalid", ITEM, 'airlock == "未设置"', 'airlock == "没有"', "没有"),
    Fault("rules-invalid", ITEM, "major: false", "boundary: meters_mising", "meters_mising"),
    Fault("rules-invalid", TERMS, "employees >= 100", "staff >= 100", "staff"),
    Fault("rules-invalid", ITEM, "days: 15}", "days: 15", "duties: "),
    Fault(
        "duplicate-id",
        OTHER,
        "  signs:",
        "  mining: {type: bool, label: 有, ask: 有？, method: 看}\n  signs:",
        "mining",
    ),
    Fault("duplicate-title", OTHER, "title: 警示标志", "title: 锁气卸灰装置", "title"),
    Fault("duplicate-title", ITEM, COUNTED, "statement: 未设置锁气卸灰装置 # 又", "又"),
    Fault("duplicate-title", ITEM, "name: 一块风压表", "name: 未设置", "area: 80.5"),
    Fault("duplicate-title", OTHER, ASKED, "label: 从事采矿, ask: 是否从事采矿？, method: 看}", "从事采矿"),
    Fault("unfilled", OTHER, "content: 是否设置警示标志", f"content: {UNFILLED}", UNFILLED),
    Fault("unfilled", FACTS, "method: 查阅图纸}", f"method: 查阅{UNFILLED}}}", UNFILLED),
    Fault("unfilled", TERMS, "    source:", f"    note: （{UNFILLED}）\n    source:", UNFILLED),
    Fault("citation-unknown", ITEM, FIRST, "- 安全生产法(2021)第九十八条", "第九十八条"),
    Fault("citation-unknown", ITEM, FIRST, "- 安全生产法第九十七条", "安全生产法第九十七条"),
    Fault("citation-unknown", TERMS, "安全生产法(2021)", "安全生产法(2022)", "2022"),
    Fault("citation-misfit", ITEM, FIRST, "- 安全生产法(2021)第九十七条第（四）项", "第（四）项"),
    Fault("citation-misfit", TERMS, "(2021)第二十四条", "(2021)第二十四条第一款", "第一款"),
    Fault("citation-not-in-force", OTHER, "duties: [", "duties: [安全生产法(2002)第十九条, ", "2002"),
    Fault("citation-not-in-force", OTHER, "    violated:", "    from: 2021-09-01\n    violated:", "duties:"),
    Fault(
        "citation-not-in-force",
        ITEM,
        "duties: [安全生产法(2021)第二十四条]}",
        "duties: [安全生产法(2014)第二十一条]}",
        "major: true",
    ),
    Fault(
        "citation-not-in-force",
        ITEM,
        "duties: [安全生产法(2021)第二十四条]}",
        "criteria: [安全生产法(2002)第十九条]}",
        "major: true",
    ),
    Fault(
        "citation-not-in-force",
        TERMS,
        "[安全生产法(2014)第二十一条, 安全生产法(2021)第二十四条]",
        "[安全生产法(2002)第十九条]",
        "2002",
    ),
    Fault("citation-repeated", ITEM, FIRST, f"- {{cite: {FIRST[2:]}, when: mining}}\n      {FIRST}", f"      {FIRST}"),
    Fault("basis-of-wrong-kind", ITEM, FIRST, f"{FIRST}\n      - 测试判定标准(2023)第三条", "- 测试判定标准"),
    Fault(
        "basis-of-wrong-kind",
        ITEM,
        "major: [测试判定标准(2023)第三条]",
        "major: [安全生产法(2021)第二十四条]",
        "major: [",
    ),
    Fault(
        "penalty-without-sanction",
        ITEM,
        FIRST,
        f"{FIRST}\n      - 安全生产法(2021)第二十四条",
        "- 安全生产法(2021)第二十四条",
    ),
    Fault("breach-without-law", OTHER, "    no_penalty: 没有罚则\n", "", "signs_missing"),
    Fault("breach-without-law", OTHER, DUTIES, "duties: [安全生产法(2021)第二十四条]", "duties:"),
    Fault(
        "breach-without-law",
        ITEM,
        "- 安全生产法(2014)第九十四条",
        '- {cite: 安全生产法(2014)第九十四条, when: on >= date("2021-09-01")}',
        "penalties:",
    ),
    Fault("breach-never-in-force", ITEM, "  meters_missing:\n", "  meters_missing:\n    until: 2014-11-30\n", "until"),
    Fault(
        "threshold-without-source",
        TERMS,
        "\n    source: [安全生产法(2014)第二十一条, 安全生产法(2021)第二十四条]",
        "",
        "condition",
    ),
    Fault(
        "threshold-without-source", ITEM, "applies: large_unit", "applies: large_unit and employees > 300", "applies"
    ),
    Fault(
        "threshold-without-source",
        ITEM,
        "duties: [安全生产法(2014)第二十一条, 安全生产法(2021)第三十三条第二款]",
        "no_duty: 没有",
        "violated: meters",
    ),
    Fault(
        "threshold-without-source",
        ITEM,
        'airlock == "未设置"',
        'airlock == "未设置" and on >= date("2021-09-10")',
        "09-10",
    ),
    Fault(
        "threshold-without-source", ITEM, "  meters_missing:\n", "  meters_missing:\n    from: 2021-08-01\n", "from:"
    ),
    Fault("threshold-without-source", ITEM, "when: mining}", 'when: mining and on < date("2021-10-01")}', "10-01"),
    Fault("threshold-without-source", OTHER, "table: TT", "table: TT\nfrom: 2020-12-10", "from:"),
    Fault(
        "statement-fact-unused", ITEM, "statement: 未设置锁气卸灰装置", "statement: 风压表{{ meters }}块", "statement"
    ),
    Fault("statement-fails", ITEM, COUNTED, "statement: 风压表{ meters }块", "{ meters }"),
    Fault("statement-fails", ITEM, COUNTED, "statement: 车间{{ area - 1 }}平方米", "area - 1"),
    Fault("statement-fails", ITEM, COUNTED, "statement: 车间{{ area }}平方米，风压表少于二块", "{{ area }}"),
    Fault("remedy-without-days", ITEM, "{text: 安装锁气卸灰装置, days: 15}", "{text: 安装锁气卸灰装置}", "remedy"),
    Fault("fact-unobservable", OTHER, ", method: 现场核查}", "}", "  signs:"),
    Fault("fact-unobservable", OTHER, ", method: 现场核查}", ", method: ——}", "method: —"),
    Fault("fact-unobservable", OTHER, "ask: 是否设置警示标志？", "ask: …？", "ask"),
    Fault("fact-unobservable", OTHER, "ask: 是否设置警示标志？", "ask: 警示标志", "ask"),
    Fault(
        "fact-unused",
        FACTS,
        "  mining:",
        "  floors: {type: int, label: 层数, ask: 有几层？, method: 看}\n  mining:",
        "floors",
    ),
    Fault(
        "fact-unused",
        OTHER,
        "  signs:",
        "  lamps: {type: bool, label: 有灯, ask: 有灯吗？, method: 看}\n  signs:",
        "lamps",
    ),
    Fault("term-unused", TERMS, "  large_unit:", "  mine: {label: 矿山, condition: mining}\n  large_unit:", "mine"),
    Fault("list-unused", FACTS, "  device_state:", "  dust_kinds: [木质, 粮食]\n  device_state:", "dust_kinds"),
    Fault("baseline-missing", OTHER, SOUND[OTHER][SOUND[OTHER].index("scenarios:") :], "", "id:"),
    Fault("baseline-missing", OTHER, "baseline: {on: 2024-04-02, facts: {signs: true}}\n", "", "id:"),
    Fault("unverified-provision", CRITERIA, "verified: true", "verified: false, source: 网页", "major: [", ITEM),
    Fault(
        "unverified-threshold",
        FACTS,
        "method: 查阅许可证}",
        "method: 查阅许可证, unverified: 采矿分类标准}",
        "unverified",
    ),
]
