"""The Python interface: load, Simulation and open."""

import json
import logging
import signal
import subprocess
import sys

import pytest

from nanoglue.runtime.signals import SIGNALS

SHORT = {"time.end": "0.05 s"}


def test_the_import_loads_nothing_heavy():
    code = (
        "import sys, time; t = time.perf_counter(); import nanoglue; "
        "d = time.perf_counter() - t; import json; "
        "print(json.dumps([d, sorted(m for m in sys.modules if '.' not in m)]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    _, loaded = json.loads(done.stdout)
    assert not {"dolfinx", "ufl", "pydantic", "polars", "pint", "numpy", "gmsh"} & set(loaded)


def test_values_of_python_replace_those_of_a_case():
    import numpy as np
    import pint

    import nanoglue as ng

    set = {
        "output.forces": ("top_face",),
        "interfaces.top_bottom.viscosity": {"value": "1e-3 s", "source": "none: 𝜏/100"},
        "geometry.width": pint.Quantity(500, "nm"),
        "geometry.elements_across": np.int64(2),
        "stepping.error": None,
        "solver.tolerance": np.float64(1e-8),
    }
    case = ng.load("verification/mode_I", set=set)
    assert case.output.forces == ("top_face",)
    assert case.interfaces["top_bottom"].viscosity == 1e-3
    assert case.geometry.parameters.width == pytest.approx(0.5)
    assert case.geometry.parameters.elements_across == 2
    assert case.stepping.error is None
    assert case.solver.tolerance == 1e-8


@pytest.fixture(scope="module")
def whole():
    """A simulation that has been run in one go, and the callback's steps."""
    import nanoglue as ng

    simulation = ng.Simulation(ng.load("verification/mode_I", set=SHORT))
    first = simulation.step()
    assert first.number == 1
    assert simulation.time == pytest.approx(0.01)
    seen = []
    code = simulation.run(callback=lambda _, step: seen.append(step.number))
    assert code == 0
    return simulation, seen


def test_a_simulation_runs_in_steps_and_to_its_end(whole):
    simulation, seen = whole
    assert seen == [2, 3, 4, 5]
    assert simulation.finished
    top = simulation.fields["top"].displacement.x.array.reshape(-1, 2)
    assert top[:, 1].max() == pytest.approx(0.3 * 0.05, rel=1e-6)


def test_a_callback_ends_the_run_and_steps_one_by_one_equal_a_whole_run(whole):
    import nanoglue as ng
    from nanoglue.output.tables import row

    stepped = ng.Simulation(ng.load("verification/mode_I", set=SHORT))
    stepped.run(callback=lambda _, step: step.number == 2)
    assert stepped.last.number == 2
    while not stepped.finished:
        stepped.step()
    assert row(stepped.last.observed) == pytest.approx(row(whole[0].last.observed), rel=1e-12)


def test_results_are_read_from_a_folder(tmp_path):
    import nanoglue as ng

    fields = {"output.fields": "{times: [0.03 s]}"}
    case = ng.load("verification/mode_I", set=SHORT | fields)
    code = ng.Simulation(case, output=tmp_path / "out").run()
    assert code == 0
    results = ng.open(tmp_path / "out")
    assert results.history["step"].to_list() == list(range(6))
    assert "end" in results.events["event"].to_list()
    assert results.metadata["exit"] == 0
    assert "end" in results.summary
    blocks = results.fields(0.03)
    assert {"top", "bottom"} <= set(blocks.keys())
    assert "displacement [um]" in blocks["top"].point_data
    with pytest.raises(LookupError, match="there are"):
        results.fields("onset")
    with pytest.raises(FileNotFoundError, match="no history"):
        ng.open(tmp_path)


def test_a_complete_results_folder_is_free_and_stays_as_it_is(tmp_path):
    """A notebook runs a cell again while the simulation of the last time is still reachable."""
    import nanoglue as ng

    case = ng.load("verification/mode_I", set=SHORT)
    first = ng.Simulation(case, output=tmp_path)
    with pytest.raises(RuntimeError, match="this process: run its simulation to the end"):
        ng.Simulation(case, output=tmp_path, force=True)
    assert first.run(callback=lambda _, step: step.number == 2) == 0
    history = (tmp_path / "history.csv").read_text()
    assert first.finished
    assert first.step().number == 2
    assert first.run() == 0
    assert (tmp_path / "history.csv").read_text() == history
    with pytest.raises(RuntimeError, match="holds results") as refused:  # keeps what has failed
        ng.Simulation(case, output=tmp_path)
    assert ng.Simulation(case, output=tmp_path, force=True).run() == 0, refused
    assert ng.open(tmp_path).history.height == 6


def test_a_run_that_is_completed_leaves_the_log_of_a_later_one(tmp_path):
    import nanoglue as ng

    case = ng.load("verification/mode_I", set=SHORT)
    early, late = (ng.Simulation(case, output=tmp_path / name) for name in ("early", "late"))
    assert early.run() == late.run() == 0
    assert (tmp_path / "late" / "log.txt").read_text().count("event end") == 2
    logging.getLogger("nanoglue").warning("after the runs")
    assert "after the runs" not in (tmp_path / "late" / "log.txt").read_text()


def test_signals_act_as_before_when_a_simulation_is_not_running(tmp_path):
    """Also after a failed callback: a notebook could not be interrupted any more."""
    import nanoglue as ng

    def fails(*_):
        raise LookupError("callback")

    before = [signal.getsignal(number) for number in SIGNALS]
    simulation = ng.Simulation(ng.load("verification/mode_I", set=SHORT), output=tmp_path)
    assert [signal.getsignal(number) for number in SIGNALS] == before
    with pytest.raises(LookupError, match="callback"):
        simulation.run(fails)
    assert [signal.getsignal(number) for number in SIGNALS] == before
    assert simulation.run(lambda *_: signal.raise_signal(signal.SIGTERM)) == 4


def test_an_unknown_field_names_the_known_ones(whole):
    with pytest.raises(AttributeError, match="displacement"):
        _ = whole[0].fields["top"].temperature


@pytest.mark.parallel(2)
def test_two_ranks_run_a_simulation_alike():
    import nanoglue as ng

    simulation = ng.Simulation(ng.load("verification/mode_I", set=SHORT))
    assert simulation.comm.size == 2
    assert simulation.run() == 0
    times = simulation.comm.allgather(simulation.time)
    assert times[0] == times[1] == pytest.approx(0.05)


def test_a_simulation_refuses_bodies_that_nothing_holds(tmp_path):
    """From Python as from the command line: the step would have no solution."""
    import nanoglue as ng
    from nanoglue.case import CaseError

    case = ng.load("mode_I", set={"boundaries": {"top_face": {"pressure": "1 MPa"}}})
    with pytest.raises(CaseError, match="can move freely"):
        ng.Simulation(case, output=tmp_path / "out")
    assert not (tmp_path / "out").exists()
