"""Assembly of contact with partners that change into a residual and its tangent."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from nanoglue.physics.contact.partners import Partners
from nanoglue.runtime.exchange import to_owners
from nanoglue.runtime.fenics import MPI, PETSc, fem
from nanoglue.runtime.vectors import global_numbers, row_starts

ADD: Any = PETSc.InsertMode.ADD_VALUES  # an integer in the stubs


class Response(Protocol):
    """Forces (n, m dim) [MPa] of n points on m nodes each, and their tangent."""

    @property
    def force(self) -> np.ndarray:
        """Return the gradient of the energy."""

    @property
    def tangent(self) -> np.ndarray:
        """Return the derivative of the force, (n, m dim, m dim)."""


class Contact(Protocol):
    """Points of a first surface that press on a second one; each rank has some of them."""

    comm: MPI.Intracomm
    fields: tuple[fem.Function, fem.Function]

    def areas(self) -> np.ndarray:
        """Return the area [um^2] of each point of this rank; collective."""

    def now(self) -> tuple[Partners, Response]:
        """Return the partners of this rank's points and their response; collective."""

    def energy(self) -> float:
        """Return the energy [pJ]; collective."""


class ContactAssembly:
    """Assembler of contact forces and tangent into block vectors and matrices.

    Every rank computes its own points and sends what acts on the rows of others to their owners.
    """

    def __init__(self, contact: Contact, fields: Sequence[fem.Function]) -> None:
        """Determine the rows of both sides; collective.

        Args:
            contact: between two displacements.
            fields: blocks of the vectors and matrices, both displacements among them.
        """
        self.contact, self.comm = contact, contact.comm
        self.starts = row_starts(fields)
        self.first = int(self.starts[self.comm.rank])
        self.blocks = [fields.index(field) for field in contact.fields]
        numbers = global_numbers(fields)
        self.rows = [numbers[block] for block in self.blocks]

    def add_forces(self, vector: PETSc.Vec, missing: Sequence[np.ndarray] | None = None) -> None:
        """Add the forces [uN] to a residual; collective.

        Args:
            vector: of the fields.
            missing: what each field lacks to its prescribed values, for what these will do.
        """
        areas = self._acting_areas()
        if areas is None:
            return
        partners, found = self.contact.now()
        force = areas[:, None] * found.force
        if missing is not None:
            lacks = self._at_nodes(partners, missing)
            force += areas[:, None] * np.einsum("nab,nb->na", found.tangent, lacks)
        rows, total = _summed(partners.at_nodes(*self.rows).ravel(), force.ravel())
        own, (values,) = self._to_owners(rows, total)
        np.add.at(vector.array, own - self.first, values)

    def add_tangent(self, matrix: PETSc.Mat, held: Sequence[np.ndarray]) -> None:
        """Add the tangent [uN/um] to a matrix, whose sparsity may grow; collective.

        Args:
            matrix: of the fields, assembled; it is so again after.
            held: where each field has prescribed values, 1 there and 0 elsewhere.
        """
        areas = self._acting_areas()
        if areas is None:
            return
        partners, found = self.contact.now()
        nodes = partners.at_nodes(*self.rows)
        free = self._at_nodes(partners, held) == 0
        taken = free[:, :, None] & free[:, None, :]
        size = matrix.getSize()[1]
        values = (areas[:, None, None] * found.tangent)[taken]
        keys, total = _summed((nodes[:, :, None] * size + nodes[:, None, :])[taken], values)
        rows, (columns, total) = self._to_owners(keys // size, keys % size, total)
        keys, total = _summed(rows * size + columns, total)
        rows, counts = np.unique(keys // size, return_counts=True)
        starts, columns, at = (
            each.astype(PETSc.IntType)
            for each in (np.concatenate([[0], np.cumsum(counts)]), keys % size, rows)
        )
        given: dict[str, Any] = {"I": starts, "J": columns, "V": total, "rowmap": at}
        matrix.setValuesIJV(**given, addv=ADD)
        matrix.assemble()

    def _acting_areas(self) -> np.ndarray | None:
        """Return the area of each point, or None where no rank has any that acts; collective."""
        areas = self.contact.areas()
        acting = self.comm.allreduce(bool(areas.any()), MPI.LOR)  # or nothing has failed
        return areas if acting else None

    def _at_nodes(self, partners: Partners, arrays: Sequence[np.ndarray]) -> np.ndarray:
        """Return the values (n, m dim) of both fields at the nodes of each point; collective."""
        first, second = (arrays[block] for block in self.blocks)
        return partners.at_nodes(first, second)

    def _to_owners(
        self, rows: np.ndarray, *values: np.ndarray
    ) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
        """Return the rows of this rank, from all ranks, and their values; collective."""
        exchange = to_owners(self.comm, self.starts, rows)
        return exchange.forward(rows), tuple(exchange.forward(each) for each in values)


def _summed(keys: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each key once, sorted, and the sum of its values."""
    known, where = np.unique(keys, return_inverse=True)
    total = np.bincount(where.ravel(), values, len(known))
    return known, total.astype(float)  # that of no values has integers
