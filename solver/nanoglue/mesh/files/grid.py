"""Elements and named sets of a mesh file, before bodies and interfaces are identified."""

from dataclasses import dataclass, field

import numpy as np

from nanoglue.mesh.curvature import most_inverted
from nanoglue.mesh.files.facets import DIMENSIONS, ELEMENTS, all_facets, written
from nanoglue.mesh.simplices import is_plane

ZERO_THICKNESS = 1e-6
"""Thickness [-] over the size of the mesh below which a cohesive element has none."""

NEEDED = "triangles of 3 or 6 nodes, or tetrahedra of 4 or 10 nodes, are needed"
"""End of a message about other elements."""

DEGENERATE = {2: 1e-6, 3: 1e-4}
"""Quality [-] below which an element is degenerate: heights of 1e-6 of its size."""

OPPOSITE = {2: [2, 0, 1], 3: [3, 2, 0, 1]}
"""Corner opposite to each facet, in the order of ``FACETS``."""


class BadMesh(ValueError):
    """A mesh file cannot be used, with the reason."""


@dataclass(slots=True)
class Grid:
    """Content of a mesh file.

    ``points`` are (n, 3), ``cells`` triangles (m, 3 or 6) or tetrahedra (m, 4 or 10) in the order
    of Gmsh, ``cell_sets`` rows of cells by name, ``facet_sets`` corners (k, dim) by name,
    ``node_sets`` nodes by name, ``joined`` pairs of nodes (p, 2) on the two faces of cohesive
    elements, and ``unnamed`` the numbers of groups of facets without a name.
    """

    points: np.ndarray
    cells: np.ndarray
    cell_sets: dict[str, np.ndarray] = field(default_factory=dict)
    facet_sets: dict[str, np.ndarray] = field(default_factory=dict)
    node_sets: dict[str, np.ndarray] = field(default_factory=dict)
    joined: np.ndarray = field(default_factory=lambda: np.empty((0, 2), dtype=np.int64))
    unnamed: tuple[int, ...] = ()

    @property
    def dim(self) -> int:
        """Dimension of the elements."""
        return DIMENSIONS[self.cells.shape[1]]

    def merged(self) -> "Grid":
        """Return the grid with the joined nodes as one.

        Raises:
            BadMesh: joined nodes are apart.
        """
        if not len(self.joined):
            return self
        used = self.points[np.concatenate([self.cells.ravel(), self.joined.ravel()])]
        _finite(used)
        gaps = np.linalg.norm(np.diff(self.points[self.joined], axis=1)[:, 0], axis=1)
        widest = int(gaps.argmax())
        if gaps[widest] > ZERO_THICKNESS * np.ptp(used, axis=0).max():
            place = written(self.points[self.joined[widest], : self.dim].mean(axis=0))
            raise BadMesh(
                f"has a cohesive element {gaps[widest]:.4g} thick at {place} of the file; only "
                "zero thickness is supported: move both faces to one place"
            )
        from scipy.sparse import coo_matrix
        from scipy.sparse.csgraph import connected_components

        size = len(self.points)
        links = coo_matrix((np.ones(len(self.joined)), tuple(self.joined.T)), (size, size))
        _, groups = connected_components(links, directed=False)
        _, first, new = np.unique(groups, return_index=True, return_inverse=True)
        return Grid(
            self.points[first],
            new[self.cells],
            self.cell_sets,
            {name: new[facets] for name, facets in self.facet_sets.items()},
            {name: new[nodes] for name, nodes in self.node_sets.items()},
        )


def checked(grid: Grid) -> Grid:
    """Return the grid if it can be used.

    Raises:
        BadMesh: no elements, missing nodes, coordinates that are no numbers, triangles that are
            not in a plane, or elements that are degenerate or inverted.
    """
    points, cells, dim = grid.points, grid.cells, grid.dim
    if not len(cells):
        raise BadMesh("has no triangles or tetrahedra")
    if cells.min() < 0 or cells.max() >= len(points):
        raise BadMesh("has elements with nodes that are not in the file")
    used = points[np.unique(cells)]
    _finite(used)
    if dim == 2 and not is_plane(used):
        raise BadMesh(
            "is not plane: the third coordinate varies; bodies in space consist of tetrahedra"
        )
    if (place := _unusable(points[:, :dim], cells)) is not None:
        raise BadMesh(f"has a degenerate or inverted element at {written(place)} of the file")
    return grid


def _unusable(points: np.ndarray, cells: np.ndarray) -> np.ndarray | None:
    """Return the centre of the most degenerate or inverted element, or None."""
    dim = points.shape[1]
    quality = (shape_quality if dim == 2 else solid_quality)(points, cells)
    worst = int(quality.argmin())
    if quality[worst] < DEGENERATE[dim]:
        centre: np.ndarray = points[cells[worst, : dim + 1]].mean(axis=0)
        return centre
    return most_inverted(points, cells)


