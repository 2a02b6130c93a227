"""A surface between two bodies: its facets with the plus body first, and a mesh of its own for what it remembers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import ufl

from nanoglue import stack  # noqa: F401  before dolfinx
from dolfinx import fem  # isort: skip
from dolfinx import mesh as dmesh  # isort: skip


@dataclass(frozen=True, slots=True)
class Interface:
    """Facets between a plus and a minus body; ``entities`` (n, 4) are cell+, facet+, cell-, facet-."""

    name: str
    tag: int
    plus: Any
    minus: Any
    mesh: Any
    entity_map: Any
    entities: np.ndarray

    def measure(self, mesh: Any, rule: dict[str, Any]) -> Any:
        """Measure on the parent mesh in which '+' is the side of the plus body."""
        data = [(self.tag, self.entities.flatten())]
        return ufl.Measure("dS", domain=mesh, subdomain_data=data)(self.tag, metadata=rule)


def interface_between(domain: Any, name: str, tag: int, plus: str, minus: str) -> Interface:
    """Collect the facets of a tag and orient them.

    Raises:
        RuntimeError: a facet does not lie between the two bodies.
    """
    mesh, tags = domain.mesh, domain.cell_tags
    facets = np.sort(domain.facet_tags.find(tag)).astype(np.int32)
    found = fem.compute_integration_domains(fem.IntegralType.interior_facet, mesh.topology, facets).reshape(-1, 4)
    cells = mesh.topology.index_map(2)
    body_of = np.zeros(cells.size_local + cells.num_ghosts, dtype=np.int32)
    body_of[tags.indices] = tags.values
    swapped = body_of[found[:, 0]] == domain.bodies[minus].tag
    found[swapped] = found[swapped][:, [2, 3, 0, 1]]
    sides = body_of[found[:, [0, 2]]]
    wrong = bool((sides != (domain.bodies[plus].tag, domain.bodies[minus].tag)).any())
    if mesh.comm.allreduce(int(wrong)):
        raise RuntimeError(f"interface {name} has facets that are not between {plus} and {minus}")
    surface, entity_map, _, _ = dmesh.create_submesh(mesh, 1, facets)
    return Interface(name, tag, domain.bodies[plus], domain.bodies[minus], surface, entity_map, found)
