"""Histories of a run and of runs with the same steps and slightly different parameters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nanoglue.calibration.crossing import History
from nanoglue.case import Case, columns
from nanoglue.case.event_types import EventType
from nanoglue.solvers.outcome import NotDifferentiable

if TYPE_CHECKING:
    from nanoglue.api import Simulation
    from nanoglue.observables import Observation
    from nanoglue.stepping.step import Step


@dataclass(frozen=True, slots=True)
class Sides:
    """Histories with a larger and with a smaller value of a parameter."""

    high: History
    low: History


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Histories of a run and, for each parameter, of its neighbours."""

    history: History
    events: list[tuple[int, EventType, str]]
    """Step, type and place of each event."""
    failed: dict[str, float]
    """Damage [-] of each interface at which a point has debonded."""
    residuals: list[Sides]
    """By differences of the residual."""
    forms: list[Sides | None]
    """By differentiation of the forms; none where a parameter is a literal of the forms."""


def neighbours(case: Case, cases: Sequence[tuple[Case, Case]], offset: float) -> Neighbours:
    """Run a case and solve its steps with slightly different parameters.

    Args:
        case: to be run.
        cases: with a larger and a smaller value of each parameter.
        offset: distance of each of them to the case, in a measure of the parameter.

    Raises:
        NotDifferentiable: the run ends without convergence, or its steps cannot be differentiated.
    """
    from nanoglue.api import Simulation
    from nanoglue.runtime.exit_codes import ExitCode
    from nanoglue.stepping.differentiated_problems import NeighbouringProblems

    simulation = Simulation(case)
    problem = simulation.problem
    near = NeighbouringProblems(problem, cases, offset)
    rows = [[_row(0.0, simulation.last.observed)], *([_row(0.0, s.observed)] for s in near.sides)]
    events: list[tuple[int, EventType, str]] = []

    def add(running: "Simulation", step: "Step") -> None:
        observed = step.observed, *(one.observed for one in near.sides)
        for row, one in zip(rows, observed, strict=True):
            row.append(_row(running.time, one))
        events.extend((len(rows[0]) - 1, one.event, one.where) for one in step.events)

    if simulation.run(add) is not ExitCode.DONE:
        raise NotDifferentiable(f"the run ended at t = {simulation.time:g} s: {simulation.failure}")
    if not all(end.foreseen for end in problem.protocol.followed_ends):
        raise NotDifferentiable("a stage ended early, at a time that depends on the parameters")
    history, *others = (_history(each) for each in rows)
    made = [Sides(high, low) for high, low in zip(others[::2], others[1::2], strict=True)]
    exact = zip(made[len(cases) :], near.pairs, strict=True)
    return Neighbours(
        history,
        events,
        {name: one.law.failed_at() for name, one in problem.cohesion.items()},
        made[: len(cases)],
        [side if pair.differentiable else None for side, pair in exact],
    )


def _row(time: float, observed: "Observation") -> dict[str, float]:
    """Return the values of a step by heading."""
    return {columns.TIME.name: time} | {one.name: value for one, value in observed.values.items()}


def _history(rows: Sequence[dict[str, float]]) -> History:
    """Return rows as columns."""
    return {heading: np.array([row[heading] for row in rows]) for heading in rows[0]}