def _finite(points: np.ndarray) -> None:
    if not np.isfinite(points).all():
        raise BadMesh("has coordinates that are not finite numbers")


def check_folds(points: np.ndarray, cells: np.ndarray) -> None:
    """Raise an error for two elements on the same side of the facet that they share.

    Args:
        points: positions of the nodes (n, dim).
        cells: nodes of the elements, corners first.

    Raises:
        BadMesh: with the middle of the facet.
    """
    facets, dim = all_facets(cells), points.shape[1]
    opposite = points[cells[:, OPPOSITE[dim]].T.ravel()]
    order = np.lexsort(facets.T)
    facets, opposite = facets[order], opposite[order]
    corners = np.concatenate([points[facets], opposite[:, None]], axis=1)
    left = np.linalg.det(corners[:, 1:] - corners[:, :1]) > 0
    same = (facets[1:] == facets[:-1]).all(axis=1) & (left[1:] == left[:-1])
    if same.any():
        place = written(points[facets[int(same.argmax())]].mean(axis=0))
        kind = "edge" if dim == 2 else "face"
        raise BadMesh(
            f"has an inverted element: two {ELEMENTS[dim]} overlap at their {kind} at {place} of "
            "the file"
        )


def check_twins(grid: Grid, cells: np.ndarray, owner: np.ndarray) -> None:
    """Raise an error for two nodes of different bodies at one place.

    Raises:
        BadMesh: with their place.
    """
    within = np.zeros((len(grid.points), int(owner.max()) + 1), dtype=bool)
    within[cells, owner[:, None]] = True
    used, points = np.unique(cells), grid.points[:, : grid.dim]
    size = np.ptp(points[used], axis=0).max()
    places = np.round(points[used] / (1e-9 * size)).astype(np.int64)
    _, group, count = np.unique(places, axis=0, return_inverse=True, return_counts=True)
    for twin in np.flatnonzero(count > 1):
        nodes = used[group.reshape(-1) == twin]
        if (within[nodes] != within[nodes[0]]).any():
            raise BadMesh(
                f"has two nodes at {written(points[nodes[0]], 6)} that belong to different bodies; "
                "bodies share the nodes of their interface: merge duplicate nodes, or join them "
                "by cohesive elements"
            )


def shape_quality(points: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Return 4 sqrt(3) area over the sum of the squared edges (m,): 1 equilateral, 0 degenerate.

    Curved triangles have the smallest value of the Jacobian at their nodes in place of twice the
    area, which is negative where they are inverted.

    >>> points = np.array([[0, 0], [1, 0], [0.5, 0.75**0.5]])
    >>> round(float(shape_quality(points, np.array([[0, 1, 2]]))[0]), 9)
    1.0
    """
    corners = points[cells[:, :3], :2]
    edges = np.roll(corners, -1, axis=1) - corners
    doubled = edges[:, 0, 0] * edges[:, 1, 1] - edges[:, 0, 1] * edges[:, 1, 0]
    jacobian = np.abs(doubled)
    if cells.shape[1] == 6:
        jacobian = (np.sign(doubled)[:, None] * _jacobians(points[cells, :2])).min(axis=1)
    quality: np.ndarray = 2 * np.sqrt(3) * jacobian / np.maximum(np.sum(edges**2, (1, 2)), 1e-300)
    return quality


def solid_quality(points: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Return 12 (3 V)^(2/3) over the sum of the squared edges of straight tetrahedra, (m,).

    It is 1 for equal edges and 0 for degenerate elements.

    >>> nodes = np.array([[0, 0, 0], [1, 1, 0], [1, 0, 1], [0, 1, 1]])
    >>> solid_quality(nodes, np.array([[0, 1, 2, 3]])).round(12).tolist()
    [1.0]
    """
    corners = points[cells[:, :4]]
    volume = np.abs(np.linalg.det(corners[:, 1:] - corners[:, :1])) / 6
    pairs = np.array([(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)])
    edges = corners[:, pairs[:, 1]] - corners[:, pairs[:, 0]]
    quality: np.ndarray = (
        12 * (3 * volume) ** (2 / 3) / np.maximum(np.sum(edges**2, (1, 2)), 1e-300)
    )
    return quality


def _jacobians(nodes: np.ndarray) -> np.ndarray:
    """Return the Jacobian determinants (m, 6) of quadratic triangles (m, 6, 2) at their nodes."""
    places = np.array([[0, 0], [1, 0], [0, 1], [0.5, 0], [0.5, 0.5], [0, 0.5]])
    b, c = places.T
    a = 1 - b - c
    zero = np.zeros(6)
    along = np.stack([1 - 4 * a, 4 * b - 1, zero, 4 * (a - b), 4 * c, -4 * c], axis=1)
    across = np.stack([1 - 4 * a, zero, 4 * c - 1, -4 * b, 4 * b, 4 * (a - c)], axis=1)
    first, second = (np.einsum("pn,mnd->mpd", each, nodes) for each in (along, across))
    found: np.ndarray = first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]
    return found
