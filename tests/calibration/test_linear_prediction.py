"""A fit states what further measurements would add, as in the linear closed form."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.calibration.linear_model import linear, simulate
from typer.testing import CliRunner

from nanoglue.calibration.least_squares import fit
from nanoglue.calibration.linear_prediction import linear_predictions
from nanoglue.calibration.measurement import Measurement
from nanoglue.case.schema.calibration import Target
from nanoglue.cli.app import app

CASE = Path(__file__).with_name("case.yaml")
TRUE = np.array([0.3, 0.6])
ROW = np.array([0.2, -1.5])
WANTED = Measurement(
    "w", 0, Target(column="w [-]", tolerance=1.0, event="end", value=0.0), np.zeros(1), np.zeros(1)
)


def test_a_further_measurement_leaves_the_deviations_of_a_fit_with_it():
    study = linear(TRUE, 0.1)
    found = fit(study, simulate)
    result = linear_predictions(study, found, lambda _, x: (x @ ROW)[:, None], [(WANTED, 0.05)])[
        "w"
    ]
    assert result.value == pytest.approx(TRUE @ ROW)
    assert result.deviation == pytest.approx(np.sqrt(ROW @ found.covariance @ ROW))
    information = np.linalg.inv(found.covariance) + np.outer(ROW, ROW) / 0.05**2
    expected = np.sqrt(np.diag(np.linalg.inv(information)))
    assert list(result.remaining.values()) == pytest.approx(expected)
    alone = linear_predictions(study, found, lambda _, x: (x @ ROW)[:, None], [(WANTED, None)])["w"]
    assert alone.remaining == {}


def test_a_result_that_does_not_occur_or_parameters_without_a_value_have_no_prediction():
    study = linear(TRUE, 0.1)
    found = fit(study, simulate)
    assert (
        linear_predictions(study, found, lambda _, x: np.full((len(x), 1), np.nan), [(WANTED, 1)])
        == {}
    )
    undetermined = fit(study, lambda x: np.zeros((len(x), 3)))
    assert linear_predictions(study, undetermined, lambda _, x: x[:, :1], [(WANTED, 1)]) == {}


def test_the_command_states_the_predictions_of_its_runs(quick, tmp_path):
    prediction = '{column: "force_y:top_face [uN]", times: [0.01 s], tolerance: 0.03}'
    arguments = ["calibrate", str(CASE), "-o", str(tmp_path)]
    arguments += ["--set", f"calibration.predictions={{half: {prediction}}}"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    stored = json.loads((tmp_path / "calibration.json").read_text())
    half, before = stored["predictions"]["half"], stored["parameters"]["stiffness"]
    assert half["value"] == pytest.approx(before["value"] * 0.003, rel=1e-6)
    expected = (before["deviation"] ** -2 + (0.003 / 0.03) ** 2) ** -0.5
    assert half["remaining"]["stiffness"] == pytest.approx(expected, rel=1e-3)
    assert "half: computed" in result.output
    assert "a measurement would leave stiffness +-" in result.output
