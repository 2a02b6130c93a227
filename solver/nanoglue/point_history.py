"""State at quadrature points, remembered from the last accepted step."""

from collections.abc import Callable
from typing import Any

import basix
import basix.ufl
import numpy as np

from nanoglue import stack  # noqa: F401  before dolfinx

from dolfinx import fem  # isort: skip


def quadrature_space(
    mesh: Any, degree: int, size: int, scheme: str = "default"
) -> fem.FunctionSpace:
    """Space of values at the quadrature points of a mesh.

    ``size`` components at each, 1 for a scalar.
    """
    shape = () if size == 1 else (size,)
    element = basix.ufl.quadrature_element(
        mesh.basix_cell(), value_shape=shape, scheme=scheme, degree=degree
    )
    return fem.functionspace(mesh, element)


def quadrature_points(mesh: Any, degree: int) -> np.ndarray:
    """Points (n, 2) of the default rule of a degree in the reference cell of a mesh."""
    return np.asarray(basix.make_quadrature(mesh.basix_cell(), degree)[0])


class PointHistory:
    """A quadrature function of a body and the expression that renews it after an accepted step.

    The expression is evaluated at the body's own quadrature points, cell by cell, with no
    communication: owned and ghost cells alike.
    """

    def __init__(self, name: str, mesh: Any, degree: int, start: Any) -> None:
        """Start from ``start`` everywhere: a number or one number per component."""
        values = np.atleast_1d(np.asarray(start, dtype=float))
        self.degree = degree
        self.old = fem.Function(quadrature_space(mesh, degree, len(values)), name=name)
        self.old.x.array[:] = np.tile(values, len(self.old.x.array) // len(values))
        self._evaluate: Callable[[], np.ndarray] | None = None

    def renew_with(self, expression: Any) -> None:
        """Tell which UFL expression of the present fields and old history the next state is."""
        space = self.old.function_space
        mesh = space.mesh
        compiled = fem.Expression(expression, space.element.interpolation_points)
        topology = mesh.topology.index_map(mesh.topology.dim)
        cells = np.arange(topology.size_local + topology.num_ghosts, dtype=np.int32)
        dofs = space.dofmap.list
        size = space.dofmap.bs

        def evaluate() -> np.ndarray:
            values = np.empty_like(self.old.x.array)
            if not len(cells):  # a rank may have none
                return values
            points = compiled.eval(mesh, cells).reshape(len(cells), -1, size)
            values.reshape(-1, size)[dofs[cells]] = points
            return values

        self._evaluate = evaluate

    def next(self) -> np.ndarray:
        """Values after the step, in the layout of ``old``; nothing is changed yet."""
        if self._evaluate is None:
            return self.old.x.array.copy()
        return self._evaluate()
