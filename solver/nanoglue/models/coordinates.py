"""Coordinate systems: axisymmetric half-plane, plane strain and three dimensions.

Only this file has r, 2 pi r and the hoop strain. UFL is imported by what builds forms, so that a
case is read without it.
"""

from dataclasses import dataclass
from math import pi
from typing import Any, ClassVar

from nanoglue.models.expressions import Expr

ON_AXIS = 1e-9
"""Distance from the axis [-], over the size of the mesh, that is rounding."""


@dataclass(frozen=True, slots=True)
class Axisymmetric:
    """The half-plane (r, z) revolved about r = 0."""

    components: ClassVar[tuple[str, ...]] = ("r", "z")
    stresses: ClassVar[tuple[str, ...]] = ("rr", "zz", "rz", "tt")
    has_axis: ClassVar[bool] = True

    def weight(self, x: Expr) -> Any:
        """Length of the circle through a point, 2 pi r [um].

        Turns areas into volumes and lines into areas.
        """
        return 2 * pi * x[0]

    def gradient(self, u: Expr, x: Expr) -> Any:
        """Gradient [-] of a displacement (u_r, u_z) in the basis (r, z, theta), shape (3, 3)."""
        import ufl

        g = ufl.grad(u)
        return ufl.as_matrix([[g[0, 0], g[0, 1], 0], [g[1, 0], g[1, 1], 0], [0, 0, u[0] / x[0]]])


@dataclass(frozen=True, slots=True)
class PlaneStrain:
    """A section (x, y) of a body 1 um deep that cannot strain along its depth."""

    components: ClassVar[tuple[str, ...]] = ("x", "y")
    stresses: ClassVar[tuple[str, ...]] = ("xx", "yy", "xy", "zz")
    has_axis: ClassVar[bool] = False

    def weight(self, x: Expr) -> Any:  # noqa: ARG002  the same everywhere
        """Depth [um]."""
        return 1.0

    def gradient(self, u: Expr, x: Expr) -> Any:  # noqa: ARG002
        """Gradient [-] of a displacement (u_x, u_y) in the basis (x, y, depth), shape (3, 3)."""
        import ufl

        g = ufl.grad(u)
        return ufl.as_matrix([[g[0, 0], g[0, 1], 0], [g[1, 0], g[1, 1], 0], [0, 0, 0]])


@dataclass(frozen=True, slots=True)
class ThreeDimensional:
    """A body in space (x, y, z)."""

    components: ClassVar[tuple[str, ...]] = ("x", "y", "z")
    stresses: ClassVar[tuple[str, ...]] = ("xx", "yy", "zz", "xy", "xz", "yz")
    has_axis: ClassVar[bool] = False

    def weight(self, x: Expr) -> Any:  # noqa: ARG002  the same everywhere
        """Return 1: volumes and areas are complete."""
        return 1.0

    def gradient(self, u: Expr, x: Expr) -> Any:  # noqa: ARG002
        """Return the gradient [-] of a displacement in the basis (x, y, z), shape (3, 3)."""
        import ufl

        return ufl.grad(u)


Coordinates = Axisymmetric | PlaneStrain | ThreeDimensional
"""Kind of coordinates, which gives measures and gradients."""

KINDS: dict[str, type[Coordinates]] = {
    "axisymmetric": Axisymmetric,
    "plane_strain": PlaneStrain,
    "three_dimensional": ThreeDimensional,
}
"""What ``coordinates:`` of a case may say."""
