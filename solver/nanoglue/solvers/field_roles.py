"""Unknowns of a system that a linear solver treats in ways of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from nanoglue.runtime.fenics import fem


@dataclass(frozen=True, slots=True)
class FieldRoles:
    """Displacements, mean stresses, and fields that depend only on others at the same point.

    ``have_kinks`` states whether the residual is piecewise linear, or nearly so.
    """

    displacements: Sequence[fem.Function] = ()
    mean_stresses: Sequence[fem.Function] = ()
    pointwise: Sequence[fem.Function] = ()
    have_kinks: bool = False

    def are_elastic(self, fields: Sequence[fem.Function]) -> bool:
        """Return whether all fields are displacements or mean stresses."""
        return set(fields) <= {*self.displacements, *self.mean_stresses}

    def of(self, fields: Sequence[fem.Function]) -> "FieldRoles":
        """Return the roles of some of the fields."""
        displacements, means, pointwise = (
            [field for field in part if field in fields]
            for part in (self.displacements, self.mean_stresses, self.pointwise)
        )
        return FieldRoles(displacements, means, pointwise, self.have_kinks)
