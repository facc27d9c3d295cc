"""What is written of every kind of record comes back as it was, whatever it says, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from enforce_rules.campaign.records.content import digest_of, name_of
from enforce_rules.campaign.records.kinds import (
    INDUSTRIES,
    KINDS,
    Closing,
    DailyReport,
    Document,
    Filing,
    Finding,
    Fine,
    Judgement,
    Notice,
    Record,
    RectificationPlan,
    Review,
    Suggestion,
    Supervision,
    Suspension,
    Visit,
)
from tests.campaign.stores import Databases, a, one_of_each

LETTERS = st.characters(categories=("L", "M", "N", "P", "S")) | st.sampled_from(" =+-@'\"\\%:;{}　😀\u200d")
LINES = st.text(LETTERS, min_size=1, max_size=40).map(str.strip).filter(bool)
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)
KEYS = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=30)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
MAYBE = st.none() | st.booleans()
SOME = st.lists(LINES, max_size=3).map(tuple)


@st.composite
def families(draw: st.DrawFn) -> list[Record]:
    """A visit and a record of every other kind about it, everything drawn that the rules leave free."""
    day, number = date(2020, 11, 10), 0

    def text() -> str:
        return draw(LINES)

    def maybe() -> str | None:
        return draw(st.none() | LINES)

    def later() -> date:
        nonlocal day
        day += timedelta(draw(st.integers(0, 2)))
        return day

    def key() -> str:
        nonlocal number
        number += 1
        return f"{draw(KEYS)}/{number}"

    target: Any = draw(st.sampled_from(["unit", "department", "government"]))
    industry: Any = draw(st.sampled_from(INDUSTRIES)) if target == "unit" else None
    visit = Visit(
        key=key(), group=draw(st.integers(1, 4)), phase=2, date=later(), target=target, name=text(), code=maybe(),
        county=maybe(), industry=industry, online=draw(MAYBE), dual_prevention=draw(MAYBE),
    )  # fmt: skip
    verdicts: Any = draw(
        st.dictionaries(st.sampled_from(["DE-06", "MR-06"]), st.sampled_from(["violation", "compliant"]))
    )
    judgement = Judgement(
        key=key(), visit=visit.key, on=draw(st.dates(date(1900, 1, 1), date(2200, 12, 31))), manual=text(), manual_digest=text(),
        facts=draw(st.dictionaries(st.text(), PLAIN, max_size=4)), verdicts=verdicts,
    )  # fmt: skip
    findings = [
        Finding(
            key=key(), visit=visit.key, date=later(), description=text(), major=major, item="DE-06", breach=breach, place=maybe(),
            criteria=draw(SOME), evidence=draw(SOME),
        )
        for major, breach in ((True, draw(st.none() | st.just("a_breach"))), (draw(MAYBE), None))
    ]  # fmt: skip
    finding = findings[0].key
    document = Document(
        key=key(), visit=visit.key, date=later(), form=text(), number=maybe(), recipient=maybe(), receipt=maybe()
    )
    suggestion = Suggestion(
        key=key(), visit=visit.key, date=later(), acts=draw(SOME), statement=text(), authority=maybe()
    )
    filing = Filing(
        key=key(), visit=visit.key, suggestion=draw(st.sampled_from([None, suggestion.key])), date=later(),
        authority="戊市" + text().replace("市", ""), number=maybe(),
    )  # fmt: skip
    stage: Any = draw(st.sampled_from(["proposed", "decided"]))
    amount = draw(st.integers(0, 10**12))
    fine = Fine(key=key(), filing=filing.key, stage=stage, date=later(), party=text(), amount=amount, number=maybe())
    measure: Any = draw(st.sampled_from(["暂时停产停业", "停产停业整顿", "停止建设", "停止使用"]))
    suspension = Suspension(key=key(), visit=visit.key, date=later(), measure=measure, scope=maybe(), number=maybe())
    plan = RectificationPlan(
        key=key(), finding=finding, date=later(), content=draw(PARAGRAPHS), deadline=later(), responsible=text(),
        measures=maybe(), filed=draw(MAYBE),
    )  # fmt: skip
    supervision = Supervision(
        key=key(), finding=finding, date=later(), department=text(), person=text(), listed=draw(MAYBE)
    )
    notice = Notice(key=key(), finding=finding, date=later(), medium=text())
    occasion: Any = draw(st.sampled_from(["local", "group", "stage_three"]))
    review = Review(
        key=key(), finding=finding, date=later(), outcome="rectified", by=text(), occasion=occasion, note=maybe(), number=maybe()
    )  # fmt: skip
    closing = Closing(key=key(), finding=finding, review=review.key, date=later(), by=text())
    on = draw(st.dates(date(2020, 11, 1), date(2020, 12, 20)))
    report = DailyReport(
        key=key(), group=visit.group, date=on, reporter=text(), reported_at=draw(st.datetimes(datetime(on.year, on.month, on.day))),
        good_practice=draw(st.none() | PARAGRAPHS), problems=draw(st.none() | PARAGRAPHS), next_day_plan=None,
    )  # fmt: skip
    return [
        visit, judgement, *findings, document, suggestion, filing, fine, suspension, plan, supervision, review, notice, closing,
        report,
    ]  # fmt: skip


@settings(max_examples=12)
@given(records=families())
def test_every_record_comes_back_as_it_was_written(databases: Databases, records: list[Record]) -> None:
    assert {record.kind for record in records} == set(KINDS) - {"campaign"}
    with databases.store() as store:
        written = store.append(records, by="周某")
        assert written.added == tuple(name_of(record) for record in records)
        for record in records:
            (change,) = store.history(*name_of(record))
            assert change.version.record == record
            assert change.version.digest == digest_of(record) == digest_of(change.version.record)
            assert store.get(*name_of(record)) == record
        assert store.append(records, by="吴某").unchanged == len(records)
        assert store.position == 2
        assert store.check() == []


@settings(max_examples=30)
@given(families())
def test_records_that_differ_in_a_field_have_different_digests(records: list[Record]) -> None:
    for record in records:
        for name, field in type(record).model_fields.items():
            if not field.is_required() and getattr(record, name) != field.default:
                assert digest_of(record.model_copy(update={name: field.default})) != digest_of(record)
    assert len({digest_of(record) for record in records}) == len(records)


def test_a_new_field_that_nobody_filled_in_changes_no_digest() -> None:
    class Wider(Visit):
        weather: str | None = None

    visit = a("visit")
    assert digest_of(Wider(**visit.model_dump())) == digest_of(visit)


@pytest.mark.parametrize("facts", [
    {"share": Decimal("0.25")}, {"day": date(2020, 11, 12)}, {"kinds": ("木质",)}, {"kinds": {"木质"}}, {"share": float("nan")},
    {"share": float("inf")}, {"name": "\ud800"},
])  # fmt: skip
def test_facts_that_json_does_not_hold_as_they_are_are_refused(facts: dict[str, Any]) -> None:
    judgement = a("judgement").model_dump()
    with pytest.raises(ValidationError, match="JSON"):
        Judgement(**{**judgement, "facts": facts})


@pytest.mark.parametrize(("kind", "field", "value", "says"), [
    ("visit", "key", "", "编号"),
    ("visit", "key", "V 1", "没有空格"),
    ("visit", "key", "V\n1", "一行"),
    ("visit", "key", "V" * 121, "120"),
    ("visit", "name", "甲\u202e乙", "U+202E"),
    ("visit", "name", "甲\x1b[31m", "U+001B"),
    ("visit", "date", "1899-12-31", "1900"),
    ("fine", "amount", -1, "greater than or equal"),
    ("fine", "amount", 19000.5, "int"),
    ("fine", "amount", "19000", "int"),
    ("finding", "item", "DE06", "pattern"),
    ("daily_report", "reported_at", "2020-11-12T19:30:00+08:00", "不写时区"),
    ("daily_report", "problems", "一\x00二", "U+0000"),
])  # fmt: skip
def test_values_that_no_record_has(kind: str, field: str, value: Any, says: str) -> None:
    with pytest.raises(ValidationError) as caught:
        a(kind, **{field: value})
    assert says in str(caught.value)


def test_the_usual_records_are_one_of_each_kind() -> None:
    assert [record.kind for record in one_of_each()] == [kind for kind in KINDS if kind != "campaign"]
