"""Facts as plain data: reading it back, also from JSON and in another order, gives equal facts with the same digest."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforce_rules import Manual
from enforce_rules.document.receipt import written
from enforce_rules.facts import Facts
from enforce_rules.language.values import plain_value
from tests.conftest import ROOT
from tests.small import known_facts, small_manual

MANUAL = small_manual({"TT-01": ("b1", {"done": "b2", "left": "b3"})})
BREACHES = st.sampled_from(["TT-01.done", "TT-01.left"])
KINDS = st.sampled_from(["rectification-order", "transfer", "penalty-notice"])

LINE = st.text(st.sampled_from("某厂甲1-<&\"'\u200d𪚥"), min_size=1, max_size=6)
PROSE = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
DAY = st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(date.isoformat)
YUAN = st.integers(0, 10**12)


def some(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping with any of the parts."""
    return st.fixed_dictionaries({}, optional=parts)


def listed(part: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[list[Any]]:
    return st.lists(part, min_size=least, max_size=2)


REVIEW = st.fixed_dictionaries({"date": DAY, "by": LINE, "passed": st.booleans()}, optional={"opinion": LINE})
PROCEDURE = some(
    notified=DAY,
    notified_fine=YUAN,
    notified_other=listed(LINE),
    hearing_offered=st.booleans(),
    statement=st.fixed_dictionaries({"made": st.booleans()}, optional={"opinion": PROSE, "adopted": st.booleans()}),
    hearing=st.fixed_dictionaries({"requested": st.booleans()}, optional={"held": DAY, "conclusion": PROSE}),
    legal_review=REVIEW,
    discussion=st.fixed_dictionaries(
        {"date": DAY, "members": listed(LINE, 2), "agreed": st.booleans(), "outcome": LINE}
    ),
    approved=REVIEW,
    paid=YUAN,
)
DETAILS = some(
    number=LINE,
    date=DAY,
    breaches=listed(BREACHES),
    items=listed(st.just("TT-01")),
    measures=listed(st.sampled_from(["withdraw", "stop_use"])),
    results=st.dictionaries(BREACHES, st.just({"outcome": "mended"}), max_size=2),
    goods=listed(st.fixed_dictionaries({"name": LINE, "quantity": LINE, "place": LINE}, optional={"note": LINE})),
    reason=PROSE,
    person=st.fixed_dictionaries({"name": LINE}, optional={"age": st.integers(1, 150), "sex": st.just("女")}),
    nth=st.integers(1, 100),
    questions=listed(st.fixed_dictionaries({"question": PROSE, "answer": PROSE})),
    session=st.fixed_dictionaries(
        {"date": DAY, "time": LINE, "place": LINE, "host": LINE, "clerk": LINE},
        optional={"public": st.booleans(), "members": listed(LINE)},
    ),
    extra=st.dictionaries(st.sampled_from(["items", "other"]), PROSE, max_size=2),
)
ACT = some(
    ended=DAY,
    harmful=st.booleans(),
    stage=st.sampled_from(["found", "overdue", "refused"]),
    circumstances=st.sampled_from([[], {}]),
    reduce=st.booleans(),
    illegal_income=YUAN,
    note=LINE,
)
DOCUMENT = st.builds(
    lambda whole, each: {**whole, **({"each": each} if each else {})},
    DETAILS,
    st.dictionaries(st.sampled_from(["unit", "赵某"]), DETAILS, max_size=2),
)
CASE = some(
    decided=DAY,
    level=st.sampled_from(["县级", "省级"]),
    serious=st.booleans(),
    circumstances=st.sampled_from([[], {}]),
    illegal_income=YUAN,
    persons=listed(
        st.fixed_dictionaries(
            {"party": st.sampled_from(["principal", "responsible"])},
            optional={"name": LINE, "annual_income": YUAN, "procedure": PROCEDURE},
        )
    ),
    earlier=listed(st.fixed_dictionaries({"date": DAY, "breach": BREACHES}, optional={"fine": YUAN})),
    number=LINE,
    procedure=PROCEDURE,
    decisions=listed(
        st.fixed_dictionaries(
            {"breach": BREACHES, "fine": YUAN, "reason": LINE},
            optional={"party": st.sampled_from(["unit", "principal"])},
        )
    ),
    acts=st.dictionaries(BREACHES, ACT, max_size=2),
)
EVIDENCE = some(place=LINE, method=LINE, record=LINE, note=LINE)


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    """What a facts file says."""
    told: dict[str, Any] = {}
    for name, value in draw(known_facts()).items():
        recorded = draw(st.none() | EVIDENCE)
        told[name] = plain_value(value) if recorded is None else {"value": plain_value(value), **recorded}
    for name in draw(st.lists(st.sampled_from(["b1", "n1"]), max_size=1)):
        told.setdefault(name, {"value": None, "record": "照片1"})
    sections = some(
        enterprise=some(name=LINE, phone=LINE),
        office=some(short=LINE, account=LINE),
        inspection=some(
            date=DAY,
            place=LINE,
            inspectors=listed(st.fixed_dictionaries({"name": LINE}, optional={"certificate": LINE})),
            attendees=listed(st.fixed_dictionaries({"name": LINE}, optional={"post": LINE})),
            documents=st.dictionaries(KINDS, DOCUMENT, max_size=2),
        ),
        case=CASE,
    )
    return {**draw(sections), "facts": told}


def same(facts: Facts, again: Facts) -> None:
    assert again == facts
    assert again.digest == facts.digest
    for kind, details in facts.inspection.documents.items():
        for name in ("unit", "赵某"):
            assert again.inspection.documents[kind].for_subject(name) == details.for_subject(name)


def turned(data: Any) -> Any:
    """The same data with its keys in the other order."""
    return {name: turned(data[name]) for name in reversed(data)} if isinstance(data, dict) else data


@settings(max_examples=100)
@given(files())
def test_reading_back_gives_equal_facts(data: dict[str, Any]) -> None:
    facts = MANUAL.facts_from(data)
    same(facts, MANUAL.facts_from(facts.as_dict()))
    same(facts, MANUAL.facts_from(turned(facts.as_dict())))
    same(facts, MANUAL.facts_from(json.loads(written(facts.as_dict()))))
    assert MANUAL.facts_from(facts.as_dict()).as_dict() == facts.as_dict()


@settings(max_examples=50)
@given(files(), files())
def test_different_facts_have_different_digests(one: dict[str, Any], other: dict[str, Any]) -> None:
    first, second = MANUAL.facts_from(one), MANUAL.facts_from(other)
    assert (first.digest == second.digest) is (first == second)


@pytest.mark.parametrize("year", ["2020", "2026"])
def test_the_example_cases_come_back(manual: Manual, year: str) -> None:
    facts = manual.read_facts(ROOT / "examples" / "cases" / f"{year}.yaml")
    again = manual.facts_from(json.loads(written(facts.as_dict())))
    assert again.digest == facts.digest
    assert {**vars(again), "source": ""} == {**vars(facts), "source": ""}
    assert all(facts.as_dict()[section] for section in ("enterprise", "office", "inspection", "case", "facts"))


@pytest.mark.parametrize(
    "section",
    [
        {"enterprise": {"name": "某厂"}},
        {"office": {"short": "郑"}},
        {"inspection": {"place": "车间"}},
        {"inspection": {"documents": {"transfer": {}}}},
        {"case": {"circumstances": []}},
        {"case": {"persons": [{"party": "principal", "procedure": {}}]}},
        {"case": {"procedure": {"hearing": {"requested": False}}}},
        {"case": {"decisions": [{"breach": "TT-01.done", "fine": 0, "reason": "甲"}]}},
        {"facts": {"b1": False}},
        {"facts": {"b1": {"value": None, "place": "车间"}}},
        {"facts": {"s1": []}},
        {"facts": {"i1": 0}},
    ],
    ids=str,
)
def test_everything_said_is_part_of_the_digest(section: dict[str, Any]) -> None:
    facts = MANUAL.facts_from(section)
    assert facts.digest != MANUAL.facts_from({}).digest
    same(facts, MANUAL.facts_from(facts.as_dict()))


@pytest.mark.parametrize(
    ("one", "other"),
    [(Decimal("0.5"), Decimal("0.50")), (Decimal("0.5"), 0.5), (1, Decimal("1.0")), (Decimal("0"), Decimal("-0.0"))],
)
def test_one_number_written_in_two_ways_is_one(one: Any, other: Any) -> None:
    same(MANUAL.facts_from({"facts": {"n1": one}}), MANUAL.facts_from({"facts": {"n1": other}}))


@pytest.mark.parametrize("text", ["0.000000001", "0.00001", "0.123456789", "1.5", "2"])
def test_a_number_is_written_as_every_reader_of_json_reads_it(text: str, tmp_path: Any) -> None:
    facts = MANUAL.facts_from({"facts": {"n1": Decimal(text)}})
    path = tmp_path / "facts.json"
    path.write_text(written(facts.as_dict()), encoding="utf-8")
    assert Decimal(repr(json.loads(path.read_text(encoding="utf-8"))["facts"]["n1"])) == Decimal(text)
    again = MANUAL.read_facts(path)
    assert (again.values, again.digest) == (facts.values, facts.digest)


def test_what_one_party_is_told_goes_before_what_all_are_also_where_it_is_the_default() -> None:
    details = {"number": "1", "nth": 2, "breaches": ["TT-01.done"], "each": {"赵某": {"nth": 1, "breaches": []}}}
    facts = MANUAL.facts_from({"inspection": {"documents": {"penalty-notice": details}}})
    same(facts, MANUAL.facts_from(json.loads(written(facts.as_dict()))))
    own = facts.inspection.documents["penalty-notice"].for_subject("赵某")
    assert (own.number, own.nth, own.breaches) == ("1", 1, ())


def test_a_set_has_no_order() -> None:
    one, other = (MANUAL.facts_from({"facts": {"s1": members}}) for members in (["子", "丑", "寅"], ["寅", "子", "丑"]))
    same(one, other)
    assert one.as_dict()["facts"]["s1"] == sorted(["子", "丑", "寅"])
