"""Distribution of a generated mesh over the ranks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import basix.ufl
import numpy as np
import ufl

from nanoglue.case.schema.case import Case
from nanoglue.case.text.errors import CaseError, CaseIssue
from nanoglue.mesh import gmsh_mesh
from nanoglue.mesh.supports import unsupported_issues
from nanoglue.mesh.unmeshed import meshing_issue
from nanoglue.runtime.fenics import MPI, gmsh_io, graph, io
from nanoglue.runtime.fenics import mesh as dmesh
from nanoglue.runtime.signals import StoppedInSetup

SHAPES = {
    1: dmesh.CellType.interval,
    2: dmesh.CellType.triangle,
    3: dmesh.CellType.tetrahedron,
}
NODES = {(1, 1): 2, (1, 2): 3, (2, 1): 3, (2, 2): 6, (3, 1): 4, (3, 2): 10}
"""Nodes of a simplex by its dimension and its geometric order."""


@dataclass(frozen=True, slots=True)
class MeshParts:
    """A distributed mesh with the numbers of its bodies and surfaces."""

    mesh: dmesh.Mesh
    cell_tags: dmesh.MeshTags
    facet_tags: dmesh.MeshTags
    tags: Mapping[str, int]
    """Number of each name."""


def distribute(
    case: Case, comm: MPI.Comm, partitioner: Callable[[np.ndarray, int], np.ndarray] | None = None
) -> MeshParts:
    """Generate the mesh on rank 0 and distribute it, with ghosts across shared facets.

    Args:
        case: case with recipe, parameters and names.
        comm: communicator; the call is collective.
        partitioner: midpoints of cells (n, dim) [um] and number of ranks to the rank of each;
            default PT-SCOTCH.

    Raises:
        CaseError: on every rank, if meshing failed on rank 0, or a body can move without
            deformation.
    """
    arrays = None
    issues: tuple[CaseIssue, ...] = ()
    if comm.rank == 0:
        try:
            arrays = gmsh_mesh.draw(case)
        except StoppedInSetup:
            raise  # ends the other ranks as well
        except (Exception, SystemExit) as error:  # of Gmsh or of the recipe's author, of any sort
            issues = (meshing_issue(case, error),)
        else:
            issues = unsupported_issues(case, arrays)
    if issues := comm.bcast(issues):
        raise CaseError(issues)
    names = (*case.names.bodies, *case.names.interfaces, *case.names.boundaries)
    tags = {name: number for number, name in enumerate(names, start=1)}
    order = case.geometry.order
    dim = gmsh_mesh.dimension(case)
    element = basix.ufl.element("Lagrange", SHAPES[dim].name, order, shape=(dim,))
    points, cells, cell_values, facets, facet_values = _on_root(
        arrays or {}, tags, (dim, order), comm
    )
    rule = _partitioner(_midpoints(arrays, dim, partitioner, comm), partitioner, dim)
    mesh = dmesh.create_mesh(comm, cells, ufl.Mesh(element), points, rule)
    cell_tags = _cell_tags(mesh, cell_values)
    mesh.topology.create_entities(dim - 1)
    local = io.distribute_entity_data(mesh, dim - 1, facets, facet_values)
    return MeshParts(
        mesh=mesh, cell_tags=cell_tags, facet_tags=_tags(mesh, dim - 1, *local), tags=tags
    )


def _midpoints(
    arrays: Mapping[str, np.ndarray] | None, dim: int, partitioner: object, comm: MPI.Comm
) -> np.ndarray:
    """Return the midpoints (n, dim) [um] of all cells; none if the partitioner needs none."""
    if partitioner is None:
        return np.empty((0, dim))
    of_cells = None
    if arrays is not None:
        of_cells = arrays["points"][arrays["cells"][:, : dim + 1]].mean(axis=1)
    found: np.ndarray = comm.bcast(of_cells)
    return found


def _on_root(
    arrays: Mapping[str, np.ndarray],
    tags: dict[str, int],
    layout: tuple[int, int],
    comm: MPI.Comm,
) -> tuple[np.ndarray, ...]:
    """Return the arrays in DOLFINx's layout (dimension, order): all on rank 0, empty elsewhere."""
    whole, nodes, beside = layout[0], NODES[layout], NODES[layout[0] - 1, layout[1]]
    if comm.rank:
        shapes = ((0, whole), (0, nodes), (0,), (0, beside), (0,))
        kinds = (np.float64, np.int64, np.int32, np.int64, np.int32)
        return tuple(np.empty(shape, dtype=kind) for shape, kind in zip(shapes, kinds, strict=True))
    permutation = gmsh_io.cell_perm_array(SHAPES[whole], nodes)
    on_facets = gmsh_io.cell_perm_array(SHAPES[whole - 1], beside)
    cells = np.ascontiguousarray(arrays["cells"][:, permutation])
    return (
        arrays["points"],
        cells,
        _numbers(arrays["cell_names"], tags),
        np.ascontiguousarray(arrays["facets"][:, on_facets]),
        _numbers(arrays["facet_names"], tags),
    )


