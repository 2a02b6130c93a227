"""State at quadrature points at the last accepted step."""

from typing import TYPE_CHECKING

import basix
import basix.ufl
import numpy as np
import numpy.typing as npt

from nanoglue.runtime.fenics import fem

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import mesh


def quadrature_space(
    mesh: "mesh.Mesh", degree: int, size: int, scheme: str = "default"
) -> fem.FunctionSpace:
    """Return the space of values at quadrature points, with ``size`` components (1: scalar)."""
    shape = () if size == 1 else (size,)
    element = basix.ufl.quadrature_element(
        mesh.basix_cell(), value_shape=shape, scheme=scheme, degree=degree
    )
    return fem.functionspace(mesh, element)


def quadrature_points(mesh: "mesh.Mesh", degree: int) -> np.ndarray:
    """Return the points (n, 2) of the default rule of a degree in the reference cell."""
    return np.asarray(basix.make_quadrature(mesh.basix_cell(), degree)[0])


class QuadratureState:
    """Quadrature function ``old`` of a body, on owned and ghost cells."""

    def __init__(self, name: str, mesh: "mesh.Mesh", degree: int, start: npt.ArrayLike) -> None:
        """Set the initial value, a number or one number per component, everywhere."""
        values = np.atleast_1d(np.asarray(start, dtype=float))
        self.old = fem.Function(quadrature_space(mesh, degree, len(values)), name=name)
        self.values = np.broadcast_to(values, (*self._dofs.shape, len(values)))

    @property
    def _dofs(self) -> np.ndarray:
        dofs: np.ndarray = self.old.function_space.dofmap.list
        return dofs

    def array_of(self, values: np.ndarray) -> np.ndarray:
        """Return values (cells, points, size) in the layout of ``old``."""
        array = self.old.x.array.copy()
        array.reshape(-1, values.shape[2])[self._dofs] = values
        return array

    @property
    def values(self) -> np.ndarray:
        """Values (cells, points, size), owned cells first."""
        size = self.old.function_space.dofmap.bs
        values_at_points: np.ndarray = self.old.x.array.reshape(-1, size)[self._dofs]
        return values_at_points

    @values.setter
    def values(self, values: np.ndarray) -> None:
        self.old.x.array.reshape(-1, values.shape[2])[self._dofs] = values
