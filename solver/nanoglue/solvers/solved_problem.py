"""A coupled model with its block systems, as the search for the cause of a failure reads it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from nanoglue.case.schema.case import Case
from nanoglue.mesh.domain import Domain
from nanoglue.physics.cohesion import Cohesion
from nanoglue.physics.diffusion import Diffusion
from nanoglue.physics.dirichlet import Support
from nanoglue.physics.mechanics import Mechanics
from nanoglue.runtime.fenics import fem
from nanoglue.solvers.block_system import BlockSystem


class SolvedProblem(Protocol):
    """Part of a problem that its diagnosis reads."""

    systems: list[BlockSystem]

    @property
    def case(self) -> Case:
        """The case."""

    @property
    def domain(self) -> Domain:
        """Mesh, bodies, interfaces and boundaries."""

    @property
    def mechanics(self) -> Mapping[str, Mechanics]:
        """Momentum balance of each body."""

    @property
    def diffusion(self) -> Mapping[str, Diffusion]:
        """Mass balance of the species in each body that has one."""

    @property
    def cohesion(self) -> Mapping[str, Cohesion]:
        """Interfaces by name."""

    @property
    def displacements(self) -> Sequence[fem.Function]:
        """Displacement of each body."""

    @property
    def supports(self) -> Sequence[Support]:
        """Prescribed values."""

    def toughness(self) -> float:
        """Toughness that a load is compared with; collective."""
