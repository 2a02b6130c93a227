"""Assembly of sliding contact into a residual and its tangent."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from nanoglue.runtime.fenics import PETSc, fem

if TYPE_CHECKING:
    from nanoglue.physics.contact.sliding import SlidingContact

ADD: Any = PETSc.InsertMode.ADD_VALUES  # an integer in the stubs


class ContactAssembly:
    """Assembler of contact forces and tangent into block vectors and matrices.

    Every rank computes the whole contact and adds the rows that it owns.
    """

    def __init__(self, contact: "SlidingContact", fields: Sequence[fem.Function]) -> None:
        """Determine the rows of both sides; collective.

        Args:
            contact: between two displacements.
            fields: blocks of the vectors and matrices, both displacements among them.
        """
        self.contact, self.sides = contact, (contact.plus, contact.minus)
        maps = [field.function_space.dofmap for field in fields]
        sizes = [one.index_map.size_local * one.bs for one in maps]
        starts = np.concatenate([[0], np.cumsum(sizes)])
        self.first = int(contact.comm.exscan(int(starts[-1])) or 0)
        self.end = self.first + int(starts[-1])
        self.blocks = [fields.index(side.u) for side in self.sides]
        self.rows = np.concatenate(
            [
                side.rows(self.first + int(starts[block]))
                for side, block in zip(self.sides, self.blocks, strict=True)
            ]
        )

    def add_forces(self, vector: PETSc.Vec, missing: Sequence[np.ndarray] | None = None) -> None:
        """Add the forces [uN] to a residual; collective.

        Args:
            vector: of the fields.
            missing: what each field lacks to its prescribed values, for what these will do.
        """
        areas = self.contact.areas()
        if not areas.any():  # nothing has failed
            return
        rows, found = self._now()
        force = areas[:, None] * found.force
        if missing is not None:
            lacks = self._at_nodes(missing)[rows[0]].reshape(force.shape)
            force += areas[:, None] * np.einsum("nab,nb->na", found.tangent, lacks)
        total = np.bincount(rows[1].ravel(), force.ravel(), 2 * len(self.rows))
        own = (self.rows.ravel() >= self.first) & (self.rows.ravel() < self.end)
        vector.array[self.rows.ravel()[own] - self.first] += total[own]

    def add_tangent(self, matrix: PETSc.Mat, held: Sequence[np.ndarray]) -> None:
        """Add the tangent [uN/um] to a matrix, whose sparsity may grow; collective.

        Args:
            matrix: of the fields, assembled; it is so again after.
            held: where each field has prescribed values, 1 there and 0 elsewhere.
        """
        areas = self.contact.areas()
        if not areas.any():
            return
        nodes, found = self._now()
        free = (self._at_nodes(held) == 0).ravel()
        places = nodes[1]
        size = self.rows.size
        key = (places[:, :, None] * size + places[:, None, :]).ravel()
        values = areas[:, None, None] * found.tangent
        pairs, where = np.unique(key, return_inverse=True)
        total = np.bincount(where.ravel(), values.ravel(), len(pairs))
        rows, columns = self.rows.ravel()[pairs // size], self.rows.ravel()[pairs % size]
        taken = free[pairs // size] & free[pairs % size]
        taken &= (rows >= self.first) & (rows < self.end)
        order = np.argsort(rows[taken], kind="stable")
        rows, counts = np.unique(rows[taken], return_counts=True)
        starts, columns, at = (
            each.astype(PETSc.IntType)
            for each in (np.concatenate([[0], np.cumsum(counts)]), columns[taken][order], rows)
        )
        given: dict[str, Any] = {"I": starts, "J": columns, "V": total[taken][order], "rowmap": at}
        matrix.setValuesIJV(**given, addv=ADD)
        matrix.assemble()

    def _now(self) -> tuple[tuple[np.ndarray, np.ndarray], Any]:
        """Return the nodes (n, m), their components (n, 2 m) and the contact response."""
        nodes, found = self.contact.now()
        return (nodes, (2 * nodes[..., None] + np.arange(2)).reshape(len(nodes), -1)), found

    def _at_nodes(self, arrays: Sequence[np.ndarray]) -> np.ndarray:
        """Return the values (k, 2) of both fields at the nodes of their sides."""
        return np.concatenate(
            [
                side.together(arrays[block])[..., 0]
                for side, block in zip(self.sides, self.blocks, strict=True)
            ]
        )
