"""Derivatives of converged steps agree with differences of runs with the same steps."""

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import nanoglue as ng
from nanoglue.calibration import Request, direct
from nanoglue.calibration.local import centre
from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.neighbours import Neighbours, Sides
from nanoglue.calibration.study import Study, checked_study
from nanoglue.case import CaseError
from nanoglue.case.columns import Column
from nanoglue.case.schema.calibration import Target
from nanoglue.cli.app import app
from nanoglue.solvers.outcome import NotDifferentiable
from nanoglue.stepping.differentiated_problems import same_forms

HERE = Path(__file__).parent
STEP = 2e-3
"""Step of the differences of runs over the range, whose error is of the order of its square."""

SOFTENING = {
    "time.end": "0.4 s",  # the opening is twice that at the onset of damage
    "stepping.fixed": "0.02 s",
    "bodies.top.elasticity.youngs_modulus": "1e4 MPa",
    "bodies.bottom.elasticity.youngs_modulus": "1e4 MPa",
    "calibration.targets.force.time": "0.4 s",
    "calibration.parameters.toughness": {
        "paths": ["interfaces.top_bottom.law.toughness"],
        "low": "4 J/m^2",
        "high": "6 J/m^2",
    },
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
    assert all(one.error < 1e-5 * abs(one.value) for one in found)  # by differences of residuals


@pytest.mark.slow
@pytest.mark.parallel([1, 2])
def test_uptake_swelling_and_elasticity():
    """Initial state, swelling, stress in the potential, and a current that is prescribed."""
    compare(Request(HERE / "smooth_swelling.yaml"))


@pytest.mark.slow
@pytest.mark.parallel([1, 2])
@pytest.mark.parametrize("case", ["plastic", "voltage"])
def test_plastic_unloading_and_an_integration_of_second_order(case):
    compare(Request(HERE / f"smooth_{case}.yaml"))


def test_softening_with_a_dependent_parameter(tmp_path):
    """The strength follows the stiffness; they and the toughness change the damage."""
    case = (HERE / "case.yaml").read_text().replace("curve.csv", str(HERE / "curve.csv"))
    (tmp_path / "case.yaml").write_text(case.partition("    curve:")[0])
    compare(Request(tmp_path / "case.yaml", set=SOFTENING))


def test_an_exponent_changes_the_forms_and_a_strength_does_not():
    law = "interfaces.top_bottom.law"
    changes = {}, {f"{law}.strength": "51 MPa"}, {f"{law}.exponent": "2.1"}
    cases = [ng.load(HERE / "case.yaml", set={"calibration": "", **one}) for one in changes]
    reference, stronger, steeper = (ng.Simulation(one).problem for one in cases)
    assert same_forms(reference, stronger)
    assert not same_forms(reference, steeper)


def test_a_literal_of_the_forms_is_differentiated_by_the_residual():
    """Its error is half the difference of the derivatives to both sides."""
    times, name = np.array([0.0, 1.0]), "force_y:top_face [uN]"
    histories = [{"time [s]": times, name: p**2 * times} for p in (3.0, 3.1, 2.9)]
    near = Neighbours(histories[0], [], {}, [Sides(*histories[1:])], [None])
    target = Target(column=name, time="1 s", value=1, tolerance=1)
    one = Measurement("force", 0, target, np.array([1.0]), np.array([1.0]))
    slopes, errors, reason = direct.slopes(one, near, 0, 0.2)
    assert slopes == pytest.approx(6.0)
    assert errors == pytest.approx(0.1)
    assert reason is None


def test_the_command_writes_derivatives_of_a_single_run(tmp_path):
    arguments = ["sensitivity", str(HERE / "case.yaml"), "--method", "direct", "-o", str(tmp_path)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    slopes = [float(line.split(" = ")[1].split()[0]) for line in result.output.splitlines()]
    assert slopes == pytest.approx([0.006, 0.0015, 0.0045], rel=1e-3)  # 0.3 t, but for the blocks
    assert (tmp_path / "sensitivity.csv").read_text().count("stiffness") == 3
    assert not (tmp_path / "runs").exists()


WIDTH = {"paths": ["geometry.width"], "low": "0.9 um", "high": "1.1 um"}


def test_shapes_are_refused_with_their_place(tmp_path):
    request = Request(HERE / "case.yaml", tmp_path, set={"calibration.parameters.stiffness": WIDTH})
    with pytest.raises(CaseError, match="'geometry' changes the mesh"):
        direct.sensitivity(request)


def test_steps_along_the_arc_length_are_refused(tmp_path):
    request = Request(HERE / "case.yaml", tmp_path, set={"solver.control": "arc_length"})
    with pytest.raises(NotDifferentiable, match="along the arc length"):
        direct.sensitivity(request)
