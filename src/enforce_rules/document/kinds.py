"""The kinds of enforcement documents: id, official name, template, and what must be there before one can be issued."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import DocumentError, Problem, did_you_mean


@dataclass(frozen=True)
class DocumentKind:
    """One kind of document. ``required`` maps the path of each required field to its name in words."""

    id: str
    name: str
    stage: str
    use: str
    template: str
    required: dict[str, str]


KINDS = {
    kind.id: kind
    for kind in (
        DocumentKind(
            id="rectification-order",
            name="责令限期整改指令书",
            stage="处理",
            use="检查发现违法行为、事故隐患，责令立即或者限期整改",
            template="rectification-order.html.j2",
            required={
                "enterprise.name": "被检查单位名称",
                "inspection.authority": "执法机关全称",
                "details.number": "文号",
                "details.review_authority": "行政复议机关",
                "details.court": "有管辖权的人民法院",
            },
        ),
    )
}


def kind_of(name: str) -> DocumentKind:
    """The kind with an id. Raises :class:`DocumentError` naming the nearest."""
    if name not in KINDS:
        known = did_you_mean(name, KINDS) or f"可用：{'、'.join(KINDS)}"
        raise DocumentError(Problem(f"没有 {name} 这种文书", hint=known))
    return KINDS[name]
