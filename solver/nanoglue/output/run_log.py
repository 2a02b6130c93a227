"""Messages of a run in its log; called on rank 0 alone."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from nanoglue.case.event_types import EventType
from nanoglue.output import log as text
from nanoglue.output.summary import Headline, lines
from nanoglue.solvers.petsc_options import unused
from nanoglue.stepping.events import Event, loss
from nanoglue.stepping.step import Step
from nanoglue.stepping.validity_rules import Violation, sentence

if TYPE_CHECKING:
    from nanoglue.solvers.diagnosis import Diagnosis
    from nanoglue.stepping.problem import Problem

log = logging.getLogger("nanoglue")
COLUMN = {"column": True}
"""Marks the lines of the log that a bar on the terminal stands for."""

HEADER_EVERY = 50
"""Number of steps after which the names of the columns are repeated."""


def begin(
    problem: "Problem", resolution: Mapping[str, float], violations: Sequence[Violation]
) -> None:
    """Log what is about to run, doubts about it, and the names of the columns."""
    for line in text.opening(problem, resolution):
        log.info("%s", line)
    for violation in violations:
        log.info("%s", violation)
    log.info("%s", text.HEADER, extra=COLUMN)


def accepted(step: Step, status: Mapping[str, object], violations: Sequence[Violation]) -> None:
    """Log an accepted step with its increments and doubts."""
    if step.number % HEADER_EVERY == 0:
        log.info("%s", text.HEADER, extra=COLUMN)
    log.info("%s", text.line(step), extra={"status": status})
    log.debug("%s", text.increments(step), extra=COLUMN)
    for violation in violations:
        log.info("%s", violation)


def cut(step: Step) -> None:
    """Log a step that is tried again."""
    log.info("%s", text.line(step, f"cut: {step.outcome}"), extra=COLUMN)
    log.debug("%s", text.increments(step), extra=COLUMN)


def happened(event: Event, swells: bool) -> None:
    """Log an event."""
    log.info("%s", text.happened(event, swells))
    if event.event is EventType.UNSUPPORTED:
        log.warning("%s", loss(event.where, event.time))


def failed(
    last: Step,
    error: Exception,
    cuts: tuple[float, float],
    diagnosis: "Diagnosis",
    checkpoint: Path,
) -> None:
    """Log the reason of a failure with remedies.

    Args:
        last: accepted step.
        error: that ended the run.
        cuts: number of attempts that were cut, and length [s] of the last one.
        diagnosis: findings and remedies.
        checkpoint: file of the last accepted state.
    """
    effort = f"{last.number} steps, {cuts[0]} cut, the last of {cuts[1]:.1e} s"
    for line in text.no_convergence(last, error, effort, diagnosis, checkpoint):
        log.error("%s", line)


def end(
    problem: "Problem", table: Mapping[str, Headline], violations: Sequence[dict[str, str | float]]
) -> None:
    """Log the headline numbers, the doubts, and the options of PETSc that had no effect."""
    for line in lines(table):
        log.info("%s", line)
    for entry in violations:
        log.warning("%s", sentence(entry))
    prefixes = [system.prefix for system in problem.systems]
    for option in unused(problem.case.solver.petsc, prefixes):
        hint = "; -v shows Newton's increments" if option.startswith("snes_") else ""
        log.warning("PETSc had no use for solver.petsc.%s%s", option, hint)
