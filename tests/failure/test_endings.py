"""A run that cannot go on ends in words with its results kept; a body that comes off is no end."""

import csv
import json
import subprocess
from pathlib import Path

import pytest
from tests.case_texts import BONDED_BLOCKS
from tests.command_line import on_ranks
from tests.parallel.runs import on_first_rank

from nanoglue.solvers.petsc_options import overrides

HELD_BY_GLUE = (
    f"title: A block held by glue alone is pulled off\n{BONDED_BLOCKS}"
    + """\
boundaries:
  bottom_face: {displacement: {x: 0 um, y: 0 um}}
  top_face: {pressure: {expression: -60*t, unit: MPa}}
time: {end: 1 s}
stepping: {first: 0.05 s, largest: 0.05 s, smallest: 1e-4 s}
output: {fields: none, pictures: false}
"""
)

TOUGHNESS = 5.0
"""Energy [pJ] that the glue of the block takes: 5 J/m^2 over 1 um and a thickness of 1 um."""


@pytest.fixture
def glued(tmp_path):
    """Block that is pulled off, as a file that is the same on all ranks."""

    def write():
        (tmp_path / "glued.yaml").write_text(HELD_BY_GLUE)
        return str(tmp_path / "glued.yaml")

    return on_first_rank(write)


def assert_stuck(done: subprocess.CompletedProcess, folder: Path, *words: str) -> None:
    assert done.returncode == 3, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    for word in ("error[solver]: no convergence at t = ", "  try: ", "last good state: ", *words):
        assert word in done.stderr
    assert list((folder / "checkpoint").glob("ckpt_*.npz"))
    assert json.loads((folder / "run.json").read_text())["exit"] == 3


def test_divergence_is_told_and_the_last_good_state_kept(tmp_path, run):
    done = run("mode_I", tmp_path / "out", "--set", "solver.iterations=1")
    assert_stuck(done, tmp_path / "out", "more solver.iterations")


def test_a_formula_without_a_value_ends_the_run_before_that_time(tmp_path, glued, run):
    """The formula has no value between 0.3124 s and 0.31242 s, between the samples of ``check``."""
    hole = "boundaries.top_face.pressure.expression=-10*t + 0*sqrt(abs(t-0.31241)-0.00001)"
    settings = ("--set", hole, "--set", "stepping.fixed=0.156205 s")
    done = run(glued, tmp_path / "out", *settings)
    assert_stuck(done, tmp_path / "out", "at t = 0.156205 s", "has no value", "t = 0.31241 s")


@pytest.mark.parallel(2)
def test_a_formula_without_a_value_on_one_rank_ends_both(glued):
    """Only nodes at x > 0.9 um meet the root of a negative number, near 0.5 s."""
    course = "{expression: 1e-6*sqrt(0.9 - x*sin(pi*t)), unit: um}"
    held = f"boundaries.top_face={{displacement: {{x: 0 um, y: {course}}}}}"
    folder = Path(glued).parent / "out"
    settings = ("--set", held, "--set", "geometry.elements_across=12")
    done = on_ranks("run", glued, "-o", folder, *settings)
    assert_stuck(done, folder, "has no value")


def test_a_volume_that_closes_to_nothing_is_told_with_its_place(tmp_path, run):
    soft = "bodies.bar={elasticity: {model: hencky, youngs_modulus: 1 GPa, poissons_ratio: 0}}"
    path = "{time: [0 s, 20 s], value: [0 um, -1.2 um]}"
    closed = f"boundaries.top={{displacement: {{z: {path}}}}}"
    done = run("plastic_bar", tmp_path / "out", "--set", soft, "--set", closed)
    assert_stuck(done, tmp_path / "out", "the smallest element of bar, at (", "a finer mesh")


def test_a_peak_of_the_load_is_told_with_the_interface_that_gives_way(tmp_path, glued, run):
    done = run(glued, tmp_path / "out")
    assert_stuck(done, tmp_path / "out", "top_bottom may give way", "interfaces.top_bottom.visc")


