"""Newton's method on a block system, told in words why it stopped."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nanoglue.system import BlockSystem

HALVINGS = 6
"""Of an increment that leaves the range of the logarithms."""


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
    (``floors`` where that is small). The tangent being exact, the error left is about the square of
    that. Factors serve again while they shrink the increment of every field to less than a share
    ``reuse`` (Shamanskii's method), and what is then left is about that share of the last; those of
    a linear system serve while its tangent is the same.

    Args:
        system: fields, residual and tangent.
        settings: ``tolerance`` [-], most ``iterations`` and ``reuse`` [-] of the case's solver.
        floors: value of each field below which increments count absolutely, in the field's unit.

    Returns:
        The outcome, equal on all ranks; the fields hold the last iterate, converged or not.
    """
    system.gather()
    start = scale = system.block_norms(system.unknown)
    sizes: list[float] = []
    fresh: list[float] = []  # those by new factors
    last = np.zeros_like(start)  # increment of each field by the factors at hand, if there is one
    kept = system.keeps_factors()
    for iteration in range(1, settings.iterations + 1):
        system.assemble_residual()
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
        bound = settings.reuse * np.maximum(last, settings.tolerance * scale)
        served = bool(last.any()) and _serves(system, bound)
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
        last = system.block_norms(system.increment)
        sizes.append(float((last / scale).max()))
        if sizes[-1] <= settings.tolerance or system.solved_at_once:
            return Outcome(True, iteration, "converged", tuple(sizes))
        if not served:
            fresh.append(sizes[-1])
        if sizes[-1] > 1e3 or (iteration > 6 and not served and sizes[-1] > 10 * min(fresh)):
            return Outcome(False, iteration, "the increments grow", tuple(sizes))
    limit, reached = settings.iterations, f"increments still at {sizes[-1]:.1e}"
    return Outcome(False, limit, f"{reached} after {limit} iterations", tuple(sizes))


def _serves(system: BlockSystem, largest: np.ndarray) -> bool:
    """Whether the factors at hand give increments of at most the ``largest`` of each field."""
    if not (system.direct and largest.any() and system.solve_increment(kept=True)):
        return False
    return bool((system.block_norms(system.increment) <= largest).all())


def _back(system: BlockSystem) -> bool:
    """Take the last increment back by halves until the residual is a number again."""
    for part in 0.5 ** np.arange(1, HALVINGS + 1):
        system.unknown.axpy(-float(part), system.increment)
        system.scatter()
        system.assemble_residual()
        if np.isfinite(system.vector.norm()):
            return True
    return False
