"""The commands before a campaign: who inspects whom, which enterprises, the plan for one of them, the plan of the whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import EnforceRulesError, Problem
from .app import AsJson, FactsPath, Force, On, Out, Rules, _json, _manual, _write, known_format, needs_a_file
from .campaign import CampaignPath, campaign_app

if TYPE_CHECKING:
    from ..campaign.cities import CityTable
    from ..campaign.ring import Ring

FORMATS = ("txt", "html", "docx", "pdf")

Pair = Annotated[list[str] | None, typer.Option(help="写成 甲市:乙市，甲市检查乙市；可以写多次", show_default=False)]
Format = Annotated[str, typer.Option("--format", help="txt、html、docx 或者 pdf")]


@campaign_app.command()
def pair(
    cities: Annotated[
        Path, typer.Argument(metavar="CITIES", help="各市的规模和行业结构（.csv、.yaml）", show_default=False)
    ],
    fixed: Pair = None,
    forbidden: Pair = None,
    weights: Annotated[str, typer.Option("--weights", help="规模和行业结构的权重")] = "1:1",
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="求解时限，秒")] = 60.0,
    out: Annotated[Path | None, typer.Option("--out", help="把各组写到 .yaml 文件，用于检查活动文件")] = None,
    picture: Annotated[Path | None, typer.Option("--picture", help="画成圈图（.svg、.png）")] = None,
    map_: Annotated[Path | None, typer.Option("--map", help="画成地图（.svg、.png）；表里要有经度、纬度")] = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """推磨式结对：各市围成一圈，每市检查下一市，差异之和最小；不检查自己，不互查。"""
    from ..campaign.cities import read_cities
    from ..campaign.dissimilarity import weights_from
    from ..campaign.ring import find_ring

    pictures = [(path, drawn) for path, drawn in ((picture, False), (map_, True)) if path is not None]
    wrong = [path for path, _ in pictures if path.suffix not in (".svg", ".png")]
    if wrong:
        raise EnforceRulesError([Problem(f"{path} 应为 .svg 或者 .png") for path in wrong])
    table = read_cities(cities)
    ring = find_ring(table, weights_from(weights), _parted(fixed), _parted(forbidden), seconds)
    if out is not None:
        _write(_groups_file(ring.groups()), out, force)
    for path, mapped in pictures:
        _draw(ring, table, path, mapped, force)
    if as_json:
        _json(ring.as_dict())
        return
    for one in ring.pairs:
        typer.echo(f"{one.city}→{one.inspects}　差异{float(one.dissimilarity.value):.3f}")
    proof = "已证明最小" if ring.optimal else f"下界{ring.lower_bound}，差距{float(ring.gap):.2%}，时限内没有证明最小"
    typer.echo(f"差异之和{ring.total}，{proof}")


def _parted(written: list[str] | None) -> list[tuple[str, str]]:
    """Pairs of cities written 甲市:乙市. Raises :class:`EnforceRulesError` for those that are not."""
    parts = [one.replace("：", ":").partition(":") for one in written or ()]
    wrong = [Problem(f"“{''.join(one)}”应写成 甲市:乙市") for one in parts if not (one[0] and one[2])]
    if wrong:
        raise EnforceRulesError(wrong)
    return [(city.strip(), other.strip()) for city, _, other in parts]


def _groups_file(groups: list[dict[str, object]]) -> str:
    lines = [f"  - {{number: {one['number']}, city: {one['city']}, inspects: {one['inspects']}}}" for one in groups]
    return "\n".join(["groups:", *lines]) + "\n"


def _draw(ring: Ring, table: CityTable, path: Path, mapped: bool, force: bool) -> None:
    from ..campaign import ring_picture

    if path.suffix == ".svg":
        _write((ring_picture.ring_map if mapped else ring_picture.ring_picture)(ring, table), path, force)
    else:
        _write((ring_picture.ring_map_png if mapped else ring_picture.ring_png)(ring, table), path, force)


@campaign_app.command()
def sample(
    units: Annotated[Path, typer.Argument(metavar="UNITS", help="企业名录（.csv、.yaml）", show_default=False)],
    number: Annotated[int, typer.Option("--number", min=1, help="检查多少户", show_default=False)],
    seed: Annotated[
        str, typer.Option("--seed", help="种子：公开的一行文字，同一种子抽出同样的企业", show_default=False)
    ],
    scheme: Annotated[Path, typer.Option("--scheme", help="抽样办法（.yaml）", show_default=False)],
    closed: Annotated[
        list[str] | None, typer.Option("--closed", help="已停产、注销的统一社会信用代码，由替补代替")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """按风险抽取企业：风险越高越容易抽中，可以由他人用同一种子重抽核对。"""
    from ..campaign.sampling import read_sampling, read_units
    from ..campaign.sampling import sample as drawn

    found = drawn(read_units(units), number, seed, read_sampling(scheme)).without(closed or ())
    if as_json:
        _json(found.as_dict())
        return
    for index, one in enumerate(found.chosen, 1):
        unit = one.unit
        told = (str(index), unit.credit_code, unit.name, unit.county, unit.industry, unit.risk, one.why)
        typer.echo("　".join(part for part in told if part))
    typer.echo(f"共{len(found.chosen)}户，替补{len(found.reserve)}户；名录摘要值{found.record.table[:16]}")


@campaign_app.command()
def plan(
    facts: FactsPath,
    campaign: Annotated[Path | None, typer.Option("--campaign", help="检查活动文件（.yaml）")] = None,
    group: Annotated[int | None, typer.Option("--group", help="第几组去检查")] = None,
    on: On = None,
    place: Annotated[str | None, typer.Option("--place", help="检查地点；缺省为事实文件所写")] = None,
    format: Format = "txt",
    out: Out = None,
    force: Force = False,
    as_json: AsJson = False,
    rules: Rules = None,
) -> None:
    """一个企业的现场检查方案（草稿）：适用和可能适用的事项、方法、已掌握的情况、要查明的事实、参加人员、首末次会议。"""
    from ..campaign import read_campaign
    from ..campaign.plan import plan_for

    known_format(format, FORMATS)
    needs_a_file(format, out)
    made = plan_for(
        _manual(rules),
        facts,
        read_campaign(campaign) if campaign else None,
        group,
        on.date() if on else None,
        place=place,
    )
    for note in made.notes:
        typer.echo(f"注意：{note}", err=True)
    if as_json:
        _json(made.as_dict())
    else:
        _write(made.document.as_format(format), out, force)


@campaign_app.command()
def workplan(
    campaign: CampaignPath,
    units: Annotated[
        list[str],
        typer.Option("--units", help="一个组的企业名录和户数，写成 7=名录.csv:40；可以写多次", show_default=False),
    ],
    seed: Annotated[str, typer.Option("--seed", help="抽样的种子", show_default=False)],
    scheme: Annotated[Path, typer.Option("--scheme", help="抽样办法（.yaml）", show_default=False)],
    capacity: Annotated[int, typer.Option("--capacity", min=1, help="一组一日至多检查几户")] = 4,
    every_day: Annotated[bool, typer.Option("--every-day", help="休息日也检查")] = False,
    phase: Annotated[list[int] | None, typer.Option("--phase", help="在哪些阶段检查企业；缺省为各阶段")] = None,
    format: Format = "txt",
    out: Out = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """异地督导执法检查工作方案（草稿）：阶段、结对、成员、各组哪一日检查哪些企业。"""
    from ..campaign import read_campaign
    from ..campaign.sampling import read_sampling, read_units
    from ..campaign.sampling import sample as drawn
    from ..campaign.stages import work_plan

    known_format(format, FORMATS)
    needs_a_file(format, out)
    told, way = read_campaign(campaign), read_sampling(scheme)
    samples = {
        group: drawn(read_units(path), number, f"{seed} {group}", way) for group, path, number in map(_list_of, units)
    }
    made = work_plan(told, samples, visits=phase, workdays=not every_day, capacity=capacity)
    if as_json:
        _json(made.as_dict())
    else:
        _write(made.document.as_format(format), out, force)


def _list_of(written: str) -> tuple[int, Path, int]:
    group, _, rest = written.partition("=")
    path, _, number = rest.rpartition(":")
    if not (group.isdigit() and path and number.isdigit() and int(number)):
        raise EnforceRulesError(Problem(f"“{written}”应写成 组号=名录:户数", hint="如 7=units.csv:40"))
    return int(group), Path(path), int(number)
