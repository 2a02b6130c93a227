"""Histories of a system: functions besides its unknowns on which the residual depends linearly."""

from collections.abc import Sequence

import ufl

from nanoglue.runtime.fenics import fem
from nanoglue.runtime.form_compiler import Declared
from nanoglue.solvers.derivatives import positions
from nanoglue.solvers.directional import terminals
from nanoglue.solvers.system_forms import SystemForms


def histories(forms: SystemForms) -> list[fem.Function]:
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
    forms: SystemForms,
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


def derivatives(forms: SystemForms, history: fem.Function) -> dict[int, Declared[fem.Form]]:
    """Declare the derivatives of blocks by a history, where they do not vanish, by block."""
    trial = ufl.TrialFunction(history.function_space)
    return {
        number: forms.compiler.form(ufl.derivative(block, history, trial))
        for number, block in enumerate(forms.blocks)
        if history in block.coefficients()
    }
