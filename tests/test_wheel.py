"""The wheel carries rules and templates: built, installed into a clean environment, tried from an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.conftest import ROOT


def test_wheel(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist"), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("rules", "templates"):
        shipped = {
            name.removeprefix("enforce_rules/data/") for name in names if name.startswith(f"enforce_rules/data/{part}/")
        }
        assert shipped == {path.relative_to(ROOT).as_posix() for path in (ROOT / part).rglob("*") if path.is_file()}
    assert "enforce_rules/py.typed" in names
    assert "enforce_rules/data/manual.jsonl" in names

    environment, home = tmp_path / "venv", tmp_path / "home"
    home.mkdir()
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)], check=True)
    shutil.copy(ROOT / "examples" / "furniture-dust.yaml", home)
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("ENFORCE", "PYTHON"))} | {
        "HOME": str(home)
    }
    for command, says in (
        (["inspect", "furniture-dust.yaml"], "DE-06"),
        (["document", "rectification-order", "furniture-dust.yaml"], "责令限期整改指令书"),
    ):
        run = subprocess.run(
            [python.parent / "enforce-rules", *command],
            cwd=home,
            env=clean,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        assert says in run.stdout

    # The manual was compiled into the wheel: no rule file is parsed, not even the first time.
    code = """
import enforce_rules.manual.loader as loader
loader._read = None
print(len(loader.load().items))
"""
    run = subprocess.run([python, "-c", code], cwd=home, env=clean, capture_output=True, text=True, check=True)
    assert int(run.stdout) == len(list((ROOT / "rules" / "items").rglob("*.yaml")))
