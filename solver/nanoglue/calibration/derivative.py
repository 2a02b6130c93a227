"""Derivative of a target with its numerical error."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Derivative:
    """Derivative of a computed value with respect to a parameter; NaN if a run failed."""

    target: str
    parameter: str
    value: float
    error: float
    """Difference between the derivatives with the two steps."""
    unit: str
    """Unit of the parameter, by which the derivative is divided."""
