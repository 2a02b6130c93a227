"""Derivatives of converged steps agree with differences of runs with the same steps."""

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import nanoglue as ng
from nanoglue.calibration import Request, direct
from nanoglue.calibration.local import centre
from nanoglue.calibration.study import Study, checked_study
from nanoglue.case import CaseError
from nanoglue.case.columns import Column
from nanoglue.cli.app import app
from nanoglue.solvers.outcome import NotDifferentiable

HERE = Path(__file__).parent
STEP = 2e-3
"""Step of the differences of runs over the range, whose error is of the order of its square."""

SOFTENING = {
    "time.end": "0.2 s",
    "bodies.top.elasticity.youngs_modulus": "1e4 MPa",
    "bodies.bottom.elasticity.youngs_modulus": "1e4 MPa",
    "calibration.targets.force.time": "0.2 s",
}


def by_runs(request: Request, study: Study) -> np.ndarray:
    """Derivatives of all targets at the end of the run by central differences, shape (d, m)."""
    middle, found = centre(study, STEP), []
    columns = [Column.parse(one.target.column) for one in study.measurements]

    def at_end(position):
        settings = study.settings(study.cases[0], study.values(position))
        changes = {**(request.set or {}), **settings, "solver.tolerance": 1e-10, "calibration": ""}
        simulation = ng.Simulation(ng.load(request.name, set=changes))
        assert simulation.run() == 0
        return np.array([simulation.last.observed[one] for one in columns])

    for one, shift in zip(study.parameters, STEP * np.eye(len(middle)), strict=True):
        high, low = middle + shift, middle - shift
        i = int(shift.argmax())
        span = one.value(high[i]) - one.value(low[i])
        found.append((at_end(high) - at_end(low)) / span)
    return np.array(found)


def compare(request: Request) -> None:
    """Compare the derivatives of the converged steps with those by runs."""
    study = checked_study(request.case(), request.overrides)
    found = direct.derivatives(study)
    expected = by_runs(request, study)
    values = np.array([one.value for one in found]).reshape(expected.shape)
    assert values == pytest.approx(expected, rel=1e-4)
    assert np.all(np.abs(expected) > 0)
    assert all(one.error < 1e-3 * abs(one.value) for one in found)


@pytest.mark.slow
def test_uptake_swelling_and_elasticity():
    """Initial state, swelling, stress in the potential, and a current that is prescribed."""
    compare(Request(HERE / "smooth_swelling.yaml"))


@pytest.mark.slow
@pytest.mark.parametrize("case", ["plastic", "voltage"])
def test_plastic_unloading_and_an_integration_of_second_order(case):
    compare(Request(HERE / f"smooth_{case}.yaml"))


def test_softening_with_a_dependent_parameter(tmp_path):
    """The strength follows the stiffness; both change the damage that is carried along."""
    case = (HERE / "case.yaml").read_text().replace("curve.csv", str(HERE / "curve.csv"))
    (tmp_path / "case.yaml").write_text(case.partition("    curve:")[0])
    compare(Request(tmp_path / "case.yaml", set=SOFTENING))


def test_the_command_writes_derivatives_of_a_single_run(tmp_path):
    arguments = ["sensitivity", str(HERE / "case.yaml"), "--method", "direct", "-o", str(tmp_path)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    slopes = [float(line.split(" = ")[1].split()[0]) for line in result.output.splitlines()]
    assert slopes == pytest.approx([0.006, 0.0015, 0.0045], rel=1e-3)  # 0.3 t, but for the blocks
    assert (tmp_path / "sensitivity.csv").read_text().count("stiffness") == 3
    assert not (tmp_path / "runs").exists()


EVENT = {"column": "traction_normal_mean:top_bottom [MPa]", "event": "onset", "value": 1}
WIDTH = {"paths": ["geometry.width"], "low": "0.9 um", "high": "1.1 um"}


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"targets.force": {**EVENT, "tolerance": 1}}, CaseError, "the time of an event"),
        ({"parameters.stiffness": WIDTH}, CaseError, "'geometry' changes the mesh"),
    ],
)
def test_events_and_shapes_are_refused_with_their_place(tmp_path, settings, error, message):
    changed = {f"calibration.{path}": value for path, value in settings.items()}
    with pytest.raises(error, match=message):
        direct.sensitivity(Request(HERE / "case.yaml", tmp_path, set=changed))


def test_steps_along_the_arc_length_are_refused(tmp_path):
    request = Request(HERE / "case.yaml", tmp_path, set={"solver.control": "arc_length"})
    with pytest.raises(NotDifferentiable, match="along the arc length"):
        direct.sensitivity(request)