def test_bodies_that_nothing_holds_are_named(tmp_path, glued, run):
    free = "boundaries={left: {displacement: {x: 0 um}}, top_face: {pressure: -60 MPa}}"
    done = run(glued, tmp_path / "out", "--set", free)
    assert done.returncode == 2
    assert "top and bottom can move freely (y)" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_direct_solver_without_memory_is_told(tmp_path, run):
    done = run(
        "free_swelling",
        tmp_path / "out",
        *("--petsc", "-mat_mumps_icntl_23 1", "--set", "stepping.smallest=0.02 s"),
        *("--set", "geometry.surface_size=2 nm", "--set", "geometry.centre_size=2 nm"),
    )
    assert_stuck(done, tmp_path / "out", "MUMPS was allowed too little memory")


def test_a_body_that_comes_off_is_an_event(tmp_path, glued, run):
    done = run(
        glued,
        tmp_path / "out",
        *("--set", "interfaces.top_bottom.viscosity=0.01 s", "--set", "stop_at=[detached]"),
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "detached" in (tmp_path / "out" / "events.csv").read_text()


@pytest.mark.parallel([1, 2])
def test_a_body_that_a_load_drives_away_ends_the_run_and_the_energies_balance(glued):
    folder = Path(glued).parent / "out"
    viscous = ("--set", "interfaces.top_bottom.viscosity=0.01 s")
    done = on_ranks("run", glued, "-o", folder, *viscous)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "top is unsupported at t = 0.8" in done.stderr
    assert [row["event"] for row in table(folder, "events.csv")][-3:] == [
        "detached",
        "unsupported",
        "end",
    ]
    last = table(folder, "history.csv")[-1]
    # The load reaches the strength at 50/60 s; viscosity delays the failure by a few of its times.
    assert 50 / 60 < float(last["time [s]"]) < 50 / 60 + 0.07
    assert 0 < float(last["energy_cohesive [pJ]"]) < TOUGHNESS < float(last["energy_external [pJ]"])
    assert float(last["energy_viscous [pJ]"]) > 0
    assert max(float(row["energy_error [-]"]) for row in table(folder, "history.csv")) < 1e-9


def test_a_body_that_is_moved_away_is_not_loose(tmp_path, glued, run):
    lifted = "boundaries.top_face={displacement: {x: 0 um, y: {expression: t, unit: um}}}"
    viscous = ("--set", "interfaces.top_bottom.viscosity=0.01 s")
    done = run(glued, tmp_path / "out", *viscous, "--set", lifted)
    assert done.returncode == 0, done.stderr[-2000:]
    events = [row["event"] for row in table(tmp_path / "out", "events.csv")]
    assert "detached" in events
    assert "unsupported" not in events
    assert events[-1] == "end"
    last = table(tmp_path / "out", "history.csv")[-1]
    assert float(last["time [s]"]) == 1.0
    assert float(last["energy_cohesive [pJ]"]) == pytest.approx(TOUGHNESS, rel=1e-6)
    assert float(last["energy_viscous [pJ]"]) > 0.1 * TOUGHNESS


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open() as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("ranks", [(), ("-n", "2")])
def test_an_option_that_petsc_refuses_is_a_bad_case(tmp_path, ranks, run):
    done = run("mode_I", tmp_path / "out", "--petsc", "-pc_type hypre", *ranks)
    assert done.returncode == 2
    assert "error: solver.petsc: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "options",
    [
        "mat_mumps_cntl_3: 1e30, mat_mumps_icntl_24: 1",  # every pivot counts as zero
        "ksp_type: gmres, pc_type: jacobi, ksp_atol: 1e10",  # solved before the first iteration
    ],
)
def test_a_linear_solver_that_does_not_solve_is_told(tmp_path, options, run):
    """Both runs ended with exit code 0 and no traction."""
    settings = ("--set", f"solver.petsc={{{options}}}", "--set", "stepping.smallest=0.01 s")
    done = run("mode_I", tmp_path / "out", *settings, "--set", "stepping.fixed=0.01 s")
    assert_stuck(done, tmp_path / "out", "solver.petsc chooses does not solve", "or none")


def test_an_option_that_petsc_had_no_use_for_is_told(tmp_path, run):
    done = run("mode_I", tmp_path / "out", "--petsc", "-snes_monitor", "--set", "time.end=0.02 s")
    assert done.returncode == 0
    assert "PETSc had no use for solver.petsc.snes_monitor; -v shows" in done.stderr
    assert done.stderr.count("snes_monitor") == 1


@pytest.mark.parametrize("text", ["ksp_monitor", "-ksp_type cg x", "3"])
def test_what_is_no_list_of_options_is_refused(text):
    with pytest.raises(ValueError, match="PETSc options have the form"):
        overrides(text)
