"""Several ranks free together what problems and steps no longer need."""

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


@pytest.mark.parallel(2)
@pytest.mark.parametrize(("case", "settings"), HELD)
def test_steps_leave_nothing_for_all_ranks_to_free(case, settings, advanced, capfd):
    from nanoglue.runtime.fenics import MPI, PETSc

    simulation = advanced(case, settings)
    communicators = simulation.problem.communicators()

    def left():
        capfd.readouterr()
        for each in communicators:
            PETSc.garbage_view(each)
        found = re.findall(r"Total entries: (\d+)", capfd.readouterr().out)
        assert found or MPI.COMM_WORLD.rank
        return sum(map(int, found))

    before = left()
    simulation.step()
    assert left() == before
