"""Outcome of a nonlinear solve, and the reason why it stopped or a step was cut."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any


class StopReason(Enum):
    """Reason why a solve stopped or a step was cut, with its message and remedy."""

    message: str
    remedy: str

    START = "the initial state", ""
    RESUMED = "resumed from a checkpoint", ""
    CONVERGED = "converged", ""
    INCREMENTS_GROW = "the increments grow", "a smaller stepping.smallest, or a smaller load"
    ITERATION_LIMIT = (
        "the increments are still too large after the last iteration",
        "more solver.iterations, if the increments were still decreasing",
    )
    REPETITION = (
        "the increments do not decrease",
        "a smaller stepping.smallest, a smaller load, or more viscosity of a law that softens",
    )
    ROUNDING = (
        "the increments stay at the rounding errors of the linear solver",
        "a larger solver.tolerance, or less different stiffnesses of bodies and interfaces",
    )
    NOT_A_NUMBER = (
        "the residual is not a number (an element turned inside out, or too long a step?)",
        "a finer mesh there, a smaller stepping.largest, less load or growth",
    )
    NOT_FACTORISED = (
        "the tangent could not be factorised (a body without support?)",
        "a support for every body, or interfaces that bear it",
    )
    NOT_SOLVED = (
        "the linear solver that solver.petsc chooses does not solve the system",
        "other options in solver.petsc, or none",
    )
    INVERTED = (
        "a volume element is turned inside out (det F <= 0)",
        "a finer mesh there, a smaller stepping.largest, less load or growth",
    )
    COLLAPSED = (
        "a volume element has collapsed to less than 1 % of its stress-free volume",
        "a finer mesh there, a smaller stepping.largest, less load or growth",
    )
    IONS_DEPLETED = (
        "the ion fraction is negative: the ions are depleted",
        "a smaller current or overpotential, or a larger diffusivity",
    )
    NO_VALUE = (
        "a formula of the case has no value",
        "another formula, or a time.end before the time at which it has none",
    )
    INTERRUPTED = ("a signal asked the run to stop", "")
    PENETRATION = ("bodies still penetrate; raise contact_stiffness", "a larger contact_stiffness")
    NOT_SETTLED = (
        "the passes between uptake and mechanics do not settle; use monolithic",
        "solver.coupling: monolithic",
    )
    PATH_WITHOUT_DISSIPATION = ("no step along the arc length dissipates", "")
    PATH_SINGULAR = ("the tangent of the arc-length method is singular", "")
    PATH_NOT_FOUND = ("the arc-length method does not converge", "")
    PATH_BEYOND_STOP = ("the arc-length step exceeds the next breakpoint", "")
    LOCATING_EVENT = ("locating an event", "")
    DAMAGE_INCREMENT = ("the damage increment is too large", "")
    TIME_ERROR = ("the error of the step is too large", "")

    def __init__(self, message: str, remedy: str) -> None:
        """Set the texts of a member."""
        self.message, self.remedy = message, remedy

    @property
    def is_converged(self) -> bool:
        """Whether the fields hold a solution."""
        return self in (StopReason.START, StopReason.RESUMED, StopReason.CONVERGED)

    @property
    def is_accuracy(self) -> bool:
        """Whether a converged step was cut to resolve the solution in time."""
        return self in (
            StopReason.LOCATING_EVENT,
            StopReason.DAMAGE_INCREMENT,
            StopReason.TIME_ERROR,
        )


SIGNIFICANT = 1e-6
"""Relative increment [-] that is far above rounding, even in badly scaled systems."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Outcome of a solve with the relative increments [-] of its iterations.

    ``sizes`` are the largest over the fields. ``detail`` completes the message of the reason with
    its numbers. ``error`` [-] is the error of the step in time, if it is computed. ``effort`` is
    the number of significant increments; unlike ``iterations`` it does not depend on rounding,
    and hence not on the number of ranks.
    """

    reason: StopReason
    iterations: int
    sizes: tuple[float, ...] = ()
    detail: str = ""
    error: float = 0.0
    effort: int = 0

    @classmethod
    def of(cls, reason: StopReason, iterations: int, sizes: Sequence[float]) -> "Outcome":
        """Return the outcome of iterations with the relative increments ``sizes`` [-]."""
        effort = sum(size > SIGNIFICANT for size in sizes)
        return cls(reason, iterations, tuple(sizes), effort=effort)

    def after(self, earlier: "Outcome") -> "Outcome":
        """Return this outcome with the iterations of an earlier solve of the same step as well."""
        iterations = earlier.iterations + self.iterations
        return replace(self, iterations=iterations, effort=earlier.effort + self.effort)

    @property
    def converged(self) -> bool:
        """Whether the fields hold a solution."""
        return self.reason.is_converged

    def __str__(self) -> str:
        """Return the message of the reason with its detail."""
        return f"{self.reason.message}: {self.detail}" if self.detail else self.reason.message


class NotConverged(RuntimeError):
    """No solution at the smallest step; fields and history are those of the last step."""

    def __init__(self, outcome: Outcome) -> None:
        """Keep the outcome of the failed attempt."""
        super().__init__(str(outcome))
        self.outcome = outcome
        self.last: Any = None  # last accepted step, set by the time loop


class NotDifferentiable(RuntimeError):
    """The converged steps of a run cannot be differentiated with respect to its parameters."""
