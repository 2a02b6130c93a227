"""Section ``calibration``: parameters to be determined and the data that determine them."""

import math
import re
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StrictFloat, StrictInt, model_validator

from nanoglue.case.event_types import EventType
from nanoglue.case.schema.base import Section, Word
from nanoglue.models.formula import FUNCTIONS, NAMES, parse
from nanoglue.units.parsing import written_quantity
from nanoglue.units.quantities import Number, Second


def _quantity(written: str | float) -> str | float:
    try:
        value = written_quantity(written).magnitude
    except (ValueError, TypeError, ArithmeticError) as error:
        raise ValueError(f"must be a number with its unit, not {written!r}") from error
    if not math.isfinite(value):
        raise ValueError(f"must be finite, not {written!r}")
    return written


def _identifier(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z]\w*", name) or name in NAMES | FUNCTIONS.keys():
        raise ValueError(f"must be a word for formulas, other than their own, not '{name[:60]}'")
    return name


Written = Annotated[StrictFloat | StrictInt | Word, AfterValidator(_quantity)]
ParameterName = Annotated[Word, AfterValidator(_identifier)]
NAME = r"(?<![\w.])[A-Za-z]\w*"
"""Pattern of a name in a formula."""

Paths = Annotated[tuple[Word, ...], Field(min_length=1)]


class Parameter(Section):
    """A number of the case between two bounds, with its prior distribution."""

    paths: Paths
    low: Written
    high: Written
    prior: Literal["uniform", "log_uniform", "normal"] = "uniform"
    mean: Written | None = None
    deviation: Written | None = None
    start: Written | None = None
    tolerance: Written | None = None

    @property
    def unit(self) -> str:
        """Unit of the lower bound, in which all numbers of the parameter are stated."""
        return f"{written_quantity(self.low).units:~}"

    def number(self, written: str | float) -> float:
        """Return a quantity in the unit of the lower bound."""
        return float(written_quantity(written).to(written_quantity(self.low).units).magnitude)

    @property
    def bounds(self) -> tuple[float, float]:
        """Lower and upper bound in the unit of the lower one."""
        return self.number(self.low), self.number(self.high)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        stated = (self.high, self.mean, self.deviation, self.start, self.tolerance)
        try:
            high, mean, deviation, start, tolerance = (
                None if one is None else self.number(one) for one in stated
            )
        except TypeError as error:
            raise ValueError("its numbers must have units of one dimension") from error
        low, high = self.bounds
        if not low < high:
            raise ValueError("'low' must be below 'high'")
        if self.prior == "log_uniform" and low <= 0:
            raise ValueError("a log_uniform prior needs a positive 'low'")
        if (self.prior == "normal") != (mean is not None and deviation is not None):
            raise ValueError("a normal prior, and no other, has 'mean' and 'deviation'")
        for name, spread in (("deviation", deviation), ("tolerance", tolerance)):
            if spread is not None and spread <= 0:
                raise ValueError(f"'{name}' must be positive")
        if start is not None and not low <= start <= high:
            raise ValueError("'start' must be between 'low' and 'high'")
        return self


class Dependent(Section):
    """A number of the case that follows from the parameters by a formula."""

    paths: Paths
    formula: Word
    unit: str = ""

    @property
    def names(self) -> set[str]:
        """Names that the formula uses, those of functions included."""
        return set(re.findall(NAME, self.formula))

    def substituted(self, values: dict[str, float]) -> str:
        """Return the formula with numbers in place of the names of parameters."""

        def number(found: re.Match[str]) -> str:
            return f"({values[found[0]]!r})" if found[0] in values else found[0]

        return re.sub(NAME, number, self.formula)


Changes = dict[Word, Word | StrictFloat | StrictInt]
"""Values that replace those of a case, by dotted path."""


