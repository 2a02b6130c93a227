"""Interfaces of a balance law and of a coupling between balance laws."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

import numpy as np

from nanoglue.case.schema.case import Case
from nanoglue.mesh.domain import Domain
from nanoglue.models.expressions import Expr
from nanoglue.physics.dirichlet import Support
from nanoglue.runtime.fenics import fem

Tests = Mapping[fem.Function, Expr]
"""Test function of each unknown."""

Compiled = Callable[[], list[np.ndarray]]
"""Function that returns the present values of expressions, in the layout of their functions."""

Update = tuple[fem.Function, np.ndarray]
"""A history with its values after the present step, in the layout of the function."""


@dataclass(frozen=True, slots=True)
class PointwiseUpdate:
    """Histories whose values after a step are expressions at their own points."""

    functions: Sequence[fem.Function]
    expressions: Sequence[Expr]
    compile: Callable[[Sequence[Expr]], Compiled]
    """Compile as many expressions of the same shapes at these points."""


class Violation(Enum):
    """Reason why a solution of the equations is not admissible; a stop reason has its name."""

    INVERTED = auto()
    COLLAPSED = auto()
    IONS_DEPLETED = auto()


Finding = tuple[Violation, str]
"""A violation, with its value and position in words."""


class Term(Protocol):
    """A part of the residual with its histories; the base of laws and couplings."""

    @property
    def histories(self) -> Sequence[fem.Function]:
        """Functions that are kept from step to step besides the unknowns."""
        return ()

    def residual(self, tests: Tests) -> Expr:
        """Return the contribution to the residual, as a form in the test functions."""

    def set_time(self, time: float) -> None:  # noqa: ARG002
        """Set loads and sources to their values at a time [s]; by default there are none."""
        return

    def prepare(self) -> None:
        """Compile the update of the histories, after the residual has been compiled."""
        return

    def pointwise_update(self) -> PointwiseUpdate | None:
        """Return the expressions that update histories; None if the update is no expression."""
        return None

    def updated_histories(self) -> Iterable[Update]:
        """Return the values of the histories at the end of the present step."""
        return ()


class Coupling(Term, Protocol):
    """A term between two members of a coupled model, such as an interface, or a load."""


class Physics(Term, Protocol):
    """One balance law of one body.

    ``increment_scales`` gives, for each field by name, the size in the unit of the field below
    which its increments are compared with this size instead of with the field.
    """

    name: str
    increment_scales: Mapping[str, float]

    @property
    def fields(self) -> list[fem.Function]:
        """Unknowns, each on a function space of its own."""

    def dirichlet_conditions(self, domain: Domain, case: Case) -> list[Support]:
        """Return the prescribed values of the unknowns; collective."""

    def violation(self) -> Finding | None:
        """Return why the present state is not admissible, on every rank; None if it is."""
        return None

    def outputs(self) -> Mapping[str, fem.Function]:
        """Return functions to be written at the nodes, by title and unit."""
        return {}
