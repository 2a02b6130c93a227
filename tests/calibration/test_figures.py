"""Figures of a posterior and of sensitivities show what was computed."""

import numpy as np
import pytest
from PIL import Image

from nanoglue.calibration import figures, posterior_figures
from nanoglue.calibration.adaptive import Posterior, space_filling
from nanoglue.calibration.derivative import Derivative
from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.prediction import Interval, Predicted
from nanoglue.calibration.sampling import Chains
from nanoglue.calibration.screening import Effect, SobolIndex
from nanoglue.calibration.study import Parameter, Study
from nanoglue.calibration.surrogate import surrogate
from nanoglue.case.schema.calibration import Target

TARGET = Target(column="y [-]", tolerance=0.1, event="end", value=0.0)
STUDY = Study(
    (Parameter("a", 1.0, 100.0, "MPa", logarithmic=True), Parameter("b", 0.0, 1.0)),
    (),
    (
        Measurement("y", 0, TARGET, np.zeros(1), np.array([0.5])),
        Measurement("c", 0, TARGET, np.array([1.0, 2.0]), np.array([0.5, 0.6])),
    ),
)


@pytest.fixture
def pictures(monkeypatch):
    """Figures that were saved, by the name of the file."""
    saved = {}

    def save(picture, file):
        saved[file.name] = picture
        file.parent.mkdir(parents=True, exist_ok=True)
        picture.savefig(file)
        return file

    for module in (figures, posterior_figures):
        monkeypatch.setattr(module, "save", save)
    return saved


def posterior():
    positions = space_filling(10, 2, 1)
    computed = np.stack([positions[:, 0], positions[:, 1], positions.sum(axis=1)], axis=1)
    rng = np.random.default_rng(1)
    chains = Chains(
        np.clip(rng.normal(0.5, 0.05, (2, 200, 8, 2)), 0, 1),
        np.zeros((2, 200, 8)),
        0.4,
        np.ones(2),
        250,
    )
    return Posterior(positions, computed, surrogate(positions, computed, 1), chains)


def test_figures_of_a_posterior_are_drawn(pictures, tmp_path):
    files = list(posterior_figures.draw_posterior(posterior(), STUDY, 0.5, tmp_path / "figures"))
    assert [file.name for file in files] == [
        "corner.png",
        "trace.png",
        "surrogate.png",
        "predictive.png",
    ]
    for file in files:
        assert np.asarray(Image.open(file).convert("L")).std() > 5
    corner = [axes for axes in pictures["corner.png"].axes if axes.get_visible()]
    assert len(corner) == 3
    assert {axes.get_xlabel() for axes in corner} >= {"a [MPa]", "b [-]"}
    # the parameter is drawn in its unit: the middle of 1 to 100 MPa on a logarithmic scale is 10
    low, high = corner[0].get_xlim()
    assert 1 < low < 10 < high < 30
    # the chains are normal around the middle, where half of the values are within 0.6745 deviations
    marks = [line.get_xdata()[0] for line in corner[0].lines]
    assert np.log(marks) / np.log(100) == pytest.approx(
        [0.5 - 0.6745 * 0.05, 0.5, 0.5 + 0.6745 * 0.05], abs=0.005
    )


def test_the_predictive_figure_shows_the_measurement_and_a_narrower_posterior(pictures, tmp_path):
    posterior_figures.predictive(posterior(), STUDY, tmp_path)
    axes = pictures["predictive.png"].axes
    assert [one.get_title() for one in axes] == ["y", "c@1", "c@2"]
    line = next(one for one in axes[0].lines if one.get_label() == "measured")
    assert line.get_xdata()[0] == 0.5
    prior, after = axes[0].containers[:2]
    assert sum(bar.get_height() > 0 for bar in prior) == len(prior)
    spans = [bars[-1].get_x() - bars[0].get_x() for bars in (prior, after)]
    assert spans[1] < 0.6 * spans[0]


def test_errors_of_the_surrogate_are_drawn_over_the_tolerance(pictures, tmp_path):
    found = posterior()
    posterior_figures.surrogate_errors(found, STUDY, tmp_path)
    points = pictures["surrogate.png"].axes[0].containers[0].lines[0]
    assert points.get_xdata() == pytest.approx(found.computed[:, 0])
    error, _ = found.surrogate.processes[0].left_out()
    assert points.get_ydata() == pytest.approx(error / 0.1)


def test_the_tornado_is_sorted_and_scaled_by_the_deviations_of_the_priors(pictures, tmp_path):
    found = [
        Derivative("y", "a", -0.1, 0.01, "MPa"),
        Derivative("y", "b", 2.0, 0.1, ""),
        Derivative("c@1", "a", np.nan, np.nan, "MPa"),
        Derivative("c@1", "b", 1.0, 0.1, ""),
    ]
    (file,) = figures.draw_derivatives(found, STUDY, tmp_path)
    assert file.name == "tornado.png"
    axes = pictures["tornado.png"].axes[0]
    values = {
        label.get_text(): bar.get_width()
        for label, bar in zip(axes.get_yticklabels(), axes.patches, strict=True)
    }
    log = np.log(100)
    deviation = np.sqrt((100**2 - 1) / (2 * log) - (99 / log) ** 2)
    assert values == pytest.approx({"b": 2 / np.sqrt(12), "a": -0.1 * deviation})
    assert list(values) == ["b", "a"]  # the longest on top, which is last


def test_effects_and_indices_are_drawn_for_each_target(pictures, tmp_path):
    effects = [Effect(t, p, 1.0, 2.0, 0.3, 0.1) for t in ("y", "z") for p in ("a", "b")]
    list(figures.draw_effects(effects, tmp_path))
    assert [one.get_title() for one in pictures["morris.png"].axes] == ["y", "z"]
    indices = [SobolIndex("y", p, s, 0.01, s + 0.1, 0.02) for p, s in (("a", 0.3), ("b", 0.6))]
    list(figures.draw_indices(indices, tmp_path))
    heights = [bar.get_height() for bar in pictures["sobol.png"].axes[0].patches]
    assert heights == pytest.approx([0.3, 0.6, 0.4, 0.7])


def test_predictions_are_drawn_with_their_interval(pictures, tmp_path):
    computed = np.random.default_rng(1).normal(0, 1, (40, 3))
    computed[3] = np.nan
    one = Interval(0.0, 1.0, 0.0, -1.6, 1.6, 1.0, 0.9, 0.05)
    done = np.ones(computed.shape, dtype=bool)
    intervals = dict.fromkeys(STUDY.labels, one)
    found = Predicted(np.zeros((40, 2)), computed, done, intervals, 1, None)
    list(posterior_figures.draw_predictions(found, STUDY, 0.9, tmp_path))
    assert len(pictures["predictions.png"].axes) == 3
    assert sum(bar.get_height() > 0 for bar in pictures["predictions.png"].axes[0].patches[:20]) > 5