class Target(Section):
    """A measurement: a column at an event or a time, or a curve from a CSV file."""

    column: Word
    tolerance: Annotated[Number, Field(gt=0)]
    value: Number | None = None
    bound: Literal["lower", "upper"] | None = None
    event: EventType | None = None
    time: Second | None = None
    curve: Word | None = None
    over: Word = "time [s]"
    case: Word | None = None
    interface: Word | None = None
    set: Changes = {}

    @property
    def run(self) -> tuple[str | None, tuple[str, ...]]:
        """File and changed values, ``path=value`` each, of the case that is run for it."""
        return self.case, tuple(f"{path}={value}" for path, value in self.set.items())

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if sum(one is not None for one in (self.event, self.time, self.curve)) != 1:
            raise ValueError("must have exactly one of 'event', 'time' and 'curve'")
        if (self.value is None) != (self.curve is not None):
            raise ValueError("'value' goes with 'event' or 'time'; a curve has its own values")
        if self.interface is not None and self.event is None:
            raise ValueError("'interface' goes with 'event'")
        if not re.fullmatch(r".+ \[.+\]", self.column):
            raise ValueError("'column' must be a heading with unit, such as 'force_y:top [uN]'")
        return self


class Prediction(Section):
    """A result to be predicted: a column at an event or at times."""

    column: Word
    event: EventType | None = None
    times: Annotated[tuple[Second, ...], Field(min_length=1)] | None = None
    case: Word | None = None
    interface: Word | None = None
    set: Changes = {}
    tolerance: Annotated[Number, Field(gt=0)] | None = None
    ranges: dict[Word, tuple[Number | None, Number | None]] = {}

    @property
    def target(self) -> Target:
        """The result as a target without a measured value; its time is the last one."""
        last = None if self.times is None else f"{max(self.times)!r} s"
        return Target(
            column=self.column,
            tolerance=1.0,
            value=0.0,
            event=self.event,
            time=last,
            case=self.case,
            interface=self.interface,
            set=self.set,
        )

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.event is None) == (self.times is None):
            raise ValueError("must have one of 'event' and 'times'")
        if self.interface is not None and self.event is None:
            raise ValueError("'interface' goes with 'event'")
        if not re.fullmatch(r".+ \[.+\]", self.column):
            raise ValueError("'column' must be a heading with unit, such as 'force_y:top [uN]'")
        for name, (low, high) in self.ranges.items():
            if low is not None and high is not None and not low < high:
                raise ValueError(f"the lower end of '{name}' must be below its upper end")
        return self


class Posterior(Section):
    """Numbers of runs and samples of a posterior distribution, and their seed."""

    runs: Annotated[StrictInt, Field(ge=4, le=1000)] = 24
    refinements: Annotated[StrictInt, Field(ge=0, le=100)] = 6
    batch: Annotated[StrictInt, Field(ge=1, le=100)] = 4
    walkers: Annotated[StrictInt, Field(ge=4, le=1000, multiple_of=2)] = 32
    effective_samples: Annotated[StrictInt, Field(ge=100, le=1_000_000)] = 2000
    max_steps: Annotated[StrictInt, Field(ge=100, le=1_000_000)] = 20_000
    interval: Annotated[Number, Field(gt=0, lt=1)] = 0.9
    seed: Annotated[StrictInt, Field(ge=0, lt=2**31)] = 1


class Calibration(Section):
    """Parameters, numbers that depend on them, targets, posterior, and predictions."""

    parameters: Annotated[dict[ParameterName, Parameter], Field(min_length=1)]
    dependent: tuple[Dependent, ...] = ()
    targets: Annotated[dict[Word, Target], Field(min_length=1)]
    posterior: Posterior = Posterior()
    predictions: dict[Word, Prediction] = {}

    @property
    def entries(self) -> Iterator[tuple[tuple[str, str], Target]]:
        """Yield targets and predictions after their places in the section."""
        yield from ((("targets", name), one) for name, one in self.targets.items())
        yield from ((("predictions", name), one.target) for name, one in self.predictions.items())

    @model_validator(mode="after")
    def _disjoint(self) -> Self:
        paths = [path for one in self.parameters.values() for path in one.paths]
        paths += [path for one in self.dependent for path in one.paths]
        twice = sorted({path for path in paths if paths.count(path) > 1})
        if twice:
            raise ValueError(f"'{twice[0]}' is set by two parameters")
        for (_, name), target in self.entries:
            if both := sorted(target.set.keys() & set(paths)):
                raise ValueError(f"'{both[0]}' is set by a parameter and by '{name}'")
        for one in self.dependent:
            parse(one.substituted(dict.fromkeys(self.parameters, 1.0)))
        return self
