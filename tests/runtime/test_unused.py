"""Several ranks free together what problems and steps no longer need."""

import gc
import re
from pathlib import Path

import pytest

CASES = Path(__file__).parents[1]
HELD = [
    pytest.param("verification/conductance", {}, id="condensed"),
    pytest.param(CASES / "blocks_in_space.yaml", {"solver.linear": "multigrid"}, id="multigrid"),
    pytest.param("verification/swelling_core", {}, id="tied"),
]


@pytest.fixture
def advanced():
    """Makes a simulation and takes two steps."""
    import nanoglue as ng

    def advance(case, settings):
        simulation = ng.Simulation(ng.load(case, settings))
        for _ in range(2):
            simulation.step()
        return simulation

    return advance


@pytest.fixture
def free_communicators():
    """Counts the communicators that MPI can still create."""
    from nanoglue.runtime.fenics import MPI

    def number():
        made = []
        try:
            while len(made) < 4096:
                made.append(MPI.COMM_WORLD.Dup())
        except MPI.Exception:
            pass
        for each in made:
            each.Free()
        return len(made)

    return number


@pytest.mark.parallel(2)
@pytest.mark.parametrize(("case", "settings"), HELD)
def test_problems_leave_no_communicators(case, settings, advanced, free_communicators, monkeypatch):
    from nanoglue.runtime import unused
    from nanoglue.runtime.fenics import MPI

    monkeypatch.setattr(unused, "SEARCH_EVERY", 1)
    numbers = []
    for _ in range(3):
        advanced(case, settings)
        unused.free_unused(MPI.COMM_WORLD)
        numbers.append(free_communicators())
    assert numbers[1] == numbers[2]


@pytest.fixture
def left(capfd):
    """Counts the objects of a simulation that PETSc keeps for all ranks to free."""
    from nanoglue.runtime.fenics import MPI, PETSc

    def number(simulation):
        capfd.readouterr()
        for each in simulation.problem.communicators():
            PETSc.garbage_view(each)
        found = re.findall(r"Total entries: (\d+)", capfd.readouterr().out)
        assert found or MPI.COMM_WORLD.rank
        return sum(map(int, found))

    return number


@pytest.mark.parallel(2)
@pytest.mark.parametrize(("case", "settings"), HELD)
def test_steps_leave_nothing_for_all_ranks_to_free(case, settings, advanced, left):
    simulation = advanced(case, settings)
    before = left(simulation)
    simulation.step()
    assert left(simulation) == before


@pytest.mark.parallel(2)
@pytest.mark.parametrize(("case", "settings"), HELD)
def test_discarded_factors_leave_nothing_either(case, settings, advanced, left):
    simulation = advanced(case, settings)
    before = left(simulation)
    for system in simulation.problem.systems:
        system.factors.discard()
    simulation.step()
    assert left(simulation) == before


@pytest.mark.parallel(2)
def test_a_sparsity_that_grows_leaves_nothing_of_multigrid(advanced, left, monkeypatch):
    from nanoglue.solvers.order_multigrid import OrderMultigrid

    simulation = advanced(*HELD[1].values)
    before = left(simulation)
    entries = property(lambda _: 0.0, lambda *_: None)  # another number than before, each time
    monkeypatch.setattr(OrderMultigrid, "entries", entries, raising=False)
    simulation.step()
    assert left(simulation) == before


@pytest.mark.parallel(2)
def test_ties_whose_sparsity_widens_leave_nothing(advanced, left):
    simulation = advanced("verification/swelling_core", {})
    [system] = [each for each in simulation.problem.systems if each.tied]
    before = left(simulation)
    for _ in range(3):
        system.tied.apply_to_matrix(system.tangent.matrix, widens=True)
    assert left(simulation) == before


@pytest.mark.parallel(2)
def test_a_set_up_that_fails_leaves_no_communicators(advanced, free_communicators, monkeypatch):
    from nanoglue.runtime import unused
    from nanoglue.runtime.fenics import MPI

    def fail(*_):
        raise RuntimeError("no passes")

    monkeypatch.setattr("nanoglue.stepping.problem.passes", fail)
    monkeypatch.setattr(unused, "SEARCH_EVERY", 1)
    numbers = []
    for _ in range(3):
        with pytest.raises(RuntimeError, match="no passes"):
            advanced("nanoglue/bare", {})
        unused.free_unused(MPI.COMM_WORLD)
        numbers.append(free_communicators())
    assert numbers[1] == numbers[2]


@pytest.mark.parallel(4)
def test_what_is_on_other_ranks_waits(advanced):
    """A problem on all ranks is unreachable when two of them make one of their own."""
    import nanoglue as ng
    from nanoglue.runtime import unused
    from nanoglue.runtime.fenics import MPI

    world = MPI.COMM_WORLD

    def waiting():
        return {key for key in unused._PROCESS.unreachable if len(key) == 1 + world.size}

    advanced("verification/conductance", {})
    gc.collect()
    before = waiting()
    assert before
    if world.rank < 2:
        part = world.Create_group(world.group.Incl([0, 1]))
        ng.Simulation(ng.load("verification/conductance"), comm=part)
        assert waiting() >= before
    world.Barrier()
    unused.free_unused(world)
    assert not waiting() & before
