"""The one door to durable-rules: the rules of all items over their wide facts, with the traps of that library closed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from ...errors import EnforceRulesError, Problem
from ..conditions import VERDICTS, Verdict
from .planes import ITEM, Property, WideFact

_ITEMS_A_SET = 20
"""Items in a rule set. Small sets answer faster, for all rules of a set are looked through; each set costs memory of its own."""

_UNHANDLED, _OBSERVED = 1, 2
_NO_ITEM = -1


def library() -> Any:
    """The compiled part of durable-rules. Raises :class:`EnforceRulesError` that says what to install.

    ``durable.lang`` and ``durable.engine.Host`` are not used: the one replaces ``any`` and ``all`` where it is imported whole, the
    other starts threads that fire rules on their own and walk through states that were deleted.
    """
    try:
        return import_module("durable_rules_engine")
    except ImportError:
        hint = (
            "pip install 'enforce-rules[live]'；durable-rules 只有源代码，安装时需要 C 编译器："
            "Linux 装 gcc 和 python3-dev，macOS 装 Xcode 命令行工具，Windows 装 MSVC 生成工具"
        )
        raise EnforceRulesError(Problem("没有安装 durable-rules，不能逐条录入检查", hint=hint)) from None


class Engine:
    """All items in durable-rules, by their numbers. Not safe from several threads: the session locks."""

    def __init__(self, items: Sequence[WideFact]) -> None:
        self._library = library()
        self._sets: list[_RuleSet] = []
        try:
            for start in range(0, len(items), _ITEMS_A_SET):
                self._sets.append(_RuleSet(items[start : start + _ITEMS_A_SET], self._library))
        except self._library.error as failure:
            self.close()
            raise EnforceRulesError(f"durable-rules 出错：{failure}") from failure

    def judge(self, number: int, properties: Mapping[str, Property]) -> Verdict:
        """The verdict of an item whose wide fact has these properties now; it takes the place of the one before.

        Raises :class:`EnforceRulesError` where durable-rules fails.
        """
        try:
            return self._sets[number // _ITEMS_A_SET].judge(number % _ITEMS_A_SET, properties)
        except self._library.error as failure:
            raise EnforceRulesError(f"durable-rules 出错：{failure}") from failure

    def close(self) -> None:
        """Free everything. Closing twice does nothing."""
        while self._sets:
            self._sets.pop().close()


class _RuleSet:
    """Some items, numbered from 0, in one rule set of durable-rules with one state."""

    def __init__(self, items: Sequence[WideFact], found: Any) -> None:
        self._library = found
        self._serial = 0
        self._held: dict[int, int] = {}
        rules: dict[str, Any] = {str(_NO_ITEM): {"all": [{"m": {ITEM: _NO_ITEM}}]}}
        for number, item in enumerate(items):
            for verdict, condition in item.rules.items():
                own = {ITEM: number}
                rules[f"{number} {verdict}"] = {"all": [{"m": {"$and": [own, condition]} if condition else own}]}
        self._handle = self._library.create_ruleset("live", json.dumps(rules))
        # One rule must have fired before the state is deleted: until then it has pointers that were never set, and frees them.
        self._fired(self._assert({ITEM: _NO_ITEM}))

    def judge(self, number: int, properties: Mapping[str, Property]) -> Verdict:
        held = self._held.pop(number, None)
        if held is not None:  # before the next one is asserted: it would be given what the old one still points to
            self._library.retract_fact(self._handle, json.dumps({"id": held}))
        state = self._assert({ITEM: number, **properties})
        if state is None:
            return "undetermined"
        self._held[number] = self._serial
        fired = {rule.partition(" ")[2] for rule in self._fired(state)}
        found = [verdict for verdict in VERDICTS if verdict in fired]
        if len(found) != 1:
            raise EnforceRulesError(f"durable-rules 对同一事项得出{len(found)}个结论")
        return found[0]

    def _assert(self, fact: Mapping[str, Property]) -> int | None:
        """The state in which rules are to fire; None when the fact matches none: durable-rules does not keep it then.

        It tells facts apart by 32 bits of their ids and refuses one whose bits are those of another that it holds: that one is
        given the next id.
        """
        while True:
            self._serial += 1
            result, state = self._library.assert_fact(self._handle, json.dumps({"id": self._serial, **fact}))
            if result != _OBSERVED:
                return None if result == _UNHANDLED else int(state)

    def _fired(self, state: int | None) -> list[str]:
        """The names of the rules that fire, each once for every way in which it holds."""
        names = []
        started = self._library.start_action_for_state(self._handle, state)
        message = started and started[1]
        while message:
            names.append(message.split('"', 2)[1])
            message = self._library.complete_and_start_action(self._handle, state)
        return names

    def close(self) -> None:
        self._library.delete_state(self._handle, "0")
        self._library.delete_ruleset(self._handle)
