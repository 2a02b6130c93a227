"""Residual of a linear system by products with matrices that have not changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import ufl

from nanoglue.runtime.fenics import PETSc, fem, petsc
from nanoglue.runtime.form_compiler import Declared
from nanoglue.solvers.derivatives import positions
from nanoglue.solvers.directional import terminals, values

if TYPE_CHECKING:
    from nanoglue.solvers.system_forms import SystemForms
    from nanoglue.solvers.system_storage import SystemStorage

SAME = 1e-13
"""Relative change [-] up to which a value counts as unchanged: lengths of steps are rounded."""


@dataclass(frozen=True, slots=True)
class Product:
    """H_ij = dF_i/dh_j of a block of the residual and a history."""

    matrix: PETSc.Mat
    rows: slice
    """Of the block, among the owned values of the residual."""
    vectors: tuple[PETSc.Vec, PETSc.Vec]
    """Change of the history, and its product with the matrix."""

    @classmethod
    def of(cls, form: fem.Form, rows: slice) -> "Product":
        """Assemble the matrix; collective."""
        matrix = petsc.assemble_matrix(form)
        matrix.assemble()
        return cls(matrix, rows, matrix.createVecs())

    def add_to(self, residual: np.ndarray, change: np.ndarray) -> None:
        """Add the product with a change of the history to owned values of F; collective."""
        given, found = self.vectors
        given.array_w = change[: given.getLocalSize()]
        self.matrix.mult(given, found)
        residual[self.rows] += found.array_r

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

    def remember(self) -> None:
        """Note the residual of the system, assembled at its unknowns; collective."""
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
        self.reference, self.products = None, {}

    def evaluate(self) -> bool:
        """Set the residual of the system unless it must be assembled; return that; collective."""
        known = self._known()
        if known is None:
            return False
        system = self.system
        change = system.unknown.duplicate()
        change.array_w = system.unknown.array_r - known.unknown
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

    def _products(self, number: int) -> list[Product]:
        """Return the products with a history, assembled where they are used first; collective."""
        if number not in self.products:
            declared = _declared(self.system.forms, self.histories[number])
            self.products[number] = [
                Product.of(form(), self.system.places.owned[block])
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


def unchanged(then: Sequence[np.ndarray], now: Sequence[np.ndarray]) -> bool:
    """Return whether arrays are equal but for rounding.

    >>> unchanged([np.array([0.1, 0.0])], [np.array([0.1 + 1e-16, 0.0])])
    True
    >>> unchanged([np.array([0.1, 0.0])], [np.array([0.1, 1e-16])])
    False
    """
    pairs = zip(then, now, strict=True)
    return all(bool((np.abs(new - old) <= SAME * np.abs(old)).all()) for old, new in pairs)


def histories(forms: "SystemForms") -> list[fem.Function]:
    """Return functions like an unknown on which the residual depends linearly, apart from it."""
    spaces = [field.function_space for field in forms.fields]
    functions = [each for each in terminals(forms.blocks) if isinstance(each, fem.Function)]
    alike = [
        each
        for each in functions
        if each not in forms.fields and any(each.function_space == space for space in spaces)
    ]
    return _unaffected(forms, _unaffected(forms, alike, forms.fields))


def _unaffected(
    forms: "SystemForms",
    functions: Sequence[fem.Function],
    others: Sequence[fem.Function] | None = None,
) -> list[fem.Function]:
    """Return the functions by which the derivative of the residual is without some others.

    Args:
        forms: residual.
        functions: of which some may be returned.
        others: by default the functions themselves.
    """
    excluded = set()
    for block in forms.blocks:
        present = block.coefficients()
        given = [each for each in functions if each in present]
        for each, entry in zip(given, positions(block, given), strict=True):
            content = [] if entry is None else [present[k] for k in entry[0]]
            if not set(content).isdisjoint(functions if others is None else others):
                excluded.add(each)
    return [each for each in functions if each not in excluded]


def _declared(forms: "SystemForms", history: fem.Function) -> dict[int, Declared[fem.Form]]:
    """Declare the derivatives of blocks by a history, where they do not vanish, by block."""
    trial = ufl.TrialFunction(history.function_space)
    return {
        number: forms.compiler.form(ufl.derivative(block, history, trial))
        for number, block in enumerate(forms.blocks)
        if history in block.coefficients()
    }
