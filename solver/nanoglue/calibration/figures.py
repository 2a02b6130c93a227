"""Figures of posteriors, predictions and sensitivities, written as PNG files."""

import math
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration.derivative import Derivative
from nanoglue.calibration.screening import Effect, SobolIndex
from nanoglue.post.figures.layout import figure
from nanoglue.post.figures.rendering import MISSING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from nanoglue.calibration.study import Study

Array = NDArray[np.float64]

BLUE, LIGHT, RED, GREY = "#1f4e79", "#9dbbd8", "#d7191c", "#777777"

MOST_PANELS = 12
"""Targets that are drawn; the tables hold all of them."""


def available(report: Callable[[str], None]) -> bool:
    """Return whether figures can be drawn here, and report how if Matplotlib is missing."""
    found = find_spec("matplotlib") is not None
    if not found:
        report(MISSING)
    return found


def panels(
    count: int, width: float, height: float, across: int = 3
) -> tuple["Figure", list["Axes"]]:
    """Return a figure with panels in rows; those beyond the count are hidden."""
    columns = min(count, across)
    rows = math.ceil(count / columns)
    picture = figure(width * columns, height * rows)
    axes = picture.subplots(rows, columns, squeeze=False).ravel()
    for one in axes[count:]:
        one.set_visible(False)
    for one in axes[:count]:
        plain(one)
    return picture, list(axes[:count])


def plain(axes: "Axes") -> None:
    """Remove the upper and right frame and make ticks small."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8, colors="#555555")


def save(picture: "Figure", file: Path) -> Path:
    """Write a figure and return its path."""
    file.parent.mkdir(parents=True, exist_ok=True)
    picture.savefig(file)
    return file


def draw_derivatives(found: Sequence[Derivative], study: "Study", folder: Path) -> Iterator[Path]:
    """Draw ``tornado.png``: change of each target for a standard deviation of each prior.

    The numerical error of the derivative is the error bar.
    """
    spread = {one.name: one.prior_deviation for one in study.parameters}
    bars = {
        target: [
            (one.parameter, one.value * spread[one.parameter], one.error * spread[one.parameter])
            for one in found
            if one.target == target
        ]
        for target in dict.fromkeys(one.target for one in found)
    }
    yield _tornado(bars, "change for one prior deviation", folder / "tornado.png")


def draw_effects(found: Sequence[Effect], folder: Path) -> Iterator[Path]:
    """Draw ``morris.png``: mean absolute elementary effects with their confidence."""
    bars = {
        target: [
            (one.parameter, one.absolute, one.confidence) for one in found if one.target == target
        ]
        for target in dict.fromkeys(one.target for one in found)
    }
    yield _tornado(bars, "mean absolute effect over the range", folder / "morris.png")


def draw_indices(found: Sequence[SobolIndex], folder: Path) -> Iterator[Path]:
    """Draw ``sobol.png``: first-order and total indices of each parameter with confidences."""
    targets = list(dict.fromkeys(one.target for one in found))[:MOST_PANELS]
    picture, all_axes = panels(len(targets), 4.0, 3.2)
    for target, axes in zip(targets, all_axes, strict=True):
        shown = [one for one in found if one.target == target]
        at = np.arange(len(shown))
        first, total = [one.first for one in shown], [one.total for one in shown]
        axes.bar(
            at - 0.2,
            first,
            0.38,
            yerr=[one.first_confidence for one in shown],
            color=LIGHT,
            label="first order",
        )
        axes.bar(
            at + 0.2,
            total,
            0.38,
            yerr=[one.total_confidence for one in shown],
            color=BLUE,
            label="total",
        )
        axes.set_xticks(at, [one.parameter for one in shown], rotation=30, ha="right")
        axes.set(title=target, ylabel="share of the variance [-]", ylim=(0, None))
        axes.legend(frameon=False, fontsize=8)
    yield save(picture, folder / "sobol.png")


def _tornado(bars: dict[str, list[tuple[str, float, float]]], label: str, file: Path) -> Path:
    """Draw horizontal bars of each target, the longest on top."""
    targets = list(bars)[:MOST_PANELS]
    count = max(len(rows) for rows in bars.values())
    picture, all_axes = panels(len(targets), 4.2, 1.2 + 0.4 * count)
    for target, axes in zip(targets, all_axes, strict=True):
        rows = sorted(bars[target], key=lambda row: abs(row[1]) if np.isfinite(row[1]) else -1)
        names, values, errors = zip(*rows, strict=True)
        at = np.arange(len(rows))
        colours = [BLUE if value >= 0 else RED for value in values]
        axes.barh(at, values, xerr=errors, color=colours, height=0.6)
        axes.set_yticks(at, names)
        axes.axvline(0, color=GREY, linewidth=0.8)
        axes.set(title=target, xlabel=label)
    return save(picture, file)
