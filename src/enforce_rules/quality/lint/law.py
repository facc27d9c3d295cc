"""Whether the law carries the manual: each basis in force when it is needed, of the right kind, and none missing."""

from __future__ import annotations

from datetime import date, timedelta

from ...language import truth_of
from ...manual import Basis, Breach, Item, ProvisionAt
from ...manual.checks import TERMS
from ...manual.yamlfile import Path_, Source
from ..rule import STATED
from .desk import Desk, bases_of, place_of
from .span import Span, span_of, told, turns_of
from .written import days_in

_NO_PUNISHMENT = ("判定标准", "规范性文件")
_LAST = date.max - timedelta(days=1)
_WORDS = {"duties": ("义务条款", "no_duty"), "penalties": ("处罚条款", "no_penalty")}


def check_law(desk: Desk) -> None:
    """Check the bases of every breach, the citations of the scenarios and the sources of the terms."""
    for item, breach, source, path in desk.breaches():
        span = span_of(desk.book, item, breach)
        if span.empty:
            _never(desk, item, breach, source, path)
            continue
        for kind in _WORDS:
            _missing(desk, breach, kind, span, source, path)
        for kind, basis, where in bases_of(breach, path):
            provision = desk.provision(basis.cite)
            if provision is not None:
                _basis(desk, kind, provision, span, source, where)
        _repeated(desk, breach, source, path)
    for item in desk.book.items.values():
        _scenarios(desk, item)
        _unverified(desk, item)
    _terms(desk)


def _never(desk: Desk, item: Item, breach: Breach, source: Source, path: Path_) -> None:
    """A breach has some day on which it exists: in its own period, the item's and the manual's."""
    if breach.since and breach.until and breach.since > breach.until:  # the loader says so
        return
    own = next(((*path, key) for key in ("from", "until") if source.has((*path, key))), path)
    start = desk.book.info.in_force_from
    what = f"该违法行为在任何一天都不存在：它的期间与事项的期间、本手册的施行期间（{start}起）没有共同的日子"
    desk.find("breach-never-in-force", what, source.place(own), "改正 from、until，或者删去该违法行为")


def _missing(desk: Desk, breach: Breach, kind: str, span: Span, source: Source, path: Path_) -> None:
    """On every day there is a duty and a penalty, or it is said why not."""
    words, excuse = _WORDS[kind]
    if getattr(breach, excuse):
        return
    bases: tuple[Basis, ...] = getattr(breach, kind)
    if not bases:
        hint = f"写出{kind}，确实没有的在 {excuse} 说明理由"
        desk.find("breach-without-law", f"没有{words}，也没有写 {excuse}", source.place(path), hint)
        return
    held = [(basis, desk.provision(basis.cite)) for basis in bases]
    if any(provision is None for _, provision in held):
        return
    known = [(basis, provision) for basis, provision in held if provision is not None]
    gap = next((on for on in _turns(desk, known, span) if not any(_may_apply(desk, *one, on) for one in known)), None)
    if gap is not None:
        what = f"{gap}没有施行中的{words}，也没有写 {excuse}"
        hint = f"补上这一天施行的版本，或者在 {excuse} 说明，或者写明 from、until"
        desk.find("breach-without-law", what, source.place((*path, kind)), hint)


def _turns(desk: Desk, bases: list[tuple[Basis, ProvisionAt]], span: Span) -> list[date]:
    """The days of the span on which the bases that hold may be others than the day before."""
    turns = {span.first}
    for basis, provision in bases:
        turns.update(turns_of(provision.edition))
        for day in days_in(desk.condition(basis.when or "true")):
            turns.update((day, min(day, _LAST) + timedelta(days=1)))
    return sorted(day for day in turns if span.holds(day))


def _may_apply(desk: Desk, basis: Basis, provision: ProvisionAt, on: date) -> bool:
    """Whether the basis is in force on a day and holds for some enterprise then."""
    when = desk.condition(basis.when or "true")
    return provision.edition.in_force(on) and (when is None or truth_of(when, {}, on) is not False)


