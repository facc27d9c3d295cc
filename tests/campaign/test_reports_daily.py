"""The daily report as people read it: its sentences, the group's own, who is silent, what is overdue, and every format."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest

from enforce_rules.campaign.records.kinds import Record
from enforce_rules.campaign.reports.daily import Daily, daily_of
from enforce_rules.campaign.reports.tables import hazards_of, statistics_of
from enforce_rules.campaign.snapshot import Snapshot
from enforce_rules.errors import CampaignError

from .counted import SAMPLE, daily_report, day, document, finding, plan, seen, stored, visit

WHOLE = """\
异地督导执法检查简要情况日报告
异地督导执法检查
报告范围：全省3个检查组　　报告日期：2020年12月16日　　第2阶段（督导政府和部门）
一、总体情况
截至2020年12月16日，累计督导地方政府1个，督导政府部门1个，检查企业3家，发现问题隐患6条，已整改3条，整改率50.0%；其中重大隐患2项，已整改1项，整改率50.0%。
制作执法文书3份（现场检查记录2份、责令限期整改指令书1份），建议立案2起，属地立案1起，罚款（含拟罚款）2.055万元（已罚2万元、拟罚0.055万元），停产停业停建1家。
二、当日情况
2020年12月16日，检查企业1家，发现问题隐患2条，整改2条；其中重大隐患0项，整改0项。制作执法文书0份，建议立案0起，属地立案0起，停产停业停建0家。
三、各组情况
检查组|检查企业（家）|问题隐患（条）|整改率|重大隐患（项）|文书（份）|建议立案（起）|属地立案（起）|罚款（万元）|停产停业停建（家）
当日|累计|发现|已整改|发现|已整改
第1组|0|2|4|2|50.0%|2|1|3|2|1|2.055|1
第2组|1|1|2|1|50.0%|0|0|0|0|0|0|0
第3组|0|0|0|0|—|0|0|0|0|0|0|0
合计|1|3|6|3|50.0%|2|1|3|2|1|2.055|1
四、逾期未整改的重大隐患
1.甲厂：没有设置报警装置，整改时限2020年12月10日，逾期6日，整改责任人负责人。
五、报送情况
第1组（联络员，18:30）：好的做法：专家同查。存在的问题：台账不全。次日安排：查粉尘企业。
没有报送当日报告：第2组、第3组。
"""

OF_GROUP_2 = """\
异地督导执法检查简要情况日报告
异地督导执法检查
报告范围：第2组（乙市），被检查的市：丙市　　报告日期：2020年12月16日　　第2阶段（督导政府和部门）
一、总体情况
截至2020年12月16日，累计督导地方政府1个，督导政府部门1个，检查企业1家，发现问题隐患2条，已整改1条，整改率50.0%；其中重大隐患0项，已整改0项，整改率—。
制作执法文书0份，建议立案0起，属地立案0起，罚款（含拟罚款）0万元（已罚0万元、拟罚0万元），停产停业停建0家。
二、当日情况
2020年12月16日，检查企业1家，发现问题隐患2条，整改1条；其中重大隐患0项，整改0项。制作执法文书0份，建议立案0起，属地立案0起，停产停业停建0家。
三、逾期未整改的重大隐患
没有逾期未整改的重大隐患。
四、报送情况
没有报送当日报告：第2组。
"""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return seen(tmp_path_factory.mktemp("sample"), SAMPLE, "12-16")


def sentences(report: Daily) -> str:
    """The blocks of a report, one a line, those of one row of a table in one, without the last, which tells how it is counted."""
    lines: list[str] = []
    row = None
    for block in report.document.blocks[:-1]:
        at = block.cell and (block.cell.table, block.cell.row)
        if at and at == row:
            lines[-1] += f"|{block.text}"
        else:
            lines.append(block.text)
        row = at
    return "\n".join(lines) + "\n"


def test_the_report_of_all(snapshot: Snapshot) -> None:
    assert sentences(daily_of(snapshot)) == WHOLE


def test_the_report_of_a_group(snapshot: Snapshot) -> None:
    assert sentences(daily_of(snapshot, 2)) == OF_GROUP_2


def test_how_it_is_counted_stands_below(snapshot: Snapshot) -> None:
    last = daily_of(snapshot).document.blocks[-1].text
    assert last.startswith("统计到记录日志第2条。")
    assert "同一案件同一当事人已作出决定的不再计" in last


def test_the_groups_that_are_silent(tmp_path: Path) -> None:
    records = [daily_report("b", 2), daily_report("c", 3, "11-11"), daily_report("a", 1)]
    store = stored(tmp_path, records)
    told = {on: daily_of(Snapshot(store, day(on))).as_dict() for on in ("11-10", "11-11", "11-12")}
    assert {on: one["not_sent_in"] for on, one in told.items()} == {"11-10": [3], "11-11": [1, 2], "11-12": [1, 2, 3]}
    assert [one["group"] for one in told["11-10"]["sent_in"]] == [1, 2]
    store.withdraw([("daily_report", "a")], by="甲", reason="误报")
    assert daily_of(Snapshot(store, day("11-10"))).as_dict()["not_sent_in"] == [1, 3]
    assert daily_of(Snapshot(store, day("11-10"), 2)).as_dict()["not_sent_in"] == [3]


def test_a_day_between_the_phases_has_none(tmp_path: Path) -> None:
    assert "阶段" not in daily_of(seen(tmp_path, [], "11-04")).document.blocks[2].text


def test_overdue_of_a_group_alone(tmp_path: Path) -> None:
    both = [
        visit("V1"),
        visit("V2", group=2),
        finding("F1", major=True),
        finding("F2", "V2", major=True),
        plan("P1"),
        plan("P2", "F2"),
    ]
    snapshot = seen(tmp_path, both, "11-30")
    overdue = {
        group: [row["hazard"] for row in daily_of(snapshot, group).as_dict()["overdue"]] for group in (None, 1, 2, 3)
    }
    assert overdue == {None: ["F1", "F2"], 1: ["F1"], 2: ["F2"], 3: []}


def test_a_group_that_there_is_not(snapshot: Snapshot) -> None:
    for group in (0, 4):
        with pytest.raises(CampaignError, match="共3组"):
            daily_of(snapshot, group)


def test_the_report_as_it_was(tmp_path: Path) -> None:
    """Made again at its position it says the same, whatever was recorded since."""
    store = stored(tmp_path, SAMPLE)
    before = daily_of(Snapshot(store, day("12-16")))
    store.append([visit("V9", "12-16", phase=2), finding("F9", "V9", "12-16")], by="记录人")
    again = daily_of(Snapshot(store, day("12-16"), 2))
    assert again.document.html == before.document.html
    assert again.as_dict() == before.as_dict()
    assert daily_of(Snapshot(store, day("12-16"))).as_dict() != before.as_dict()


# Formats


@pytest.mark.parametrize(("group", "pictures"), [(None, 5), (1, 4)])
def test_the_page_has_pictures_and_every_number(snapshot: Snapshot, group: int | None, pictures: int) -> None:
    report = daily_of(snapshot, group)
    page = report.page
    assert page.count("<svg") == page.count("</svg>") == pictures
    for part in report.as_dict()["today"], report.as_dict()["total"]:
        for name, told in part.items():
            if name != "fines" and not name.startswith("fines_") and name not in ("governments", "departments"):
                asked = " ".join(told["which"]).replace("&", "&amp;")
                assert f'title="{asked}"' in page, name
                assert re.search(f'title="{re.escape(asked)}"[^>]*>{re.escape(told["shown"])}<', page), name
    assert '<b title="documents?' in page


def test_without_pictures_it_says_the_same(snapshot: Snapshot) -> None:
    report = daily_of(snapshot)
    without = re.sub(r"<figure>.*?</figure>\s*", "", report.page, flags=re.DOTALL)
    assert re.sub(r"\s+", "", re.sub(r' data-at="[^"]*"', "", without)) == re.sub(
        r"\s+", "", re.sub(r' data-at="[^"]*"', "", report.document.html)
    )


def test_word_and_pdf(snapshot: Snapshot) -> None:
    import docx
    import pypdfium2

    report = daily_of(snapshot).document
    word = docx.Document(io.BytesIO(report.docx))
    assert any("检查企业3家，发现问题隐患6条" in paragraph.text for paragraph in word.paragraphs)
    assert word.tables[0].rows[-1].cells[0].text == "合计"
    pdf = pypdfium2.PdfDocument(report.pdf())
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "已罚2万元" in re.sub(r"\s", "", text)


HOSTILE = ("<script>alert(1)</script>", "=1+1", "{{ 7*7 }}", "{% raw %}", "$x^{$", '"><b>', "&amp;", "'")


def test_hostile_names_are_text(tmp_path: Path) -> None:
    records: list[Record] = []
    for n, name in enumerate(HOSTILE):
        records += [
            visit(f"V{n}", name=name),
            finding(f"F{n}", f"V{n}", major=True, description=name, criteria=(name,)),
            plan(f"P{n}", f"F{n}", responsible=name, content=name),
            document(f"D{n}", f"V{n}", form=name),
            daily_report(f"R{n}", 1, "12-16", reporter=name, problems=name),
        ]
    snapshot = seen(tmp_path, records, "12-16")
    daily, hazards = daily_of(snapshot), hazards_of(snapshot)
    text, cells = sentences(daily), [block.text for block in hazards.document.blocks]
    for name in HOSTILE:
        assert f".{name}：{name}，整改时限2020年11月20日，逾期26日，整改责任人{name}。" in text
        assert f"{name}1份" in text
        assert f"第1组（{name}，18:30）：存在的问题：{name}。" in text
        assert cells.count(name) == 4
    for page in (daily.page, hazards.page):
        assert "<script>" not in page
        assert '"><b>' not in re.sub(r'<b title="[^"]*">', "", page)


def test_an_empty_campaign(tmp_path: Path) -> None:
    snapshot = seen(tmp_path, [])
    report = daily_of(snapshot)
    assert "检查企业0家，发现问题隐患0条，已整改0条，整改率—；其中重大隐患0项，已整改0项，整改率—。" in sentences(
        report
    )
    assert "没有逾期未整改的重大隐患。" in sentences(report)
    made: list[Any] = [report.page, report.document.docx, report.document.pdf()]
    for statistics in (statistics_of(snapshot), hazards_of(snapshot)):
        made += [statistics.page, statistics.document.docx, statistics.document.pdf(), statistics.workbook]
        assert statistics.unusual == ()
    assert all(made)
