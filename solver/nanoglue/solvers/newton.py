"""Newton's method for a block system, with the reason why it stopped."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from nanoglue.case.schema.settings import Solver
from nanoglue.solvers.block_system import BlockSystem
from nanoglue.solvers.outcome import SIGNIFICANT, Outcome, StopReason

HALVINGS = 6
"""Maximum number of halvings of an increment after which the residual is not finite."""

MAX_INCREMENT = 1e3
"""Relative increment [-] above which the iteration has diverged."""

FORCING = 1e-3
"""Residual that an iterative linear solver leaves over the one of the iteration [-]."""

INFINITE = np.array(np.inf)
"""Infinity: no trial increment is available."""

STALLED = 0.05
"""Increment [-] from which an iteration from a guess stalls if the increments do not decrease."""

STALL_AFTER = 4
"""Number of increments before which an iteration from a guess does not count as stalled."""

LEAP = 0.5
"""Increment [-] from which an iteration from a guess is given up if the last was below half of it.

A longer iteration seldom finds a solution from there, and the start of the step is an alternative.
"""

WINDOW, DECREASE, REPEATED = 4, 0.5, 1e-3
"""Increments repeat themselves if the smallest of WINDOW is above REPEATED [-] and not reduced.

That is to DECREASE [-] of the smallest of as many before, or so that the iteration converges.
"""

DIVERGED, GROWTH = 0.1, 1e4
"""Diverged if an increment [-] exceeds DIVERGED and has grown by GROWTH since the smallest one."""


def never() -> bool:
    """Return that no stop is requested."""
    return False


def newton(
    system: BlockSystem,
    settings: Solver,
    floors: np.ndarray,
    stop_requested: Callable[[], bool] = never,
    from_guess: bool = False,
) -> Outcome:
    """Solve F(x) = 0 from the present fields.

    The iteration has converged when the last increment of every field is below ``tolerance`` times
    its largest value (at least ``floors``), or when the residual is that of rounding, as after
    the last increment of a piecewise linear system. The convergence rate is not extrapolated,
    because the laws have kinks. A linear system converges after one exact solve. The factorisation
    is reused while it reduces the increment of every field below the fraction ``factor_reuse`` of
    the previous one (Shamanskii's method), and for a linear system while its tangent is unchanged.
    Otherwise, after the first increment, it preconditions GMRES for the present tangent.
    An iterative solver leaves the residual ``FORCING`` of each increment (inexact Newton).
    Growing increments end the iteration, and increments that repeat themselves; from a guess, which
    has an alternative, large ones that do not decrease, or leap, end it earlier.

    Args:
        system: fields, residual and tangent.
        settings: ``tolerance`` [-], maximum ``iterations`` and ``factor_reuse`` [-].
        floors: lower bound of each field's reference value, in the field's unit.
        stop_requested: whether the iteration is to end before its next solve; equal on all ranks.
        from_guess: whether the fields are a guess that may be given up early.

    Returns:
        The outcome, equal on all ranks. The fields hold the last iterate in any case.
    """
    system.gather()
    start = scale = system.block_norms(system.unknown)
    sizes: list[float] = []
    new_factor_sizes: list[float] = []  # sizes of increments computed with a new factorisation
    first = np.zeros_like(start)  # residual of each field at the start
    last = np.zeros_like(start)  # last increment of each field, 0 if there is none
    factored = system.reuses_factors()
    for iteration in range(1, settings.iterations + 1):
        if stop_requested():
            return Outcome.of(StopReason.INTERRUPTED, iteration - 1, sizes)
        system.assemble_residual(met=bool(sizes) and system.direct)
        finite = bool(np.isfinite(system.vector.norm()))
        residual = system.block_norms(system.vector)
        first = first if sizes else residual
        if finite and (residual <= (system.negligible(first) if sizes else 0.0)).all():
            return Outcome.of(StopReason.CONVERGED, max(iteration - 1, 1), sizes or (0.0,))
        last = np.where(finite, last, 0.0)
        if not finite and not (sizes and _halve_increment(system)):
            return Outcome.of(StopReason.NOT_A_NUMBER, iteration - 1, sizes)
        bound = settings.factor_reuse * np.maximum(last, settings.tolerance * scale)
        trial = _trial_increment(system) if last.any() and bound.any() else INFINITE
        reused = bool((trial <= bound).all())
        tried = bool(np.isfinite(trial).all())
        if not reused and not _new_increment(system, factored, not sizes, tried):
            return Outcome.of(system.failure, iteration, sizes)
        system.unknown.axpy(1.0, system.increment)
        system.scatter()
        scale = np.maximum.reduce([system.block_norms(system.unknown), start, floors])
        last = trial if reused else system.block_norms(system.increment)
        sizes.append(float((last / scale).max()))
        if sizes[-1] <= settings.tolerance or system.is_solved_exactly:
            return Outcome.of(StopReason.CONVERGED, iteration, sizes)
        if not reused:
            new_factor_sizes.append(sizes[-1])
        stagnated = iteration > 6 and not reused and sizes[-1] > 10 * min(new_factor_sizes)
        diverged = sizes[-1] > min(MAX_INCREMENT, max(GROWTH * min(sizes), DIVERGED))
        if stagnated or diverged or (from_guess and _has_stalled(sizes)):
            return Outcome.of(StopReason.INCREMENTS_GROW, iteration, sizes)
        if repeat_themselves(sizes, settings):
            break
    limited = len(sizes) == settings.iterations
    reason = StopReason.ITERATION_LIMIT if limited else StopReason.REPETITION
    detail = f"increments of {sizes[-1]:.1e}, {len(sizes)} iterations"
    outcome = Outcome.of(
        StopReason.ROUNDING if stay_at_rounding(sizes) else reason, len(sizes), sizes
    )
    return replace(outcome, detail=detail)


def _has_stalled(sizes: Sequence[float]) -> bool:
    """Whether large increments [-] do not decrease, or have just become large."""
    if len(sizes) >= 2 and sizes[-1] >= max(LEAP, 2 * sizes[-2]):
        return True
    return len(sizes) >= STALL_AFTER and sizes[-1] >= max(STALLED, sizes[-3])


def repeat_themselves(sizes: Sequence[float], settings: Solver) -> bool:
    """Return whether increments [-] do not decrease any more, as between two sides of a kink.

    >>> repeat_themselves([0.2, 0.05] + 6 * [0.013], Solver())
    True
    >>> repeat_themselves([0.2, 0.1, 0.1, 0.09, 0.07, 0.02, 0.004, 1e-4], Solver())
    False
    """
    smallest = min(sizes[-WINDOW:])
    if len(sizes) < 2 * WINDOW or smallest < REPEATED:
        return False
    ratio = smallest / min(sizes[-2 * WINDOW : -WINDOW])
    left = (settings.iterations - len(sizes)) / WINDOW
    return ratio >= 1 or (ratio > DECREASE and smallest * ratio**left > settings.tolerance)


def stay_at_rounding(sizes: Sequence[float]) -> bool:
    """Return whether small increments [-] have not decreased in the second half of an iteration.

    >>> stay_at_rounding([1.0, 1e-4, 3e-9, 2e-9, 2e-9, 2e-9])
    True
    >>> stay_at_rounding([1.0, 1e-2, 1e-4, 1e-6, 1e-7, 1e-8])
    False
    """
    tail = sizes[len(sizes) // 2 :]
    return max(tail) < SIGNIFICANT and tail[-1] > 0.1 * tail[0]


def _new_increment(system: BlockSystem, factored: bool, anew: bool, tried: bool) -> bool:
    """Compute an increment with the tangent at x, unless it is ``factored``; False on failure."""
    if factored:
        return system.apply_factors(FORCING)
    system.assemble_tangent()
    return system.solve_increment(FORCING, anew, tried)


def _trial_increment(system: BlockSystem) -> np.ndarray:
    """Return the increment of each field with the present factors, infinite if unavailable."""
    if system.direct and system.apply_factors():
        return system.block_norms(system.increment)
    return INFINITE


def _halve_increment(system: BlockSystem) -> bool:
    """Halve the last increment until the residual is finite."""
    for part in 0.5 ** np.arange(1, HALVINGS + 1):
        system.unknown.axpy(-float(part), system.increment)
        system.scatter()
        system.assemble_residual()
        if np.isfinite(system.vector.norm()):
            return True
    return False
