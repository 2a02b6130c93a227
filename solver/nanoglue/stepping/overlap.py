"""Overlap of deformed bodies that have no interface, so that no contact keeps them apart."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from nanoglue.mesh.boxes import common_box, rank_boxes
from nanoglue.mesh.interface import Interface
from nanoglue.mesh.near_facets import near_facets
from nanoglue.mesh.simplices import contained, distances, facet_nodes, flat_parts
from nanoglue.runtime.exchange import Exchange
from nanoglue.runtime.fenics import MPI, fem
from nanoglue.runtime.fenics import mesh as dmesh

if TYPE_CHECKING:
    from nanoglue.physics.mechanics import Mechanics


@dataclass(frozen=True, slots=True)
class Overlap:
    """Largest depth [um] of a surface point of one body within another, and its place [um].

    ``size`` is the longest edge [um] of the surfaces of both bodies nearby.
    """

    bodies: tuple[str, str]
    depth: float
    place: tuple[float, ...]
    size: float

    def location(self, known: Iterable[str] = ()) -> str:
        """Return bodies and place in words: that among the known ones if the bodies are there.

        >>> found = Overlap(("a", "b"), 0.1, (0.5, 2.0), 1.0)
        >>> found.location(), found.location(["a and b at (0, 0) um"])
        ('a and b at (0.5, 2) um', 'a and b at (0, 0) um')
        """
        start = " and ".join(self.bodies) + " at "
        here = f"{start}({', '.join(f'{value:.4g}' for value in self.place)}) um"
        return next((one for one in known if one.startswith(start)), here)


class Overlaps:
    """Pairs of bodies without an interface, and how far they overlap.

    Surface points of the one body are sought within the other one, both deformed, with each
    quadratic element divided into flat parts. Only points within the boxes of both bodies are sent,
    to the ranks whose elements may contain them, and only facets near those within are given back.
    Images beyond planes of symmetry and a body with itself are left out.
    """

    def __init__(
        self, bodies: Mapping[str, "Mechanics"], interfaces: Mapping[str, Interface]
    ) -> None:
        """Find the pairs and the surfaces of their bodies.

        Args:
            bodies: by name, with their quadratic displacements.
            interfaces: by name.
        """
        joined = {frozenset((one.plus.name, one.minus.name)) for one in interfaces.values()}
        self.pairs = [pair for pair in combinations(bodies, 2) if frozenset(pair) not in joined]
        names = {name for pair in self.pairs for name in pair}
        self.shapes = {name: Shape(bodies[name].u) for name in bodies if name in names}

    def __call__(self) -> Iterator[Overlap]:
        """Yield the pairs that overlap now; collective."""
        places = {name: shape.places() for name, shape in self.shapes.items()}
        boxes = {name: shape.box(places[name]) for name, shape in self.shapes.items()}
        for pair in self.pairs:
            low, high = (
                reach(boxes[pair[0]][side], boxes[pair[1]][side])
                for side, reach in enumerate((np.maximum, np.minimum))
            )
            if (low >= high).any():
                continue
            both = [(self.shapes[name], places[name]) for name in pair]
            size = max(_longest(nodes[one.facets], low, high) for one, nodes in both)
            size = float(both[0][0].comm.allreduce(size, op=MPI.MAX))
            found = [_within(one, other, low, high) for one, other in (both, both[::-1])]
            depth, place = max(found)
            if depth > 0:
                yield Overlap(pair, depth, place, size)


class Shape:
    """Elements and surface of a body on this rank."""

    def __init__(self, u: fem.Function) -> None:
        """Number the nodes of the elements and of the facets of the surface; collective."""
        self.u, mesh = u, u.function_space.mesh
        self.comm, self.dim = mesh.comm, mesh.topology.dim
        self.points = u.function_space.tabulate_dof_coordinates()[:, : self.dim]
        cells = mesh.topology.index_map(self.dim)
        self.cells = u.function_space.dofmap.list[: cells.size_local + cells.num_ghosts]
        mesh.topology.create_connectivity(self.dim - 1, self.dim)
        facets = np.sort(dmesh.exterior_facet_indices(mesh.topology))
        kind = fem.IntegralType.exterior_facet
        sides = fem.compute_integration_domains(kind, mesh.topology, facets).reshape(-1, 2)
        own = self.cells[sides[:, 0]]
        self.facets = np.take_along_axis(own, facet_nodes(self.dim)[sides[:, 1]], axis=1)

    def places(self) -> np.ndarray:
        """Return the deformed nodes [um] of this rank."""
        found: np.ndarray = self.points + self.u.x.array.reshape(-1, self.dim)
        return found

    def box(self, places: np.ndarray) -> np.ndarray:
        """Return the lowest and the highest coordinates (2, dim) [um] of the body; collective."""
        return common_box(self.comm, places[np.unique(self.facets)].reshape(-1, self.dim))


def _within(
    one: tuple[Shape, np.ndarray],
    other: tuple[Shape, np.ndarray],
    low: np.ndarray,
    high: np.ndarray,
) -> tuple[float, tuple[float, ...]]:
    """Return how deep surface points of a body are within another, and where; collective."""
    (shape, places), (solid, nodes) = one, other
    comm = shape.comm
    surface = places[np.unique(shape.facets)].reshape(-1, shape.dim)
    near = surface[((surface >= low) & (surface <= high)).all(axis=1)]
    points = np.unique(near.round(12), axis=0)
    points = points[_inside(comm, points, flat_parts(_touching(nodes[solid.cells], low, high)))]
    facets = nodes[solid.facets]
    skin = flat_parts(near_facets(comm, points, facets).forward(facets))
    depths = [float(distances(point, skin).min()) for point in points]
    own = [(-depth, tuple(map(float, p))) for depth, p in zip(depths, points, strict=True)]
    depth, place = min(comm.allgather(min(own, default=(0.0, ()))))
    return -depth, place


def _inside(comm: MPI.Comm, points: np.ndarray, solid: np.ndarray) -> np.ndarray:
    """Return whether points (n, dim) of this rank are in simplices of any; collective.

    Args:
        comm: communicator.
        points: of this rank [um].
        solid: (m, dim + 1, dim) simplices of this rank [um].
    """
    boxes = rank_boxes(comm, solid.reshape(-1, points.shape[1]))
    asked = [
        np.flatnonzero(((points >= lowest) & (points <= highest)).all(axis=1))
        for lowest, highest in boxes
    ]
    questions = Exchange(comm, asked)
    found = np.zeros(len(points), dtype=bool)
    found[questions.rows[questions.back(contained(questions.forward(points), solid))]] = True
    return found


def _touching(nodes: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return the elements (n, nodes, dim) that reach into a box."""
    reaches = (nodes.max(axis=1) >= low) & (nodes.min(axis=1) <= high)
    return nodes[reaches.all(axis=1)]


def _longest(facets: np.ndarray, low: np.ndarray, high: np.ndarray) -> float:
    """Return the longest edge [um] of facets (n, nodes, dim) that reach into a box."""
    corners = _touching(facets, low, high)[:, : facets.shape[2]]
    edges = corners - np.roll(corners, 1, axis=1)
    return float(np.linalg.norm(edges, axis=2).max(initial=0.0))