def _numbers(names: np.ndarray, tags: Mapping[str, int]) -> np.ndarray:
    """Return the number of each name."""
    found = np.zeros(len(names), dtype=np.int32)
    for name, number in tags.items():
        found[names == name] = number
    return found


def _cell_tags(mesh: dmesh.Mesh, values: np.ndarray) -> dmesh.MeshTags:
    """Return the tags of this rank's cells from values in their original order on rank 0.

    DOLFINx would find cells by their nodes, which takes half as long as making the mesh. Rank 0
    holds all cells at this time in any case.
    """
    wanted = mesh.comm.gather(mesh.topology.original_cell_index)
    given = None if wanted is None else [values[numbers] for numbers in wanted]
    own: np.ndarray = mesh.comm.scatter(given)
    cells = np.arange(len(own), dtype=np.int32)
    return dmesh.meshtags(mesh, mesh.topology.dim, cells, own)


def _tags(mesh: dmesh.Mesh, dim: int, entities: np.ndarray, values: np.ndarray) -> dmesh.MeshTags:
    mesh.topology.create_connectivity(dim, 0)
    mesh.topology.create_connectivity(dim, mesh.topology.dim)
    return dmesh.meshtags_from_entities(
        mesh, dim, graph.adjacencylist(entities), values.astype(np.int32)
    )


def _partitioner(
    midpoints: np.ndarray, rule: Callable[[np.ndarray, int], np.ndarray] | None, dim: int
) -> Any:
    """Return a partitioner: PT-SCOTCH, or a rule from midpoints to ranks with facet ghosts."""
    if rule is None:
        return dmesh.create_cell_partitioner(dmesh.GhostMode.shared_facet, 2)  # type: ignore[call-arg]

    def partition(
        comm: MPI.Comm,  # noqa: ARG001
        parts: int,
        cell_types: object,  # noqa: ARG001
        cells: Sequence[np.ndarray],
    ) -> Any:
        corners = cells[0].reshape(-1, dim + 1)
        destination = rule(midpoints, parts)[: len(corners)]
        where = _with_ghosts(corners, destination)
        offsets = np.concatenate([[0], np.cumsum([len(ranks) for ranks in where])]).astype(np.int32)
        ranks = np.array([rank for ranks in where for rank in ranks], dtype=np.int32)
        return graph.adjacencylist(ranks, offsets)._cpp_object

    return partition


def _with_ghosts(corners: np.ndarray, owner: np.ndarray) -> list[list[int]]:
    """Return the destinations of each cell: its owner, then the owners of its facet neighbours."""
    neighbours: dict[tuple[int, ...], list[int]] = {}
    for cell, nodes in enumerate(np.sort(corners, axis=1).tolist()):
        for facet in combinations(nodes, len(nodes) - 1):
            neighbours.setdefault(facet, []).append(cell)
    where = [[int(rank)] for rank in owner]
    for pair in neighbours.values():
        for one in pair:
            for other in pair:
                rank = int(owner[other])
                if rank not in where[one]:
                    where[one].append(rank)
    return where
