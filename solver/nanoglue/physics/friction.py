"""Coulomb friction of an interface by return to the cone from an elastic stick."""

from typing import TYPE_CHECKING, Any

import ufl

from nanoglue.models.expressions import TINY, Expr
from nanoglue.physics.parameters import constant
from nanoglue.runtime.fenics import fem

if TYPE_CHECKING:
    from nanoglue.physics.cohesion import Cohesion


class Friction:
    """Traction of friction with the slip so far, by components.

    In a section there is one component, along the tangent. In space there are three, along the
    coordinate axes, of vectors in the undeformed tangent plane.
    """

    def __init__(self, cohesion: "Cohesion", stick: Any) -> None:
        """Start without slip.

        Args:
            cohesion: the interface.
            stick: resistance to sliding before it slips [MPa/um].
        """
        self.cohesion, self.stick = cohesion, stick
        self.coefficient = constant(cohesion.domain.mesh, cohesion.model.friction)
        self.acts = cohesion.model.friction > 0
        names = ("slip_x", "slip_y", "slip_z") if cohesion.domain.dim == 3 else ("slip",)
        self.slip_old = [fem.Function(cohesion.space, name=name) for name in names]

    def traction(self, opening: Expr, sliding: Expr) -> list[Any]:
        """Return the traction [MPa] of a point that has debonded, by components."""
        slide = self.cohesion.jump.slide()
        trial = [
            self.stick * (now - old("+")) for now, old in zip(slide, self.slip_old, strict=True)
        ]
        limit = self.coefficient * self.cohesion.contact_pressure(opening, sliding)
        size = ufl.sqrt(ufl.max_value(sum(part**2 for part in trial), TINY))
        returned = ufl.min_value(1.0, limit / size)
        return [part * returned for part in trial]

    def along(self, opening: Expr, sliding: Expr) -> Any:
        """Return the component [MPa] of the traction in the direction of sliding."""
        directions = self.cohesion.jump.directions()
        parts = zip(self.traction(opening, sliding), directions, strict=True)
        return sum(part * direction for part, direction in parts)

    def updated_slip(self, opening: Expr, sliding: Expr) -> dict[fem.Function, Any]:
        """Return what each component of the slip [um] is at the end of the step."""
        parts = self.cohesion.jump.slide(), self.traction(opening, sliding), self.slip_old
        return {old: now - part / self.stick for now, part, old in zip(*parts, strict=True)}
