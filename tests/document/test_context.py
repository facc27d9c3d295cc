"""What a template may use: the schema of each kind holds for the actual content, and everything it needs is looked for."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from enforce_rules import DocumentError, Manual
from enforce_rules.document import DocumentKind, kinds
from enforce_rules.document.citing import officially
from enforce_rules.document.context import Context, subjects
from enforce_rules.document.context.models import label_of, looked_up
from enforce_rules.document.context.money import money
from enforce_rules.document.context.schema import context_schema
from enforce_rules.document.law import LAW
from enforce_rules.document.templates import law_named
from enforce_rules.evaluate import Inspection
from enforce_rules.penalty import Penalties
from tests.conftest import ROOT

KINDS = [kind for kind in kinds().values() if kind.template]
YEARS = ("2020", "2026")
PLAIN: TypeAdapter[Any] = TypeAdapter(Context)


@cache
def case(manual: Manual, year: str) -> tuple[Inspection, Penalties]:
    inspection = manual.inspect(ROOT / "examples" / "cases" / f"{year}.yaml")
    return inspection, manual.penalties(inspection)


@cache
def contexts(manual: Manual, kind: DocumentKind, year: str) -> tuple[Context, ...]:
    """What a kind says in a case, for each whom it is due to."""
    inspection, penalties = case(manual, year)
    made = [
        manual.document(kind.id, inspection, draft=True, subject=one.name, penalties=penalties).context
        for one in subjects(kind, inspection, penalties)
    ]
    return tuple(one for one in made if one is not None)


def one(manual: Manual, kind: str, year: str = "2020") -> Context:
    return contexts(manual, kinds()[kind], year)[0]


# The schema


@pytest.mark.parametrize("kind", KINDS, ids=[kind.id for kind in KINDS])
def test_the_schema_of_a_kind_holds_for_both_cases(manual: Manual, kind: DocumentKind) -> None:
    schema = context_schema(kind)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for year in YEARS:
        assert contexts(manual, kind, year)
        for context in contexts(manual, kind, year):
            told = PLAIN.dump_python(context, mode="json")
            assert [error.message for error in validator.iter_errors(told)] == []
            assert set(told["law"]) == set(law_named(kind.file))


def test_the_schema_refuses_what_the_context_never_holds(manual: Manual) -> None:
    kind = kinds()["penalty-decision-unit"]
    validator = Draft202012Validator(context_schema(kind))
    told = PLAIN.dump_python(one(manual, kind.id), mode="json")
    assert validator.is_valid(told)
    for wrong in (
        {**told, "draft": "no"},
        {**told, "law": {}},
        {**told, "law": {**told["law"], "other": told["law"]["review"]}},
        {**told, "enterprise": {**told["enterprise"], "name": None}},
        {**told, "findings": [{}]},
        {name: value for name, value in told.items() if name != "subject"},
    ):
        assert not validator.is_valid(wrong)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.id for kind in KINDS])
def test_the_schema_lists_what_the_kind_needs(kind: DocumentKind) -> None:
    schema = context_schema(kind)
    assert schema["title"] == f"{kind.name}（{kind.id}）的内容"
    assert schema["needs"] == {path: label_of(path) for path in kind.needs}
    assert list(schema["properties"]["law"]["properties"]) == list(LAW)
    assert schema["properties"]["law"]["required"] == list(law_named(kind.file))


def test_every_field_has_a_type_and_those_of_the_office_a_name() -> None:
    schema = context_schema(kinds()["rectification-order"])
    parts = schema["$defs"]
    assert {"Party", "Authority", "Visit", "Finding", "DocumentDetails", "Procedure", "Case", "Rule"} <= set(parts)
    for part in ("Party", "Authority", "Case"):
        assert all(field.get("description") for field in parts[part]["properties"].values()), part


# What it holds


def test_the_parties_of_a_case(manual: Manual) -> None:
    unit, person = contexts(manual, kinds()["hearing-notice"], "2020")
    assert (unit.subject.name, unit.subject.unit) == ("郑州市某机械加工厂（虚构）", True)
    assert unit.subject == unit.enterprise
    assert (person.subject.name, person.subject.unit, person.subject.post) == ("赵某", False, "厂长")
    assert person.subject.capacity == "主要负责人"
    assert person.enterprise == unit.enterprise
    assert one(manual, "transfer").subject.name == "消防救援机构"


def test_the_office_and_the_visit(manual: Manual) -> None:
    context = one(manual, "inspection-record")
    assert (context.office.name, context.office.short) == ("郑州市应急管理局", "郑")
    assert context.inspection.date == context.date == "2020年12月1日"
    assert [officer.name for officer in context.inspection.inspectors] == ["钱某", "孙某"]
    assert [item.id for item in one(manual, "inspection-plan").inspection.items][:2] == ["DP-03", "MR-06"]


def test_what_a_document_says_of_review_goes_before_what_the_office_says(manual: Manual) -> None:
    details = {"rectification-order": {"review_authority": "某市人民政府"}}
    data = {
        "office": {"review_authority": "某省人民政府", "court": "某区人民法院"},
        "inspection": {"date": "2024-04-02", "documents": details},
        "facts": {"has_special_operations": True, "special_operators_uncertified": 2},
    }
    context = manual.document("rectification-order", manual.inspect(data), draft=True).context
    assert context is not None
    assert (context.office.review_authority, context.office.court) == ("某市人民政府", "某区人民法院")


def test_each_kind_states_the_breaches_that_are_its_own(manual: Manual) -> None:
    def stated(kind: str) -> set[str]:
        return {f"{finding.item}.{finding.breach}" for finding in one(manual, kind).findings}

    found = {f"{breach.item.id}.{breach.name}" for breach in case(manual, "2020")[0].violations}
    handed_over = {"MR-25.fire_facilities_defective"}
    assert stated("inspection-record") == found
    assert stated("rectification-order") == found - handed_over
    assert stated("transfer") == handed_over
    assert stated("reinspection") == stated("on-site-measures") | {"CS-02.confined_space_signs_not_set"}
    assert stated("service-receipt") == set()


def test_measures_are_for_major_hazards_alone(manual: Manual) -> None:
    facts = {
        "dust_explosion_unit": True,
        "dry_dust_collector": True,
        "dry_collected_dusts": ["木质"],
        "airlock": "未设置",
        "has_special_operations": True,
        "special_operators_uncertified": 2,
    }
    inspection = manual.inspect({"inspection": {"date": "2024-04-02"}, "facts": facts})
    for kind, stated in (("on-site-measures", ["DE-06"]), ("rectification-order", ["MR-13", "DE-06"])):
        context = manual.document(kind, inspection, draft=True).context
        assert context is not None
        assert [finding.item for finding in context.findings] == stated


def test_findings_and_acts_are_numbered_from_one(manual: Manual) -> None:
    for kind in KINDS:
        for context in (*contexts(manual, kind, "2020"), *contexts(manual, kind, "2026")):
            assert [finding.number for finding in context.findings] == list(range(1, len(context.findings) + 1))
            acts = context.decision.acts if context.decision else []
            assert [act.number for act in acts] == list(range(1, len(acts) + 1))
            stated = [finding.number for act in acts for finding in act.findings]
            assert stated == list(range(1, len(stated) + 1))


def test_limits_cover_every_finding_once(manual: Manual) -> None:
    context = one(manual, "rectification-order")
    numbers = [number for limit in context.limits for number in limit.numbers.split("、")]
    assert sorted(map(int, numbers)) == [finding.number for finding in context.findings]
    due = {finding.number: finding.due for finding in context.findings}
    assert all(due[int(number)] == limit.due for limit in context.limits for number in limit.numbers.split("、"))


def test_the_decision_is_for_one_party_and_its_fine_is_the_sum(manual: Manual) -> None:
    for year in YEARS:
        _, penalties = case(manual, year)
        for kind, party in (("penalty-decision-unit", "unit"), ("penalty-decision-person", "principal")):
            decision = one(manual, kind, year).decision
            assert decision is not None
            assert decision.fine is not None
            assert decision.fine.yuan == penalties.totals[party]  # type: ignore[index]
            assert decision.fine.yuan == sum(act.fine.yuan for act in decision.acts if act.fine)
            assert decision.hearing
        assert one(manual, "no-penalty-decision", year).decision.fine is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("yuan", "capitals"),
    [
        (1, "壹元整"),
        (50, "伍拾元整"),
        (1_000, "壹仟元整"),
        (10_050, "壹万零伍拾元整"),
        (20_000, "贰万元整"),
        (97_500, "玖万柒仟伍佰元整"),
        (100_000, "壹拾万元整"),
        (1_000_000, "壹佰万元整"),
        (10_000_001, "壹仟万零壹元整"),
        (100_000_000, "壹亿元整"),
    ],
)
def test_sums_in_figures_and_capitals(yuan: int, capitals: str) -> None:
    told = money(yuan)
    assert (told.yuan, told.figures) == (yuan, f"{yuan}元")
    assert told.capitals.removeprefix("人民币") == capitals


def test_sentences_cite_as_documents_do(manual: Manual) -> None:
    law, on = "《中华人民共和国行政处罚法》", date(2024, 4, 2)
    for sentence, written in (
        ("依照行政处罚法(2021)第三十二条第（一）项从轻", f"依照{law}第三十二条第（一）项从轻"),
        ("不再处罚（行政处罚法(2021)第二十九条）", f"不再处罚（{law}第二十九条）"),
        ("没有(2021)这样的法", "没有(2021)这样的法"),
        ("某法(2021)第一条", "某法(2021)第一条"),
        ("2024年(4)月", "2024年(4)月"),
    ):
        assert officially(sentence, manual, on) == written


# What it needs


@pytest.mark.parametrize("kind", KINDS, ids=[kind.id for kind in KINDS])
def test_the_example_case_has_all_that_a_kind_needs(manual: Manual, kind: DocumentKind) -> None:
    if kind.id == "on-spot-penalty":
        return  # these cases are too heavy for one
    for year in YEARS:
        for context in contexts(manual, kind, year):
            assert [path for path in kind.needs if not looked_up(context, path)] == []


@pytest.mark.parametrize("kind", KINDS, ids=[kind.id for kind in KINDS])
def test_each_thing_needed_and_missing_is_told_where_the_facts_file_would_say_it(
    manual: Manual, kind: DocumentKind
) -> None:
    """A case of which nothing is told but what was found; dates and the inspection's items are known all the same."""
    facts = case(manual, "2020")[0].facts
    bare = manual.facts_from({"facts": facts.as_dict()["facts"], "inspection": {"date": "2020-12-01"}, "case": BARE})
    inspection = manual.inspect(bare)
    penalties = manual.penalties(inspection)
    subject = next(iter(subjects(kind, inspection, penalties))).name
    with pytest.raises(DocumentError) as caught:
        manual.document(kind.id, inspection, subject=subject, penalties=penalties)
    told = {problem.place.path: problem.what for problem in caught.value.problems}
    for path in kind.needs:
        section, _, name = path.partition(".")
        where = {
            "details": f"inspection.documents.{kind.id}.{name}",
            "subject": f"enterprise.{name}" if subject == "unit" else f"case.persons.0.{name}",
            "procedure": f"case.procedure.{name}",
        }.get(section, "inspection.authority" if path == "office.name" else path)
        known = ("inspection.date", "inspection.items", *(() if subject == "unit" else ("subject.name",)))
        if path in known:
            assert where not in told
        else:
            assert told[where] == f"缺少{label_of(path)}"


