"""A line a step: fixed columns, plain text, on the terminal or the batch log and in log.txt."""

import logging
import sys
from pathlib import Path

from nanoglue.march import Step
from nanoglue.observables import CHEMICAL

HEADER = f"{'step':>6}{'att':>6}{'time':>13}{'dt':>10}{'expansion':>11}{'newton':>7}{'bonded':>8}{'damage':>8}{'balance':>9}"


def line(step: Step, mark: str = "") -> str:
    """One step in fixed columns; ``mark`` says why it was cut."""
    seen = step.observed
    bonded = min(
        (value for name, value in seen.items() if name.startswith("bonded_fraction:")), default=1.0
    )
    damage = max(
        (value for name, value in seen.items() if name.startswith("largest_damage:")), default=0.0
    )
    balance = seen.get("na_balance_error [-]", 0.0)
    numbers = f"{step.number:>6}{step.attempt:>6}{step.time:>13.6g}{step.dt:>10.2e}{seen.get(CHEMICAL, 0.0):>11.5f}"
    return f"{numbers}{step.outcome.iterations:>7}{bonded:>8.3f}{damage:>8.3f}{balance:>9.1e}  {mark}".rstrip()


def open_log(file: Path, append: bool) -> None:
    """Send the package's log to standard error and to a file; call on rank 0 alone."""
    log = logging.getLogger("nanoglue")
    log.setLevel(logging.INFO)
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()
    for handler in (
        logging.StreamHandler(sys.stderr),
        logging.FileHandler(file, mode="a" if append else "w"),
    ):
        handler.setFormatter(logging.Formatter("%(message)s"))
        log.addHandler(handler)
    log.propagate = False
