"""Residuals of linear systems by products are those that assembly gives, and replace it."""

import numpy as np
import pytest

pytest.importorskip("dolfinx")

from nanoglue.runtime.fenics import MPI, PETSc
from nanoglue.solvers import block_system

SPHERE = ("verification/sphere_diffusion", "time.end=2 ms", "stepping.fixed=1e-4 s")
RAMP = "boundaries.surface.flux={time: [0 s, 1 ms], value: [0 mol/m^2/s, 1e-6 mol/m^2/s]}"


@pytest.fixture
def compared(monkeypatch):
    """Each evaluation of a linear residual: None if it is assembled, else its difference to that.

    The difference is relative to what rounding scales with.
    """
    evaluate = block_system.LinearResidual.evaluate
    found = []

    def both(residual):
        system = residual.system
        if not evaluate(residual):
            found.append(None)
            return False
        by_products = system.vector.array_r.copy()
        system.by_products = None
        system._remember_residual = lambda: None
        system.assemble_residual()
        del system._remember_residual
        system.by_products = residual
        scale = system.matrix.norm(PETSc.NormType.INFINITY) * system.unknown.norm()
        found.append(np.abs(by_products - system.vector.array_r).max(initial=0.0) / scale)
        system.vector.array_w = by_products
        return True

    monkeypatch.setattr(block_system.LinearResidual, "evaluate", both)
    return found


@pytest.mark.parallel([1, 2])
@pytest.mark.parametrize("method", ["backward_euler", "bdf2"])
def test_products_give_the_assembled_residual(march_case, compared, method):
    run = march_case(*SPHERE, f"stepping.method={method}", comm=MPI.COMM_WORLD)
    assert len(run.steps) == 20
    assert len(compared) >= 17  # after J has been factorised and has served once
    assert None not in compared
    assert max(compared) < 1e-15


def test_a_residual_is_assembled_where_a_flux_changes(march_case, compared):
    run = march_case(*SPHERE, RAMP)
    assert len(run.steps) == 20
    changing = compared.index(next(each for each in compared if each is not None))
    assert changing >= 7
    assert None not in compared[changing:]
    assert max(compared[changing:]) < 1e-15


def test_the_results_are_those_with_assembly(march_case, monkeypatch):
    by_products = march_case(*SPHERE, "stepping.method=bdf2")
    monkeypatch.setattr(block_system.BlockSystem, "_remember_residual", lambda _: None)
    assembled = march_case(*SPHERE, "stepping.method=bdf2")
    for name, value in assembled.last.items():
        assert by_products.last[name] == pytest.approx(value, rel=1e-11, abs=1e-13), name


def test_products_are_not_used_with_steps_that_change_or_prescribed_values(march_case, compared):
    march_case("verification/sphere_diffusion", "time.end=0.2 ms")
    march_case("verification/slab_diffusion", "time.end=1 s", "stepping.fixed=0.05 s")
    assert set(compared) <= {None}
