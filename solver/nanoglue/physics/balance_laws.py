"""Coupled model of a case: its balance laws, the couplings between them and their residual."""

from collections.abc import Callable, Sequence

from nanoglue.case.schema.case import Case
from nanoglue.mesh.domain import Domain
from nanoglue.models.expressions import Expr
from nanoglue.physics.body_laws import body_laws
from nanoglue.physics.cohesion import Cohesion
from nanoglue.physics.contact.assembly import Contact
from nanoglue.physics.contact.bodies_in_contact import BodiesInContact
from nanoglue.physics.damage_forecast import DamageForecast
from nanoglue.physics.electrode_surface import ElectrodeSurface
from nanoglue.physics.inflow import Inflow, inflows
from nanoglue.physics.interface_flux import InterfaceFlux
from nanoglue.physics.loads import Loads
from nanoglue.physics.perfect_bond import interface_between
from nanoglue.physics.protocol import Coupling, Finding, Physics, Term, Tests
from nanoglue.physics.spatial_function import SpatialFunction
from nanoglue.physics.stress_coupling import stress_couplings
from nanoglue.physics.time_integration import Evolution, TimeIntegration
from nanoglue.runtime.fenics import fem
from nanoglue.runtime.timers import Timers

LawFactory = Callable[[Domain, fem.Constant], Physics]
"""Function from the domain and the length of the present step [s] to a further balance law."""


