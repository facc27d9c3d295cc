"""Small campaigns for the tests of figures and reports: records written briefly, a store, and beside it plain Python that counts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from enforce_rules.campaign.campaign import Campaign, campaign_from
from enforce_rules.campaign.cube import Slice
from enforce_rules.campaign.records.content import Name, name_of
from enforce_rules.campaign.records.kinds import (
    Closing,
    DailyReport,
    Document,
    Event,
    Filing,
    Finding,
    Fine,
    Notice,
    Record,
    RectificationPlan,
    Review,
    Step,
    Suggestion,
    Supervision,
    Suspension,
    Visit,
)
from enforce_rules.campaign.records.store import Store
from enforce_rules.campaign.snapshot import Snapshot
from enforce_rules.errors import CampaignError

E = TypeVar("E", bound=Event)
CITIES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未"


def day(text: str) -> date:
    """A day of 2020, written 11-10."""
    return date.fromisoformat(f"2020-{text}")


def campaign(groups: int = 3, **changes: Any) -> Campaign:
    """A ring of groups and three phases, of which the second begins on the last day of the first."""
    cities = [f"{name}市" for name in CITIES[:groups]]
    return campaign_from(
        {
            "id": "试",
            "title": "异地督导执法检查",
            "region": "某省",
            "phases": [
                {"number": 1, "name": "异地督导执法检查", "from": day("11-05"), "until": day("12-15")},
                {"number": 2, "name": "督导政府和部门", "from": day("12-15"), "until": day("12-20")},
                {"number": 3, "name": "逐项核查", "from": day("12-21"), "until": day("12-31")},
            ],
            "groups": [
                {"number": number, "city": city, "inspects": cities[number % groups]}
                for number, city in enumerate(cities, 1)
            ],
            **changes,
        }
    )


@cache
def _empty(groups: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        Store.create(Path(folder) / "empty.db", campaign(groups), by="建立人").close()
        return (Path(folder) / "empty.db").read_bytes()


def stored(folder: Path, *batches: Sequence[Record], groups: int = 3) -> Store:
    """A store in a folder, with each of the batches as one entry of its journal."""
    path = folder / f"{len(list(folder.glob('*.db')))}.db"
    path.write_bytes(_empty(groups))
    store = Store.open(path)
    for batch in batches:
        store.append(batch, by="记录人")
    return store


def seen(folder: Path, records: Sequence[Record], until: str = "12-31", groups: int = 3) -> Snapshot:
    """What there is on a day after these records."""
    return Snapshot(stored(folder, records, groups=groups), day(until))


# Records, of group 1 in phase 1 unless said otherwise; a unit is called after its visit


def visit(key: str, on: str = "11-10", group: int = 1, phase: int = 1, **more: Any) -> Visit:
    told = {"name": f"{key}厂", **({} if "target" in more else {"industry": "其他"}), **more}
    return Visit(key=key, group=group, phase=phase, date=day(on), **told)


def finding(key: str, of: str = "V1", on: str = "11-10", major: bool | None = False, **more: Any) -> Finding:
    told = {"description": f"问题{key}", "criteria": ("重大事故隐患判定标准第三条",) if major else (), **more}
    return Finding(key=key, visit=of, date=day(on), major=major, **told)


def review(key: str, of: str = "F1", on: str = "11-15", outcome: str = "rectified", **more: Any) -> Review:
    return Review.model_validate(
        {"key": key, "finding": of, "date": day(on), "outcome": outcome, "by": "复查人", **more}
    )


def plan(key: str, of: str = "F1", on: str = "11-11", until: str = "11-20", **more: Any) -> RectificationPlan:
    told = {"content": "更换", "responsible": "负责人", **more}
    return RectificationPlan(key=key, finding=of, date=day(on), deadline=day(until), **told)


def supervision(key: str, of: str = "F1", on: str = "11-12") -> Supervision:
    return Supervision(key=key, finding=of, date=day(on), department="乙市应急管理局", person="督办人")


def notice(key: str, of: str = "F1", on: str = "11-25") -> Notice:
    return Notice(key=key, finding=of, date=day(on), medium="某日报")


def closing(key: str, by: str, of: str = "F1", on: str = "11-16") -> Closing:
    """Struck off by the review ``by``."""
    return Closing(key=key, finding=of, review=by, date=day(on), by="批准人")


def document(key: str, of: str = "V1", on: str = "11-10", form: str = "inspection-record", **more: Any) -> Document:
    return Document(key=key, visit=of, date=day(on), form=form, **more)


def suggestion(key: str, of: str = "V1", on: str = "11-10", **more: Any) -> Suggestion:
    return Suggestion(key=key, visit=of, date=day(on), **{"statement": "违法事实", **more})


def filing(key: str, of: str = "V1", on: str = "11-20", after: str | None = None, **more: Any) -> Filing:
    """Filed ``after`` a suggestion, or by the local authority on its own."""
    return Filing(key=key, visit=of, date=day(on), suggestion=after, **{"authority": "属地应急管理局", **more})


def fine(key: str, stage: str, amount: int, of: str = "L1", on: str = "11-25", party: str = "unit") -> Fine:
    told = {"key": key, "filing": of, "stage": stage, "date": day(on), "party": party, "amount": amount}
    return Fine.model_validate(told)


def suspension(key: str, of: str = "V1", on: str = "11-10", measure: str = "停止使用") -> Suspension:
    return Suspension.model_validate({"key": key, "visit": of, "date": day(on), "measure": measure})


def daily_report(key: str, group: int = 1, on: str = "11-10", at: str = "18:30", **more: Any) -> DailyReport:
    told = {
        "key": key,
        "group": group,
        "date": day(on),
        "reporter": "联络员",
        "reported_at": datetime.fromisoformat(f"2020-{on}T{at}"),
        **more,
    }
    return DailyReport.model_validate(told)


@dataclass
class Book:
    """A store, and beside it in plain Python what stands at each position of its journal; None was withdrawn."""

    store: Store
    standing: dict[int, dict[Name, Record | None]] = field(default_factory=lambda: {1: {}})

    def append(self, *records: Record) -> bool:
        """Add or correct; whether the store took it."""
        try:
            self.store.append(records, by="记录人", reason="更正", correct=True, restore=True)
        except CampaignError:
            return False
        self._stands({name_of(record): record for record in records})
        return True

    def withdraw(self, *names: Name) -> bool:
        """Take back; whether the store took it."""
        try:
            self.store.withdraw(names, by="记录人", reason="误记")
        except CampaignError:
            return False
        self._stands(dict.fromkeys(names))
        return True

    def _stands(self, changed: Mapping[Name, Record | None]) -> None:
        last = self.standing[max(self.standing)]
        self.standing[self.store.position] = {**last, **changed}

    def records(self, position: int) -> list[Record]:
        """What stands at a position, in the order in which it was first written."""
        return [record for record in self.standing[position].values() if record is not None]


# Plain Python that counts the same, figure by figure


class Amount(NamedTuple):
    """A record that a figure counts."""

    key: str
    day: date
    amount: int
    group: int
    phase: int
    industry: str
    part: str | None


def oracle(records: Sequence[Record], until: date) -> dict[str, list[Amount]]:
    """For each figure what it counts; ``records`` in the order in which they were first written."""
    happened = sorted(
        (one for one in records if isinstance(one, Event) and one.date <= until), key=lambda one: one.date
    )
    visits = {one.key: one for one in _of(happened, Visit)}
    findings = {one.key: one for one in _of(happened, Finding)}
    filings, reviews = {one.key: one for one in _of(happened, Filing)}, _of(happened, Review)

    def amount(one: Event, of: str, on: date | None = None, number: int = 1, part: str | None = None) -> Amount:
        home = visits[of]
        return Amount(one.key, on or one.date, number, home.group, home.phase, home.industry or "", part)

    def once(target: str, told: str | None = None, values: tuple[bool, ...] = ()) -> list[Amount]:
        """The first visit to each, of those about which the visits tell one of ``values``."""
        same: dict[Any, list[Visit]] = {}
        for one in _of(happened, Visit):
            same.setdefault((one.group, one.phase, one.target, one.code or one.name), []).append(one)
        kept = [them for them in same.values() if them[0].target == target]
        if told is not None:
            kept = [them for them in kept if _best([getattr(one, told) for one in them]) in values]
        return [amount(them[0], them[0].key) for them in kept]

    def rectified(one: Finding) -> Review | None:
        """The first of the reviews that found it rectified and that no other result followed."""
        last = None
        for found in reversed([found for found in reviews if found.finding == one.key]):
            if found.outcome != "rectified":
                break
            last = found
        return last

    def steps(model: type[Step], **where: str) -> list[Amount]:
        """Major hazards by the first of their steps."""
        firsts: dict[str, Step] = {}
        for step in _of(happened, model):
            if all(getattr(step, name) == value for name, value in where.items()):
                firsts.setdefault(step.finding, step)
        return [amount(findings[key], findings[key].visit, s.date) for key, s in firsts.items() if findings[key].major]

    def closed() -> list[Amount]:
        lasts: dict[str, Closing] = {}
        for one in _of(happened, Closing):
            rests_on = [found.key for found in reviews].index(one.review)
            later = [found for found in reviews[rests_on:] if found.finding == one.finding]
            if all(found.outcome == "rectified" for found in later):
                lasts[one.finding] = one
        return [amount(findings[key], findings[key].visit, one.date) for key, one in lasts.items()]

    def fines(stage: str) -> list[Amount]:
        all_, decided = _of(happened, Fine), {(f.filing, f.party) for f in _of(happened, Fine) if f.stage == "decided"}
        kept = [f for f in all_ if f.stage == stage and (stage == "decided" or (f.filing, f.party) not in decided)]
        return [amount(one, filings[one.filing].visit, number=one.amount) for one in kept]

    def suspended() -> list[Amount]:
        firsts: dict[Any, Suspension] = {}
        for one in _of(happened, Suspension):
            home = visits[one.visit]
            firsts.setdefault((home.group, home.phase, home.code or home.name), one)
        return [amount(one, one.visit, part=one.measure) for one in firsts.values()]

    found = list(findings.values())
    mended = [(one, since.date) for one in found if (since := rectified(one)) is not None]
    origin = {True: "属地自行立案", False: "按建议立案"}
    return {
        "governments": once("government"),
        "departments": once("department"),
        "units": once("unit"),
        "visits": [amount(one, one.key) for one in visits.values() if one.target == "unit"],
        "units_online": once("unit", "online", (True,)),
        "units_online_known": once("unit", "online", (True, False)),
        "dual_prevention_ok": once("unit", "dual_prevention", (True,)),
        "hazards": [amount(one, one.visit) for one in found],
        "rectified": [amount(one, one.visit, since) for one, since in mended],
        "major": [amount(one, one.visit) for one in found if one.major],
        "major_open": [amount(one, one.visit) for one in found if one.major is None],
        "major_rectified": [amount(one, one.visit, since) for one, since in mended if one.major],
        "major_planned": steps(RectificationPlan),
        "major_supervised": steps(Supervision),
        "major_notices": steps(Notice),
        "major_closed": closed(),
        "major_checked": steps(Review, occasion="stage_three"),
        "documents": [amount(one, one.visit, part=one.form) for one in _of(happened, Document)],
        "suggested": [amount(one, one.visit) for one in _of(happened, Suggestion)],
        "filed": [amount(one, one.visit, part=origin[one.suggestion is None]) for one in _of(happened, Filing)],
        "fines_decided": fines("decided"),
        "fines_proposed": fines("proposed"),
        "suspensions": suspended(),
    }


def within(amounts: Iterable[Amount], part: Slice) -> list[Amount]:
    """The amounts in a part of the campaign."""
    return [
        one
        for one in amounts
        if part.group in (None, one.group)
        and part.phase in (None, one.phase)
        and part.industry in (None, one.industry)
        and part.part in (None, one.part)
        and (part.since or one.day) <= one.day <= (part.until or one.day)
    ]


def _of(happened: Iterable[Event], model: type[E]) -> list[E]:
    return [one for one in happened if isinstance(one, model)]


def _best(values: Sequence[bool | None]) -> bool | None:
    return True if True in values else False if False in values else None


SAMPLE: tuple[Record, ...] = (
    visit("V1", industry="粉尘涉爆", name="甲厂", online=True, dual_prevention=True, code="91410000MN00000001"),
    visit("V1b", "11-20", industry="粉尘涉爆", name="甲厂", online=False, code="91410000MN00000001"),
    visit("V2", "12-15", industry="危险化学品", online=False),
    visit("V3", "12-16", group=2, phase=2),
    visit("B1", "12-16", group=2, phase=2, target="department", name="丙市某局"),
    visit("Z1", "12-16", group=2, phase=2, target="government", name="丙市政府"),
    finding("F1", major=True),
    finding("F2", major=True, description="没有设置报警装置。"),
    finding("F3"),
    finding("F4", "V2", "12-15", None),
    finding("F5", "V3", "12-16"),
    finding("F6", "B1", "12-16"),
    plan("P1"),
    plan("P2", "F2", until="12-10"),
    supervision("U1"),
    review("R1"),
    review("R3", "F3", "11-30", "partly"),
    review("R3b", "F3", "12-16"),
    review("R5", "F5", "12-16"),
    closing("C1", "R1"),
    notice("N2", "F2", "12-16"),
    document("D1"),
    document("D2", form="rectification-order", number="责改〔2020〕1号"),
    document("D3", "V2", "12-15"),
    suggestion("S1"),
    suggestion("S2", "V2", "12-15"),
    filing("L1", after="S1"),
    fine("A1", "proposed", 22_000),
    fine("A2", "decided", 20_000, on="12-16"),
    fine("A3", "proposed", 550, party="张三", on="12-16"),
    suspension("T1"),
    suspension("T2", on="11-12", measure="停止建设"),
    daily_report("1/12-16", 1, "12-16", good_practice="专家同查", problems="台账不全。", next_day_plan="查粉尘企业"),
)
"""A small campaign in which something of everything happened, the last of it on 12-16."""
