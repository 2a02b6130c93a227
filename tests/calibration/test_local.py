"""Derivatives by differences of runs agree with closed forms."""

import numpy as np
import pytest

from nanoglue.calibration.derivative import Derivative, NotSmooth
from nanoglue.calibration.local import derivatives, lines, write
from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.study import Parameter, Study
from nanoglue.case.schema.calibration import Target

TARGET = Target(column="y [-]", tolerance=1.0, event="end", value=0.0)
MEASURED = (Measurement("y", 0, TARGET, np.zeros(1), np.zeros(1)),)


def test_derivatives_of_a_quadratic_are_exact_and_have_no_error():
    parameters = (Parameter("a", 0.0, 10.0, "MPa"), Parameter("b", 0.0, 1.0, start=0.3))
    study = Study(parameters, (), MEASURED)
    found = derivatives(study, lambda x: 3 * (10 * x[:, :1]) ** 2 + x[:, :1] * x[:, 1:])
    assert [one.value for one in found] == pytest.approx([30.03, 0.5])
    assert [one.error for one in found] == pytest.approx([0, 0], abs=1e-9)
    assert lines(found)[0].endswith("per MPa")


def test_the_stated_error_bounds_the_error_of_a_smooth_result():
    study = Study((Parameter("a", 1.0, 100.0, logarithmic=True),), (), MEASURED)

    def sine(positions):
        return np.sin(0.3 * 100**positions)

    (found,) = derivatives(study, sine)
    exact = 0.3 * np.cos(3.0)
    assert 0 < abs(found.value - exact) < found.error < 0.02 * abs(exact)


def test_a_failed_run_leaves_its_derivatives_out():
    study = Study((Parameter("a", 0.0, 1.0), Parameter("b", 0.0, 1.0)), (), MEASURED)

    def failing(positions):
        return np.where(positions[:, :1] > 0.51, np.nan, positions.sum(1, keepdims=True))

    first, second = derivatives(study, failing)
    assert np.isnan(first.value)
    assert second.value == pytest.approx(1)


def test_a_derivative_that_does_not_exist_has_its_reason_in_text_and_file(tmp_path):
    one = Derivative("y", "a", np.nan, np.nan, "MPa", NotSmooth.COUNTED)
    study = Study((Parameter("a", 0.0, 1.0, "MPa"),), (), MEASURED)
    reason = "the bonded area changes by whole integration points"
    assert lines([one]) == [f"d y / d a does not exist: {reason}"]
    write([one], study, tmp_path, lambda _: None)
    assert (tmp_path / "sensitivity.csv").read_text().splitlines() == [
        "target,parameter,derivative,error,parameter unit,reason",
        f"y,a,,,MPa,{reason}",
    ]
