"""A simulated campaign that adds up to given totals: to try the records, the ledger and the reports on, never to report from."""

from .simulation import Simulation, simulate
from .totals import Totals, read_totals

__all__ = ["Simulation", "Totals", "read_totals", "simulate"]
