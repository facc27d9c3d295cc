"""The commands that make documents, as their users meet them: output, files, errors on standard error, exit status."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass
from unittest.mock import patch

from enforce_rules.cli import main


@dataclass(frozen=True)
class Result:
    returncode: int
    stdout: str
    stderr: str


def call(*arguments: str) -> Result:
    """The command line in this process, with the manual it has loaded before."""
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.object(sys, "argv", ["enforce-rules", *arguments]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code
            status = code if isinstance(code, int) else 0 if code is None else 1
        else:
            status = 0
    return Result(status, out.getvalue(), err.getvalue())