class CoupledModel:
    """Balance laws of the bodies of a case, and the couplings between them.

    ``laws`` are the members in the order of their fields and ``couplings`` the terms between them.
    ``mechanics``, ``diffusion``, ``phases``, ``depositions`` and ``conversions`` list members by
    body, ``cohesion`` couplings by interface.
    """

    def __init__(
        self, case: Case, domain: Domain, watch: Timers, further: Sequence[LawFactory] = ()
    ) -> None:
        """Give every body and interface its laws.

        Args:
            case: as read.
            domain: mesh, bodies, interfaces, boundaries.
            watch: where time is booked.
            further: balance laws that the case does not have.
        """
        self.case, self.domain, self.watch = case, domain, watch
        self.integration = TimeIntegration(domain.mesh, case.stepping.method == "bdf2")
        self.dt = self.integration.dt
        self.time = 0.0
        self.temperature = fem.Constant(domain.mesh, case.temperature_at(0.0))
        self.followers: list[SpatialFunction] = []
        self.further = [make(domain, self.dt) for make in further]
        bodies = body_laws(case, domain, self.integration, self.temperature)
        self.growth, self.conversions = bodies.growth, bodies.conversions
        self.eigenstrains = bodies.eigenstrains
        self.diffusion, self.phases = bodies.diffusion, bodies.phases
        self.mechanics, self.depositions = bodies.mechanics, bodies.depositions
        self.cohesion: dict[str, Cohesion] = {
            name: interface_between(case, domain, name, self.mechanics, self.dt)
            for name in case.interfaces
        }
        self.contact_pairs = self._contact_pairs()
        self.forecasts = self._forecasts()
        self.stage_inflows = inflows(case, domain, self.diffusion, self.mechanics, self.forecasts)
        """Inflows of each stage of the protocol; none where it converts a coating."""
        self.supplies: list[Inflow] = list(
            dict.fromkeys(one for inflows in self.stage_inflows for one in inflows)
        )
        self.chemical: list[Physics] = [
            *self.diffusion.values(),
            *self.phases.values(),
            *self.depositions.values(),
            *self.electrode_surfaces,
            *self.further,
        ]
        """Laws that are solved first where mechanics does not act back."""
        self.laws: list[Physics] = [*self.chemical, *self.mechanics.values()]
        self.exchanges = [
            self._exchange(name, model.permeability)
            for name, model in case.interfaces.items()
            if model.permeability
        ]
        self.loads = Loads(domain, case, self.mechanics, self.diffusion, self.temperature, self.dt)
        self.couplings: list[Coupling] = [
            *self.cohesion.values(),
            *(one for one in self.supplies if not isinstance(one, ElectrodeSurface)),
            *self.exchanges,
            self.loads,
            *stress_couplings(self.diffusion, self.phases, self.mechanics),
        ]
        held = {law: law.dirichlet_conditions(domain, case) for law in self.laws}
        self.closed = not any(held[law] for law in self.diffusion.values())
        """Whether no boundary holds the stoichiometry, so that every inflow is prescribed."""
        self.supports = [support for supports in held.values() for support in supports]

    @property
    def electrode_surfaces(self) -> list[ElectrodeSurface]:
        """Surfaces of equipotential bodies."""
        return [one for one in self.supplies if isinstance(one, ElectrodeSurface)]

    def _exchange(self, name: str, permeability: float) -> InterfaceFlux:
        plus, minus = (self.diffusion[side] for side in self.case.names.interfaces[name])
        return InterfaceFlux(self.forecasts[name], plus, minus, permeability)

    def _forecasts(self) -> dict[str, DamageForecast]:
        """Return the forecasts of the damage of all interfaces that let the species through."""
        currents = [one for stage in self.case.protocol for one in (stage, *stage.also)]
        crossed = {entry for one in currents for entry in one.entries}
        return {
            name: DamageForecast(cohesion, self.integration)
            for name, cohesion in self.cohesion.items()
            if name in crossed or self.case.interfaces[name].permeability
        }

    def _contact_pairs(self) -> list[BodiesInContact]:
        u = {name: body.u for name, body in self.mechanics.items()}
        symmetric = {name for name, held in self.case.boundaries.items() if held.symmetry}
        pairs = [
            BodiesInContact(self.domain, name, model, u, symmetric)
            for name, model in self.case.contact_pairs.items()
        ]
        for pair in pairs:
            for body in pair.without_surface:
                message = f"{body} has no boundary to press on; the recipe must name its surface"
                raise self.case.wrong(("contact_pairs", pair.name, "bodies"), message)
        return pairs

    @property
    def fields(self) -> list[fem.Function]:
        """All unknowns."""
        return [field for law in self.laws for field in law.fields]

    @property
    def increment_scales(self) -> dict[str, float]:
        """Sizes of the fields, by name, below which increments count absolutely."""
        return {name: size for law in self.laws for name, size in law.increment_scales.items()}

    @property
    def evolutions(self) -> list[Evolution]:
        """What the time integration advances: stoichiometries, phases and ion fractions."""
        bodies = [body.evolution for body in self.diffusion.values()]
        phases = [phase.evolution for phase in self.phases.values()]
        return [*bodies, *phases, *(one.evolution for one in self.depositions.values())]

    @property
    def mechanics_acts_back(self) -> bool:
        """Whether stress or deformation enters a law that is solved before mechanics."""
        return (
            any(body.species.stress_coupling for body in self.diffusion.values())
            or any(phase.model.feels_stress for phase in self.phases.values())
            or any(one.film is not None and one.film.stretches for one in self.supplies)
        )

    @property
    def contacts(self) -> list[Contact]:
        """Contacts whose points find new partners, which no form can hold."""
        sliding = [one.contact for one in self.cohesion.values() if one.contact is not None]
        return [*sliding, *self.contact_pairs]

    @property
    def displacements(self) -> list[fem.Function]:
        """Displacement of each body."""
        return [body.u for body in self.mechanics.values()]

    @property
    def terms(self) -> list[Term]:
        """Parts of the residual: mechanics, the other laws and the couplings."""
        return [*self.mechanics.values(), *self.chemical, *self.couplings]

    @property
    def history(self) -> list[fem.Function]:
        """State of bodies and interfaces between steps, besides the unknowns."""
        decays = [field for one in self.forecasts.values() for field in (one.decay, one.slope)]
        return [*(history for term in self._remembering for history in term.histories), *decays]

    @property
    def _remembering(self) -> list[Term]:
        species, others = self.diffusion.values(), self.chemical[len(self.diffusion) :]
        interfaces, rest = self.cohesion.values(), self.couplings[len(self.cohesion) :]
        return [*self.mechanics.values(), *interfaces, *species, *rest, *others]

    def inner_virtual_work(self, tests: Tests) -> Expr:
        """Work of all stresses and interface tractions on virtual displacements, as a form."""
        terms = [body.virtual_work(tests[body.u]) for body in self.mechanics.values()]
        terms += [interface.residual(tests) for interface in self.cohesion.values()]
        return sum(terms[1:], terms[0])

    def residual(self, tests: Tests) -> Expr:
        """Everything that must vanish, as a form in one test function a field."""
        terms = [term.residual(tests) for term in self.terms]
        return sum(terms[1:], terms[0])

    def begin_step(self, time: float, dt: float) -> None:
        """Set the end and the length [s] of the step to be solved."""
        self.integration.begin(dt)
        for supply in self.supplies:
            if supply.film is not None:
                supply.film.begin(time, self.integration)
        for forecast in self.forecasts.values():
            forecast.look_ahead()

    def set_time(self, time: float) -> None:
        """Set the temperature, loads, sources and prescribed values to those of a time [s]."""
        self.time = time
        self.temperature.value[...] = self.case.temperature_at(time)
        for term in self.terms:
            term.set_time(time)
        for function in self.followers:
            function.set_time(time)
        for support in self.supports:
            support.set_time(time)
        for conversion in self.conversions.values():
            conversion.set_time(time)
        for growth in self.growth.values():
            growth.set_time(time)
        for eigenstrain in self.eigenstrains.values():
            eigenstrain.set_time(time)

    def follow(self, function: SpatialFunction) -> None:
        """Set a further function to the time of each step, such as a closed form."""
        self.followers.append(function)

    def prepare(self) -> None:
        """Compile what updates the histories; called once the residual has been compiled."""
        with self.watch.phase("compile"):
            for term in self.terms:
                term.prepare()

    def violation(self) -> Finding | None:
        """Return why the present state is not admissible, on every rank; None if it is."""
        found = (law.violation() for law in self.laws)
        return next((one for one in found if one is not None), None)

    def augment(self) -> bool:
        """Build upon the contact pressures; whether any interface was not closed enough."""
        needed = [one.augmented.renew() for one in self.cohesion.values() if one.augmented]
        return any(needed)

    def update(self) -> None:
        """Make the present step the histories of bodies and interfaces."""
        self.augment()
        updates = [update for term in self.terms for update in term.updated_histories()]
        damages = [one.cohesion.damage_old.x.array.copy() for one in self.forecasts.values()]
        for function, values in updates:
            function.x.array[:] = values
        for forecast, damage in zip(self.forecasts.values(), damages, strict=True):
            forecast.accept(damage)
        self.integration.accept()
