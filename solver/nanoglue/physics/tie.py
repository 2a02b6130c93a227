"""Coincident unknowns on both sides of a perfectly bonded interface."""

from dataclasses import dataclass

import numpy as np

from nanoglue.runtime.fenics import fem


@dataclass(frozen=True, slots=True)
class Tie:
    """Fields of the plus and the minus body of a perfectly bonded interface.

    ``equal`` are the fields that are continuous, ``balanced`` those whose balances are added: for
    displacements the same, for a species its chemical potentials and its stoichiometries. All live
    on the same element. ``entities`` (n, 4) are the plus cell, its facet, the minus cell and its
    facet on the submeshes of the bodies, of the facets that this rank owns.
    """

    equal: tuple[fem.Function, fem.Function]
    balanced: tuple[fem.Function, fem.Function]
    entities: np.ndarray

    def pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the local dofs (n,) of coincident unknowns on the plus and the minus body."""
        spaces = [field.function_space for field in self.equal]
        nodes = [
            _facet_nodes(space, self.entities[:, 2 * side :][:, :2])
            for side, space in enumerate(spaces)
        ]
        if not len(self.entities):
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        points = [
            space.tabulate_dof_coordinates()[each]
            for space, each in zip(spaces, nodes, strict=True)
        ]
        distance = np.linalg.norm(points[0][:, :, None] - points[1][:, None, :], axis=-1)
        nearest = distance.argmin(axis=2)
        block = spaces[0].dofmap.bs
        within = np.arange(block)
        plus, minus = nodes[0].ravel(), np.take_along_axis(nodes[1], nearest, axis=1).ravel()
        return tuple((block * each[:, None] + within).ravel() for each in (plus, minus))


def _facet_nodes(space: fem.FunctionSpace, sides: np.ndarray) -> np.ndarray:
    """Return the nodes (n, m) of a space on (cell, local facet) pairs (n, 2)."""
    layout, dim = space.dofmap.dof_layout, space.mesh.topology.dim
    facets = range(dim + 1)
    closure = np.array([layout.entity_closure_dofs(dim - 1, facet) for facet in facets])
    cells = space.dofmap.list[sides[:, 0]]
    return np.take_along_axis(cells, closure[sides[:, 1]], axis=1)
