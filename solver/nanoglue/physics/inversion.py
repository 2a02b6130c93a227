"""Points at which the deformation of a body turns the material inside out, or to nothing."""

from typing import TYPE_CHECKING

import numpy as np
import ufl

from nanoglue.mesh.quadrature_values import QuadratureValues
from nanoglue.models.expressions import Expr
from nanoglue.models.tensors import determinant
from nanoglue.physics.protocol import Finding, Violation

if TYPE_CHECKING:
    from nanoglue.mesh.domain import Domain


COLLAPSED = 0.01
"""Share of the stress-free volume [-] below which no solid is compressed: an element has collapsed.

Other roots of the equations than the solution have such elements, with arbitrary forces.
"""


class Inversion:
    """Volume ratio det F [-] at the quadrature points of a body, with their places [um]."""

    def __init__(
        self, domain: "Domain", name: str, degree: int, deformation: Expr, free: Expr
    ) -> None:
        """Compile the volume ratio.

        Args:
            domain: mesh and forms.
            name: the body.
            degree: of the quadrature.
            deformation: gradient F (3, 3) [-].
            free: volume ratio Jc [-] of the stress-free state.
        """
        self.name, self.mesh = name, domain.bodies[name].mesh
        ratio = determinant(deformation)
        shown = [ratio / free, ratio, *ufl.SpatialCoordinate(self.mesh)]
        self.values = QuadratureValues(domain.forms, self.mesh, degree, shown)

    def finding(self) -> Finding | None:
        """Return the point with the smallest det F / Jc if that is not admissible; collective."""
        dimension = self.mesh.geometry.dim
        points = np.concatenate(self.values(), axis=2).reshape(-1, 2 + dimension)
        nowhere = np.array([np.inf, np.inf, *np.zeros(dimension)])
        worst = points[points[:, 0].argmin()] if len(points) else nowhere
        share, ratio, *place = min(self.mesh.comm.allgather(tuple(map(float, worst))))
        if share >= COLLAPSED:
            return None
        violation = Violation.COLLAPSED if share > 0 else Violation.INVERTED
        where = ", ".join(f"{coordinate:.4g}" for coordinate in place)
        return violation, f"det F = {ratio:.3g} in {self.name} at ({where}) um"
