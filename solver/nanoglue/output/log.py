"""Text of the log: start of a run, one line per step, and reason of a failure."""

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nanoglue.mesh.cohesive_zone import RECOMMENDED_FACETS
from nanoglue.stepping.events import Event
from nanoglue.stepping.step import Step

if TYPE_CHECKING:
    from nanoglue.solvers.diagnosis import Diagnosis
    from nanoglue.stepping.problem import Problem

COLUMNS = {
    "step": 6,
    "attempt": 8,
    "time": 13,
    "dt": 10,
    "expansion": 11,
    "newton": 7,
    "bonded": 8,
    "damage": 8,
    "balance": 9,
}
"""Columns of the log and their widths."""

HEADER = "".join(f"{name:>{width}}" for name, width in COLUMNS.items())


def opening(problem: "Problem", resolution: Mapping[str, float]) -> list[str]:
    """What is about to run: title, sizes, and facets in the cohesive length of the interfaces."""
    sizes = ", ".join(str(system.size) for system in problem.systems)
    systems, ranks = len(problem.systems), problem.domain.mesh.comm.size
    lines = [problem.case.title, f"{sizes} unknowns in {systems} system(s) on {ranks} rank(s)"]
    for name, count in resolution.items():
        poor = " (a finer mesh is advised)" if count < RECOMMENDED_FACETS else ""
        lines.append(f"{count:.1f} facets in the cohesive length of {name}{poor}")
    return lines


def no_convergence(
    last: Step, error: Exception, effort: str, diagnosis: "Diagnosis", checkpoint: Path
) -> list[str]:
    """Return the reason of a failure with findings, remedies and how to resume."""
    return [
        f"error[solver]: no convergence at t = {last.time:g} s: {error}",
        f"  {effort}",
        *(f"  {found}" for found in diagnosis.found),
        "  try: " + "\n       ".join(diagnosis.remedies),
        f"  last good state: {checkpoint}   go on: nanoglue run CASE --resume",
    ]


def line(step: Step, mark: str = "") -> str:
    """One step in fixed columns; ``mark`` says why it was cut."""
    seen = step.observed
    shown = (
        str(step.number),
        str(step.attempt),
        f"{step.time:.6g}",
        f"{step.dt:.2e}",
        f"{seen.chemical:.5f}",
        str(step.outcome.iterations),
        f"{seen.bonded_fraction:.3f}",
        f"{seen.damage_max:.3f}",
        f"{seen.species_error:.1e}",
    )
    columns = zip(shown, COLUMNS.values(), strict=True)
    return "".join(f"{text:>{width}}" for text, width in columns) + (f"  {mark}" if mark else "")


def condition(step: Step, end: float) -> dict[str, Any]:
    """Where a run that ends at ``end`` [s] has come to, for those who look on."""
    return {
        "step": step.number,
        "time": step.time,
        "end": end,
        "expansion": step.observed.chemical,
        "bonded": step.observed.bonded_fraction,
        "iterations": step.outcome.iterations,
    }


def happened(event: Event, swells: bool) -> str:
    """An event, where and when; with the volume expansion where anything swells."""
    place = f" at {event.where}" if event.where else ""
    grown = f", volume expansion {event.chemical:.4f}" if swells else ""
    return f"event {event.event}{place}: t = {event.time:g} s{grown}"


def increments(step: Step) -> str:
    """Sizes of Newton's increments [-], first to last."""
    return " " * 6 + "newton " + " ".join(f"{size:.1e}" for size in step.outcome.sizes)


def open_log(file: Path, append: bool) -> None:
    """Write the package's log to a file; call on rank 0 alone."""
    close_log()
    log = logging.getLogger("nanoglue")
    if log.level == logging.NOTSET:
        log.setLevel(logging.INFO)
    handler = logging.FileHandler(file, mode="a" if append else "w")
    handler.setFormatter(logging.Formatter("%(message)s"))
    log.addHandler(handler)
    log.propagate = False


def close_log(file: Path | None = None) -> None:
    """Close the file of the log; if one is given, only this one."""
    log = logging.getLogger("nanoglue")
    for handler in list(log.handlers):
        if isinstance(handler, logging.FileHandler) and (
            file is None or handler.baseFilename == os.path.abspath(file)
        ):
            log.removeHandler(handler)
            handler.close()
