"""Residual of a linear system from products with matrices that have not changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nanoglue.runtime.fenics import MPI, PETSc, fem, petsc
from nanoglue.solvers.directional import terminals, values
from nanoglue.solvers.histories import derivatives

if TYPE_CHECKING:
    from nanoglue.solvers.system_storage import SystemStorage

LOST = 1e-11
"""Content [-] that products may lose by rounding in a run, a tenth of the limit of the balance.

Where transport is fast, its sum is a small difference of large terms. Assembly rounds differences
between neighbours, products the whole change, in each step in the same direction. A resumed run
counts anew.
"""

ROUNDING = float(np.finfo(float).eps) / 2
"""Largest relative rounding of a number [-]."""

SAME = 1e-13
"""Relative change [-] up to which a value counts as unchanged: lengths of steps are rounded."""


@dataclass(frozen=True, slots=True)
class Product:
    """H_ij = dF_i/dh_j of a block of the residual and a history."""

    matrix: PETSc.Mat
    block: int
    rows: slice
    """Of the block, among the owned values of the residual."""
    vectors: tuple[PETSc.Vec, PETSc.Vec]
    """Change of the history, and its product with the matrix."""

    @classmethod
    def of(cls, form: fem.Form, block: int, rows: slice) -> "Product":
        """Assemble the matrix; collective."""
        matrix = petsc.assemble_matrix(form)
        matrix.assemble()
        return cls(matrix, block, rows, matrix.createVecs())

    def add_to(self, residual: np.ndarray, change: np.ndarray) -> None:
        """Add the product with a change of the history to owned values of F; collective."""
        given, found = self.vectors
        given.array_w = change[: given.getLocalSize()]
        self.matrix.mult(given, found)
        residual[self.rows] += found.array_r

    @property
    def size(self) -> float:
        """Largest sum of absolute entries in a row; collective."""
        return _size(self.matrix)

    def destroy(self) -> None:
        """Free matrix and vectors; collective."""
        for each in (self.matrix, *self.vectors):
            each.destroy()


@dataclass(frozen=True, slots=True)
class Reference:
    """An assembled residual F0, its unknowns x0 and histories h0, and all else in it."""

    residual: np.ndarray
    unknown: np.ndarray
    histories: Sequence[np.ndarray]
    others: Sequence[np.ndarray]
    """Also prescribed values of the unknowns."""


class LinearResidual:
    """Residual F = F0 + J (x - x0) + H (h - h0) of unknowns x and their histories h.

    It is exact where J = dF/dx and H = dF/dh depend on neither and nothing else in F has changed
    since F0 was assembled, as with steps of one length. Prescribed values must be met in x and x0.
    The products take a tenth of the time of an assembly.
    """

    def __init__(self, system: "SystemStorage", histories: Sequence[fem.Function]) -> None:
        """Find what else is in the residual; H is compiled when it is first needed.

        Args:
            system: linear, without ties or contact.
            histories: of the system.
        """
        self.system, forms = system, system.forms
        self.held = [np.flatnonzero(marks) for marks in system.held()]
        self.histories = list(histories)
        apart = {*forms.fields, *self.histories}
        self.others = [each for each in terminals(forms.blocks) if each not in apart]
        self.reference: Reference | None = None
        self.products: dict[int, list[Product]] = {}
        self.loss: float | None = None  # by an evaluation, None before it is known
        self.lost = 0.0  # by all evaluations

    def remember(self) -> None:
        """Note the residual of the system, assembled at its unknowns; collective."""
        if self._loses_too_much():
            return
        self.forget()
        if self._meets_prescribed_values():
            self.reference = Reference(
                self.system.vector.array_r.copy(),
                self.system.unknown.array_r.copy(),
                [values(each).copy() for each in self.histories],
                [each.copy() for each in self._others()],
            )

    def forget(self) -> None:
        """Forget what has been noted, as J changes; collective."""
        for product in (each for of_one in self.products.values() for each in of_one):
            product.destroy()
        self.reference, self.products, self.loss = None, {}, None

    def evaluate(self) -> bool:
        """Set the residual of the system unless it must be assembled; return that; collective."""
        known = self._known()
        if known is None:
            return False
        system = self.system
        change = system.unknown.duplicate()
        change.array_w = system.unknown.array_r - known.unknown
        if self.loss is None:
            self.loss = ROUNDING * self._amplification(change, known)
        if self._loses_too_much():
            change.destroy()
            return False
        self.lost += self.loss
        system.matrix.mult(change, system.vector)
        change.destroy()
        residual = system.vector.array
        residual += known.residual
        for number, (history, then) in enumerate(zip(self.histories, known.histories, strict=True)):
            moved = history.x.array - then
            if system.comm.allreduce(int(moved.any())):
                for product in self._products(number):
                    product.add_to(residual, moved)
        petsc.set_bc(system.vector, system.bcs_by_block, x0=system.unknown, alpha=-1.0)
        return True

    def _loses_too_much(self) -> bool:
        """Whether one more evaluation may lose more than is allowed; equal on all ranks."""
        return self.loss is not None and self.lost + self.loss > LOST

    def _amplification(self, change: PETSc.Vec, known: Reference) -> float:
        """Return the ratio [-] of the terms of J (x - x0) to those of H (h - h0); collective."""
        places, comm = self.system.places, self.system.comm
        changes = places.largest(change)
        moved = [
            comm.allreduce(float(np.abs(each.x.array - then).max(initial=0.0)), op=MPI.MAX)
            for each, then in zip(self.histories, known.histories, strict=True)
        ]
        storage = np.zeros(len(changes))
        for number, size in enumerate(moved):
            for product in self._products(number) if size else []:
                storage[product.block] += size * product.size
        transport = _block_sizes(self.system.matrix, places.owned) @ changes
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = np.where(storage > 0, transport / storage, 0.0)
        return float(ratios.max()) if storage.any() else np.inf

    def _products(self, number: int) -> list[Product]:
        """Return the products with a history, assembled where they are used first; collective."""
        if number not in self.products:
            declared = derivatives(self.system.forms, self.histories[number])
            self.products[number] = [
                Product.of(form(), block, self.system.places.owned[block])
                for block, form in declared.items()
            ]
        return self.products[number]

    def _known(self) -> Reference | None:
        """Return what has been noted if all but x and h is as it was, on all ranks."""
        known = self.reference
        same = known is not None and unchanged(known.others, self._others())
        same = same and self._meets_prescribed_values()
        return known if self.system.comm.allreduce(int(not same)) == 0 else None

    def _others(self) -> list[np.ndarray]:
        """Return all that must not change, with values of fields where they are prescribed."""
        held = zip(self.system.fields, self.held, strict=True)
        return [*map(values, self.others), *(field.x.array[where] for field, where in held)]

    def _meets_prescribed_values(self) -> bool:
        """Whether unknowns of this rank have their prescribed values but for rounding."""
        system = self.system
        return not system.bcs or all(
            np.abs(missing).max(initial=0.0) <= SAME * np.abs(field.x.array).max(initial=0.0)
            for field, missing in zip(system.fields, system.missing_values(), strict=True)
        )


def _size(matrix: PETSc.Mat) -> float:
    """Return the largest sum of absolute entries in a row; collective."""
    return float(np.real(matrix.norm(PETSc.NormType.INFINITY)))  # type: ignore[arg-type]


def _block_sizes(matrix: PETSc.Mat, owned: Sequence[slice]) -> np.ndarray:
    """Return the largest sum of absolute entries in a row of each block (i, j); collective."""
    first = matrix.getOwnershipRange()[0]
    blocks = [
        PETSc.IS().createStride(place.stop - place.start, first + place.start, 1, matrix.comm)
        for place in owned
    ]
    sizes = np.empty((len(blocks), len(blocks)))
    for i, rows in enumerate(blocks):
        for j, columns in enumerate(blocks):
            block = matrix.createSubMatrix(rows, columns)
            sizes[i, j] = _size(block)
            block.destroy()
    for each in blocks:
        each.destroy()
    return sizes


def unchanged(then: Sequence[np.ndarray], now: Sequence[np.ndarray]) -> bool:
    """Return whether arrays are equal but for rounding.

    >>> unchanged([np.array([0.1, 0.0])], [np.array([0.1 + 1e-16, 0.0])])
    True
    >>> unchanged([np.array([0.1, 0.0])], [np.array([0.1, 1e-16])])
    False
    """
    pairs = zip(then, now, strict=True)
    return all(bool((np.abs(new - old) <= SAME * np.abs(old)).all()) for old, new in pairs)
