"""Settings of a run: time, steps, solver, output and published numbers to compare with."""

from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from annotated_types import Ge, Gt, Le
from pydantic import AfterValidator, field_validator, model_validator

from nanoglue.case.schema.base import Count, Section, Switch, Word
from nanoglue.case.schema.closed_form import ClosedForm
from nanoglue.case.schema.petsc import refused
from nanoglue.models.own_model import OwnModel, OwnObservable
from nanoglue.models.termination import EndingEvent
from nanoglue.units.quantities import Fraction, Metre, NonNegative, Number, Positive, Second

Event = Literal[
    EndingEvent,
    "current_interrupted",
    "empty",
    "full",
    "voltage_limit",
    "current_limit",
    "content_limit",
    "reversal",
]


def _scalar(given: object) -> str | int | float | bool | None:
    if not isinstance(given, str | int | float | None):
        raise ValueError("must be a text, a number, true, false, or nothing for a flag")
    return given


def _options(given: dict[str, object]) -> dict[str, object]:
    if problems := list(refused(given)):
        raise ValueError("; ".join(problems[:5]))
    return given


class Time(Section):
    """When a run ends: at a time of the physics, or of the clock on the wall."""

    end: Positive[Second]
    wall_time: Positive[Second] | None = None


class Stepping(Section):
    """Steps in time: their method, their lengths and how much may change in one.

    ``bdf2`` integrates uptake, order parameters and ions to second order, and mechanics by
    backward Euler as it is.

    ``error`` bounds that of a step (with ``bdf2`` that of these), relative to the fields that
    evolve; it is not looked at unless it is given.
    """

    method: Literal["backward_euler", "bdf2"] = "bdf2"
    first: Positive[Second] | None = None
    largest: Positive[Second] | None = None
    smallest: Positive[Second] | None = None
    fixed: Positive[Second] | None = None
    expansion: Annotated[Number, Gt(0), Le(10)] = 5e-3
    damage: Annotated[Number, Gt(0), Le(1)] = 0.1
    event_tolerance: Annotated[Number, Gt(0), Le(0.1)] = 1e-4
    error: Annotated[Number, Gt(0), Le(1)] | None = None

    @model_validator(mode="after")
    def _lengths_in_order(self) -> Self:
        names = ("smallest", "first", "largest")
        given = [(name, getattr(self, name)) for name in names if getattr(self, name) is not None]
        for (low, less), (high, more) in pairwise(given):
            if less > more:
                raise ValueError(f"{low} ({less:g} s) must not exceed {high} ({more:g} s)")
        return self

    def filled(self, end: float) -> "Stepping":
        """Lengths [s] that were not given, from the end of the run: first 1/1000, largest 1/50."""
        largest = self.largest or max(end / 50, self.first or 0.0)
        first = self.first or min(max(end / 1000, self.smallest or 0.0), largest)
        smallest = self.smallest or first * 1e-6
        lengths = {"largest": largest, "first": first, "smallest": smallest}
        return self.model_copy(update=lengths)


class Solver(Section):
    """Newton's method and the linear solver.

    The factorisation is reused within a solve while it reduces the increments below
    ``factor_reuse`` of the previous ones; 0 disables the reuse. Where it does not, the first
    factorisation of a step of mechanics preconditions GMRES. Factors that precondition an
    iterative solver, as those of large systems in space, are reused over steps.
    """

    coupling: Literal["automatic", "staggered", "monolithic"] = "automatic"
    tolerance: Annotated[Number, Ge(1e-15), Le(1e-3)] = 1e-9
    iterations: Annotated[Count, Le(1000)] = 20
    factor_reuse: Fraction = 0.05
    control: Literal["time", "arc_length"] = "time"
    linear: Literal["automatic", "direct", "multigrid"] = "automatic"
    petsc: Annotated[
        dict[Word, Annotated[Any, AfterValidator(_scalar)]], AfterValidator(_options)
    ] = {}


class Fields(Section):
    """When fields are written: each so much volume expansion, at given times, or never."""

    every: Positive[Number] | None = None
    times: tuple[NonNegative[Second], ...] = ()


class Point(Section):
    """A material point whose displacement is recorded."""

    body: Word
    at: tuple[Metre, Metre] | tuple[Metre, Metre, Metre]


class Probe(Section):
    """A material point at which stress, plastic strain and uptake are recorded."""

    body: Word
    at: tuple[Metre, Metre] | tuple[Metre, Metre, Metre]


class Checkpoint(Section):
    """Interval between checkpoints in steps and in time on the clock."""

    every: Count = 50
    wall_time: Positive[Second] = 300.0


class Output(Section):
    """What a run leaves behind."""

    fields: Fields = Fields(every=0.05)
    checkpoint: Checkpoint = Checkpoint()
    interface: Switch = True
    pictures: Switch = True
    points: dict[Word, Point] = {}
    probes: dict[Word, Probe] = {}
    distances: dict[Word, tuple[Word, Word]] = {}
    maxima: tuple[Word, ...] | None = None
    forces: tuple[Word, ...] = ()
    fronts: tuple[Word, ...] = ()
    amplitude: tuple[Word, Word] | None = None
    reference: dict[Word, ClosedForm] = {}
    observables: tuple[Annotated[OwnObservable, OwnModel("quantities")], ...] = ()

    @field_validator("fields", mode="before")
    @classmethod
    def _none_is_never(cls, given: object) -> Any:
        return Fields() if given == "none" else given


class Published(Section):
    """A number that somebody published, printed beside the one computed."""

    value: Number
    tolerance: NonNegative[Number] | None = None
    source: Word | None = None
    basis: Literal["given", "assumed", "calibrated", "blind", "fitted"] = "blind"
