"""Figures of a posterior: corner, trace, surrogate error, prior and posterior predictive."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration.figures import (
    BLUE,
    GREY,
    LIGHT,
    MOST_PANELS,
    RED,
    panels,
    plain,
    save,
)
from nanoglue.calibration.prediction import Predicted
from nanoglue.calibration.prior import from_prior
from nanoglue.post.figures.layout import figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nanoglue.calibration.adaptive import Posterior
    from nanoglue.calibration.study import Study

Array = NDArray[np.float64]

WALKERS = 4
"""Walkers of each ensemble that the trace shows."""

PRIOR_SAMPLES = 2000


def draw_posterior(
    found: "Posterior", study: "Study", interval: float, folder: Path
) -> Iterator[Path]:
    """Draw ``corner.png``, ``trace.png``, ``surrogate.png`` and ``predictive.png``.

    Args:
        found: runs, surrogate and chains.
        study: parameters and measurements.
        interval: probability of the credible intervals.
        folder: folder of the figures.
    """
    yield corner(found, study, interval, folder)
    yield trace(found, study, folder)
    yield surrogate_errors(found, study, folder)
    yield predictive(found, study, folder)


def corner(found: "Posterior", study: "Study", interval: float, folder: Path) -> Path:
    """Draw the distributions of all parameters, with median and interval, and of their pairs."""
    samples = study.table(found.chains.samples()[0])
    names, count = study.headings, len(study.parameters)
    picture = figure(2.4 * count + 0.6, 2.4 * count + 0.4)
    axes = picture.subplots(count, count, squeeze=False)
    for i in range(count):
        for j in range(count):
            if j > i:
                axes[i, j].set_visible(False)
                continue
            plain(axes[i, j])
            if i == j:
                _marginal(axes[i, i], samples[:, i], interval)
            else:
                axes[i, j].hist2d(samples[:, j], samples[:, i], bins=40, cmap="Blues")
            if i == count - 1:
                axes[i, j].set_xlabel(names[j])
        axes[i, 0].set_ylabel(names[i] if i else "density")
    for j in range(count):
        for i in range(j, count):
            axes[i, j].set_xlim(samples[:, j].min(), samples[:, j].max())
    axes[0, 0].set_title(f"median and {interval:.0%} interval", fontsize=8)
    return save(picture, folder / "corner.png")


def _marginal(axes: "Axes", values: Array, interval: float) -> None:
    axes.hist(values, 40, density=True, color=LIGHT)
    for quantile in np.quantile(values, [(1 - interval) / 2, 0.5, (1 + interval) / 2]):
        axes.axvline(quantile, color=BLUE, linewidth=0.9, linestyle="--")
    axes.set_yticks([])


def trace(found: "Posterior", study: "Study", folder: Path) -> Path:
    """Draw some walkers of each ensemble over the steps, one colour per ensemble."""
    positions = found.chains.positions
    picture = figure(8.0, 1.8 * len(study.parameters) + 0.5)
    axes = picture.subplots(len(study.parameters), 1, sharex=True, squeeze=False)[:, 0]
    for i, name in enumerate(study.headings):
        plain(axes[i])
        for colour, ensemble in zip((BLUE, RED), positions, strict=True):
            for walker in range(min(WALKERS, ensemble.shape[1])):
                line = study.table(ensemble[:, walker])[:, i]
                axes[i].plot(line, color=colour, linewidth=0.4, alpha=0.7)
        axes[i].set_ylabel(name)
    axes[-1].set_xlabel("step after the burn-in")
    return save(picture, folder / "trace.png")


def surrogate_errors(found: "Posterior", study: "Study", folder: Path) -> Path:
    """Draw errors of left-out runs over the tolerance, with two standard deviations."""
    names = study.labels[:MOST_PANELS]
    picture, all_axes = panels(len(names), 4.0, 3.0)
    rows = zip(names, all_axes, found.surrogate.processes, study.tolerance, strict=False)
    for name, axes, process, tolerance in rows:
        error, deviation = process.left_out()
        run = process.mean + process.scale * process.values
        axes.errorbar(
            run,
            error / tolerance,
            2 * deviation / tolerance,
            fmt="o",
            markersize=3,
            color=BLUE,
            ecolor=LIGHT,
        )
        axes.axhspan(-1, 1, color="#eeeeee", zorder=0)
        axes.axhline(0, color=GREY, linewidth=0.8)
        axes.set(title=name, xlabel="result of the run", ylabel="error of prediction / tolerance")
    return save(picture, folder / "surrogate.png")


def predictive(found: "Posterior", study: "Study", folder: Path) -> Path:
    """Draw distributions of the targets under prior and posterior with the measurement."""
    uniform = np.random.default_rng(1).random((PRIOR_SAMPLES, len(study.parameters)))
    samples, _ = found.chains.samples()
    part = samples[np.linspace(0, len(samples) - 1, PRIOR_SAMPLES).astype(int)]
    before = found.surrogate.predict(from_prior(study, uniform))[0]
    after = found.surrogate.predict(part)[0]
    names = study.labels[:MOST_PANELS]
    picture, all_axes = panels(len(names), 4.0, 3.0)
    for i, (name, axes) in enumerate(zip(names, all_axes, strict=True)):
        observed, tolerance = study.observed[i], study.tolerance[i]
        axes.hist(before[:, i], 40, density=True, color="#cccccc", label="prior")
        axes.hist(after[:, i], 40, density=True, color=LIGHT, label="posterior")
        axes.axvline(observed, color=RED, label="measured")
        axes.axvspan(observed - tolerance, observed + tolerance, color=RED, alpha=0.15)
        axes.set(title=name, xlabel="result", yticks=[])
        axes.legend(frameon=False, fontsize=8)
    return save(picture, folder / "predictive.png")


def draw_predictions(
    found: Predicted, study: "Study", interval: float, folder: Path
) -> Iterator[Path]:
    """Draw ``predictions.png``: results of the runs with median and interval of each result.

    Args:
        found: runs and distributions.
        study: parameters and results.
        interval: probability of the intervals.
        folder: folder of the figure.
    """
    names = study.labels[:MOST_PANELS]
    picture, all_axes = panels(len(names), 4.0, 3.0)
    for i, (name, axes) in enumerate(zip(names, all_axes, strict=True)):
        values = found.computed[np.isfinite(found.computed[:, i]), i]
        one = found.intervals[name]
        axes.set(title=name, xlabel="result", yticks=[])
        if len(values):
            axes.hist(values, 20, density=True, color=LIGHT, label="runs")
        if np.isfinite(one.median):
            axes.axvline(one.median, color=BLUE, label="median")
            label = f"{interval:.0%} interval"
            axes.axvspan(one.low, one.high, color=BLUE, alpha=0.1, label=label)
            axes.legend(frameon=False, fontsize=8)
    yield save(picture, folder / "predictions.png")
