"""Perfectly bonded interfaces: displacement and chemical potential are continuous.

The solver ties the unknowns of both sides (``solvers.tied_unknowns``); the interface itself adds
nothing to the residual.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import ufl
from ufl.algorithms import extract_coefficients

from nanoglue.case.schema.case import Case
from nanoglue.case.schema.interface import Interface
from nanoglue.mesh import interface as mesh_interface
from nanoglue.mesh.domain import Domain
from nanoglue.models.cohesive import TractionLaw
from nanoglue.models.expressions import TINY, Expr
from nanoglue.physics.cohesion import Cohesion
from nanoglue.physics.contact.stiffness import default_contact_stiffness
from nanoglue.physics.facet_stress import FacetStress, nominal_stress
from nanoglue.physics.interface_law import interface_law
from nanoglue.physics.mechanics import Mechanics
from nanoglue.physics.tie import Tie
from nanoglue.runtime.fenics import fem

if TYPE_CHECKING:
    from nanoglue.physics.model_parts import ModelParts


class PerfectBond(Cohesion):
    """Interface without a jump; its tractions are those of the stress beside it."""

    def __init__(
        self,
        domain: Domain,
        case: Case,
        name: str,
        law: TractionLaw,
        mechanics: Mapping[str, Mechanics],
        dt: fem.Constant,
    ) -> None:
        """Make the interface between two bodies of a case.

        Args:
            domain: interfaces, measures and coordinates.
            case: the case.
            name: the interface.
            law: penalty law, for the size of what is measured only.
            mechanics: momentum balance of each body.
            dt: length of the present step [s].
        """
        self.extended: dict[str, FacetStress] = {}
        displacements = {body: one.u for body, one in mechanics.items()}
        super().__init__(domain, name, _model(case, domain, name, law), law, displacements, dt)
        self.mechanics = tuple(mechanics[body] for body in case.names.interfaces[name])
        if not any(_on_facets(nominal_stress(body)) for body in self.mechanics):
            pairs = zip("+-", self.mechanics, strict=True)
            self.extended = {side: FacetStress(body) for side, body in pairs}

    def residual(self, tests: Mapping[fem.Function, Expr]) -> Expr:  # noqa: ARG002
        """Nothing: the constraint forces do no work."""
        return 0

    def law_tractions(
        self,
        opening: Expr,  # noqa: ARG002
        sliding: Expr,  # noqa: ARG002
        damage: Expr,  # noqa: ARG002
    ) -> tuple[Any, Any]:
        """No traction [MPa] follows from a jump, which is zero."""
        nothing = fem.Constant(self.domain.mesh, 0.0)
        return nothing, nothing

    def tractions(
        self,
        opening: Expr,  # noqa: ARG002
        sliding: Expr,  # noqa: ARG002
        damage: Expr,  # noqa: ARG002
    ) -> tuple[Any, Any]:
        """Normal and tangential traction [MPa] per undeformed area: those of ``pull``."""
        normal, tangent = self.jump.frame()
        pull = self.pull()
        if self.domain.dim == 2:
            return ufl.dot(pull, normal), ufl.dot(pull, tangent)
        along = pull - ufl.dot(pull, normal) * normal  # no sliding has a direction
        return ufl.dot(pull, normal), ufl.sqrt(ufl.max_value(ufl.dot(along, along), TINY))

    def pull(self) -> Expr:
        """Traction [MPa] on the minus side per undeformed area as a vector: mean of both sides.

        A side that flows plastically is left out, as its stress is stored inside the elements
        only; where both flow, it is extended from there to the facets.
        """
        stresses, dim = self._stresses(), self.domain.dim
        total = sum(_components(stress, dim)(side) for side, stress in stresses)
        return ufl.dot(total, self.jump.normal()) / len(stresses)

    def _stresses(self) -> list[tuple[str, Expr]]:
        """Return the sides whose stress is used, with their stress."""
        if self.extended:
            return [(side, one.value) for side, one in self.extended.items()]
        sides = zip("+-", map(nominal_stress, self.mechanics), strict=True)
        return [(side, stress) for side, stress in sides if _on_facets(stress)]

    def refresh(self) -> None:
        """Extend the present stresses to the facets."""
        for one in self.extended.values():
            one.update()


def _components(stress: Expr, dim: int) -> Expr:
    """Return the components of a tensor in the space of the mesh, shape (dim, dim)."""
    return ufl.as_matrix([[stress[i, j] for j in range(dim)] for i in range(dim)])


def _on_facets(expression: Expr) -> bool:
    """Return whether no function of an expression is known at the points of elements only."""
    families = [
        each.ufl_function_space().ufl_element().family_name
        for each in extract_coefficients(expression)
    ]
    return "quadrature" not in families


def interface_between(
    case: Case, domain: Domain, name: str, mechanics: Mapping[str, Mechanics], dt: fem.Constant
) -> Cohesion:
    """The interface of a case: perfectly bonded, or with a traction-separation law."""
    law = interface_law(case, domain, name)
    if case.interfaces[name].law is None:
        return PerfectBond(domain, case, name, law, mechanics, dt)
    displacements = {body: one.u for body, one in mechanics.items()}
    model = _model(case, domain, name, law)
    stick = _stick_stiffness(case.interfaces[name], model, law)
    layered = case.interfaces[name].bears_as_a_layer
    cohesion = Cohesion(domain, name, model, law, displacements, dt, stick, layered)
    damages = [cohesion.damage_old, cohesion.envelope_old]
    damages += [cohesion.layer.damage_open] if cohesion.layer else []
    for damage in damages:
        damage.x.array[:] = model.starting_damage
    return cohesion


def _stick_stiffness(stated: Interface, used: Interface, law: TractionLaw) -> float:
    """Return the stiffness [MPa/um] at which friction sticks.

    Where the program chooses the contact stiffness, or a law has no stiffness of its own, at least
    that of contact, so that the elastic sliding before the slip is at most the coefficient of
    friction times the penetration.
    """
    given = stated.contact_stiffness is not None and law.shear_stiffness > 0
    chosen = None if given else used.contact_stiffness
    return max(law.shear_stiffness, chosen or 0.0)


def _model(case: Case, domain: Domain, name: str, law: TractionLaw) -> Interface:
    """Return the section of an interface with contact stiffness and area settled; collective.

    Areas of small strains do not change, and a perfect bond has no law.
    """
    model = case.interfaces[name]
    minus = case.bodies[case.names.interfaces[name][1]]
    if model.law is None or not minus.elasticity.finite_strain:
        model = model.model_copy(update={"traction_area": "reference"})
    augmented = model.penetration_tolerance is not None and law.normal_stiffness > 0
    if model.contact_stiffness is not None or augmented:
        return model
    stiffness = default_contact_stiffness(case, domain, name, law)
    return model.model_copy(update={"contact_stiffness": stiffness})


def ties(model: "ModelParts") -> list[Tie]:
    """Return what the perfect bonds of a coupled model make equal.

    A bond with a ``permeability`` lets the species through at this rate instead.
    """
    found = []
    for name, interface in model.cohesion.items():
        if not isinstance(interface, PerfectBond):
            continue
        sides = model.case.names.interfaces[name]
        entities = _on_submeshes(interface.interface)
        plus, minus = (model.mechanics[body].u for body in sides)
        found.append(Tie((plus, minus), (plus, minus), entities))
        if model.case.interfaces[name].permeability is None and model.diffusion.keys() >= {*sides}:
            first, second = (model.diffusion[body] for body in sides)
            found.append(Tie((first.mu, second.mu), (first.x, second.x), entities))
    return found


def _on_submeshes(interface: mesh_interface.Interface) -> np.ndarray:
    """Return the entities of an interface with the cells of the submeshes of its bodies."""
    entities = interface.entities.copy()
    for column, body in ((0, interface.plus), (2, interface.minus)):
        cells = np.ascontiguousarray(entities[:, column], dtype=np.int32)
        entities[:, column] = body.entity_map.sub_topology_to_topology(cells, inverse=True)
    return np.asarray(entities)
