"""The command line: parses arguments, calls the packages, prints. Exit status: 0 done, 1 what was checked fails, 2 bad input or usage."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run ``enforce-rules``. An input that is wrong ends with its problems on standard error and status 2."""
    gc.set_threshold(
        200_000, 20, 20
    )  # what is imported stays: looking through it again and again cost a twentieth of the time
    from ..errors import EnforceRulesError
    from . import batch as batch  # their commands join the others
    from . import books as books
    from . import campaign as campaign
    from . import campaign_plans as campaign_plans
    from . import campaign_reports as campaign_reports
    from . import documents as documents
    from . import quality as quality
    from .app import app

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="enforce-rules")
    except EnforceRulesError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        sys.stderr.close()
        sys.exit(0)
