"""Present area of an interface over its undeformed area.

Nominal tractions act per undeformed area; divided by this ratio they are those of the Cauchy
stress, which act per present area. Laws act on the area that ``traction_area`` names.
"""

from typing import TYPE_CHECKING

import ufl

from nanoglue.models.expressions import Expr
from nanoglue.models.tensors import determinant, inverse

if TYPE_CHECKING:
    from nanoglue.physics.cohesion import Cohesion
    from nanoglue.physics.model_parts import ModelParts


def area_ratio(problem: "ModelParts", cohesion: "Cohesion") -> Expr:
    """Return |det(F) F^-T N| [-] of the minus body, 1 where its strains are small."""
    body = problem.mechanics[cohesion.interface.minus.name]
    return surface_ratio(cohesion) if body.elasticity.finite_strain else ufl.as_ufl(1.0)


def surface_ratio(cohesion: "Cohesion") -> Expr:
    """Return |det(F) F^-T N| [-] of the minus side of an interface."""
    domain = cohesion.domain
    gradient = domain.coordinates.gradient(cohesion.u_minus, ufl.SpatialCoordinate(domain.mesh))
    deformation = ufl.Identity(3) + gradient
    cofactor = determinant(deformation) * inverse(deformation).T
    normal = cohesion.jump.normal()
    plane = domain.dim == 2
    area = cofactor("-") * (ufl.as_vector([normal[0], normal[1], 0]) if plane else normal)
    return ufl.sqrt(ufl.dot(area, area))
