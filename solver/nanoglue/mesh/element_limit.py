"""Estimate of the number of elements before a mesh is generated, and its limit."""

from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import gmsh

    from nanoglue.runtime.fenics import mesh

EDGES_PER_SIZE = 3.0
"""Boundary edges per length divided by size that a graded curve may have at most."""


class TooManyElements(RuntimeError):
    """The mesh would have more elements than ``geometry.max_elements``."""

    def __init__(self, elements: float, limit: int) -> None:
        """State the numbers and the remedy."""
        super().__init__(
            f"about {elements:.2g} elements, more than geometry.max_elements ({limit}); "
            "use larger elements or a smaller geometry, or raise the limit"
        )


class LimitedModel:
    """A Gmsh model whose mesh is estimated from the mesh of its curves before it is generated."""

    def __init__(self, model: "gmsh.model", limit: int, smallest_size: float | None) -> None:
        """Wrap a model.

        Args:
            model: ``gmsh.model``.
            limit: largest number of triangles.
            smallest_size: smallest element size [um] that the recipe asks for, if known.
        """
        self._model = model
        self.mesh = LimitedMesh(model, model.mesh, limit, smallest_size)
        self.geo = LimitedKernel(model.geo, self.mesh)

    def __getattr__(self, name: str) -> Any:
        """Return anything else of the model."""
        return getattr(self._model, name)


class LimitedKernel:
    """The built-in geometry kernel, with limited transfinite curves."""

    def __init__(self, kernel: ModuleType, mesh: "LimitedMesh") -> None:
        """Wrap ``gmsh.model.geo``."""
        self._kernel = kernel
        self.mesh = LimitedSettings(kernel.mesh, mesh)

    def __getattr__(self, name: str) -> Any:
        """Return anything else of the kernel."""
        return getattr(self._kernel, name)


class LimitedSettings:
    """Mesh settings of a kernel, with limited transfinite curves."""

    def __init__(self, settings: Any, mesh: "LimitedMesh") -> None:
        """Wrap ``gmsh.model.geo.mesh``."""
        self._settings, self._mesh = settings, mesh

    def __getattr__(self, name: str) -> Any:
        """Return anything else of the settings."""
        return getattr(self._settings, name)

    def setTransfiniteCurve(self, tag: int, nodes: int, *args: Any, **more: Any) -> None:
        """Set the nodes of a curve, which the limit bounds."""
        self._mesh.bound(nodes)
        self._settings.setTransfiniteCurve(tag, nodes, *args, **more)

    def setTransfiniteSurface(self, tag: int, *args: Any, **more: Any) -> None:
        """Mark a surface as structured."""
        self._mesh.structured.add(tag)
        self._settings.setTransfiniteSurface(tag, *args, **more)


class LimitedMesh(LimitedSettings):
    """The mesh of a model; surfaces are meshed only if the estimate is within the limit."""

    def __init__(
        self, model: "gmsh.model", mesh: "mesh.Mesh", limit: int, smallest_size: float | None
    ) -> None:
        """Wrap ``gmsh.model.mesh``."""
        super().__init__(mesh, self)
        self.model, self.limit, self.smallest_size = model, limit, smallest_size
        self.structured: set[int] = set()

    def bound(self, elements: float) -> None:
        """Refuse a number of elements above the limit.

        Raises:
            TooManyElements: the number is above the limit.
        """
        if elements > self.limit:
            raise TooManyElements(elements, self.limit)

    def generate(self, dim: int = 3) -> None:
        """Mesh the curves, estimate the number of triangles, and mesh the surfaces.

        Raises:
            TooManyElements: the estimate is above the limit.
        """
        if self.smallest_size is not None:
            low, high = np.split(np.array(self.model.getBoundingBox(-1, -1)), 2)
            self.bound(float(np.abs(high - low).max()) / (EDGES_PER_SIZE * self.smallest_size))
        if dim == 3:
            self._settings.generate(2)
            self.bound(estimated_in_space(self.model))
            self._settings.generate(3)
            return
        self._settings.generate(1)
        if dim > 1:
            self.bound(estimated(self.model, self.structured))
            self._settings.clear()  # the same mesh as without the estimate
            self._settings.generate(dim)


def estimated(model: "gmsh.model", structured: set[int]) -> float:
    """Return the estimated number of triangles from the mesh of the curves.

    A structured surface has twice the product of the edges on two adjacent sides. Any other is
    taken to be filled with triangles of the mean size of its boundary, which exceeds the number of
    a mesh that is refined at its boundary by a factor of about two.
    """
    return sum(_triangles(model, tag, tag in structured) for _, tag in model.getEntities(2))


def estimated_in_space(model: "gmsh.model") -> float:
    """Return a lower estimate of the number of tetrahedra from the meshed surfaces.

    Half of the triangles have a tetrahedron of their own; a volume has at least as many.
    """
    triangles = sum(
        len(tags) for _, tag in model.getEntities(2) for tags in model.mesh.getElements(2, tag)[1]
    )
    return float(triangles)


def _triangles(model: "gmsh.model", surface: int, structured: bool) -> float:
    sides = [_edges(model, *curve) for curve in model.getBoundary([(2, surface)])]
    if structured and len(sides) == 4:
        counts = sorted(len(side) for side in sides)  # of two pairs of opposite sides
        return 2.0 * counts[0] * counts[-1]
    edges = np.concatenate(sides)
    if not len(edges):
        return 0.0
    (x0, y0), (x1, y1) = edges[:, 0].T, edges[:, 1].T
    area = abs(np.sum(x0 * y1 - x1 * y0)) / 2
    size = np.hypot(x1 - x0, y1 - y0).mean()
    return float(area / (np.sqrt(3) / 4 * size**2)) if size > 0 else 0.0


def _edges(model: "gmsh.model", dim: int, curve: int) -> np.ndarray:
    """Return the end points of the edges of a meshed curve, in its direction, (n, 2, 2) [um]."""
    tags, coordinates, _ = model.mesh.getNodes(dim, abs(curve), includeBoundary=True)
    order = np.argsort(tags)
    points = coordinates.reshape(-1, 3)[order, :2]
    ends = [
        nodes.reshape(-1, 2) for nodes in model.mesh.getElements(dim, abs(curve))[2] if len(nodes)
    ]
    if not ends:
        return np.empty((0, 2, 2))
    edges = points[np.searchsorted(tags[order], np.concatenate(ends))]
    return edges if curve > 0 else edges[:, ::-1]


def smallest_size(parameters: object) -> float | None:
    """Return the smallest element size [um] among the parameters of a recipe, or None.

    Sizes are the parameters whose names end in ``_size``.
    """
    return min(_sizes(parameters), default=None)


def _sizes(parameters: object) -> Iterator[float]:
    for name in getattr(parameters, "__dataclass_fields__", {}):
        value = getattr(parameters, name)
        if name.endswith("_size") and isinstance(value, int | float) and value > 0:
            yield float(value)