BARE: dict[str, Any] = {
    "circumstances": [],
    "persons": [{"party": "principal", "name": "赵某"}],
    "acts": {
        "DP-12.hazards_not_recorded": {"circumstances": {"minor_corrected_harmless": True}},
        "MR-05.principal_supervision_missing": {"stage": "overdue"},
    },
}


# Whom it is for


def test_whom_a_document_is_for(manual: Manual) -> None:
    inspection, penalties = case(manual, "2020")
    for name, says in (
        (None, "要分别制作，须指明写给谁（可用：unit、赵某）"),
        ("赵", "不能写给“赵”（是否为 赵某？）"),
        ("李四光", "不能写给“李四光”（可用：unit、赵某）"),
    ):
        with pytest.raises(DocumentError) as caught:
            manual.document("hearing-notice", inspection, draft=True, subject=name, penalties=penalties)
        assert says in str(caught.value)
    assert manual.document("hearing-notice", inspection, draft=True, subject="赵某").subject == "赵某"
    assert manual.document("penalty-decision-unit", inspection, draft=True).subject == "unit"
    assert manual.document("penalty-decision-person", inspection, draft=True).subject == "赵某"


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("rectification-order", "没有应当由本机关责令整改的违法行为"),
        ("on-site-measures", "没有属于本机关处理的重大事故隐患"),
        ("transfer", "没有属于其他部门职责的违法行为"),
        ("penalty-decision-unit", "没有对这类当事人的处罚建议"),
        ("no-penalty-decision", "没有不予处罚的建议"),
        ("case-report", "没有可以写进案件处理呈批表的处罚建议"),
    ],
)
def test_a_document_with_nothing_to_say_is_not_made(manual: Manual, kind: str, says: str) -> None:
    inspection = manual.inspect({"inspection": {"date": "2024-04-02"}, "facts": {}})
    for draft in (False, True):
        with pytest.raises(DocumentError, match=says):
            manual.document(kind, inspection, draft=draft)
