"""Present area of an interface over its undeformed area.

Nominal tractions act per undeformed area; divided by this ratio they are those of the Cauchy
stress, which act per present area. Laws act on the area that ``traction_area`` names.
"""

from typing import TYPE_CHECKING

import ufl

from nanoglue.mesh.domain import Domain
from nanoglue.models.expressions import Expr
from nanoglue.models.tensors import determinant, inverse
from nanoglue.runtime.fenics import fem

if TYPE_CHECKING:
    from nanoglue.physics.cohesion import Cohesion
    from nanoglue.physics.model_parts import ModelParts


def area_ratio(problem: "ModelParts", cohesion: "Cohesion") -> Expr:
    """Return |det(F) F^-T N| [-] of the minus body, 1 where its strains are small."""
    body = problem.mechanics[cohesion.interface.minus.name]
    return surface_ratio(cohesion) if body.elasticity.finite_strain else ufl.as_ufl(1.0)


def surface_ratio(cohesion: "Cohesion") -> Expr:
    """Return |det(F) F^-T N| [-] of the minus side of an interface."""
    cofactor = deformation_cofactor(cohesion.domain, cohesion.u_minus)("-")
    return stretched(cofactor, cohesion.jump.normal())


def boundary_ratio(domain: Domain, displacement: fem.Function) -> Expr:
    """Return |det(F) F^-T N| [-] on facets of a body, to be restricted to a side on interfaces."""
    normal = ufl.FacetNormal(domain.mesh)
    return stretched(deformation_cofactor(domain, displacement), normal)


def deformation_cofactor(domain: Domain, displacement: fem.Function) -> Expr:
    """Return det(F) F^-T [-] of a displacement, shape (3, 3)."""
    gradient = domain.coordinates.gradient(displacement, ufl.SpatialCoordinate(domain.mesh))
    deformation = ufl.Identity(3) + gradient
    return determinant(deformation) * inverse(deformation).T


def stretched(cofactor: Expr, normal: Expr) -> Expr:
    """Return the size [-] of a unit area with an undeformed normal of shape (2,) or (3,)."""
    area = cofactor * in_space(normal)
    return ufl.sqrt(ufl.dot(area, area))


def in_space(normal: Expr) -> Expr:
    """Return a normal of shape (2,) or (3,) with three components."""
    return ufl.as_vector([*normal, 0]) if normal.ufl_shape == (2,) else normal