def _basis(desk: Desk, kind: str, provision: ProvisionAt, span: Span, source: Source, path: Path_) -> None:
    """A basis is in force on some day of the breach, is law of the right kind, and a penalty punishes."""
    cite, place = provision.citation, place_of(source, path)
    if not span.meets(provision.edition):
        what = f"“{cite}”在该违法行为存在的任何一天都没有施行"
        desk.find("citation-not-in-force", what, place, f"该版本{told(provision.edition)}；改用当时施行的版本或者删去")
    rank = provision.statute.rank
    if kind == "penalties" and rank in _NO_PUNISHMENT:
        what = f"“{cite}”是{rank}，不能作处罚依据"
        desk.find("basis-of-wrong-kind", what, place, "引用设定处罚的法律、法规或者规章")
    elif kind == "penalties" and not _punishes(provision):
        what = f"“{cite}”没有写出处罚"
        desk.find("penalty-without-sanction", what, place, "核对是否引错条款；没有引错的，在法条文件写出 sanctions")
    if kind == "major" and rank != "判定标准":
        what = f"“{cite}”是{rank}，不能作重大事故隐患的判定依据"
        desk.find("basis-of-wrong-kind", what, place, "引用重大事故隐患判定标准")


def _punishes(provision: ProvisionAt) -> bool:
    """Whether sanctions are written there, or said to be left out, or cannot be known before the text is read."""
    if not provision.verified or provision.provision is None or provision.sanctions:
        return True
    held = provision.provision
    return bool(held.not_modelled or any(paragraph.not_modelled for paragraph in held.structure))


def _repeated(desk: Desk, breach: Breach, source: Source, path: Path_) -> None:
    """A citation stands once in a list, or each time under a condition of its own."""
    seen: dict[tuple[str, str], list[str | None]] = {}
    for kind, basis, where in bases_of(breach, path):
        before = seen.setdefault((kind, basis.cite), [])
        if before and (basis.when in before or None in (basis.when, *before)):
            what = f"“{basis.cite}”在同一列表里重复引用"
            hint = "只留一处；确有不同条件的，每一处都写 when"
            desk.find("citation-repeated", what, place_of(source, where), hint)
        before.append(basis.when)


def _scenarios(desk: Desk, item: Item) -> None:
    """What a scenario says is cited on its day is in force on it."""
    source = desk.sources[item.id]
    for index, scenario in enumerate(item.scenarios):
        on = scenario.on or (item.baseline.on if item.baseline else None)
        if on is None:
            continue
        names = STATED.values()
        stated = [(name, number, cite) for name in names for number, cite in enumerate(getattr(scenario, name) or ())]
        for kind, number, cite in stated:
            provision = desk.provision(cite)
            if provision is not None and not provision.edition.in_force(on):
                place, hint = source.place(("scenarios", index, kind, number)), f"该版本{told(provision.edition)}"
                desk.find("citation-not-in-force", f"“{cite}”在该场景的{on}没有施行", place, hint)


def _unverified(desk: Desk, item: Item) -> None:
    """A citation whose text was not read, once in an item, at its first place."""
    source = desk.sources[item.id]
    for cite, path in _first_places(item).items():
        provision = desk.provision(cite)
        if provision is not None and not provision.verified:
            hint = f"来源：{provision.source}" if provision.source else ""
            desk.find("unverified-provision", f"“{cite}”没有核到原文", place_of(source, path), hint)


def _first_places(item: Item) -> dict[str, Path_]:
    """Each citation of an item, and where it stands first."""
    first: dict[str, Path_] = {}
    for name, breach in item.breaches.items():
        for _, basis, path in bases_of(breach, ("breaches", name)):
            first.setdefault(basis.cite, path)
    return first


def _terms(desk: Desk) -> None:
    """A term has some source that is in force in the manual's time."""
    source, span = desk.sources[TERMS], span_of(desk.book)
    for name, term in desk.book.terms.items():
        held = [desk.provision(cite) for cite in term.source]
        if held and not any(provision is None or span.meets(provision.edition) for provision in held):
            what = f"术语的出处在{span.first}以后都没有施行"
            desk.find("citation-not-in-force", what, source.place(("terms", name, "source")), "补上施行中的出处")
