"""``python -m enforce_rules``."""

from .cli import main

main()
