"""What many tests need: a small case with a recipe of its own, and one thread a rank."""

import gc
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No deadline, as ranks and other work share the cores; the same examples in every run.
settings.register_profile("nanoglue", deadline=None, derandomize=True)
settings.load_profile("nanoglue")

os.environ.setdefault("OMP_NUM_THREADS", "1")

# A rank of MPICH that waits gives its core to the others, of which there may be more than cores.
os.environ.setdefault("MPIR_CVAR_ENABLE_HEAVY_YIELD", "1")

HERE = Path(__file__).parent

LONGEST = (
    "verification/test_book.py",
    "restart/test_restart.py",
    "calibration/test_predict_command.py",
    "stepping/test_error_control.py",
    "post/test_figures_in_space.py",
    "failure/test_endings.py",
    "calibration/test_direct.py",
    "physics/contact/test_sliding.py",
    "observables/test_energy_release_rate.py",
    "calibration/test_posterior.py",
    "output/test_results_folder.py",
    "sweep/test_sweep.py",
    "solvers/test_factors_kept.py",
    "benchmarks/test_quick.py",
    "cli/test_terminal.py",
    "physics/test_perfect_bonds.py",
    "sweep/test_job_arrays.py",
    "solvers/test_order_multigrid.py",
    "restart/test_path.py",
    "solvers/test_linear_solver.py",
    "models/test_materials.py",
    "docs/test_documentation.py",
    "post/test_drawing.py",
    "stepping/test_admissible.py",
    "calibration/test_event_derivatives.py",
    "output/test_stopped_runs.py",
    "physics/contact/test_default_stiffness.py",
    "solvers/test_tangent.py",
    "models/test_fatigue_laws.py",
    "models/test_cohesive_laws.py",
    "physics/test_supply.py",
)
"""Files that take 5 s or more, longest first: a worker that begins one at the end is waited for."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; the order within a file is kept."""
    rank = {HERE / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path, len(rank)))


def pytest_collection_finish() -> None:
    """Leave the modules out of later garbage collections, which forms cause by the thousand."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def blocks_in_space() -> str:
    """Two stiff blocks in space whose interface is opened and slid."""
    return (HERE / "blocks_in_space.yaml").read_text()


@pytest.fixture(scope="session")
def swelling_blocks_in_space() -> Path:
    """The case of two blocks in space that swell, flow and debond."""
    return HERE / "swelling_blocks_in_space.yaml"


@pytest.fixture
def case_text() -> str:
    """A case that uses every section, with nothing wrong in it."""
    return (HERE / "blocks_of_a_test.yaml").read_text()


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    """The case as a file, its recipe beside it."""
    shutil.copy(HERE / "blocks_of_a_test.py", tmp_path)
    return shutil.copy(HERE / "blocks_of_a_test.yaml", tmp_path / "case.yaml")


@dataclass
class Computed:
    """A case that has been marched in this process: its problem and its accepted steps."""

    problem: Any
    observables: Any
    steps: list

    def column(self, name):
        from nanoglue.case.columns import Column

        return [step.observed[Column.parse(name)] for step in self.steps]

    @property
    def last(self):
        from nanoglue.output.tables import row

        return row(self.steps[-1].observed)


@pytest.fixture(scope="session")
def march_case(tmp_path_factory):
    """Computes a case, given as a built-in name or as text, without a results folder."""

    def compute(case, *overrides, comm=None, partitioner=None, most=10**9):
        from nanoglue.api import Simulation
        from nanoglue.case import find, read
        from nanoglue.runtime.fenics import MPI

        if "\n" in case:
            file = tmp_path_factory.mktemp("case") / "case.yaml"
            file.write_text(case)
        else:
            file = find(case)
        comm = MPI.COMM_SELF if comm is None else comm
        simulation = Simulation(read(file, overrides), comm, partitioner=partitioner)
        steps = []

        def keep(_, step):
            steps.append(step)
            return len(steps) >= most

        code = simulation.run(keep)
        if simulation.failure is not None:
            raise simulation.failure
        assert code == 0, f"exit code {code}"
        return Computed(simulation.problem, simulation.observables, steps)

    return compute


@pytest.fixture
def tangent_error():
    """How far the tangent of a block system is from differences of its residual."""

    def error(system, rng, change=1e-6):
        """|J v - dF/dv| / |J v| with a central difference in a random direction."""
        import numpy as np

        system.bcs_by_block = [[] for _ in system.fields]
        system.bcs = system.tangent.bcs = []
        system.gather()
        start = system.unknown.array.copy()
        scale = np.concatenate(
            [np.full(f.x.array.size, np.abs(f.x.array).max() + 1e-12) for f in system.fields]
        )
        direction = rng.uniform(-1, 1, start.shape) * scale

        def residual(step):
            system.unknown.array[:] = start + step * direction
            system.scatter()
            system.assemble_residual()
            return system.vector.array.copy()

        difference = (residual(change) - residual(-change)) / (2 * change)
        residual(0.0)
        system.assemble_tangent()
        system.increment.array[:] = direction
        tangent = system.matrix * system.increment
        return float(np.linalg.norm(tangent.array - difference) / np.linalg.norm(difference))

    return error


@pytest.fixture
def assert_of_section():
    """Asserts that a state in space is that of a section, in all columns of both but some."""
    import numpy as np

    # Places differ between the meshes, and errors are rounding.
    unequal = ("front", "radius", "error", "balance", "iterations", "penetration")

    def compare(space, plane, but=()):
        names = {name for name in plane.last if not any(part in name for part in (*unequal, *but))}
        assert len(names & set(space.last)) > 20
        for name in names & set(space.last):
            expected = np.array(plane.column(name))
            size = 1e-8 * max(np.abs(expected).max(), 1.0)
            assert space.column(name) == pytest.approx(expected, rel=1e-8, abs=size), name

    return compare


KILLED_AT_A_STEP = """
import os, signal
from nanoglue.cli.app import main
from nanoglue.output import results_folder as results

add = results.Table.add

def add_or_be_killed(table, row):
    if row.get("step") == {step}:
        os.kill(os.getpid(), signal.SIGKILL)
    add(table, row)

results.Table.add = add_or_be_killed
main()
"""


@pytest.fixture(scope="session")
def cli_killed_at():
    """Command line whose runs kill themselves before they write the row of a step."""
    return lambda step: [sys.executable, "-c", KILLED_AT_A_STEP.format(step=step)]
