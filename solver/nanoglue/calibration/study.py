"""Study: unknown parameters, the runs that they need, and the measurements to compare with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration.measurement import CaseKey, Measurement, measurements
from nanoglue.calibration.parameter import Parameter
from nanoglue.case import Case, read
from nanoglue.case.calibration_checks import at_path, entry_key, misplaced
from nanoglue.case.calibration_targets import unreachable
from nanoglue.case.schema.calibration import Calibration, Dependent
from nanoglue.case.schema.calibration import Parameter as Stated
from nanoglue.case.text.errors import CaseError
from nanoglue.models import formula

Array = NDArray[np.float64]

WITHOUT = ("calibration=", "output.fields=none", "output.pictures=false")
"""Settings of each run: no section of its own, no files that the comparison does not need."""


@dataclass(frozen=True, slots=True)
class CaseRuns:
    """One case of a study: the paths that each parameter and formula replaces in it."""

    path: Path
    parameters: Mapping[str, tuple[str, ...]]
    dependent: tuple[tuple[Dependent, tuple[str, ...]], ...]
    overrides: tuple[str, ...]
    number: int | None = None
    """Number in the study that this one is a part of, by which its folder is named."""

    def uses(self, name: str) -> bool:
        """Return whether a parameter replaces a number of the case, itself or by a formula."""
        formulas = (one for one, paths in self.dependent if paths)
        return bool(self.parameters[name]) or any(name in one.names for one in formulas)


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

    @property
    def sides(self) -> Array:
        """1 for measured values that are lower bounds, -1 for upper ones, else 0, shape (m,)."""
        return np.concatenate([one.sides for one in self.measurements])

    @property
    def depends(self) -> NDArray[np.bool_]:
        """On which parameters each measured value can depend, by its case, shape (m, d)."""
        names = [one.name for one in self.parameters]
        rows = [
            [not self.cases or self.cases[one.case].uses(name) for name in names]
            for one in self.measurements
            for _ in one.labels()
        ]
        return np.array(rows, dtype=bool)

    def residuals(self, computed: Array) -> Array:
        """Return computed less measured values over the tolerances; 0 within a bound, (..., m)."""
        found: Array = (computed - self.observed) / self.tolerance
        within = self.sides * found > 0
        return np.where(within, 0.0, found)

    def values(self, position: Array) -> dict[str, float]:
        """Return the values by name at a point of the unit cube."""
        pairs = zip(self.parameters, position, strict=True)
        return {one.name: one.value(float(x)) for one, x in pairs}

    def table(self, positions: Array) -> Array:
        """Return the values at points of the unit cube, shape (n, d)."""
        pairs = zip(self.parameters, positions.T, strict=True)
        return np.stack([one.values(column) for one, column in pairs], axis=1)

    @property
    def headings(self) -> list[str]:
        """Name and unit of each parameter."""
        return [f"{one.name} [{one.unit or '-'}]" for one in self.parameters]

    @property
    def labels(self) -> list[str]:
        """Name of each measured value."""
        return [label for one in self.measurements for label in one.labels()]

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

    def trials(self) -> Iterator[tuple[CaseRuns, float]]:
        """Yield each case with the positions at which its values are checked."""
        yield from product(self.cases, (0.0, 0.5, 1.0))


def checked_study(case: Case, overrides: tuple[str, ...] = ()) -> Study:
    """Return the study of a case after reading its cases at both bounds and in the middle.

    Args:
        case: as read.
        overrides: settings of all runs, ``path=value`` each.

    Raises:
        CaseError: a file of the section or a value at the bounds is invalid.
    """
    return checked(case, study(case, overrides))


def checked(case: Case, made: Study) -> Study:
    """Return a study of a case after reading its cases at both bounds and in the middle.

    Raises:
        CaseError: a value at the bounds is invalid.
    """
    for runs, position in made.trials():
        values = {one.name: one.value(position) for one in made.parameters}
        try:
            settings = made.settings(runs, values)
        except ValueError as error:
            raise case.wrong(("calibration", "dependent"), str(error)) from error
        try:
            trial = read(runs.path, [*runs.overrides, *(f"{p}={v}" for p, v in settings.items())])
        except CaseError as error:
            raise CaseError([at_path(case, one, settings) for one in error.issues]) from error
        for one in made.measurements:
            if made.cases[one.case] is runs and (message := one.outside(trial.time.end)):
                raise case.wrong(("calibration", "targets", one.name, "curve"), message)
    return made


def study(case: Case, overrides: tuple[str, ...] = ()) -> Study:
    """Return the study of a case with a section ``calibration``.

    Args:
        case: as read.
        overrides: settings of all runs, ``path=value`` each.

    Raises:
        CaseError: there is no such section, or a file of it is invalid.
    """
    section = required(case)
    others = dict.fromkeys(one.run for one in section.targets.values())
    cases = tuple(runs_of(case, section, other, overrides) for other in others)
    return Study(parameters_of(section), cases, measurements(case, list(others)))


def required(case: Case) -> Calibration:
    """Return the section ``calibration`` of a case.

    Raises:
        CaseError: there is none.
    """
    if case.calibration is None:
        raise case.wrong((), "there is no section 'calibration' with parameters and targets")
    return case.calibration


def parameters_of(section: Calibration) -> tuple[Parameter, ...]:
    """Return the parameters of a section."""
    return tuple(_parameter(name, one) for name, one in section.parameters.items())


def _parameter(name: str, stated: Stated) -> Parameter:
    """Return a parameter of the case in the unit of its lower bound."""
    written = (stated.mean, stated.deviation, stated.start, stated.tolerance)
    numbers = [None if one is None else stated.number(one) for one in written]
    return Parameter(name, *stated.bounds, stated.unit, stated.prior == "log_uniform", *numbers)


def runs_of(case: Case, section: Calibration, key: CaseKey, overrides: tuple[str, ...]) -> CaseRuns:
    """Return the runs of a case, or of another or a changed one, with the paths that it has.

    Raises:
        CaseError: the other case is invalid, or cannot show a result that names it.
    """
    other, changes = key
    path = case.path if other is None else case.path.parent / other
    tree = (case if key == (None, ()) else _other(case, section, key)).resolved()

    def present(paths: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(p for p in paths if other is None or not misplaced(tree, p))

    parameters = {name: present(one.paths) for name, one in section.parameters.items()}
    dependent = tuple((one, present(one.paths)) for one in section.dependent)
    return CaseRuns(path, parameters, dependent, (*overrides, *changes, *WITHOUT))


def _other(case: Case, section: Calibration, key: CaseKey) -> Case:
    """Return a further or changed case of a study.

    Raises:
        CaseError: it is invalid, or cannot show a target that names it.
    """
    other = case.path.name if key[0] is None else key[0]
    entries = [(place, one) for place, one in section.entries if one.run == key]
    try:
        found = read(case.path.parent / other, [*key[1], *WITHOUT])
    except CaseError as error:
        first = next(line for line in str(error).splitlines())
        message = f"'{other}' is no valid case: {first}"
        under = "set" if key[1] else "case"
        raise case.wrong(("calibration", *entries[0][0], under), message) from error
    for place, target in entries:
        for word, message in unreachable(found, found.names, target):
            under = entry_key(place, word)
            raise case.wrong(("calibration", *place, under), f"{other}: {message}")
    return found
