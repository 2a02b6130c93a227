"""Observables of a run, one quantity or family per file.

An observer is made once from the problem, called for the present step before it is accepted, and
its ``accept`` is called when it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from nanoglue.case import columns
from nanoglue.case.columns import Column
from nanoglue.case.event_types import EventType
from nanoglue.case.exchange import fed_bodies
from nanoglue.models.registry import load, names
from nanoglue.physics.current_state import CurrentState
from nanoglue.physics.interface_state import InterfaceState

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import fem

Values = dict[Column, float]
"""Values of a step by quantity, unit and place."""


@dataclass(frozen=True, slots=True)
class LimitState:
    """A limit of the present stage: its event, body, and distance [-] in tolerances.

    The distance is positive before the limit and negative beyond it.
    """

    event: EventType
    body: str
    distance: float


@dataclass(frozen=True, slots=True)
class Observation:
    """State at the end of a step: volume expansions, interfaces, currents, limits, all values."""

    chemical: float = 0.0
    deformed: float = 0.0
    interfaces: Mapping[str, InterfaceState] = field(default_factory=dict)
    species_error: float = 0.0
    currents: tuple[CurrentState, ...] = ()
    limits: tuple[LimitState, ...] = ()
    values: Mapping[Column, float] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(
        cls,
        values: Mapping[Column, float],
        currents: tuple[CurrentState, ...] = (),
        limits: tuple[LimitState, ...] = (),
        distances: Mapping[str, Mapping[EventType, float]] = MappingProxyType({}),
    ) -> "Observation":
        """Return the observation with the values of all observers.

        Args:
            values: of all observers.
            currents: into the bodies.
            limits: of the present stage.
            distances: to the events of each interface.

        Raises:
            KeyError: a quantity that step control needs is missing.
        """
        interfaces = {
            place: InterfaceState(
                bonded,
                values[columns.LOAD_BEARING.at(place)],
                values[columns.DAMAGE_MAX.at(place)],
                values[columns.DAMAGE_GROWTH.at(place)],
                values[columns.DEBONDING_FRONT.at(place)],
                values[columns.TRACTION_NORMAL_MEAN.at(place)],
                distances.get(place, {}),
            )
            for place, bonded in _by_place(values, columns.BONDED_FRACTION).items()
        }
        errors = _by_place(values, columns.SPECIES_BALANCE_ERROR).values()
        return cls(
            values[columns.EXPANSION_CHEMICAL],
            values[columns.EXPANSION_DEFORMED],
            interfaces,
            max(errors, default=0.0),
            currents,
            limits,
            values,
        )

    @property
    def expansions(self) -> dict[str, float]:
        """Chemical volume expansion [-] of each swelling body, and of the first without a name."""
        return _by_place(self.values, columns.EXPANSION_CHEMICAL)

    def expansion_since(self, before: Mapping[str, float]) -> float:
        """Return the largest change of ``expansions`` [-]."""
        now = self.expansions
        return max((abs(now[place] - before[place]) for place in now if place in before), default=0)

    @property
    def fracture(self) -> dict[str, float]:
        """Bodies with limits of fracture and their largest ratio to one [-]."""
        return _by_place(self.values, columns.FRACTURE_RATIO)

    @property
    def ion_fractions(self) -> dict[str, float]:
        """Bodies with electrodeposition and their smallest ion fraction [-]."""
        return _by_place(self.values, columns.ION_FRACTION_MIN)

    @property
    def damage_growth(self) -> float:
        """Largest growth of damage [-] at any point of any interface during the step."""
        states = self.interfaces.values()
        return max((state.damage_increment for state in states), default=0.0)

    @property
    def damage_max(self) -> float:
        """Largest damage [-] at any point of any interface."""
        return max((state.damage_max for state in self.interfaces.values()), default=0.0)

    @property
    def bonded_fraction(self) -> float:
        """Smallest bonded fraction [-] of all interfaces, 1 without interfaces."""
        return min((state.bonded_fraction for state in self.interfaces.values()), default=1.0)

    def __getitem__(self, column: Column) -> float:
        """Return the value of a column."""
        return self.values[column]


def _by_place(values: Mapping[Column, float], wanted: Column) -> dict[str, float]:
    """Return the values of a quantity by place."""
    return {
        column.place: value for column, value in values.items() if column == wanted.at(column.place)
    }


class Observer(Protocol):
    """One family of observables."""

    order: int

    def __call__(self) -> Values:
        """Return the values of the present step; collective."""

    def accept(self) -> None:
        """Make the present step history; collective."""

    # Observers that sum over steps also have ``functions``, a list of functions kept from step to
    # step, and ``totals``, a dict of numbers; both are stored in checkpoints. One that knows how
    # far interfaces are from their events has ``distances`` by interface, and one that knows how
    # far the present stage has come has ``progress``.


class Observables:
    """All observers of the folder."""

    def __init__(self, problem: Any) -> None:
        """Make the observers of a problem."""
        self.problem = problem
        self.fed = sorted(fed_bodies(problem.case, problem.case.names))
        made = [load("observables", name)(problem) for name in names("observables")]
        self.observers: list[Observer] = sorted(made, key=lambda observer: observer.order)
        problem.domain.forms.compile()

    def __call__(self) -> Observation:
        """Return the observation of the present step; collective."""
        values: Values = {}
        for observer in self.observers:
            values.update(observer())
        currents = self._currents(values)
        progress = self._noted(lambda one: getattr(one, "progress", {}))
        distances = self._noted(lambda one: getattr(one, "distances", {}))
        limits = self.problem.stage.limit_states(values, progress)
        return Observation.of(values, currents, limits, distances)

    def _noted[K, V](self, held: Callable[[Observer], Mapping[K, V]]) -> dict[K, V]:
        """Return together what the observers hold beside their values."""
        return {key: value for one in self.observers for key, value in held(one).items()}

    def _currents(self, values: Values) -> tuple[CurrentState, ...]:
        """Return the currents into bodies in the present step: of the protocol, and of fluxes."""
        staged = {stage.body for stage, _ in self.problem.stage.currents if not stage.is_rest}
        fed = [
            CurrentState(name, 0.0, (), *self._contents(name, values), False, either_way=True)
            for name in self.fed
            if name not in staged
        ]
        return (*self._staged(values), *fed)

    def _contents(self, name: str, values: Values) -> tuple[float, float, float, float]:
        """Return the lowest, highest, mean and largest possible stoichiometry [-] of a body."""
        lowest, highest = columns.STOICHIOMETRY_MIN.at(name), columns.STOICHIOMETRY_MAX.at(name)
        most = self.problem.case.bodies[name].species.max_stoichiometry
        return values[lowest], values[highest], values[columns.STOICHIOMETRY.at(name)], most

    def _staged(self, values: Values) -> tuple[CurrentState, ...]:
        return tuple(
            CurrentState(
                stage.body,
                inflow,
                stage.entries,
                *self._contents(stage.body, values),
                all(s.after_debonding == "follows" for s in stage.inflow_surfaces),
                stage.is_rest,
            )
            for stage, inflow in self.problem.stage.currents
        )

    def accept(self) -> None:
        """Make the present step history for every observer."""
        for observer in self.observers:
            observer.accept()

    @property
    def functions(self) -> "list[fem.Function]":
        """Functions that observers keep from step to step."""
        return [
            function
            for observer in self.observers
            for function in getattr(observer, "functions", [])
        ]

    def numbers(self) -> dict[str, dict[str, float]]:
        """Return the sums over the steps, by observer."""
        return {
            type(o).__name__: dict(o.totals)
            for o in self.observers
            if hasattr(o, "totals") and o.totals
        }

    def set_numbers(self, numbers: dict[str, dict[str, float]]) -> None:
        """Set the sums over the steps to those of a checkpoint."""
        for observer in self.observers:
            if hasattr(observer, "totals") and observer.totals:
                observer.totals.update(numbers[type(observer).__name__])
            if hasattr(observer, "resume"):
                observer.resume()
