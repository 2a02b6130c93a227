"""State at quadrature points, remembered from the last accepted step."""

from typing import Any

import basix
import basix.ufl
import numpy as np

from nanoglue.runtime.fenics import fem


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


class QuadratureState:
    """A quadrature function ``old`` of a body, on owned and ghost cells alike."""

    def __init__(self, name: str, mesh: Any, degree: int, start: Any) -> None:
        """Start from ``start`` everywhere: a number or one number per component."""
        values = np.atleast_1d(np.asarray(start, dtype=float))
        self.old = fem.Function(quadrature_space(mesh, degree, len(values)), name=name)
        self.values = np.broadcast_to(values, (*self._places.shape, len(values)))

    @property
    def _places(self) -> np.ndarray:
        places: np.ndarray = self.old.function_space.dofmap.list
        return places

    @property
    def values(self) -> np.ndarray:
        """Values (cells, points, size), those of owned cells first."""
        size = self.old.function_space.dofmap.bs
        found: np.ndarray = self.old.x.array.reshape(-1, size)[self._places]
        return found

    @values.setter
    def values(self, values: np.ndarray) -> None:
        self.old.x.array.reshape(-1, values.shape[2])[self._places] = values
