"""Verification problem: case, overrides and checks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from nanoglue.verification.history import TIME, History
from nanoglue.verification.reference import Reference, zero

Runs = Mapping[str, History]
Column = str | Callable[[History], np.ndarray]


@dataclass(frozen=True, slots=True)
class Curve:
    """Curve of a check: axis title, abscissa and values of all steps, each (steps,)."""

    title: str
    abscissa: np.ndarray
    values: np.ndarray
    logarithmic: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Computed and reference values over an abscissa, each (n,), and the error [-]."""

    abscissa: np.ndarray
    computed: np.ndarray
    reference: np.ndarray
    error: float
    curve: Curve | None = None

    @property
    def worst(self) -> tuple[float, float]:
        """Computed and reference value with the largest difference."""
        i = int(np.abs(self.computed - self.reference).argmax())
        return float(self.computed[i]), float(self.reference[i])


class Check(Protocol):
    """Comparison of a computed quantity with a reference."""

    @property
    def quantity(self) -> str:
        """Compared quantity with its unit."""

    @property
    def tolerance(self) -> float:
        """Allowed error [-]."""

    @property
    def source(self) -> str:
        """Source of the reference."""

    def compare(self, runs: Runs) -> Comparison:
        """Compare the histories of the problem's runs with the reference."""


@dataclass(frozen=True, slots=True)
class Value:
    """Check of a column, or a function of columns, against a reference.

    The error is the largest difference over the largest value of the reference, or over ``scale``
    if given (required for a reference of 0).
    """

    quantity: str
    computed: Column
    reference: Reference
    tolerance: float
    scale: float | None = None
    run: str = ""
    against: str = TIME

    @property
    def source(self) -> str:
        """Source of the reference."""
        return self.reference.source

    def compare(self, runs: Runs) -> Comparison:
        """Compare the rows for which there is a reference."""
        history = runs[self.run]
        rows, reference = self.reference.expected(history)
        values, abscissa = evaluate(self.computed, history), evaluate(self.against, history)
        computed = values[rows]
        scale = float(np.abs(reference).max()) if self.scale is None else self.scale
        error = float(np.abs(computed - reference).max()) / scale
        curve = Curve(self.against, abscissa, values)
        return Comparison(abscissa[rows], computed, reference, error, curve)


@dataclass(frozen=True, slots=True)
class Combined:
    """Check of a number computed from several runs, such as a difference."""

    quantity: str
    computed: Callable[[Runs], float]
    reference: float
    source: str
    tolerance: float

    def compare(self, runs: Runs) -> Comparison:
        """Compare the number with the reference; the error is relative."""
        computed = self.computed(runs)
        error = abs(computed - self.reference) / abs(self.reference)
        return Comparison(np.zeros(1), np.array([computed]), np.array([self.reference]), error)


@dataclass(frozen=True, slots=True)
class Rate:
    """Check of the convergence order in element or step size."""

    quantity: str
    value: Value
    sizes: Mapping[str, float]
    order: float
    tolerance: float
    source: str = "theory"

    def compare(self, runs: Runs) -> Comparison:
        """Compare the order between the two smallest sizes; a higher order is accepted."""
        names = sorted(self.sizes, key=lambda name: -self.sizes[name])
        errors = [self._error(runs[name]) for name in names]
        sizes = np.array([self.sizes[name] for name in names])
        order = float(np.log(errors[-2] / errors[-1]) / np.log(sizes[-2] / sizes[-1]))
        shortfall = max(self.order - order, 0.0)
        curve = Curve("size [-]", sizes, np.array(errors), logarithmic=True)
        return Comparison(sizes[-1:], np.array([order]), np.array([self.order]), shortfall, curve)

    def _error(self, history: History) -> float:
        return self.value.compare({self.value.run: history}).error


@dataclass(frozen=True, slots=True)
class Problem:
    """Case in ``cases/verification`` with its checks.

    ``runs`` maps names of runs to overrides; most problems have one unnamed run.
    """

    name: str
    title: str
    case: str
    checks: Sequence[Check]
    equation: str = ""
    overrides: Sequence[str] = ()
    runs: Mapping[str, Sequence[str]] = field(default_factory=lambda: {"": ()})
    quick: bool = False


DISSIPATED = ("plastic", "cohesive", "viscous", "frictional")


def energy_error(history: History) -> np.ndarray:
    """Return supplied minus stored and dissipated energy over the largest work [-]."""
    energy = {kind: history[f"energy_{kind} [pJ]"] for kind in ("external", "swelling", "stored")}
    dissipated = np.sum([history[f"energy_{kind} [pJ]"] for kind in DISSIPATED], axis=0)
    supplied = energy["external"] + energy["swelling"]
    gap: np.ndarray = supplied - dissipated - (energy["stored"] - energy["stored"][0])
    return gap / np.abs(supplied).max()


def energy_balance(run: str = "", tolerance: float = 1e-6) -> Value:
    """Return a check that the energy balance holds at every step."""
    source = zero("in = stored + dissipated")
    return Value("energy error [-]", energy_error, source, tolerance, scale=1.0, run=run)


def evaluate(column: Column, history: History) -> np.ndarray:
    """Return a column by name, or the result of a function of the history."""
    return history[column] if isinstance(column, str) else column(history)
