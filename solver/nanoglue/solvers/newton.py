"""Newton's method on a block system, told in words why it stopped."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nanoglue.solvers.block_system import BlockSystem

HALVINGS = 6
"""Of an increment that leaves the range of the logarithms."""

LARGEST = 1e3
"""Increment [-] beyond which nothing is to be found."""

NONE = np.array(np.inf)
"""Size of an increment that is not there."""

LARGE, LOST = 0.1, 1e4
"""Increment [-] that tells the same once it has grown from the smallest by the second number."""


class NotConverged(RuntimeError):
    """The physics is harder than the smallest step allows.

    Fields and history are those of the ``last`` step.
    """

    last: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a solve ended; ``sizes`` are the relative increments [-] of the iterations.

    Largest over the fields. ``error`` [-] is that of the step in time, where it is asked for.
    """

    converged: bool
    iterations: int
    reason: str
    sizes: tuple[float, ...] = ()
    error: float = 0.0


def newton(system: BlockSystem, settings: Any, floors: np.ndarray) -> Outcome:
    """Solve F(x) = 0 from the present fields.

    Converged when the last increment of every field is below a tolerance times its largest value
    (``floors`` where that is small): how fast increments shrank before does not foretell the next,
    as laws have kinks. A linear system is after one exact solve. Factors serve again while they
    shrink the increment of every field to less than a share ``factor_reuse`` (Shamanskii's method);
    those of a linear system serve while its tangent is the same. Increments that grow end the
    search.

    Args:
        system: fields, residual and tangent.
        settings: ``tolerance`` [-], most ``iterations`` and ``factor_reuse`` [-] of the case.
        floors: value of each field below which increments count absolutely, in the field's unit.

    Returns:
        The outcome, equal on all ranks; the fields hold the last iterate, converged or not.
    """
    system.gather()
    start = scale = system.block_norms(system.unknown)
    sizes: list[float] = []
    fresh: list[float] = []  # those by new factors
    last = np.zeros_like(start)  # increment of each field by the factors at hand, if there is one
    kept = system.reuses_factors()
    for iteration in range(1, settings.iterations + 1):
        system.assemble_residual(met=bool(sizes) and system.direct)
        size = system.vector.norm()
        if size == 0.0:
            return Outcome(True, iteration, "converged", (*sizes, 0.0))
        if not np.isfinite(size):
            last[:] = 0.0
            if not (sizes and _back(system)):
                return Outcome(
                    False,
                    iteration - 1,
                    "the residual is not a number (an element turned inside out?)",
                    tuple(sizes),
                )
        bound = settings.factor_reuse * np.maximum(last, settings.tolerance * scale)
        tried = _tried(system) if last.any() and bound.any() else NONE
        served = bool((tried <= bound).all())
        if not (kept or served):
            system.assemble_tangent()
        if not served and not system.solve_increment(kept):
            return Outcome(
                False,
                iteration,
                "the tangent could not be factorised (a body without support?)",
                tuple(sizes),
            )
        system.unknown.axpy(1.0, system.increment)
        system.scatter()
        scale = np.maximum.reduce([system.block_norms(system.unknown), start, floors])
        last = tried if served else system.block_norms(system.increment)
        sizes.append(float((last / scale).max()))
        if sizes[-1] <= settings.tolerance or system.is_solved_exactly:
            return Outcome(True, iteration, "converged", tuple(sizes))
        if not served:
            fresh.append(sizes[-1])
        late = iteration > 6 and not served and sizes[-1] > 10 * min(fresh)
        if late or sizes[-1] > min(LARGEST, max(LOST * min(sizes), LARGE)):
            return Outcome(False, iteration, "the increments grow", tuple(sizes))
    limit, reached = settings.iterations, f"increments still at {sizes[-1]:.1e}"
    return Outcome(False, limit, f"{reached} after {limit} iterations", tuple(sizes))


def _tried(system: BlockSystem) -> np.ndarray:
    """Largest increment of each field by the factors at hand; infinite where none may serve."""
    if system.direct and system.solve_increment(kept=True):
        return system.block_norms(system.increment)
    return NONE


def _back(system: BlockSystem) -> bool:
    """Take the last increment back by halves until the residual is a number again."""
    for part in 0.5 ** np.arange(1, HALVINGS + 1):
        system.unknown.axpy(-float(part), system.increment)
        system.scatter()
        system.assemble_residual()
        if np.isfinite(system.vector.norm()):
            return True
    return False
