"""Study: unknown parameters, the runs that they need, and the measurements to compare with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration.measurement import Measurement, measurements
from nanoglue.case import Case, read
from nanoglue.case.calibration_checks import misplaced
from nanoglue.case.schema.calibration import Calibration, Dependent
from nanoglue.case.schema.calibration import Parameter as Stated
from nanoglue.case.text.errors import CaseError, CaseIssue, Place
from nanoglue.models import formula

Array = NDArray[np.float64]

WITHOUT = ("calibration=", "output.fields=none", "output.pictures=false")
"""Settings of each run: no section of its own, no files that the comparison does not need."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Unknown number with its bounds and prior, mapped to the unit interval.

    >>> Parameter("k", 1.0, 100.0, logarithmic=True).value(0.5)
    10.0
    """

    name: str
    low: float
    high: float
    unit: str = ""
    logarithmic: bool = False
    mean: float | None = None
    deviation: float | None = None
    start: float | None = None

    def value(self, position: float) -> float:
        """Return the value at a position between 0 and 1."""
        if self.logarithmic:
            return float(self.low * (self.high / self.low) ** position)
        return float(self.low + (self.high - self.low) * position)

    def position(self, value: float) -> float:
        """Return the position of a value, 0 at the lower and 1 at the upper bound."""
        if self.logarithmic:
            return float(np.log(value / self.low) / np.log(self.high / self.low))
        return (value - self.low) / (self.high - self.low)

    def prior_residual(self, value: float) -> float:
        """Return the deviation from the mean of a normal prior in standard deviations, or 0."""
        if self.mean is None or self.deviation is None:
            return 0.0
        return (value - self.mean) / self.deviation


@dataclass(frozen=True, slots=True)
class CaseRuns:
    """One case of a study: the paths that each parameter and formula replaces in it."""

    path: Path
    parameters: Mapping[str, tuple[str, ...]]
    dependent: tuple[tuple[Dependent, tuple[str, ...]], ...]
    overrides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """Parameters, cases and measurements."""

    parameters: tuple[Parameter, ...]
    cases: tuple[CaseRuns, ...]
    measurements: tuple[Measurement, ...]

    @property
    def observed(self) -> Array:
        """Measured values, in the order of the measurements, shape (m,)."""
        return np.concatenate([one.values for one in self.measurements])

    @property
    def tolerance(self) -> Array:
        """Standard deviations of the measured values, shape (m,)."""
        return np.concatenate([one.tolerances for one in self.measurements])

    def values(self, position: Array) -> dict[str, float]:
        """Return the values by name at a point of the unit cube."""
        pairs = zip(self.parameters, position, strict=True)
        return {one.name: one.value(float(x)) for one, x in pairs}

    def settings(self, case: CaseRuns, values: Mapping[str, float]) -> dict[str, str]:
        """Return the values of a run by dotted path.

        Raises:
            ValueError: a formula has no finite value.
        """
        units = {one.name: one.unit for one in self.parameters}
        found = {
            path: f"{values[name]!r} {units[name]}".strip()
            for name, paths in case.parameters.items()
            for path in paths
        }
        for one, paths in case.dependent:
            number = formula.number(one.substituted(dict(values)), 0.0)
            found |= {path: f"{number!r} {one.unit}".strip() for path in paths}
        return found

    def check(self) -> None:
        """Read each case at both ends of the bounds and in the middle.

        Raises:
            CaseError: a value at the bounds is invalid.
        """
        for case in self.cases:
            for end in (0.0, 0.5, 1.0):
                values = {one.name: one.value(end) for one in self.parameters}
                try:
                    settings = self.settings(case, values)
                except ValueError as error:
                    place = Place(str(case.path))
                    raise CaseError([CaseIssue(place, ("calibration",), str(error))]) from error
                read(case.path, [*case.overrides, *(f"{p}={v}" for p, v in settings.items())])


def study(case: Case, overrides: tuple[str, ...] = ()) -> Study:
    """Return the study of a case with a section ``calibration``.

    Args:
        case: as read.
        overrides: settings of all runs, ``path=value`` each.

    Raises:
        CaseError: there is no such section, or a file of it is invalid.
    """
    section = case.calibration
    if section is None:
        raise case.wrong((), "there is no section 'calibration' with parameters and targets")
    parameters = tuple(_parameter(name, one) for name, one in section.parameters.items())
    others = dict.fromkeys(one.case for one in section.targets.values())
    cases = tuple(_runs(case, section, other, (*overrides, *WITHOUT)) for other in others)
    return Study(parameters, cases, measurements(case, list(others)))


def _parameter(name: str, stated: Stated) -> Parameter:
    """Return a parameter of the case in the unit of its lower bound."""
    written = (stated.mean, stated.deviation, stated.start)
    mean, deviation, start = (None if one is None else stated.number(one) for one in written)
    logarithmic = stated.prior == "log_uniform"
    return Parameter(name, *stated.bounds, stated.unit, logarithmic, mean, deviation, start)


def _runs(
    case: Case, section: Calibration, other: str | None, overrides: tuple[str, ...]
) -> CaseRuns:
    """Return the paths of the parameters that a case has."""
    path = case.path if other is None else case.path.parent / other
    tree = (case if other is None else read(path)).resolved()

    def present(paths: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(p for p in paths if other is None or not misplaced(tree, p))

    parameters = {name: present(one.paths) for name, one in section.parameters.items()}
    dependent = tuple((one, present(one.paths)) for one in section.dependent)
    return CaseRuns(path, parameters, dependent, overrides)
