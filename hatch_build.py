"""Compiles the manual into the wheel, so that an installed library loads it without reading YAML."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledManual(BuildHookInterface[Any]):
    """Puts ``manual.jsonl`` beside the rules of a wheel. An editable install reads the rules in place."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Read and check the rules; a manual with a mistake builds no wheel."""
        if version != "standard":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from enforce_rules.manual import survey
        from enforce_rules.manual.cache import SHIPPED
        from enforce_rules.manual.precompiled import dissolve

        path = Path(tempfile.mkdtemp()) / SHIPPED
        path.write_bytes(dissolve(survey(Path(self.root) / "rules").sound))
        build_data["force_include"][str(path)] = f"enforce_rules/data/{SHIPPED}"
