"""Each claim, with rules for which it does not hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from enforce_rules import Manual
from enforce_rules.language import truth_of
from enforce_rules.manual import Item, Statute, Term
from enforce_rules.quality.proofs import CLAIMS, Failure, Proofs
from tests.small import FACTS, small_manual

EDITIONS: dict[str, dict[str, Any]] = {
    "2014": {
        "in_force_from": "2014-12-01",
        "in_force_until": "2021-08-31",
        "verified": True,
        "provisions": {"第四条": {}, "第九十四条": {}},
    },
    "2021": {"in_force_from": "2021-09-01", "verified": True, "provisions": {"第四条": {}, "第九十七条": {}}},
}
LAW = {"law": "安全生产法", "title": "中华人民共和国安全生产法", "rank": "法律", "editions": EDITIONS}
DUTIES = ["安全生产法(2014)第四条", "安全生产法(2021)第四条"]
PENALTIES = ["安全生产法(2014)第九十四条", "安全生产法(2021)第九十七条"]


def _manual(
    breaches: Mapping[str, Mapping[str, Any]],
    applies: str = "true",
    facts: Mapping[str, dict[str, Any]] = FACTS,
    law: Mapping[str, Any] = LAW,
    terms: Mapping[str, str] = {},
) -> Manual:
    small = small_manual({"TT-01": (applies, {name: told["violated"] for name, told in breaches.items()})}, facts)
    told = small.items["TT-01"].model_dump(mode="json", by_alias=True)
    told["methods"] = [dict(method) for method in told["methods"]]
    for name, breach in breaches.items():
        told["breaches"][name] |= {"duties": DUTIES, "penalties": PENALTIES, **breach}
    items = {"TT-01": Item.model_validate_json(json.dumps(told))}
    statute = Statute.model_validate_json(json.dumps(law))
    made = {
        name: Term.model_validate_json(json.dumps({"label": name, "condition": text})) for name, text in terms.items()
    }
    return Manual(small.info, small.shared_facts, made, {statute.law: statute}, items, "0" * 64)


def _failures(manual: Manual) -> list[Failure]:
    proofs = Proofs(manual)
    found = [failure for item in manual.items.values() for failure in proofs.of_item(item)]
    return [*found, *proofs.of_whole()]


ONE = {name: FACTS[name] for name in ("b1", "b2", "i1")}
SOUND = {"x": {"violated": "b1 and i1 > 2"}, "y": {"violated": "b2"}}


def test_sound_rules_have_no_failures() -> None:
    assert _failures(_manual(SOUND, facts=ONE)) == []


GAP = {**LAW, "editions": {**EDITIONS, "2014": {**EDITIONS["2014"], "in_force_until": "2021-08-30"}}}


def _with(**breaches: dict[str, Any]) -> dict[str, Any]:
    return {"breaches": {**SOUND, **breaches}}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (  # i1 is at most 4
            _with(x={"violated": "b1 and i1 > 4"}),
            {"breach-never-violated", "fact-without-effect", "inexact"},
        ),
        (
            _with(x={"violated": "b1 or i1 >= 0"}),
            {"breach-never-complied", "item-never-complied", "fact-without-effect", "inexact"},
        ),
        (  # and so b1 and i1 are used nowhere
            _with(x={"violated": 'on >= date("2021-09-01")'}),
            {"breach-never-undetermined", "fact-without-effect"},
        ),
        (
            {**_with(), "applies": "b1 and not b1"},
            {
                *("item-never-violated", "item-never-complied", "breach-never-violated", "breach-never-complied"),
                *("breaches-equivalent", "fact-without-effect", "inexact"),
            },
        ),
        (_with(z={"violated": "b1 and i1 <= 2"}), {"inexact"}),
        (_with(z={"violated": "not (not b2)"}), {"breaches-equivalent"}),
        ({"breaches": {"x": SOUND["x"]}}, {"fact-without-effect"}),
        (_with(y={"violated": "b2 and (i1 > 2 or i1 <= 2)"}), {"inexact"}),
        (_with(y={"violated": "b2", "duties": DUTIES[:1]}), {"duty-missing"}),
        (_with(y={"violated": "b2", "duties": [{"cite": cite, "when": "b1"} for cite in DUTIES]}), {"duty-missing"}),
        (_with(y={"violated": "b2", "penalties": PENALTIES[1:]}), {"penalty-missing"}),
        ({**_with(), "terms": {"t": "i1 >= 0"}}, {"term-constant"}),
        ({**_with(), "terms": {"t": "i1 > 2 and i1 < 2"}}, {"term-constant"}),
        ({**_with(), "law": GAP}, {"edition-gap", "duty-missing", "penalty-missing"}),
    ],
)
def test_what_does_not_hold_is_found(changes: dict[str, Any], expected: set[str]) -> None:
    failures = _failures(_manual(**{"facts": ONE, **changes}))
    assert {failure.id for failure in failures} == expected, [str(failure) for failure in failures]
    assert expected <= set(CLAIMS)


def test_saying_why_is_enough() -> None:
    before = {"violated": "b2", "penalties": PENALTIES[1:], "no_penalty": "2021年9月1日前没有罚则"}
    assert _failures(_manual({**SOUND, "y": before}, facts=ONE)) == []


def test_the_same_act_may_be_two_breaches() -> None:
    twice = {"y": {"violated": "b2", "same_act": "act"}, "z": {"violated": "not (not b2)", "same_act": "act"}}
    assert _failures(_manual({"x": SOUND["x"], **twice}, facts=ONE)) == []


def test_a_gap_of_one_day_is_shown_on_that_day() -> None:
    """The edition of 2014 ends a day early: the witness lies on the day without law and violates the breach."""
    manual = _manual(SOUND, facts=ONE, law=GAP)
    missing = [failure for failure in _failures(manual) if failure.id == "duty-missing"]
    assert len(missing) == 2
    for failure in missing:
        assert failure.witness is not None
        assert failure.witness.on == date(2021, 8, 31)
        breach = manual.items["TT-01"].breaches[failure.subject.split()[1]]
        assert truth_of(manual.condition(breach.violated), failure.witness.facts, failure.witness.on)
