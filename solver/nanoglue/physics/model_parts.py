"""Access to the parts of a coupled model through the problem that owns it."""

from nanoglue.case.schema.case import Case
from nanoglue.mesh.domain import Domain
from nanoglue.models.expressions import Expr
from nanoglue.physics.balance_laws import CoupledModel
from nanoglue.physics.cohesion import Cohesion
from nanoglue.physics.contact.assembly import Contact
from nanoglue.physics.contact.bodies_in_contact import BodiesInContact
from nanoglue.physics.conversion import Conversion
from nanoglue.physics.diffusion import Diffusion
from nanoglue.physics.dirichlet import Support
from nanoglue.physics.electrodeposition import Deposition
from nanoglue.physics.inflow import Inflow
from nanoglue.physics.loads import Loads
from nanoglue.physics.mechanics import Mechanics
from nanoglue.physics.phase_field import PhaseField
from nanoglue.physics.protocol import Tests
from nanoglue.physics.spatial_function import SpatialFunction
from nanoglue.runtime.fenics import fem
from nanoglue.runtime.timers import Timers


class ModelParts:
    """Read-only view of a coupled model."""

    def __init__(self, model: CoupledModel) -> None:
        """Keep the model."""
        self.model = model

    @property
    def case(self) -> Case:
        """The case."""
        return self.model.case

    @property
    def domain(self) -> Domain:
        """Mesh, bodies, interfaces and boundaries."""
        return self.model.domain

    @property
    def watch(self) -> Timers:
        """Where time is booked."""
        return self.model.watch

    @property
    def dt(self) -> fem.Constant:
        """Length of the present step [s]."""
        return self.model.dt

    @property
    def time(self) -> float:
        """Time [s] of the present step."""
        return self.model.time

    def follow(self, function: SpatialFunction) -> None:
        """Set a further function to the time of each step, such as a closed form."""
        self.model.follow(function)

    @property
    def mechanics(self) -> dict[str, Mechanics]:
        """Momentum balance of each body."""
        return self.model.mechanics

    @property
    def diffusion(self) -> dict[str, Diffusion]:
        """Mass balance of the species in each body that has one."""
        return self.model.diffusion

    @property
    def phases(self) -> dict[str, PhaseField]:
        """Phase field of each body that has one."""
        return self.model.phases

    @property
    def depositions(self) -> dict[str, Deposition]:
        """Balance of ions and charge of each body with deposition."""
        return self.model.depositions

    @property
    def conversions(self) -> dict[str, Conversion]:
        """Conversion of each body that has one."""
        return self.model.conversions

    @property
    def cohesion(self) -> dict[str, Cohesion]:
        """Interfaces by name."""
        return self.model.cohesion

    @property
    def contacts(self) -> list[Contact]:
        """Contacts whose partners change."""
        return self.model.contacts

    @property
    def contact_pairs(self) -> list[BodiesInContact]:
        """Contacts of bodies without an interface."""
        return self.model.contact_pairs

    @property
    def loads(self) -> Loads:
        """Loads on boundaries."""
        return self.model.loads

    @property
    def supplies(self) -> list[Inflow]:
        """Inflows of the stages of the protocol, each once."""
        return self.model.supplies

    @property
    def supports(self) -> list[Support]:
        """Prescribed values."""
        return self.model.supports

    @property
    def closed(self) -> bool:
        """Whether every inflow of the species is prescribed."""
        return self.model.closed

    @property
    def fields(self) -> list[fem.Function]:
        """All unknowns."""
        return self.model.fields

    @property
    def displacements(self) -> list[fem.Function]:
        """Displacement of each body."""
        return self.model.displacements

    @property
    def evolving(self) -> list[fem.Function]:
        """Unknowns that evolve in time; potentials and mean stresses follow from them."""
        return [
            *self.displacements,
            *(body.x for body in self.diffusion.values()),
            *(body.xi for body in self.phases.values()),
            *(body.c for body in self.depositions.values()),
        ]

    def inner_virtual_work(self, tests: Tests) -> Expr:
        """Return the work of stresses and interface tractions on virtual displacements."""
        return self.model.inner_virtual_work(tests)

    def toughness(self) -> float:
        """Return the energy [pJ] that all interfaces dissipate until they have failed."""
        return sum(
            interface.law.toughness * self.domain.integrate(1.0 * interface.dA())
            for interface in self.cohesion.values()
            if hasattr(interface.law, "toughness")
        )
