"""Coordinate systems: axisymmetric half-plane and plane strain.

The only file that knows r, 2 pi r and the hoop strain.
"""

from dataclasses import dataclass
from math import pi
from typing import Any, ClassVar

import ufl

from nanoglue.models.expressions import Expr


@dataclass(frozen=True, slots=True)
class Axisymmetric:
    """The half-plane (r, z) revolved about r = 0."""

    components: ClassVar[tuple[str, str]] = ("r", "z")
    has_axis: ClassVar[bool] = True

    def weight(self, x: Expr) -> Any:
        """Length of the circle through a point, 2 pi r [um].

        Turns areas into volumes and lines into areas.
        """
        return 2 * pi * x[0]

    def gradient(self, u: Expr, x: Expr) -> Any:
        """Gradient [-] of a displacement (u_r, u_z) in the basis (r, z, theta), shape (3, 3)."""
        g = ufl.grad(u)
        return ufl.as_matrix([[g[0, 0], g[0, 1], 0], [g[1, 0], g[1, 1], 0], [0, 0, u[0] / x[0]]])


@dataclass(frozen=True, slots=True)
class PlaneStrain:
    """A section (x, y) of a body 1 um deep that cannot strain along its depth."""

    components: ClassVar[tuple[str, str]] = ("x", "y")
    has_axis: ClassVar[bool] = False

    def weight(self, x: Expr) -> Any:  # noqa: ARG002  the same everywhere
        """Depth [um]."""
        return 1.0

    def gradient(self, u: Expr, x: Expr) -> Any:  # noqa: ARG002
        """Gradient [-] of a displacement (u_x, u_y) in the basis (x, y, depth), shape (3, 3)."""
        g = ufl.grad(u)
        return ufl.as_matrix([[g[0, 0], g[0, 1], 0], [g[1, 0], g[1, 1], 0], [0, 0, 0]])


KINDS: dict[str, type[Axisymmetric] | type[PlaneStrain]] = {
    "axisymmetric": Axisymmetric,
    "plane_strain": PlaneStrain,
}
"""What ``coordinates:`` of a case may say."""
