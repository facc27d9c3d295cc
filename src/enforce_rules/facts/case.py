"""What a facts file says of the case: when each act ended, its stage, its circumstances, the persons, earlier penalties."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ..manual.model import Day, Model, Name
from ..manual.statute import Party
from .procedure import Procedure
from .text import Line, Sentence

Level = Literal["县级", "设区的市级", "省级", "国家级"]
CaseStage = Literal["found", "overdue", "refused"]


def _names_a_breach(key: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}(-[A-Z]{2})?-[0-9]{2}\.[a-z][a-z0-9_]*", key):
        raise ValueError("应写成事项和违法行为，如 MR-06.no_safety_manager_at_all")
    return key


BreachKey = Annotated[str, AfterValidator(_names_a_breach)]
"""A breach by its item and name: ``MR-06.no_safety_department_or_manager``."""

Yuan = Annotated[int, Field(ge=0, le=10**12)]
"""A sum in whole yuan."""

Circumstances = tuple[Name, ...] | dict[Name, bool | None]
"""The circumstances found. A list is complete: what it does not name was looked into and is not there. A mapping says of each
whether it is there; what it does not name, or leaves blank, is not known.
"""


class Person(Model):
    """One person who may be punished beside the unit."""

    party: Party = Field(description="在本案中的身份")
    name: Line | None = Field(default=None, description="姓名")
    post: Line | None = Field(default=None, description="职务")
    annual_income: Yuan | None = Field(default=None, description="上一年年收入，元")
    id_number: Line | None = Field(default=None, description="公民身份号码")
    address: Line | None = Field(default=None, description="住址")
    phone: Line | None = Field(default=None, description="电话")
    procedure: Procedure | None = Field(default=None, description="对本人的程序；单位的程序不能代替")


class Decided(Model):
    """What a person decided for one party and one breach in the place of what is suggested; always within the law."""

    breach: BreachKey = Field(description="事项和违法行为，如 MR-06.no_safety_manager_at_all")
    party: Party = "unit"
    fine: Yuan = Field(description="决定的罚款数额，元")
    reason: Sentence = Field(description="理由")


class EarlierPenalty(Model):
    """A penalty that was decided before."""

    date: Day = Field(description="决定日期")
    breach: BreachKey = Field(description="事项和违法行为，如 MR-06.no_safety_manager_at_all")
    party: Party = "unit"
    fine: Yuan | None = Field(default=None, description="罚款数额，元")


class ActRecord(Model):
    """What is known of one act. What is not written here is as the case says."""

    ended: Day | None = Field(default=None, description="行为发生之日；连续或者继续的，终了之日。缺省为检查日期")
    discovered: Day | None = Field(default=None, description="发现之日；缺省为检查日期")
    harmful: bool | None = Field(default=None, description="涉及公民生命健康安全且有危害后果")
    stage: CaseStage | None = Field(default=None, description="发现、逾期未改正、拒不改正或者拒不执行")
    serious: bool | None = Field(default=None, description="情节严重")
    circumstances: Circumstances | None = None
    reduce: bool = Field(default=False, description="有减轻情节，决定减轻处罚")
    illegal_income: Yuan | None = Field(default=None, description="违法所得，元；没有写 0")
    order: Line | None = Field(
        default=None, description="责令改正的文书，如 《责令限期整改指令书》（郑）应急责改〔2020〕12号"
    )
    note: Line | None = None


class CaseRecord(Model):
    """The case: everything about a penalty that is not a fact of an inspection item."""

    decided: Day | None = Field(default=None, description="作出决定的日期；缺省为检查日期")
    level: Level | None = Field(default=None, description="作出决定的机关的级别")
    central_enterprise: bool | None = Field(default=None, description="是否为中央企业及其所属企业")
    stage: CaseStage | None = None
    serious: bool | None = None
    circumstances: Circumstances | None = None
    illegal_income: Yuan | None = None
    persons: tuple[Person, ...] = Field(default=(), max_length=100)
    earlier: tuple[EarlierPenalty, ...] = Field(default=(), max_length=1000)
    number: Line | None = Field(default=None, description="案号")
    cause: Line | None = Field(default=None, description="案由；缺省由违法行为得出")
    origin: Line | None = Field(default=None, description="案件来源，如 执法检查发现")
    filed: Day | None = Field(default=None, description="立案日期")
    procedure: Procedure = Field(default=Procedure(), description="决定前的程序")
    decisions: tuple[Decided, ...] = Field(default=(), max_length=500, description="由人决定的罚款数额")
    acts: dict[BreachKey, ActRecord] = Field(default_factory=dict, description="各个违法行为另行写明的")
