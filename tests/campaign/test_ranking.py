"""Scores and ranks: exact, explained, and never a zero for what is not known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from enforce_rules.campaign.ranking import (
    FIGURES,
    Ranking,
    Scheme,
    default_scheme,
    rank,
    read_scheme,
    scheme_from,
)
from enforce_rules.document.templates import shipped_templates
from enforce_rules.errors import CampaignError

from .ranked import NAMES, Figures, by_hand, group_figures, marked, schemes, small

F = Fraction


def ranks(ranking: Ranking) -> list[int | None]:
    return [ranking.ranks[group] for group in sorted(ranking.ranks)]


def scores(ranking: Ranking) -> list[Fraction | None]:
    return [ranking.row(group).score for group in sorted(ranking.ranks)]


# scores and ranks


@pytest.mark.parametrize(
    ("rows", "weights", "expected_scores", "expected_ranks"),
    [
        # every row: filing, rectification, documents in per cent
        ([(100, 50, 0), (0, 100, 100), (50, 0, 50)], (1, 1, 1), [F(50), F(200, 3), F(100, 3)], [2, 1, 3]),
        ([(100, 50, 0), (0, 100, 100), (50, 0, 50)], (8, 1, 1), [F(85), F(20), F(45)], [1, 3, 2]),
        # 1, 2, 2, 4
        ([(90, 1, 1), (50, 1, 1), (50, 1, 1), (10, 1, 1)], (1, 0, 0), [100, 50, 50, 0], [1, 2, 2, 4]),
        # all equal: nobody is behind
        ([(30, 1, 1), (30, 1, 1)], (1, 0, 0), [100, 100], [1, 1]),
        # a group alone
        ([(30, 0, 70)], (1, 1, 1), [100], [1]),
        # unknown is left out: the other two weigh a half each
        ([(None, 50, 50), (100, 100, 100), (0, 0, 0)], (1, 1, 1), [50, 100, 0], [2, 1, 3]),
        # nothing known under a weight: no score, no rank
        ([(None, 50, 50), (10, 0, 0)], (1, 0, 0), [None, 100], [None, 1]),
    ],
)
def test_scores_and_ranks(
    rows: Sequence[Sequence[int | None]],
    weights: Sequence[int],
    expected_scores: list[Fraction | None],
    expected_ranks: list[int | None],
) -> None:
    ranking = rank(marked(*rows), small(weights))
    assert scores(ranking) == expected_scores
    assert ranks(ranking) == expected_ranks


@pytest.mark.parametrize(
    ("normalise", "better", "values", "expected"),
    [
        ("minmax", "higher", (80, 60, 20), [100, F(200, 3), 0]),
        ("minmax", "lower", (80, 60, 20), [0, F(100, 3), 100]),
        ("of_best", "higher", (80, 60, 20), [100, 75, 25]),
        ("of_best", "lower", (80, 60, 20), [25, F(100, 3), 100]),
        ("of_best", "lower", (80, 0, 20), [0, 100, 0]),  # nothing has a ratio to a best of zero
        ("of_best", "higher", (0, 0, 0), [100, 100, 100]),
        ("minmax", "lower", (5, 5, None), [100, 100, None]),
    ],
)
def test_normalising(normalise: str, better: str, values: Sequence[int | None], expected: list[Any]) -> None:
    ranking = rank(marked(*((value, 1, 1) for value in values)), small((1, 0, 0), normalise=normalise, better=better))
    assert scores(ranking) == expected


def test_missing_last_scores_zero_on_it() -> None:
    figures = marked((None, 100, 100), (50, 50, 50), (0, 0, 0))
    assert scores(rank(figures, small(missing="last"))) == [F(200, 3), F(200, 3), 0]
    assert scores(rank(figures, small(missing="leave_out"))) == [100, F(200, 3), 0]


def test_a_zero_denominator_is_none_and_not_zero() -> None:
    figures = marked((0, 50, 50), (50, 100, 100), (100, 0, 0))
    figures[1]["suggested"] = 0
    cell = rank(figures, small()).row(1).cells[0]
    assert cell.value is None
    assert cell.mark is None
    assert cell.share == 0
    assert cell.lacks == "建议立案为零"
    assert cell.as_dict()["value"] == "无"
    assert scores(rank(figures, small()))[0] == 50


def test_ties_are_broken_by_the_named_indicators_in_order() -> None:
    figures = marked((50, 20, 9), (50, 30, 7), (50, 30, 8), (50, 30, 8), (50, None, 99), (90, 0, 0), (10, 0, 0))
    assert ranks(rank(figures, small((1, 0, 0)))) == [2, 2, 2, 2, 2, 1, 7]
    assert ranks(rank(figures, small((1, 0, 0), ties=["rectification"]))) == [5, 2, 2, 2, 6, 1, 7]
    assert ranks(rank(figures, small((1, 0, 0), ties=["rectification", "documents"]))) == [5, 4, 2, 2, 6, 1, 7]
    shared = [row.group for row in rank(figures, small((1, 0, 0), ties=["rectification"])).rows if row.shared]
    assert shared == [2, 3, 4]


def test_other_denominators_and_weights_at_the_call() -> None:
    figures = marked((30, 0, 0), (20, 0, 0))
    figures[1].update(suggested=60, units=100)
    figures[2].update(suggested=20, units=100)
    assert ranks(rank(figures, small((1, 0, 0)))) == [2, 1]
    assert ranks(rank(figures, small((1, 0, 0)), use={"filing": "units"})) == [1, 2]
    only_documents = rank(figures, small(), weights={"filing": 0, "rectification": 0, "documents": "12.5"})
    assert [cell.share for cell in only_documents.row(1).cells] == [0, 0, 1]
    assert only_documents.scheme.by_id["documents"].weight == Decimal("12.5")


def test_filed_may_exceed_suggested() -> None:
    figures = marked((300, 0, 0), (100, 0, 0), (50, 0, 0))
    ranking = rank(figures, small((1, 0, 0)))
    assert ranking.row(1).cells[0].as_dict()["value"] == "300.0%"
    assert scores(ranking) == [100, 20, 0]


# the shipped scheme


def test_the_shipped_scheme() -> None:
    scheme = default_scheme()
    weighted = [one.id for one in scheme.indicators if one.weight]
    assert weighted == [
        "avg_units",
        "filing_rate",
        "online_rate",
        "rectification_rate",
        "major_rectification_rate",
        "documents_per_unit",
        "report_timeliness",
    ]
    assert len(set(scheme.shares[:7])) == 1
    assert scheme.by_id["fines_per_case"].weight == 0
    assert "权重未公布" in (scheme.note or "")


@pytest.mark.parametrize(
    ("indicator", "by", "printed"),
    [
        ("filing_rate", "suggested", "73.8%"),
        ("filing_rate", "units", "26.3%"),
        ("rectification_rate", "hazards", "67.7%"),
        ("major_rectification_rate", "major", "56.5%"),
        ("documents_per_unit", "units", "2.11份/家"),
        ("avg_units", "group", "2209.0家/组"),
        ("avg_units", "members", "10.0家/人"),
        ("online_rate", "known", "无"),
        ("fines_per_case", "filed", "27731元/起"),
    ],
)
def test_the_values_of_the_notice(indicator: str, by: str, printed: str) -> None:
    whole: dict[str, int | None] = {
        "units": 2209, "hazards": 27878, "rectified": 18882, "major": 207, "major_rectified": 117, "documents": 4655,
        "suggested": 787, "filed": 581, "fines_decided": 0, "fines_proposed": 16112000, "members": 221,
    }  # fmt: skip
    row = rank({1: whole}, use={indicator: by}).row(1)
    assert next(cell.as_dict()["value"] for cell in row.cells if cell.indicator.id == indicator) == printed


def test_explained() -> None:
    figures = marked((50, None, 50), (100, 100, 100), (0, 0, 0), (None, None, None))
    figures[3]["suggested"] = 0
    ranking = rank(figures, small((1, 1, 0)))
    assert ranking.explained(1, "郑州组").splitlines() == [
        "郑州组得0.0分，并列第2名。各项如下（四舍五入，合计可能有尾差）：",
        "filing（filed÷suggested）：50÷100＝50.0%，折算0.0分，权重占100.0%，计0.0分",
        "rectification（rectified÷hazards）：无（没有已整改问题隐患的数据），不计分",
        "documents（documents÷units）：50÷100＝50.0%，没有权重，不计分",
        "缺项：没有的一项不计入该组得分，该组其余各项的权重按比例放大。",
    ]
    assert ranking.explained(4) == "第4组有权重的各项指标都没有数据，不参加排序。"
    assert "建议立案为零" in ranking.explained(3)
    last = rank(figures, small((1, 1, 0), missing="last"))
    assert "无（没有已整改问题隐患的数据），计0分" in last.explained(1)
    with pytest.raises(CampaignError, match="没有第9组"):
        ranking.explained(9)


def test_as_dict_is_json() -> None:
    told = rank(marked((1, 2, 3), (3, None, 1)), small()).as_dict()
    assert json.loads(json.dumps(told)) == told
    assert told["rows"][0]["cells"][0]["value_exact"] in ("1/100", "3/100")


# what is refused


def shipped() -> str:
    return (shipped_templates() / "campaign" / "ranking.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("weight: 1\n", "weight: -1\n", "数不在允许的范围内"),
        ("weight: 1\n", "weight: 0\n", "各项权重都是0"),
        ("weight: 1\n", "weight: '1'\n", "权重应为整数或者小数"),
        ("weight: 1\n", "weight: true\n", "权重应为整数或者小数"),
        ("weight: 1\n", "weight: 0.1234567\n", "至多六位小数"),
        ("weight: 1\n", "wieght: 1\n", "是否为 weight"),
        ("by: members", "by: member", "是否为 members"),
        ("of: [filed]", "of: [filled]", "是否为 filed"),
        ("{figure: members", "{figure: memebrs", "是否为 members"),
        (", unit: 家/人", "", "没有写单位"),
        ("ties: []", "ties: [filling_rate]", "是否为 filing_rate"),
        ("id: filing_rate", "id: avg_units", "写了2次"),
        ("missing: leave_out", "missing: zero", "不是可用的值"),
        ("shown: percent", "shown: percentage", "不是可用的值"),
    ],
)
def test_schemes_that_cannot_be_used(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = shipped()
    assert old in text
    path = tmp_path / "scheme.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CampaignError) as failure:
        read_scheme(path)
    assert any(told in str(problem) for problem in failure.value.problems)
    assert all(problem.place.file == str(path) and problem.place.line for problem in failure.value.problems)


@pytest.mark.parametrize("weight", ["0.000001", "999999.999999", "12.50", "3"])
def test_weights_are_exact_as_written(weight: str) -> None:
    read = yaml.safe_load(shipped())
    read["indicators"][0]["weight"] = Decimal(weight)
    assert scheme_from(read).weights[0] == Fraction(weight)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"use": {"filling": "units"}}, "是否为 filing"),
        ({"use": {"filing": "unit"}}, "是否为 units"),
        ({"weights": {"docments": 1}}, "是否为 documents"),
        ({"weights": {"filing": -1}}, "不可用"),
        ({"weights": {"filing": 0.1}}, "不可用"),
        ({"weights": {"filing": "NaN"}}, "不可用"),
        ({"weights": {"filing": "多"}}, "不可用"),
        ({"weights": dict.fromkeys(NAMES, 0)}, "各项权重都是0"),
    ],
)
def test_overrides_that_cannot_be_used(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(CampaignError, match=told):
        rank(marked((1, 2, 3)), small(), **changes)


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({}, "没有检查组的数据"),
        ({1: {"unit": 1}}, "是否为 units"),
        ({1: {"units": -1}}, "检查企业不能是负数"),
        ({1: {"units": 1.5}}, "检查企业应为整数"),
        ({1: {"units": True}}, "检查企业应为整数"),
    ],
)
def test_figures_that_cannot_be_used(figures: Any, told: str) -> None:
    with pytest.raises(CampaignError, match=told):
        rank(figures)


# laws


@given(group_figures(), schemes())
def test_the_order_of_ranks_is_that_of_scores(figures: Figures, scheme: Scheme) -> None:
    ranking = rank(figures, scheme)
    rows = [row for row in ranking.rows if row.score is not None]
    assert [row.rank for row in ranking.rows[len(rows) :]] == [None] * (len(figures) - len(rows))
    for one in rows:
        assert one.score is not None
        assert 0 <= one.score <= 100
        assert one.rank == 1 + sum(other.rank < one.rank for other in rows if other.rank and one.rank)
        for other in rows:
            assert other.rank is not None
            assert one.rank is not None
            if one.score > (other.score or 0):
                assert one.rank < other.rank
            if one.score == other.score and not scheme.ties:
                assert one.rank == other.rank


@given(group_figures(), schemes())
def test_scores_are_the_weighted_means_of_the_marks(figures: Figures, scheme: Scheme) -> None:
    weights = dict(zip(NAMES, scheme.weights, strict=True))
    for row in rank(figures, scheme).rows:
        assert row.score == by_hand({cell.indicator.id: cell.mark for cell in row.cells}, weights)
        if row.score is not None:
            assert sum(cell.points for cell in row.cells) == row.score
            assert sum(cell.share for cell in row.cells) == 1


@given(group_figures(), schemes(), st.randoms(use_true_random=False))
def test_the_order_of_the_groups_changes_nothing(figures: Figures, scheme: Scheme, random: Any) -> None:
    numbers = list(figures)
    random.shuffle(numbers)
    assert rank({number: figures[number] for number in numbers}, scheme).rows == rank(figures, scheme).rows


@given(group_figures(), schemes(), st.permutations(range(1, 7)))
def test_renumbering_the_groups_renumbers_the_ranks(figures: Figures, scheme: Scheme, to: list[int]) -> None:
    renumbered = rank({to[number - 1]: row for number, row in figures.items()}, scheme)
    assert {to[number - 1]: place for number, place in rank(figures, scheme).ranks.items()} == renumbered.ranks


@given(group_figures(), schemes(), st.sampled_from([Decimal("0.01"), Decimal(3), Decimal("2.5"), Decimal(1000)]))
def test_scaling_all_weights_changes_nothing(figures: Figures, scheme: Scheme, factor: Decimal) -> None:
    scaled = rank(figures, scheme, weights={one.id: one.weight * factor for one in scheme.indicators})
    plain = rank(figures, scheme)
    assert [(row.group, row.rank, row.score) for row in scaled.rows] == [
        (row.group, row.rank, row.score) for row in plain.rows
    ]


@given(group_figures(), schemes())
def test_unknown_is_never_a_value(figures: Figures, scheme: Scheme) -> None:
    for row in rank(figures, scheme).rows:
        for cell in row.cells:
            parts = (cell.numerator, cell.denominator)
            assert (cell.value is None) == (None in parts or cell.denominator == 0)
            assert (cell.value is None) == bool(cell.lacks)
            if cell.value is None:
                assert cell.points == 0
                assert (cell.mark is None) == (scheme.missing == "leave_out")
                assert not (scheme.missing == "leave_out" and cell.share)


@given(group_figures(least=2), schemes())
def test_what_a_group_leaves_unknown_does_not_move_the_others(figures: Figures, scheme: Scheme) -> None:
    """A group of which nothing is known stands outside: the others keep their scores."""
    without = rank(figures, scheme)
    joined = rank({**figures, 99: {}}, scheme)
    assert [row.score for row in joined.rows if row.group != 99] == [row.score for row in without.rows]
    assert joined.ranks[99] is None or scheme.missing == "last"


def test_every_figure_has_a_label_and_a_unit() -> None:
    assert all(figure.label and figure.unit for figure in FIGURES.values())
    assert len({figure.label for figure in FIGURES.values()}) == len(FIGURES)
