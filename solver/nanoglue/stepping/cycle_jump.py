"""Many cycles for the price of a few: fatigue that grows alike in each is carried on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from nanoglue.observables import Observables
    from nanoglue.runtime.fenics import MPI
    from nanoglue.stepping.problem import Problem
    from nanoglue.stepping.step import Step
    from nanoglue.stepping.time_loop import Listener

Fatigue = Sequence[np.ndarray]
"""Fatigue [-] at the points of each interface, on this rank."""


@dataclass(frozen=True, slots=True)
class Jump:
    """How far the growth of one cycle may be carried on.

    Cycles are left out while no point gains more than ``growth`` by them, and only where the last
    two cycles computed differ by no more than ``change`` of the largest growth: the extrapolation
    of Van Paepegem & Degrieck 2001, Compos. Struct. 51, 1-8, with one bound for all points.
    """

    growth: float = 0.05
    change: float = 0.1

    def cycles(self, comm: "MPI.Comm", before: Fatigue, last: Fatigue, left: int) -> int:
        """Number of cycles, ``left`` at most, that may be left out; collective.

        Args:
            comm: MPI communicator.
            before: growth of each point in the last cycle but one.
            last: growth of each point in the last cycle.
            left: cycles still to come, as far as they may be left out.
        """
        largest = _largest(comm, last)
        if largest <= 0:
            return left
        changed = _largest(comm, [abs(b - a) for a, b in zip(before, last, strict=True)])
        return min(left, int(self.growth / largest)) if changed <= self.change * largest else 0


@dataclass(slots=True)
class Cycle:
    """The schedule of a case as one cycle, which starts where the cycle before has ended.

    The loads at its end must be those at its start. ``last`` is the last accepted step.
    """

    problem: "Problem"
    observables: "Observables"
    listener: "Listener"
    last: "Step | None" = None

    def __call__(self) -> None:
        """Compute the cycle.

        Raises:
            NotConverged: a step failed at the smallest size.
        """
        from nanoglue.stepping.time_loop import run_time_loop

        start, stops = self.problem.start(self.observables), self.problem.protocol.breakpoints
        self.last = run_time_loop(
            self.problem, self.observables, lambda _: [], self.listener, start, stops
        )


def run_with_cycle_jumps(
    cycle: Callable[[], None],
    cohesion: Sequence[Any],
    count: int,
    jump: Jump,
    comm: "MPI.Comm",
) -> list[int]:
    """Go through ``count`` cycles and leave out those that can be foreseen.

    After a jump two cycles are computed before the next one, and no jump passes the accumulated
    opening at which fatigue of a point begins.

    Args:
        cycle: computes one cycle, from a state back to the same load.
        cohesion: the interfaces that tire.
        count: cycles in all.
        jump: how far the growth may be carried on.
        comm: MPI communicator.

    Returns:
        Numbers, from 1, of the cycles that were computed.
    """
    computed: list[int] = []
    before: Fatigue | None = None
    done = 0
    while done < count:
        start, way = _fatigue(cohesion), _accumulated(cohesion)
        cycle()
        done += 1
        computed.append(done)
        last = [now - then for now, then in zip(_fatigue(cohesion), start, strict=True)]
        moved = [now - then for now, then in zip(_accumulated(cohesion), way, strict=True)]
        left = _before_thresholds(comm, cohesion, moved, count - done)
        skipped = 0 if before is None else jump.cycles(comm, before, last, left)
        for interface, growth, change in zip(cohesion, last, moved, strict=True):
            damages = interface.damage_old, interface.envelope_old
            interface.fatigue.extrapolate(skipped * growth, skipped * change, damages)
        done, before = done + skipped, None if skipped else last
    return computed


def _fatigue(cohesion: Sequence[Any]) -> Fatigue:
    return [interface.fatigue.fatigue_old.x.array.copy() for interface in cohesion]


def _accumulated(cohesion: Sequence[Any]) -> list[np.ndarray]:
    return [interface.fatigue.accumulated_old.x.array.copy() for interface in cohesion]


def _before_thresholds(
    comm: "MPI.Comm", cohesion: Sequence[Any], moved: Sequence[np.ndarray], left: int
) -> int:
    """Return how many of the cycles left begin the fatigue of no further point; collective."""
    from nanoglue.runtime.fenics import MPI

    pairs = zip(cohesion, moved, strict=True)
    bounds = [interface.fatigue.before_threshold(change) for interface, change in pairs]
    return int(comm.allreduce(min([float(left), *bounds]), op=MPI.MIN))


def _largest(comm: "MPI.Comm", arrays: Fatigue) -> float:
    from nanoglue.runtime.fenics import MPI

    local = max((float(values.max()) for values in arrays if values.size), default=0.0)
    return float(comm.allreduce(local, op=MPI.MAX))
