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


class LinearResidual:
    """Residual F = F0 + J (x - x0) + H (h - h0) of unknowns x and their histories h.

    It is exact where J = dF/dx and H = dF/dh depend on neither and nothing else in F has changed
    since F0 was assembled, as with steps of one length. The products take a tenth of the time of
    an assembly.
    """

    def __init__(self, system: "SystemStorage") -> None:
        """Find the histories and declare H; it is compiled when it is first needed.

        Args:
            system: linear, without prescribed values or constraints.
        """
        self.system, forms = system, system.forms
        self.histories = _histories(forms)
        apart = {*forms.fields, *self.histories}
        self.others = [each for each in terminals(forms.blocks) if each not in apart]
        self.declared = _declared(forms, self.histories)
        self.reference: Reference | None = None
        self.products: dict[int, list[Product]] = {}

    def remember(self) -> None:
        """Note the residual of the system, assembled at its unknowns; collective."""
        self.forget()
        system = self.system
        self.reference = Reference(
            system.vector.array_r.copy(),
            system.unknown.array_r.copy(),
            [values(each).copy() for each in self.histories],
            [values(each).copy() for each in self.others],
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
        return True

    def _products(self, number: int) -> list[Product]:
        """Return the products with a history, assembled where they are used first; collective."""
        if number not in self.products:
            owned = self.system.places.owned
            forms = self.declared[number].items()
            self.products[number] = [Product.of(form(), owned[block]) for block, form in forms]
        return self.products[number]

    def _known(self) -> Reference | None:
        """Return what has been noted if all but x and h is as it was, on all ranks."""
        known = self.reference
        same = known is not None and unchanged(known.others, [values(each) for each in self.others])
        return known if self.system.comm.allreduce(int(not same)) == 0 else None


def unchanged(then: Sequence[np.ndarray], now: Sequence[np.ndarray]) -> bool:
    """Return whether arrays are equal but for rounding.

    >>> unchanged([np.array([0.1, 0.0])], [np.array([0.1 + 1e-16, 0.0])])
    True
    >>> unchanged([np.array([0.1, 0.0])], [np.array([0.1, 1e-16])])
    False
    """
    pairs = zip(then, now, strict=True)
    return all(bool((np.abs(new - old) <= SAME * np.abs(old)).all()) for old, new in pairs)


def _histories(forms: "SystemForms") -> list[fem.Function]:
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


def _declared(
    forms: "SystemForms", histories: Sequence[fem.Function]
) -> list[dict[int, Declared[fem.Form]]]:
    """Declare dF_i/dh by i, where it does not vanish, for each history h."""
    trials = [ufl.TrialFunction(history.function_space) for history in histories]
    return [
        {
            i: forms.compiler.form(ufl.derivative(block, history, trial))
            for i, block in enumerate(forms.blocks)
            if history in block.coefficients()
        }
        for history, trial in zip(histories, trials, strict=True)
    ]
