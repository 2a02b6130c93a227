"""A problem of the book: a case, how it is run, and what should come out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from nanoglue.verification.history import TIME, History
from nanoglue.verification.reference import Reference, nothing

Runs = Mapping[str, History]
Column = str | Callable[[History], np.ndarray]


@dataclass(frozen=True, slots=True)
class Curve:
    """What is drawn of a check: axis title, abscissa and values of all steps, each (steps,)."""

    title: str
    abscissa: np.ndarray
    values: np.ndarray
    logarithmic: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ours against the reference: abscissa and values, each of shape (n,), and the error [-]."""

    abscissa: np.ndarray
    ours: np.ndarray
    reference: np.ndarray
    error: float
    curve: Curve | None = None

    @property
    def worst(self) -> tuple[float, float]:
        """Ours and the reference where they differ most."""
        i = int(np.abs(self.ours - self.reference).argmax())
        return float(self.ours[i]), float(self.reference[i])


class Check(Protocol):
    """Something that a problem must get right."""

    @property
    def quantity(self) -> str:
        """What is compared, with its unit."""

    @property
    def tolerance(self) -> float:
        """The error allowed [-]."""

    @property
    def source(self) -> str:
        """Where the reference comes from."""

    def compare(self, runs: Runs) -> Comparison:
        """Hold the histories of the problem's runs against the reference."""


@dataclass(frozen=True, slots=True)
class Value:
    """A column, or a quantity made of columns, against its reference.

    The error is the largest difference over the largest value of the reference, or over ``scale``
    where that is given (a reference of 0 needs it).
    """

    quantity: str
    ours: Column
    reference: Reference
    tolerance: float
    scale: float | None = None
    run: str = ""
    against: str = TIME

    @property
    def source(self) -> str:
        """Where the reference comes from."""
        return self.reference.source

    def compare(self, runs: Runs) -> Comparison:
        """Ours and the reference in the rows for which there is one."""
        history = runs[self.run]
        rows, reference = self.reference.expected(history)
        values, abscissa = taken(self.ours, history), taken(self.against, history)
        ours = values[rows]
        scale = float(np.abs(reference).max()) if self.scale is None else self.scale
        error = float(np.abs(ours - reference).max()) / scale
        curve = Curve(self.against, abscissa, values)
        return Comparison(abscissa[rows], ours, reference, error, curve)


@dataclass(frozen=True, slots=True)
class Combined:
    """A number made of the last steps of several runs, such as a difference between two sizes."""

    quantity: str
    ours: Callable[[Runs], float]
    reference: float
    source: str
    tolerance: float

    def compare(self, runs: Runs) -> Comparison:
        """Ours and the reference, and their difference over the reference."""
        ours = self.ours(runs)
        error = abs(ours - self.reference) / abs(self.reference)
        return Comparison(np.zeros(1), np.array([ours]), np.array([self.reference]), error)


@dataclass(frozen=True, slots=True)
class Rate:
    """The order at which the error of a value falls with the size of elements or steps."""

    quantity: str
    value: Value
    sizes: Mapping[str, float]
    order: float
    tolerance: float
    source: str = "theory"

    def compare(self, runs: Runs) -> Comparison:
        """The order between the two smallest sizes; a higher one than expected is no error."""
        names = sorted(self.sizes, key=lambda name: -self.sizes[name])
        errors = [self._error(runs[name]) for name in names]
        sizes = np.array([self.sizes[name] for name in names])
        found = float(np.log(errors[-2] / errors[-1]) / np.log(sizes[-2] / sizes[-1]))
        shortfall = max(self.order - found, 0.0)
        curve = Curve("size [-]", sizes, np.array(errors), logarithmic=True)
        return Comparison(sizes[-1:], np.array([found]), np.array([self.order]), shortfall, curve)

    def _error(self, history: History) -> float:
        return self.value.compare({self.value.run: history}).error


@dataclass(frozen=True, slots=True)
class Problem:
    """A case of the folder ``cases/verification`` and its checks.

    ``runs`` are overrides by the name of the run; most problems have one run without a name.
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
    """What went in less what is stored or dissipated, over the largest work of the run [-]."""
    energy = {kind: history[f"energy_{kind} [pJ]"] for kind in ("external", "swelling", "stored")}
    spent = np.sum([history[f"energy_{kind} [pJ]"] for kind in DISSIPATED], axis=0)
    put_in = energy["external"] + energy["swelling"]
    gap: np.ndarray = put_in - spent - (energy["stored"] - energy["stored"][0])
    return gap / np.abs(put_in).max()


def energy_balance(run: str = "", tolerance: float = 1e-6) -> Value:
    """The energy account closes to 1e-6 of the work, at every step."""
    source = nothing("in = stored + dissipated")
    return Value("energy error [-]", energy_error, source, tolerance, scale=1.0, run=run)


def taken(wanted: Column, history: History) -> np.ndarray:
    """A column by its name, or what a function makes of several."""
    return history[wanted] if isinstance(wanted, str) else wanted(history)
