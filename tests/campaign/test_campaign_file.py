"""The file of a campaign: its phases, its groups with their members, and a ring in which nobody inspects itself or back."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from enforce_rules.campaign import Campaign, read_campaign
from enforce_rules.campaign.campaign import ROLES, campaign_from
from enforce_rules.errors import CampaignError
from tests.campaign.stores import a_campaign, campaign_data


def ring(*pairs: str) -> list[dict[str, Any]]:
    """Groups by what each inspects: 甲乙 is 甲市, which inspects 乙市."""
    return [{"number": n, "city": f"{pair[0]}市", "inspects": f"{pair[1]}市"} for n, pair in enumerate(pairs, 1)]


def wrong(**changes: Any) -> list[str]:
    with pytest.raises(CampaignError) as caught:
        a_campaign(**changes)
    return [problem.what + (f"（{problem.hint}）" if problem.hint else "") for problem in caught.value.problems]


def test_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "campaign.yaml"
    path.write_text(
        """\
id: HN-2020
title: 全省异地督导执法检查
region: 某省
authority: 某省应急管理厅
note: 模拟数据
due: "18:30"
phases:
  - {number: 1, name: 动员部署, from: 2020-11-01, until: 2020-11-10}
  - {number: 2, name: 异地检查, from: 2020-11-10, until: 2020-11-30}
groups:
  - number: 1
    city: 甲市
    inspects: 乙市
    members:
      - {name: 赵某, role: leader, post: 甲市应急管理局局长, phone: "0371-00000000"}
      - {name: 钱某, role: expert}
      - {name: 孙某, role: expert, certificate: "410001"}
  - {number: 2, city: 乙市, inspects: 丙市}
  - {number: 3, city: 丙市, inspects: 甲市}
