"""Present area of an interface over its undeformed area.

Traction-separation laws act per undeformed area; divided by this ratio their tractions are those of
the Cauchy stress, which act per present area.
"""

from typing import TYPE_CHECKING

import ufl

from nanoglue.models.expressions import Expr
from nanoglue.models.tensors import determinant, inverse
from nanoglue.physics.model_parts import ModelParts

if TYPE_CHECKING:
    from nanoglue.physics.cohesion import Cohesion


def area_ratio(problem: ModelParts, cohesion: "Cohesion") -> Expr:
    """Return |det(F) F^-T N| [-] of the minus body, 1 where its strains are small."""
    body = problem.mechanics[cohesion.interface.minus.name]
    if not body.elasticity.finite_strain:
        return ufl.as_ufl(1.0)
    deformation = ufl.Identity(3) + body.gradient(body.u)
    cofactor = determinant(deformation) * inverse(deformation).T
    normal, _ = cohesion.jump.frame()
    area = cofactor("-") * ufl.as_vector([normal[0], normal[1], 0])
    return ufl.sqrt(ufl.dot(area, area))
