"""The jump of the displacement across an interface, along a minus side that may be curved."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import ufl

from nanoglue.mesh.interface_geometry import (
    curvature_deviation,
    distances_to_ends,
    surface_curvature,
)
from nanoglue.models.expressions import TINY, Expr
from nanoglue.physics.interface_quadrature import InterfaceQuadrature
from nanoglue.runtime.fenics import MPI, fem

if TYPE_CHECKING:
    from nanoglue.physics.cohesion import Cohesion


class Jump:
    """Opening and sliding of a point from its partner.

    Normal n from the minus to the plus body, jump = u_plus - u_minus, opening = jump . n > 0.
    """

    def __init__(self, cohesion: "Cohesion") -> None:
        """Measure the minus side, its curvature and its ends.

        Args:
            cohesion: the interface, with its points and the displacements of both bodies.
        """
        domain, space = cohesion.domain, cohesion.space
        self.domain, self.plus, self.minus = domain, cohesion.u_plus, cohesion.u_minus
        self.gap = cohesion.gap
        self.curvature = fem.Function(space, name="curvature")
        self.deviation = np.empty(0)  # of the points, set below
        self.ways = (fem.Function(space), fem.Function(space))
        normal = InterfaceQuadrature(cohesion, list(self.normal()))
        domain.forms.when_compiled(lambda: self._measure(cohesion, np.column_stack(normal())))
        own = domain.own_facet_points(cohesion.name)
        longest = float(np.linalg.norm(own[:, 1] - own[:, 0], axis=1).max(initial=0.0))
        longest = domain.mesh.comm.allreduce(longest, op=MPI.MAX)
        self.facet_length = fem.Constant(domain.mesh, longest)

    def _measure(self, cohesion: "Cohesion", normals: np.ndarray) -> None:
        """Set curvature and ways to the ends, from the normals (points, dim)."""
        domain, interface, space = cohesion.domain, cohesion.interface, cohesion.space
        self.curvature.x.array[:] = surface_curvature(interface, space, normals)
        self.deviation = curvature_deviation(interface, space, normals)
        if domain.dim == 3:
            return
        tangents = np.column_stack([normals[:, 1], -normals[:, 0]])
        on_axis = domain.axis_distance() if domain.coordinates.has_axis else None
        facets = domain.facet_points(cohesion.name)
        found = distances_to_ends(cohesion.positions, tangents, facets, on_axis)
        for way, values in zip(self.ways, found, strict=True):
            way.x.array[:] = values

    def normal(self) -> Expr:
        """Return the undeformed normal from minus to plus, shape (dim,)."""
        return -ufl.FacetNormal(self.domain.mesh)("+")

    def frame(self) -> tuple[Any, Any]:
        """Return the undeformed normal and the direction of sliding, each of shape (dim,).

        In a section the direction is the tangent, along which the sliding has a sign. In space it
        is that of the tangential part of the jump, and the sliding is its length.
        """
        normal = self.normal()
        if self.domain.dim == 3:
            across = self._across(self.plus("+") - self.minus("-"))
            # The smaller bound keeps T(s) s/|s| smooth where nothing slides.
            return normal, across / ufl.sqrt(ufl.max_value(ufl.dot(across, across), TINY))
        return normal, ufl.as_vector([normal[1], -normal[0]])

    def _between(self, plus: Expr, minus: Expr) -> tuple[Any, Any]:
        """Components [um], along normal and direction of sliding, between two vectors."""
        normal, tangent = self.frame()
        difference = plus("+") - minus("-")
        if self.domain.dim == 3 and plus is self.plus and minus is self.minus:
            across = self._across(difference)
            length = ufl.sqrt(ufl.max_value(ufl.dot(across, across), TINY))
            return ufl.dot(difference, normal), length
        return ufl.dot(difference, normal), ufl.dot(difference, tangent)

    def raw(self) -> tuple[Any, Any]:
        """Components [um] of u_plus - u_minus along the undeformed normal and tangent."""
        return self._between(self.plus, self.minus)

    def _stretch(self) -> Expr:
        """Distance of the plus point from the centre of the minus surface, over its radius [-]."""
        opening, sliding = self.raw()
        curvature = self.curvature("+")
        return ufl.sqrt((curvature * sliding) ** 2 + (1 - curvature * opening) ** 2)

    def present(self) -> tuple[Any, Any]:
        """Opening and sliding [um], measured from and along the circle of the minus surface.

        A point that slides along a curved surface does not leave it. With the curvature c,
        opening = (1 - q)/c and sliding = s/q, q^2 = (c s)^2 + (1 - c o)^2 for the components
        (o, s) of the jump; on a flat surface they are these components. The initial gap adds to the
        opening.
        """
        opening, sliding = self.raw()
        curvature, stretch = self.curvature("+"), self._stretch()
        lifted = (2 * opening - curvature * (opening**2 + sliding**2)) / (1 + stretch)
        return lifted + self.gap, sliding / stretch

    def virtual(self, tests: Mapping[fem.Function, Expr]) -> tuple[Any, Any]:
        """Variation of ``present``."""
        opening, sliding = self.raw()
        along, across = self._between(tests[self.plus], tests[self.minus])
        curvature, stretch = self.curvature("+"), self._stretch()
        upright, turned = (1 - curvature * opening) / stretch, curvature * sliding / stretch
        d_opening = upright * along - turned * across
        d_sliding = (upright**2 * across + upright * turned * along) / stretch
        return d_opening, d_sliding

    def directions(self) -> list[Any]:
        """Return the components of the direction of sliding: 1 in a section, x, y, z in space."""
        return list(self.frame()[1]) if self.domain.dim == 3 else [1.0]

    def slide(self) -> list[Any]:
        """Return the components [um] of the sliding: along the tangent, in space along x, y, z."""
        if self.domain.dim == 2:
            return [self.present()[1]]
        across = self._across(self.plus("+") - self.minus("-"))
        return [part / self._stretch() for part in across]

    def virtual_slide(self, tests: Mapping[fem.Function, Expr]) -> list[Any]:
        """Return the variations of the components of the sliding.

        With the stretch q of ``present``: d(s/q) = ds/q - s dq/q^2.
        """
        if self.domain.dim == 2:
            return [self.virtual(tests)[1]]
        across = self._across(self.plus("+") - self.minus("-"))
        change = tests[self.plus]("+") - tests[self.minus]("-")
        along, d_across = ufl.dot(change, self.normal()), self._across(change)
        opening, curvature, stretch = self.raw()[0], self.curvature("+"), self._stretch()
        turned = curvature**2 * ufl.dot(across, d_across)
        d_stretch = (turned - curvature * (1 - curvature * opening) * along) / stretch
        parts = zip(across, d_across, strict=True)
        return [d / stretch - part * d_stretch / stretch**2 for part, d in parts]

    def _across(self, vector: Any) -> Any:
        """Return the part of a vector in the undeformed tangent plane, in space."""
        normal = self.normal()
        return vector - ufl.dot(vector, normal) * normal

    def supported(self, sliding: Expr) -> Expr:
        """Share [-] of a point that still has the minus surface before it.

        It falls to 0 over the length of a facet where the point slides past the surface's end.
        """
        ahead, behind = self.ways
        left = ufl.min_value(ahead("+") - sliding, behind("+") + sliding)
        return ufl.min_value(ufl.max_value(0.5 + left / self.facet_length, 0.0), 1.0)
