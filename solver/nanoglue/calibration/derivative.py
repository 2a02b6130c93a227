"""Derivative of a target with its numerical error."""

from dataclasses import dataclass
from enum import Enum


class NotSmooth(Enum):
    """Reason why a result at an event has no derivative."""

    MISSING = "the event does not occur"
    COUNTED = "the bonded area changes by whole integration points"
    UNRECORDED = "no recorded quantity passes a value at this event"
    FEW = "there are too few steps before the event"
    JUMP = "the quantity that defines the event jumps there"


@dataclass(frozen=True, slots=True)
class Derivative:
    """Derivative of a computed value with respect to a parameter.

    NaN if a run failed, or for a reason that is stated.
    """

    target: str
    parameter: str
    value: float
    error: float
    """Difference between two ways to compute the derivative."""
    unit: str
    """Unit of the parameter, by which the derivative is divided."""
    reason: NotSmooth | None = None
    """Why there is no derivative."""
