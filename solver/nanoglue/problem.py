"""All balance laws of a case as one or two block systems that advance together by a step."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import ufl

from nanoglue import stack  # noqa: F401  before dolfinx

from dolfinx import fem  # isort: skip

from nanoglue.march import Step
from nanoglue.newton import Outcome, newton
from nanoglue.path import DissipationPath
from nanoglue.physics.bond import law_of
from nanoglue.physics.cohesion import Cohesion
from nanoglue.physics.deposition import Deposition
from nanoglue.physics.diffusion import Diffusion
from nanoglue.physics.exchange import Exchange
from nanoglue.physics.interface_values import InterfaceValues
from nanoglue.physics.loads import Loads
from nanoglue.physics.mechanics import Mechanics
from nanoglue.physics.phase_field import PhaseField
from nanoglue.physics.supply import Supply
from nanoglue.physics.supports import (
    displacement_supports,
    point_supports,
    scalar_supports,
    uptake_supports,
)
from nanoglue.predictor import Predictor
from nanoglue.schedule import legs, stops
from nanoglue.stopwatch import Stopwatch
from nanoglue.system import BlockSystem

FLOORS = {
    "displacement": 1e-6,
    "mean_stress": 1.0,
    "stoichiometry": 1e-3,
    "chemical_potential": 1e-5,
    "order_parameter": 1e-3,
    "ion_fraction": 1e-3,
    "electric_potential": 1e-5,
}
"""Sizes (um, MPa, -, pJ/amol, -, -, V) of a field below which increments count absolutely."""


class Problem:
    """Fields, history and systems of a case.

    ``advance`` tries a step, ``commit`` makes it history.
    """

    def __init__(self, case: Any, domain: Any, watch: Stopwatch) -> None:
        """Build the systems of a case on its domain.

        Args:
            case: as read.
            domain: mesh, bodies, interfaces, boundaries.
            watch: where time is booked.
        """
        self.case, self.domain, self.watch = case, domain, watch
        self.floors = FLOORS
        self.dt = fem.Constant(domain.mesh, 1.0)
        self.time = 0.0
        self.moving: list[Any] = []  # what else follows time, such as closed forms
        self.growth = {name: fem.Constant(domain.mesh, 1.0) for name in case.bodies}
        bodies = case.bodies.items()
        self.mechanics = {name: Mechanics(domain, name, body) for name, body in bodies}
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
        self.depositions = {
            name: Deposition(phase, phase.model.deposition, case.temperature)
            for name, phase in self.phases.items()
            if phase.model.deposition
        }
        self.evolving: list[Any] = [*self.phases.values(), *self.depositions.values()]
        displacements = {name: body.u for name, body in self.mechanics.items()}
        self.cohesion = {
            name: Cohesion(domain, name, model, law_of(case, domain, name), displacements, self.dt)
            for name, model in case.interfaces.items()
        }
        self.exchanges = [
            self._exchange(name, model.conductance)
            for name, model in case.interfaces.items()
            if model.conductance
        ]
        for name, mechanics in self.mechanics.items():
            mechanics.swelling = (
                self.diffusion[name].swelling(self.diffusion[name].x)
                if case.bodies[name].species and case.bodies[name].species.swelling
                else self.growth[name]
            )
            if name in self.phases and self.phases[name].model.feels_stress:
                mechanics.swelling = self.phases[name].swelling
                mechanics.elasticity = self.phases[name].stiffened(mechanics.elasticity)
        self.loads = Loads(domain, case, self.mechanics, self.diffusion, self.dt)
        self.supplies = [
            Supply(domain, stage.entries, self.diffusion[stage.body], self.cohesion)
            for stage in case.protocol
        ]
        capacity = {name: body.capacity() for name, body in self.diffusion.items()}
        self.legs = legs(case, capacity)
        self.stops = stops(case, self.legs)
        self.supports = displacement_supports(domain, case, self.mechanics)
        self.supports += point_supports(domain, case, self.mechanics)
        held = uptake_supports(domain, case, self.diffusion)
        self.supports += held
        self.supports += self._scalar_supports()
        self.closed = not held  # nothing enters but what is prescribed
        self.systems = self._systems()
        self.predictor = Predictor(self.fields)
        self.path = DissipationPath(self) if case.solver.path == "dissipation" else None
        with watch.phase("compile"):
            for mechanics in self.mechanics.values():
                mechanics.prepare()
            self._renewals = [
                (list(state), InterfaceValues(cohesion, list(state.values())))
                for cohesion in self.cohesion.values()
                for state in [cohesion.next_state()]
            ]

    def _exchange(self, name: str, conductance: float) -> Exchange:
        plus, minus = (self.diffusion[side] for side in self.case.names.interfaces[name])
        return Exchange(self.cohesion[name], plus, minus, conductance)

    def start(self, observables: Any) -> Step:
        """The state before the first step."""
        return Step(0, 0, 0.0, 0.0, Outcome(True, 0, "start"), observables())

    @property
    def fields(self) -> list[fem.Function]:
        """All unknowns."""
        owners: list[Any] = [*self.chemical, *self.mechanics.values()]
        return [field for owner in owners for field in owner.fields]

    @property
    def chemical(self) -> list[Any]:
        """Uptake and phases of the bodies, solved first where mechanics does not act back."""
        return [*self.diffusion.values(), *self.evolving]

    def _scalar_supports(self) -> list[Any]:
        ions = {name: body.c for name, body in self.depositions.items()}
        potentials = {name: body.phi for name, body in self.depositions.items()}
        phases = {name: body.xi for name, body in self.phases.items()}
        given = (("order_parameter", phases), ("ion_fraction", ions), ("potential", potentials))
        return [s for entry in given for s in scalar_supports(self.domain, self.case, *entry)]

    @property
    def displacements(self) -> list[fem.Function]:
        """Displacement of each body."""
        return [body.u for body in self.mechanics.values()]

    def inner_virtual_work(self, tests: dict[fem.Function, Any]) -> Any:
        """Work of all stresses and interface tractions on virtual displacements, as a form."""
        terms = [body.virtual_work(tests[body.u]) for body in self.mechanics.values()]
        terms += [interface.residual(tests) for interface in self.cohesion.values()]
        return sum(terms[1:], terms[0])

    @property
    def remembered(self) -> list[fem.Function]:
        """All that is carried from step to step besides the unknowns."""
        points = [history.old for body in self.mechanics.values() for history in body.histories]
        points += [
            history for interface in self.cohesion.values() for history in interface.histories
        ]
        points += [body.x_old for body in self.diffusion.values()]
        points += [nucleus.u_old for nucleus in self.loads.nuclei]
        points += self.predictor.rates
        points += self.path.direction if self.path else []
        return points + [old for one in self.evolving for old, _ in one.histories]

    def _residual(self, tests: dict[fem.Function, Any]) -> Any:
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
            if phase.model.feels_stress
        ]
        return sum(terms[1:], terms[0])

    def _systems(self) -> list[BlockSystem]:
        """One system of all fields.

        Or uptake first and then mechanics where nothing couples back within a step.
        """
        fields = self.fields
        mixed = ufl.MixedFunctionSpace(*[field.function_space for field in fields])
        residual = self._residual(dict(zip(fields, ufl.TestFunctions(mixed), strict=True)))
        blocks = list(ufl.extract_blocks(residual))
        coupling = self.case.solver.coupling
        back = any(body.species.stress_coupling for body in self.diffusion.values())
        back = back or any(phase.model.feels_stress for phase in self.phases.values())
        if coupling == "automatic":
            coupling = "monolithic" if back else "staggered"
        chemical = sum(len(body.fields) for body in self.chemical)
        parts = [slice(0, None)]
        if coupling == "staggered" and chemical:
            parts = [slice(0, chemical), slice(chemical, None)]
        self.passes = 30 if back and len(parts) > 1 else 1
        return [
            self._system(fields[part], blocks[part], f"nanoglue_{i}_")
            for i, part in enumerate(parts)
        ]

    def _system(
        self, fields: Sequence[fem.Function], blocks: Sequence[Any], prefix: str
    ) -> BlockSystem:
        spaces = [field.function_space for field in fields]
        held = fem.bcs_by_block(
            [space._cpp_object for space in spaces],
            [support.condition for support in self.supports],
        )
        bcs = [condition for block in held for condition in block]
        return BlockSystem(
            fields, blocks, bcs, self.domain.entity_maps, prefix, self.case.solver.petsc, self.watch
        )

    def advance(self, time: float, dt: float) -> Outcome:
        """Solve the step that ends at ``time`` [s] and lasts ``dt`` [s].

        The fields hold the result.
        """
        self.dt.value = dt
        for leg, supply in zip(self.legs, self.supplies, strict=True):
            supply.set_current(leg.inflow if leg.start < time - dt / 2 <= leg.end else 0.0)
        self.move(time)
        return self.predictor.solve(dt, self._solve)

    def move(self, time: float) -> None:
        """Set every load and prescribed value to those of a time [s]."""
        self.time = time
        following: list[Any] = [self.loads, *self.supports, *self.phases.values(), *self.moving]
        for each in (*following, *self.mechanics.values(), *self.diffusion.values()):
            each.move(time)
        for name, body in self.case.bodies.items():
            if body.growth:
                self.growth[name].value = body.growth(time)

    def _solve(self) -> Outcome:
        """Each system in turn; again until the first of them is met at once.

        Where they couple back.
        """
        settings, iterations = self.case.solver, 0
        sizes: tuple[float, ...] = ()
        for _ in range(self.passes):
            done = 0
            for system in self.systems:
                floors = np.array([self.floors[field.name] for field in system.fields])
                outcome = newton(system, settings.tolerance, settings.iterations, floors)
                iterations += outcome.iterations
                sizes = outcome.sizes
                if not outcome.converged:
                    return Outcome(False, iterations, outcome.reason, sizes)
                done = max(done, outcome.iterations)
            if self.passes == 1 or done <= 1:
                return Outcome(True, iterations, "converged", sizes)
        return Outcome(
            False,
            iterations,
            "the passes between uptake and mechanics do not settle; use monolithic",
            sizes,
        )

    def toughness(self) -> float:
        """Energy [pJ] that all interfaces dissipate until they have failed everywhere."""
        return sum(
            interface.law.toughness * self.domain.integrate(1.0 * interface.dA())
            for interface in self.cohesion.values()
            if hasattr(interface.law, "toughness")
        )

    def commit(self) -> None:
        """Make the present step history."""
        fresh = [
            (history.old, history.next())
            for body in self.mechanics.values()
            for history in body.histories
        ]
        for histories, renewed in self._renewals:
            fresh += list(zip(histories, renewed(), strict=True))
        fresh += [(body.x_old, body.x.x.array.copy()) for body in self.diffusion.values()]
        fresh += [(one.u_old, one.u.x.array.copy()) for one in self.loads.nuclei]
        fresh += [
            (old, field.x.array.copy()) for one in self.evolving for old, field in one.histories
        ]
        for function, values in fresh:
            function.x.array[:] = values
        self.predictor.accept()

    def snapshot(self) -> list[np.ndarray]:
        """Copies of every field and every remembered state."""
        return [function.x.array.copy() for function in (*self.fields, *self.remembered)]

    def restore(self, snapshot: list[np.ndarray]) -> None:
        """Go back to a snapshot."""
        for function, values in zip((*self.fields, *self.remembered), snapshot, strict=True):
            function.x.array[:] = values
