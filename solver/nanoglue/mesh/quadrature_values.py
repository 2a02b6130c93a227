"""Evaluation of expressions at the quadrature points of a body, without communication.

Values have the shape (cells, points, size), owned cells first, then ghosts.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import basix
import numpy as np
import ufl

from nanoglue.mesh.quadrature_state import quadrature_points
from nanoglue.models.expressions import Expr
from nanoglue.runtime.form_compiler import FormCompiler

if TYPE_CHECKING:
    from nanoglue.mesh.domain import Domain
    from nanoglue.runtime.fenics import mesh


class QuadratureValues:
    """Expressions of a body's fields, compiled together to share common subexpressions."""

    def __init__(
        self,
        forms: FormCompiler,
        mesh: "mesh.Mesh",
        degree: int,
        expressions: Sequence[Expr],
    ) -> None:
        """Declare the expressions.

        Args:
            forms: compiler of the domain.
            mesh: mesh of the body.
            degree: quadrature degree.
            expressions: scalars or vectors in the coordinates of that mesh.
        """
        self.mesh, points = mesh, quadrature_points(mesh, degree)
        parts = [_components(ufl.as_ufl(each)) for each in expressions]
        combined = ufl.as_vector([component for part in parts for component in part])
        self.compiled = forms.expression(combined, points)
        self.shape = -1, len(points), len(combined)
        self.ends = np.cumsum([len(part) for part in parts])[:-1]
        topology = mesh.topology.index_map(mesh.topology.dim)
        self.cells = np.arange(topology.size_local + topology.num_ghosts, dtype=np.int32)

    def __call__(self) -> list[np.ndarray]:
        """Return the values (cells, points, size) of each expression; collective at first."""
        compiled = self.compiled()
        if len(self.cells):
            values: np.ndarray = compiled.eval(self.mesh, self.cells).reshape(self.shape)
        else:  # a rank may own no cell
            values = np.empty((0, *self.shape[1:]))
        return np.split(values, self.ends, axis=2)


def _components(expression: Expr) -> list[Any]:
    return (
        [expression[i] for i in range(expression.ufl_shape[0])]
        if expression.ufl_shape
        else [expression]
    )


def volumes(domain: "Domain", mesh: "mesh.Mesh", degree: int) -> Callable[[], np.ndarray]:
    """Declare the quadrature weights (owned cells, points) [um^3; plane: um^2]."""
    jacobian: Any = ufl.JacobianDeterminant(mesh)
    size = abs(jacobian) * domain.coordinates.weight(ufl.SpatialCoordinate(mesh))
    sizes = QuadratureValues(domain.forms, mesh, degree, [size])
    weights = np.asarray(basix.make_quadrature(mesh.basix_cell(), degree)[1])
    owned = mesh.topology.index_map(mesh.topology.dim).size_local
    return cache(lambda: weights * sizes()[0][:owned, :, 0])
