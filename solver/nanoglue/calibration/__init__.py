"""Calibration: parameters of a case from measurements."""

from nanoglue.calibration.least_squares import NoStart
from nanoglue.calibration.measurement import NoSuchColumn
from nanoglue.calibration.posterior_result import PosteriorResult, posterior
from nanoglue.calibration.prediction_result import NoSamples, PredictionResult, predict
from nanoglue.calibration.procedure import CalibrationResult, calibrate
from nanoglue.calibration.request import Request
from nanoglue.calibration.runs import Stopped

__all__ = [
    "CalibrationResult",
    "NoSamples",
    "NoStart",
    "NoSuchColumn",
    "PosteriorResult",
    "PredictionResult",
    "Request",
    "Stopped",
    "calibrate",
    "posterior",
    "predict",
]
