"""Plastic metric and equivalent plastic strain of a body after a step."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nanoglue.mesh.quadrature_state import QuadratureState
from nanoglue.mesh.quadrature_values import QuadratureValues
from nanoglue.models.expressions import Expr
from nanoglue.models.tensors import components
from nanoglue.physics.protocol import Compiled, PointwiseUpdate

if TYPE_CHECKING:
    from nanoglue.physics.mechanics import Mechanics


def states(solid: "Mechanics") -> list[QuadratureState]:
    """Return the plastic metric and strain of a body; none where it is elastic."""
    return [] if solid.metric is None or solid.alpha is None else [solid.metric, solid.alpha]


def update(solid: "Mechanics") -> PointwiseUpdate | None:
    """Return plastic metric and strain after the present step; None where it is elastic."""
    kept = states(solid)
    if not kept:
        return None
    mesh = solid.u.function_space.mesh
    gradient = solid.gradient(solid.u, mesh)
    flowed = solid.kinematics.plastic_metric(
        solid.isochoric_gradient(gradient), solid.swelling, solid.left_cauchy_green(gradient)
    )

    def compiled(expressions: Sequence[Expr]) -> Compiled:
        """Compile one expression for each history."""
        values = QuadratureValues(solid.domain.forms, mesh, solid.degree, expressions)
        return lambda: [state.array_of(v) for state, v in zip(kept, values(), strict=True)]

    shown = [components(flowed), solid.plastic_strain(gradient)]
    return PointwiseUpdate([state.old for state in kept], shown, compiled)
