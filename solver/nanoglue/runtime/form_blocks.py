"""Parts of a linear form that belong to the test functions of a mixed space."""

from collections.abc import Sequence

import ufl
from ufl.algorithms.analysis import extract_arguments
from ufl.algorithms.formsplitter import FormSplitter


def form_blocks(form: ufl.Form, tests: Sequence[ufl.core.expr.Expr]) -> list[ufl.Form]:
    """Return the part of a form that each test function occurs in, empty if there is none.

    The forms are those of ``ufl.extract_blocks``, which rewrites the whole form for every test
    function. Most integrals hold a single one and are taken as they are.

    Args:
        form: linear in the test functions.
        tests: ``ufl.TestFunctions`` of a ``ufl.MixedFunctionSpace``.
    """
    parts: list[list[ufl.Integral]] = [[] for _ in tests]
    for integral in form.integrals():
        numbers = [argument.part() for argument in extract_arguments(integral.integrand())]
        if len(numbers) == 1:
            parts[numbers[0]].append(integral)
            continue
        for number in numbers:
            parts[number] += FormSplitter().split(ufl.Form([integral]), number).integrals()
    return [ufl.Form(integrals) for integrals in parts]
