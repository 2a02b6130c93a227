"""Residuals of linear systems from products are those that assembly gives, and replace it."""

from collections import defaultdict

import numpy as np
import pytest
from tests.parallel.agreement import first_rank_empty

pytest.importorskip("dolfinx")

from nanoglue.runtime.fenics import MPI, PETSc
from nanoglue.solvers import block_system

FIXED = "stepping.fixed=1e-4 s"
SPHERE = ("verification/sphere_diffusion", "time.end=2 ms", FIXED)
SLAB = ("verification/slab_diffusion", "time.end=1 s", "stepping.fixed=0.05 s")
PRESCRIBED = {
    "slab": SLAB,
    "another value": (*SLAB, "boundaries.front.concentration=0.3"),
    "cylinder": ("verification/cylinder_diffusion", "time.end=20 ms", "stepping.fixed=1 ms"),
}


@pytest.fixture
def compared(monkeypatch):
    """Evaluations by the first field of a system: None if assembled, else the difference to that.

    The difference is relative to what rounding scales with.
    """
    evaluate = block_system.LinearResidual.evaluate
    found = defaultdict(list)

    def both(residual):
        system = residual.system
        of_system = found[system.fields[0].name]
        if not evaluate(residual):
            of_system.append(None)
            return False
        from_products = system.vector.array_r.copy()
        system.from_products = None
        system._remember_residual = lambda: None
        system.assemble_residual()
        del system._remember_residual
        system.from_products = residual
        scale = system.matrix.norm(PETSc.NormType.INFINITY) * system.unknown.norm()
        apart = np.abs(from_products - system.vector.array_r).max(initial=0.0)
        of_system.append(apart / max(scale, np.finfo(float).tiny))
        system.vector.array_w = from_products
        return True

    monkeypatch.setattr(block_system.LinearResidual, "evaluate", both)
    return found


@pytest.mark.parallel([1, 2])
@pytest.mark.parametrize("method", ["backward_euler", "bdf2"])
def test_products_give_the_assembled_residual(march_case, compared, method):
    run = march_case(*SPHERE, f"stepping.method={method}", comm=MPI.COMM_WORLD)
    assert len(run.steps) == 20
    uptake = compared["stoichiometry"]
    assert len(uptake) >= 17  # after J has been factorised and has served once
    assert None not in uptake
    assert max(uptake) < 1e-14


@pytest.mark.parallel([1, 2])
@pytest.mark.parametrize("case", PRESCRIBED)
def test_products_serve_while_prescribed_values_stay(march_case, compared, case):
    run = march_case(*PRESCRIBED[case], comm=MPI.COMM_WORLD)
    assert len(run.steps) == 20
    uptake = compared["stoichiometry"]
    assert len(uptake) >= 16
    assert None not in uptake
    assert max(uptake) < 1e-14


def test_a_residual_is_assembled_while_a_prescribed_value_changes(march_case, compared):
    ramp = "{time: [0.2 s, 0.5 s], value: [0.5, 1]}"
    run = march_case(*SLAB, f"boundaries.front.concentration={ramp}")
    assert len(run.steps) == 20
    uptake = compared["stoichiometry"]
    *_, last = (step for step, each in enumerate(uptake) if each is None)
    assert uptake[:last].count(None) >= 4
    assert len(uptake) - last >= 8
    assert max(each for each in uptake if each is not None) < 1e-14


def test_a_residual_is_assembled_where_a_value_that_stayed_begins_to_change(march_case, compared):
    late = "{expression: '0.5 + max(t - 0.52, 0)'}"  # steps end at a kink of a table, not of this
    march_case(*SLAB, f"boundaries.front.concentration={late}")
    uptake = compared["stoichiometry"]
    changes = uptake.index(None)
    assert changes >= 4
    assert max(uptake[:changes]) < 1e-14
    assert set(uptake[changes:]) == {None}


def test_a_residual_is_assembled_while_a_flux_changes(march_case, compared):
    ramp = "{time: [0 s, 1 ms], value: [0 mol/m^2/s, 1e-6 mol/m^2/s]}"
    run = march_case(*SPHERE, f"boundaries.surface.flux={ramp}")
    assert len(run.steps) == 20
    uptake = compared["stoichiometry"]
    changing = uptake.index(next(each for each in uptake if each is not None))
    assert changing >= 7
    assert None not in uptake[changing:]
    assert max(uptake[changing:]) < 1e-14


def test_products_are_not_used_with_steps_that_change_or_without_histories(march_case, compared):
    growing = "stepping.first=1e-6 s", "stepping.largest=1 s", "time.end=1 ms"
    run = march_case("verification/sphere_diffusion", *growing)
    assert len(run.steps) >= 6
    assert not compared
    assert all(system.from_products is None for system in run.problem.systems)
    march_case(*SPHERE)
    assert set(compared) == {"stoichiometry"}


@pytest.mark.parallel([1, 2])
def test_ranks_agree_on_products_in_two_bodies_also_without_cells(march_case, compared):
    run = march_case(
        *("conductance", "time.end=5 s", "stepping.fixed=0.25 s"),
        comm=MPI.COMM_WORLD,
        partitioner=first_rank_empty,
    )
    served = [each for each in compared["stoichiometry"] if each is not None]
    assert len(served) >= 10
    assert max(served) < 1e-14
    loss = run.problem.systems[0].from_products.loss
    assert loss > 0
    assert len(set(MPI.COMM_WORLD.allgather(loss))) == 1


@pytest.mark.parametrize("case", [(*SPHERE, "stepping.method=bdf2"), SLAB])
def test_the_results_are_those_with_assembly(march_case, monkeypatch, case):
    from_products = march_case(*case)
    monkeypatch.setattr(block_system.BlockSystem, "_remember_residual", lambda _: None)
    assembled = march_case(*case)
    stress = max(abs(value) for name, value in assembled.last.items() if "stress" in name)
    for name, value in assembled.last.items():
        least = 1e-9 * stress if "stress" in name or "von_mises" in name else 1e-12
        assert from_products.last[name] == pytest.approx(value, rel=1e-9, abs=least), name


FAST = "bodies.particle.species.diffusivity=1e7 um^2/s"
"""Diffusion that takes a millionth of a step across an element."""


def test_where_diffusion_is_fast_residuals_are_assembled_and_the_balance_holds(
    march_case, compared, monkeypatch
):
    name = "species_balance_error:particle [-]"
    run = march_case(*SPHERE, FAST)
    assert compared["stoichiometry"]
    assert set(compared["stoichiometry"]) == {None}
    balance = run.last[name]
    assert balance < 1e-10
    monkeypatch.setattr("nanoglue.solvers.linear_residual.LOST", np.inf)
    assert march_case(*SPHERE, FAST).last[name] > 5 * balance  # what products would leave


def test_products_end_before_they_may_have_lost_too_much(march_case, compared, monkeypatch):
    monkeypatch.setattr("nanoglue.solvers.linear_residual.LOST", 5.5 * 1.02 * 2.0**-53)
    run = march_case(*SPHERE)
    assert len(run.steps) == 20
    uptake = compared["stoichiometry"]
    assert None not in uptake[:5]
    assert set(uptake[5:]) == {None}
