"""Balance laws of the bodies of a case, each from its section."""

from dataclasses import dataclass, replace

import ufl

from nanoglue.case.schema.case import Case
from nanoglue.mesh.domain import Domain
from nanoglue.models.composition import at_stoichiometry, functions_of_stoichiometry
from nanoglue.models.expressions import Expr
from nanoglue.models.materials.elasticity import Elasticity
from nanoglue.models.materials.plasticity import Plasticity
from nanoglue.models.tensors import determinant
from nanoglue.physics.conversion import Conversion
from nanoglue.physics.diffusion import Diffusion
from nanoglue.physics.eigenstrain import Eigenstrain
from nanoglue.physics.electrodeposition import Deposition
from nanoglue.physics.growth import Growth
from nanoglue.physics.mechanics import Mechanics, displacement_field
from nanoglue.physics.parameters import in_forms
from nanoglue.physics.phase_field import PhaseField
from nanoglue.physics.stress_free import StressFreeState, stress_free
from nanoglue.physics.time_integration import TimeIntegration
from nanoglue.runtime.fenics import fem


@dataclass(frozen=True, slots=True)
class BodyLaws:
    """Laws by body: all have mechanics and growth, some the others."""

    growth: dict[str, Growth]
    eigenstrains: dict[str, Eigenstrain]
    diffusion: dict[str, Diffusion]
    phases: dict[str, PhaseField]
    conversions: dict[str, Conversion]
    mechanics: dict[str, Mechanics]
    depositions: dict[str, Deposition]


def body_laws(
    case: Case, domain: Domain, time: TimeIntegration, temperature: fem.Constant
) -> BodyLaws:
    """Return the balance laws of the bodies of a case; collective.

    Args:
        case: as read.
        domain: mesh and bodies.
        time: time integration.
        temperature: present temperature [K] of all bodies.
    """
    bodies, dt = case.bodies.items(), time.dt
    laws = BodyLaws({}, {}, {}, {}, {}, {}, {})
    u = {name: displacement_field(domain, name) for name in case.bodies}
    stages = {stage.body for stage in case.protocol if stage.converts}
    for name, body in bodies:
        laws.growth[name] = Growth(domain, case, name)
        if body.has_eigenstrain:
            laws.eigenstrains[name] = Eigenstrain(domain, case, name)
        if body.species:
            laws.diffusion[name] = Diffusion(domain, name, body.species, temperature, time)
        if body.phase_field:
            laws.phases[name] = PhaseField(domain, name, body.phase_field, time)
        if body.conversion:
            symmetric = [key for key, boundary in case.boundaries.items() if boundary.symmetry]
            laws.conversions[name] = Conversion(
                domain, name, body, u[name], name in stages, symmetric
            )
    for name, body in bodies:
        state = stress_free_state(case, domain, laws, name)
        laws.mechanics[name] = Mechanics(domain, name, body, u[name], state, dt)
    for name, phase in laws.phases.items():
        if model := phase.model.deposition:
            mechanics = laws.mechanics[name]
            laws.depositions[name] = Deposition(phase, model, temperature, mechanics)
    return laws


def stress_free_state(case: Case, domain: Domain, laws: BodyLaws, name: str) -> StressFreeState:
    """Return the stress-free state of a body, its elasticity and plasticity, from its laws."""
    body = case.bodies[name]
    elasticity: Elasticity = in_forms(body.elasticity, domain.mesh)
    plasticity: Plasticity | None = in_forms(body.plasticity, domain.mesh)
    conversion, phase = laws.conversions.get(name), laws.phases.get(name)
    if conversion is not None and conversion.thickens:
        shape = conversion.shape
        return StressFreeState(determinant(shape), elasticity, plasticity, shape=shape)
    if phase is not None and phase.model.feels_stress:
        return StressFreeState(phase.swelling, phase.stiffened(elasticity), plasticity)
    eigen: Expr = laws.eigenstrains[name].value if name in laws.eigenstrains else 1.0
    volume: Expr = laws.growth[name].value
    if body.species is None:
        return stress_free(volume, eigen, elasticity, plasticity)
    x = laws.diffusion[name].x
    if body.species.swelling:
        volume = laws.diffusion[name].swelling(x)
    modulus = functions_of_stoichiometry(elasticity).get("youngs_modulus")
    elastic, plastic = at_stoichiometry(elasticity, x), at_stoichiometry(plasticity, x)
    stretches = laws.diffusion[name].stretches(x)
    if stretches is None:
        return stress_free(volume, eigen, elastic, plastic, modulus)
    axes = tuple(eigen ** (1 / 3) * one for one in stretches)
    shape = ufl.as_matrix([[axes[i] if i == j else 0 for j in range(3)] for i in range(3)])
    return replace(
        stress_free(volume, eigen, elastic, plastic, modulus), shape=shape, stretches=axes
    )