""",
        encoding="utf-8",
    )
    campaign = read_campaign(path)
    assert (campaign.title, campaign.authority, campaign.due_time) == (
        "全省异地督导执法检查",
        "某省应急管理厅",
        time(18, 30),
    )
    assert (campaign.first_day, campaign.last_day) == (date(2020, 11, 1), date(2020, 11, 30))
    first = campaign.by_number[1]
    assert first.name == "第1组（甲市）"
    assert [member.name for member in first.having("expert")] == ["钱某", "孙某"]
    assert campaign.vacancies == (
        "第1组（甲市）没有省厅联络员",
        "第1组（甲市）没有联络员",
        *(f"第{n}组（{city}）没有{role}" for n, city in ((2, "乙市"), (3, "丙市")) for role in ("组长", "省厅联络员", "联络员")),
    )  # fmt: skip
    assert campaign_from(yaml.safe_load(path.read_text(encoding="utf-8"))) == campaign


def test_what_a_campaign_says_reads_back_as_the_same() -> None:
    campaign = a_campaign(note="模拟数据", due="09:05")
    assert campaign_from(campaign.model_dump(mode="json", by_alias=True, exclude_defaults=True)) == campaign


# The ring


@pytest.mark.parametrize(("groups", "says"), [
    (ring("甲乙", "乙丙", "丙丁", "丁丁"), ["被检查的市 丁市 写了2次"] * 2 + ["丁市不能检查自己"]),
    (ring("甲甲"), ["甲市不能检查自己"]),
    (ring("甲乙", "乙甲"), ["甲市和乙市互相检查（推磨式检查不得互查）", "乙市和甲市互相检查（推磨式检查不得互查）"]),
    (ring("甲乙", "乙甲", "丙丁", "丁戊", "戊丙"), ["甲市和乙市互相检查（推磨式检查不得互查）", "乙市和甲市互相检查（推磨式检查不得互查）"]),
    (ring("甲乙", "乙丙", "丙甲", "丁戊", "戊己", "己丁"), ["各市没有围成一圈：甲市→乙市→丙市→甲市 之外还有丁市、戊市、己市"]),
    (ring("甲乙", "乙丙", "丙庚"), ["庚市没有派出检查组，不在圈内（不是推磨式的写 arrangement: free）"]),
    ([*ring("甲乙", "乙丙"), {"number": 3, "city": "丙市", "inspects": "甲市区"}], ["甲市区没有派出检查组，不在圈内（是否为 甲市？）"]),
    (ring("甲乙", "乙丙", "丙甲", "甲丁"), ["市 甲市 写了2次"] * 2 + ["丁市没有派出检查组，不在圈内（不是推磨式的写 arrangement: free）"]),
    ([*ring("甲乙", "乙丙"), {"number": 2, "city": "丙市", "inspects": "甲市"}], ["组号 2 写了2次"] * 2),
    ([], ["没有写检查组"]),
])  # fmt: skip
def test_rings_that_are_none(groups: list[dict[str, Any]], says: list[str]) -> None:
    assert wrong(groups=groups) == says


@pytest.mark.parametrize("groups", [ring("甲乙", "乙甲"), ring("甲乙", "丙丁"), ring("甲甲")])
def test_free_arrangements(groups: list[dict[str, Any]]) -> None:
    assert len(a_campaign(groups=groups, arrangement="free").groups) == len(groups)


@given(st.permutations("甲乙丙丁戊己庚"), st.integers(3, 7))
def test_every_walk_through_all_cities_is_a_ring_and_none_that_is_cut_in_two(order: list[str], size: int) -> None:
    def walk(cities: list[str]) -> list[str]:
        return [a + b for a, b in zip(cities, cities[1:] + cities[:1], strict=True)]

    cities = order[:size]
    campaign = a_campaign(groups=ring(*walk(cities)))
    assert {(group.city[0], group.inspects[0]) for group in campaign.groups} == {tuple(pair) for pair in walk(cities)}
    if size >= 6:
        assert len(wrong(groups=ring(*walk(cities[:3]), *walk(cities[3:])))) == 1


# Phases


def phases(*days: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"number": n, "name": f"阶段{n}", "from": a, "until": b} for n, (a, b) in enumerate(days, 1)]


@pytest.mark.parametrize(("days", "says"), [
    ([], ["没有写阶段"]),
    ([("2020-11-10", "2020-11-09")], ["阶段的结束之日2020-11-09早于开始之日2020-11-10"]),
    ([("2020-11-01", "2020-11-10"), ("2020-11-09", "2020-11-30")],
     ["阶段开始之日2020-11-09早于前一阶段结束之日2020-11-10（前后阶段至多共用一天）"]),
    ([("2020-11-01", "2020-11-31")], ["应为日期，如 2021-09-01"]),
])  # fmt: skip
def test_phases_that_cannot_be(days: list[tuple[str, str]], says: list[str]) -> None:
    assert wrong(phases=phases(*days)) == says


def test_phases_are_numbered_in_their_order() -> None:
    told = list(reversed(phases(("2020-11-11", "2020-11-30"), ("2020-11-01", "2020-11-10"))))
    assert wrong(phases=told) == [
        "第1个阶段的 number 是2（按1、2、3的次序写）",
        "第2个阶段的 number 是1（按1、2、3的次序写）",
    ]


@pytest.mark.parametrize(("on", "phase"), [
    ("2020-10-31", None), ("2020-11-01", 1), ("2020-11-10", 1), ("2020-11-11", 2), ("2020-11-30", 2), ("2020-12-01", 3),
    ("2020-12-20", 3), ("2020-12-21", None),
])  # fmt: skip
def test_the_phase_of_a_day(on: str, phase: int | None) -> None:
    found = a_campaign().phase_on(date.fromisoformat(on))
    assert (found and found.number) == phase


# Members


@pytest.mark.parametrize(("roles", "says"), [
    (["leader", "leader"], ["第1组（甲市）有2名组长"]),
    (["provincial_contact"] * 3, ["第1组（甲市）有3名省厅联络员"]),
    (["leader"] * 2 + ["provincial_contact"] * 2, ["第1组（甲市）有2名组长", "第1组（甲市）有2名省厅联络员"]),
])  # fmt: skip
def test_roles_that_one_person_has(roles: list[str], says: list[str]) -> None:
    assert wrong(groups=_with_members(roles)) == says


def test_roles_that_many_have() -> None:
    campaign = a_campaign(
        groups=_with_members([role for role in ROLES if role not in ("leader", "provincial_contact")] * 3)
    )
    assert [len(campaign.groups[0].having(role)) for role in ROLES] == [0, 3, 0, 3, 3, 3]
    full = a_campaign(groups=_with_members(["leader", "provincial_contact", "liaison"]))
    assert not any("第1组" in vacancy for vacancy in full.vacancies)


def _with_members(roles: Sequence[str]) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = campaign_data()["groups"]
    groups[0]["members"] = [{"name": f"第{n}人", "role": role} for n, role in enumerate(roles)]
    return groups


# Files that cannot be read


@pytest.mark.parametrize(("text", "says"), [
    ("", ["文件内容应为一组键和值"]),
    ("- 1", [":1:1: 文件内容应为一组键和值"]),
    ("id: &a 1", ["不允许锚点和别名"]),
    ("id: T\ntitel: 检查\nregion: 某省\nphases: []\ngroups: []\n", ["缺少 title", ":2:1 titel: 没有 titel 这个键（是否为 title？）"]),
    ("id: T\ntitle: 检查\nregion: 某省\ndue: '24:00'\nphases: []\ngroups: []\n", [":4:6 due: "]),
    ("id: T\ntitle: 检查\nregion: 某省\nphases:\n  - {number: 1, name: 一, from: 2020-11-01, until: 2020-10-01}\ngroups:\n"
     "  - {number: 1, city: 甲市, inspects: 甲市}\n  - {number: 1, city: 乙市, inspects: 丙市}\n",
     [":5:5 phases.0: 阶段的结束之日", ":7:14 groups.0.number: 组号 1 写了2次", ":7:37 groups.0.inspects: 甲市不能检查自己",
      ":8:14 groups.1.number: 组号 1 写了2次", ":8:37 groups.1.inspects: 丙市没有派出检查组"]),
    ("id: T\ntitle: 检查\nregion: 某省\nphases: []\ngroups:\n  - {number: 0, city: '', inspects: 乙市, members: [{name: 赵某, role: boss}]}",
     [":6:14 groups.0.number: 数不在允许的范围内", ":6:23 groups.0.city: 不能为空", "groups.0.members.0.role: 不是可用的值“boss”（可用："]),
])  # fmt: skip
def test_files_that_cannot_be_read(tmp_path: Path, text: str, says: list[str]) -> None:
    path = tmp_path / "campaign.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CampaignError) as caught:
        read_campaign(path)
    found = [str(problem) for problem in caught.value.problems]
    assert len(found) == len(says), found
    for line, expected in zip(found, says, strict=True):
        assert line.startswith(str(path))
        assert expected in line


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="读不了文件"):
        read_campaign(tmp_path / "none.yaml")


@given(st.dictionaries(st.sampled_from(["id", "title", "phases", "groups", "due", "arrangement"]), st.recursive(
    st.none() | st.integers() | st.text(max_size=5) | st.sampled_from(["2020-11-01", "甲市"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["number", "from", "until", "city", "inspects"]), inner),
    max_leaves=5,
)))  # fmt: skip
def test_whatever_is_written_gives_a_campaign_or_problems(changes: dict[str, Any]) -> None:
    with suppress(CampaignError):
        assert isinstance(campaign_from(campaign_data(**changes)), Campaign)


def test_a_day_that_two_phases_share_is_of_the_one_that_ends() -> None:
    one, two = {"number": 1, "name": "一", "from": "2020-12-01", "until": "2020-12-03"}, {"number": 2, "name": "二"}
    campaign = a_campaign(phases=[one, {**two, "from": "2020-12-03", "until": "2020-12-04"}])
    first, second = (campaign.days_of(phase) for phase in campaign.phases)
    assert [day.day for day in first] == [1, 2, 3]
    assert [day.day for day in second] == [4]
    assert campaign.days == first + second
