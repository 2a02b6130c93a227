"""The balance laws of a case: who takes part, what they remember and their residual."""

from typing import Any

from nanoglue.mesh.interface_quadrature import InterfaceQuadrature
from nanoglue.models.tensors import determinant
from nanoglue.physics.applied_current import AppliedCurrent
from nanoglue.physics.cohesion import Cohesion
from nanoglue.physics.conversion import Conversion
from nanoglue.physics.diffusion import Diffusion
from nanoglue.physics.dirichlet import (
    displacement_conditions,
    point_supports,
    scalar_conditions,
    stoichiometry_conditions,
)
from nanoglue.physics.electrodeposition import Deposition
from nanoglue.physics.growth import Growth
from nanoglue.physics.interface_flux import InterfaceFlux
from nanoglue.physics.loads import Loads
from nanoglue.physics.mechanics import Mechanics, displacement_field
from nanoglue.physics.parameters import in_forms
from nanoglue.physics.perfect_bond import interface_between
from nanoglue.physics.phase_field import PhaseField
from nanoglue.physics.stress_free import StressFreeState
from nanoglue.runtime.fenics import fem
from nanoglue.runtime.timers import Timers


class CoupledModel:
    """Bodies, interfaces, loads and supports of a case on its domain.

    ``mechanics``, ``diffusion``, ``phases``, ``depositions`` and ``conversions`` go by the body,
    ``cohesion`` by the interface.
    """

    def __init__(self, case: Any, domain: Any, watch: Timers) -> None:
        """Give every body and interface its laws.

        Args:
            case: as read.
            domain: mesh, bodies, interfaces, boundaries.
            watch: where time is booked.
        """
        self.case, self.domain, self.watch = case, domain, watch
        self.dt = fem.Constant(domain.mesh, 1.0)
        self._bodies()
        self._interfaces()
        self.loads = Loads(domain, case, self.mechanics, self.diffusion, self.dt)
        self.supplies = [
            AppliedCurrent(domain, stage.entries, self.diffusion[stage.body], self.cohesion)
            for stage in case.protocol
            if not stage.converts
        ]
        held = stoichiometry_conditions(domain, case, self.diffusion)
        self.closed = not held  # nothing enters but what is prescribed
        self.supports = displacement_conditions(domain, case, self.mechanics)
        self.supports += point_supports(domain, case, self.mechanics)
        self.supports += [*held, *self._scalar_supports()]

    def _bodies(self) -> None:
        case, domain, bodies = self.case, self.domain, self.case.bodies.items()
        displacements = {name: displacement_field(domain, name) for name in case.bodies}
        self.growth = {name: Growth(domain, case, name) for name in case.bodies}
        self.diffusion = {
            name: Diffusion(domain, name, body.species, case.temperature, self.dt)
            for name, body in bodies
            if body.species
        }
        self.phases = {
            name: PhaseField(domain, name, body.phase_field, self.dt)
            for name, body in bodies
            if body.phase_field
        }
        stages = {stage.body for stage in case.protocol if stage.converts}
        self.conversions = {
            name: Conversion(domain, name, body, displacements[name], name in stages)
            for name, body in bodies
            if body.conversion
        }
        self.mechanics = {
            name: Mechanics(domain, name, body, displacements[name], self._stress_free(name))
            for name, body in bodies
        }
        self.depositions = {
            name: Deposition(phase, phase.model.deposition, case.temperature, self.mechanics[name])
            for name, phase in self.phases.items()
            if phase.model.deposition
        }
        self.evolving: list[Any] = [*self.phases.values(), *self.depositions.values()]

    def _interfaces(self) -> None:
        case, domain = self.case, self.domain
        self.cohesion: dict[str, Cohesion] = {
            name: interface_between(case, domain, name, self.mechanics, self.dt)
            for name in case.interfaces
        }
        self.exchanges = [
            self._exchange(name, model.permeability)
            for name, model in case.interfaces.items()
            if model.permeability
        ]

    def _exchange(self, name: str, permeability: float) -> InterfaceFlux:
        plus, minus = (self.diffusion[side] for side in self.case.names.interfaces[name])
        return InterfaceFlux(self.cohesion[name], plus, minus, permeability)

    def _stress_free(self, name: str) -> StressFreeState:
        """Return the stress-free state of a body and its elasticity."""
        elasticity = in_forms(self.case.bodies[name].elasticity, self.domain.mesh)
        conversion, phase = self.conversions.get(name), self.phases.get(name)
        if conversion is not None and conversion.thickens:
            shape = conversion.shape
            return StressFreeState(determinant(shape), elasticity, shape)
        if phase is not None and phase.model.feels_stress:
            return StressFreeState(phase.swelling, phase.stiffened(elasticity))
        species = self.case.bodies[name].species
        if species and species.swelling:
            diffusion = self.diffusion[name]
            return StressFreeState(diffusion.swelling(diffusion.x), elasticity)
        return StressFreeState(self.growth[name].value, elasticity)

    def _scalar_supports(self) -> list[Any]:
        ions = {name: body.c for name, body in self.depositions.items()}
        potentials = {name: body.phi for name, body in self.depositions.items()}
        phases = {name: body.xi for name, body in self.phases.items()}
        given = (("order_parameter", phases), ("ion_fraction", ions), ("potential", potentials))
        return [s for entry in given for s in scalar_conditions(self.domain, self.case, *entry)]

    @property
    def fields(self) -> list[fem.Function]:
        """All unknowns."""
        owners: list[Any] = [*self.chemical, *self.mechanics.values()]
        return [field for owner in owners for field in owner.fields]

    @property
    def chemical(self) -> list[Any]:
        """Uptake and phases of the bodies, solved first where mechanics does not act back."""
        return [*self.diffusion.values(), *self.evolving]

    @property
    def contacts(self) -> list[Any]:
        """Contacts whose points find new partners, which no form can hold."""
        return [one.contact for one in self.cohesion.values() if one.contact is not None]

    @property
    def displacements(self) -> list[fem.Function]:
        """Displacement of each body."""
        return [body.u for body in self.mechanics.values()]

    @property
    def history(self) -> list[fem.Function]:
        """What bodies and interfaces remember from step to step besides the unknowns."""
        points = [history.old for body in self.mechanics.values() for history in body.histories]
        points += [
            history for interface in self.cohesion.values() for history in interface.histories
        ]
        points += [body.x_old for body in self.diffusion.values()]
        points += [nucleus.u_old for nucleus in self.loads.nuclei]
        return points + [old for one in self.evolving for old, _ in one.histories]

    def inner_virtual_work(self, tests: dict[fem.Function, Any]) -> Any:
        """Work of all stresses and interface tractions on virtual displacements, as a form."""
        terms = [body.virtual_work(tests[body.u]) for body in self.mechanics.values()]
        terms += [interface.residual(tests) for interface in self.cohesion.values()]
        return sum(terms[1:], terms[0])

    def residual(self, tests: dict[fem.Function, Any]) -> Any:
        """Everything that must vanish, as a form in one test function a field."""
        bodies: list[Any] = [*self.mechanics.values(), *self.chemical]
        terms = [body.residual(tests) for body in bodies]
        terms += [interface.residual(tests) for interface in self.cohesion.values()]
        terms += [supply.residual(tests) for supply in self.supplies]
        terms += [exchange.residual(tests) for exchange in self.exchanges]
        terms += self.loads.residual(tests)
        terms += [
            body.stress_coupling(self.mechanics[name], tests)
            for name, body in self.diffusion.items()
            if body.species.stress_coupling
        ]
        terms += [
            phase.stress_coupling(self.mechanics[name], tests)
            for name, phase in self.phases.items()
            if phase.model.driven_by_stress
        ]
        return sum(terms[1:], terms[0])

    def prepare(self) -> None:
        """Compile what renews the histories; called once the residual has been compiled."""
        with self.watch.phase("compile"):
            for mechanics in self.mechanics.values():
                mechanics.prepare()
            self._renewals = [
                (list(state), InterfaceQuadrature(cohesion, list(state.values())))
                for cohesion in self.cohesion.values()
                for state in [cohesion.updated_history()]
            ]
            for cohesion in self.augmented:
                cohesion.augmented.prepare(cohesion)

    @property
    def augmented(self) -> list[Any]:
        """Interfaces that allow no more than a given penetration."""
        return [cohesion for cohesion in self.cohesion.values() if cohesion.augmented]

    def augment(self) -> bool:
        """Build upon the contact pressures; whether any interface was not closed enough."""
        updated_history = [cohesion.augmented.renew() for cohesion in self.augmented]
        return any(updated_history)

    def renew(self) -> None:
        """Make the present step the histories of bodies and interfaces."""
        self.augment()
        points = [
            each
            for body in self.mechanics.values()
            for each in zip(body.histories, body.updated_history(), strict=True)
        ]
        fresh = []
        for histories, updated_history in self._renewals:
            fresh += list(zip(histories, updated_history(), strict=True))
        fresh += [(body.x_old, body.x.x.array.copy()) for body in self.diffusion.values()]
        fresh += [(one.u_old, one.u.x.array.copy()) for one in self.loads.nuclei]
        fresh += [
            (old, field.x.array.copy()) for one in self.evolving for old, field in one.histories
        ]
        for function, values in fresh:
            function.x.array[:] = values
        for history, values in points:
            history.values = values
