"""The rules for OpenFisca-Core: one entity, a variable a fact and a term, and a variable with a formula an item.

Two-valued: OpenFisca has no unknown. Sets are one bool variable a member.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.peers.rules import Columns, Rules, columns_of
from benchmarks.peers.vector import Text
from enforce_rules.language import Kind
from enforce_rules.language.expression import FactRef

VALUES: dict[Kind, Any] = {Kind.BOOL: bool, Kind.SET: bool, Kind.INT: int, Kind.NUMBER: float}


class System:
    """The rules as an OpenFisca tax and benefit system."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.period = rules.on.isoformat()
        self.entity = build_entity(key="enterprise", plural="enterprises", label="企业", is_person=True)
        self.system = TaxBenefitSystem([self.entity])
        self.enums: dict[str, Any] = {}
        for name, type_ in rules.facts.items():
            if type_.kind is Kind.ENUM:
                self.enums[name] = Enum(f"Enum_{name}", {f"v{n}": value for n, value in enumerate(type_.values)})
                chosen = self.enums[name]
                self._variable(name, {"value_type": Enum, "possible_values": chosen, "default_value": chosen.v0})
            else:
                value = VALUES.get(type_.kind, date)
                for column in columns_of(name, type_):
                    self._variable(column, {"value_type": value})
        self._formulas()

    def simulation(self, columns: Columns) -> Simulation:
        """A simulation over enterprises with their facts set."""
        count = len(next(iter(columns.values())))
        simulation = SimulationBuilder().build_default_simulation(self.system, count=count)
        for name, values in columns.items():
            simulation.set_input(name, self.period, values)
        return simulation

    def codes(self, simulation: Simulation) -> dict[str, Any]:
        """The code of every item."""
        return {item.id: simulation.calculate(_output(item.id), self.period) for item in self.rules.items}

    def _formulas(self) -> None:
        names = {"np": np, "enums": self.enums}

        def choice(item: FactRef, value: str) -> str:
            key = f"{item.name}_v{item.type.values.index(value)}"
            names[key] = list(self.enums[item.name])[item.type.values.index(value)]
            return key

        text = Text(
            lambda name: f"enterprise({name!r}, period)",
            choice,
            lambda name: f"enterprise({_term(name)!r}, period)",
            self.rules.on,
        )
        formulas: dict[str, tuple[type, str]] = {
            _term(name): (bool, text.condition(body)) for name, body in self.rules.terms.items()
        }
        for item in self.rules.items:
            verdict = f"np.int32(2) - {text.condition(item.violated)}"
            if not item.always:
                verdict = f"{text.condition(item.applies)} * ({verdict})"
            formulas[_output(item.id)] = (int, verdict)
        for name, (type_, body) in formulas.items():
            exec(f"def formula(enterprise, period):\n    return {body}\n", names)
            self._variable(name, {"value_type": type_, "formula": names.pop("formula")})

    def _variable(self, name: str, attributes: dict[str, Any]) -> None:
        shared = {"entity": self.entity, "definition_period": DateUnit.DAY, "label": name}
        self.system.add_variable(type(name, (Variable,), shared | attributes))


def _term(name: str) -> str:
    return f"term_{name}"


def _output(item: str) -> str:
    return f"item_{item}"
