"""Rows of the tables of a run: events and attempted steps."""

from dataclasses import dataclass

from nanoglue.solvers.outcome import StopReason


@dataclass(frozen=True, slots=True)
class EventRecord:
    """Event of a run: name, interface or body, time [s] and volume expansion [-]."""

    event: str
    where: str
    time: float
    expansion: float


@dataclass(frozen=True, slots=True)
class Attempt:
    """Attempted step: number, size [s], Newton iterations, and why it was accepted or cut."""

    step: int
    dt: float
    iterations: int
    reason: StopReason
    detail: str

    @property
    def accepted(self) -> bool:
        """Whether the step was accepted."""
        return self.reason.is_converged
