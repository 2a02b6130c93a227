"""Rotation of bonds, whose opening and sliding are taken along their undeformed normal."""

from collections.abc import Mapping

import numpy as np
import ufl

from nanoglue.models.expressions import Expr, maximum
from nanoglue.physics.cohesion import Cohesion
from nanoglue.physics.interface_area import deformation_cofactor, in_space
from nanoglue.physics.interface_quadrature import InterfaceQuadrature


class RotatedBonds:
    """Angles by which the normals of the interfaces have turned where their bonds hold."""

    def __init__(self, interfaces: Mapping[str, Cohesion]) -> None:
        """Compile the turned normals of the interfaces with a law; collective.

        Args:
            interfaces: by name.
        """
        self.cosines = {
            name: InterfaceQuadrature(cohesion, [_cosine(cohesion)])
            for name, cohesion in interfaces.items()
            if cohesion.law is not None
        }

    def angles(self) -> dict[str, float]:
        """Return the mean angle [deg] of each such interface where its bond holds; collective.

        At a point it is that of the side that has turned less: one side alone turns where its
        material deforms strongly, as at the tip of a crack, and so may both at a few points.
        """
        found = {}
        for name, values in self.cosines.items():
            cohesion = values.cohesion
            holds = cohesion.damage_old.x.array < cohesion.law.failed_at()
            angle = np.degrees(np.arccos(np.clip(values()[0], -1.0, 1.0)))
            both = np.array([values.integral(angle * holds), values.integral(holds)])
            turned, area = cohesion.domain.mesh.comm.allreduce(both)
            found[name] = float(turned / area) if area > 0 else 0.0
        return found


def _cosine(cohesion: Cohesion) -> Expr:
    """Return the cosine of the angle by which the normal of the side that has turned less did."""
    normal = in_space(cohesion.jump.normal())
    turned = [
        deformation_cofactor(cohesion.domain, displacement)(side) * normal
        for displacement, side in ((cohesion.u_plus, "+"), (cohesion.u_minus, "-"))
    ]
    first, second = (ufl.dot(one, normal) / ufl.sqrt(ufl.dot(one, one)) for one in turned)
    return maximum(first, second)
