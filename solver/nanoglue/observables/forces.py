"""Resultant forces on boundaries."""

import numpy as np

from nanoglue.case import columns
from nanoglue.observables import Values
from nanoglue.physics.energy.external import ExternalForces
from nanoglue.physics.model_parts import ModelParts
from nanoglue.runtime.fenics import fem


class Forces:
    """Sum of the nodal forces of supports and loads on requested boundaries, by component.

    Over the whole circle in axisymmetry, per um of depth in plane strain. A node on two boundaries
    counts for both.
    """

    order = 5

    def __init__(self, problem: ModelParts) -> None:
        """Find the nodes of the boundaries that the case names in ``output.forces``."""
        self.comm = problem.domain.mesh.comm
        asked = problem.case.output.forces
        self.forces = ExternalForces(problem, of_volume=False) if asked else None
        self.nodes = {
            columns.force(component).at(name): _nodes(problem, name, index)
            for name in asked
            for index, component in enumerate(problem.domain.coordinates.components)
        }

    def __call__(self) -> Values:
        """Return the columns ``force_z:NAME [uN]`` and so on."""
        if self.forces is None:
            return {}
        values = self.forces.by_body()
        return {
            column: float(
                self.comm.allreduce(sum(float(np.sum(values[b][d])) for b, d in nodes.items()))
            )
            for column, nodes in self.nodes.items()
        }

    def accept(self) -> None:
        """Do nothing; there is no state."""


def _nodes(problem: ModelParts, name: str, component: int) -> dict[str, np.ndarray]:
    """Owned dofs of a displacement component on a boundary, by body."""
    found = {}
    for body, tag in problem.domain.boundaries[name].tags.items():
        part, space = problem.domain.bodies[body], problem.mechanics[body].u.function_space
        facets = part.facet_tags.find(tag)
        dofs = fem.locate_dofs_topological(space.sub(component), part.mesh.topology.dim - 1, facets)
        owned = space.dofmap.index_map.size_local * space.dofmap.bs
        found[body] = np.asarray(dofs)[np.asarray(dofs) < owned]
    return found
