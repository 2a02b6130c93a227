"""Assembly of contact with partners that change into a residual and its tangent."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from nanoglue.runtime.fenics import MPI, PETSc, fem

ADD: Any = PETSc.InsertMode.ADD_VALUES  # an integer in the stubs


class Side(Protocol):
    """Nodes of one surface, on all ranks."""

    u: fem.Function
    places: np.ndarray

    def together(self, *arrays: np.ndarray) -> np.ndarray:
        """Return the values (k, dim, n) of n arrays at all nodes; collective."""

    def rows(self, start: int) -> np.ndarray:
        """Return the global rows (k, dim) of the nodes; collective."""


class Response(Protocol):
    """Forces (n, m dim) [MPa] of n points on m nodes each, and their tangent."""

    @property
    def force(self) -> np.ndarray:
        """Return the gradient of the energy."""

    @property
    def tangent(self) -> np.ndarray:
        """Return the derivative of the force, (n, m dim, m dim)."""


class Contact(Protocol):
    """Points of a first surface that press on a second one."""

    comm: MPI.Intracomm

    @property
    def plus(self) -> Side:
        """Return the first surface."""

    @property
    def minus(self) -> Side:
        """Return the second surface."""

    def areas(self) -> np.ndarray:
        """Return the area [um^2] of each point; collective."""

    def now(self) -> tuple[np.ndarray, Response]:
        """Return the nodes (n, m) of each point and its response; collective."""

    def energy(self) -> float:
        """Return the energy [pJ]; collective."""


class ContactAssembly:
    """Assembler of contact forces and tangent into block vectors and matrices.

    Every rank computes the whole contact and adds the rows that it owns.
    """

    def __init__(self, contact: Contact, fields: Sequence[fem.Function]) -> None:
        """Determine the rows of both sides; collective.

        Args:
            contact: between two displacements.
            fields: blocks of the vectors and matrices, both displacements among them.
        """
        self.contact, self.sides = contact, (contact.plus, contact.minus)
        self.dim = contact.plus.places.shape[1]
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
        total = np.bincount(rows[1].ravel(), force.ravel(), self.dim * len(self.rows))
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
        return (nodes, _numbers(nodes, self.dim)), found

    def _at_nodes(self, arrays: Sequence[np.ndarray]) -> np.ndarray:
        """Return the values (k, dim) of both fields at the nodes of their sides."""
        return np.concatenate(
            [
                side.together(arrays[block])[..., 0]
                for side, block in zip(self.sides, self.blocks, strict=True)
            ]
        )


def _numbers(nodes: np.ndarray, dim: int) -> np.ndarray:
    """Return the numbers (n, m dim) of the components of nodes (n, m)."""
    every = dim * nodes[..., None] + np.arange(dim)
    return np.asarray(every.reshape(len(nodes), nodes.shape[1] * dim))
