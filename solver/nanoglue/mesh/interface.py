"""Interface between two bodies: oriented facets (plus body first) and their submesh."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nanoglue.runtime.fenics import EntityMap, fem
from nanoglue.runtime.fenics import mesh as dmesh

if TYPE_CHECKING:
    from nanoglue.mesh.domain import Body, Domain


@dataclass(frozen=True, slots=True)
class Interface:
    """Facets between a plus and a minus body.

    ``mesh`` is the submesh of its owned and ghost facets, ``entities`` (n, 4) are the plus cell,
    its facet, the minus cell and its facet, of the facets that this rank owns.
    """

    name: str
    tag: int
    plus: "Body"
    minus: "Body"
    mesh: dmesh.Mesh
    entity_map: EntityMap
    entities: np.ndarray


def interface_between(domain: "Domain", name: str, tag: int, plus: str, minus: str) -> Interface:
    """Collect and orient the facets with a tag; collective.

    Raises:
        RuntimeError: on every rank, if a facet does not lie between the two bodies.
    """
    mesh, first, second = domain.mesh, domain.bodies[plus], domain.bodies[minus]
    facets = np.sort(domain.facet_tags.find(tag)).astype(np.int32)
    kind = fem.IntegralType.interior_facet
    entities = fem.compute_integration_domains(kind, mesh.topology, facets).reshape(-1, 4)
    body_of = _body_of_cells(mesh, domain.cell_tags)
    swapped = body_of[entities[:, 0]] == second.tag
    entities[swapped] = entities[swapped][:, [2, 3, 0, 1]]
    wrong = int((body_of[entities[:, [0, 2]]] != (first.tag, second.tag)).any())
    owned = int((facets < mesh.topology.index_map(mesh.topology.dim - 1).size_local).sum())
    wrong += int(owned != len(entities))  # an exterior facet has a single cell
    if mesh.comm.allreduce(wrong):
        raise RuntimeError(f"interface {name} has facets that are not between {plus} and {minus}")
    surface, entity_map, _, _ = dmesh.create_submesh(mesh, mesh.topology.dim - 1, facets)
    return Interface(name, tag, first, second, surface, entity_map, entities)


def _body_of_cells(mesh: dmesh.Mesh, tags: dmesh.MeshTags) -> np.ndarray:
    """Return the body tag of each owned and ghost cell."""
    cells = mesh.topology.index_map(mesh.topology.dim)
    body_of = np.zeros(cells.size_local + cells.num_ghosts, dtype=np.int32)
    body_of[tags.indices] = tags.values
    return body_of
