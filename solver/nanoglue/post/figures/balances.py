"""Energies and balance errors over the course of a run."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from nanoglue.post.figures.layout import figure
from nanoglue.post.figures.results import Results

DASHES = ("-", "--", "-.", ":")


def draw_balances(results: Results, directory: Path) -> Iterator[Path]:
    """Draw ``balances.png`` for a run whose history has energies or balances."""
    energies = [
        name for name in results.history if name.startswith("energy_") and name.endswith("[pJ]")
    ]
    errors = [name for name in results.history if name.partition(" ")[0].endswith("_error")]
    if not energies and not errors:
        return
    abscissa, axis_label = results.progress
    picture = figure(12.0, 4.8)
    left, right = picture.subplots(1, 2)
    for name in energies:
        values = results.history[name]
        if np.nanmax(np.abs(values), initial=0.0) > 0:
            text = name.removeprefix("energy_").partition(" [")[0]
            # equal energies, such as work of swelling and stored energy, stay visible
            left.plot(abscissa, values, DASHES[len(left.lines) % len(DASHES)], label=text)
    left.set(xlabel=axis_label, ylabel="energy [pJ]", title="energies")
    for name in errors:
        values = np.abs(results.history[name])
        right.semilogy(abscissa, np.where(values > 0, values, np.nan), label=name.replace("_", " "))
    right.set(xlabel=axis_label, ylabel="relative error [-]", title="errors of the balances")
    for axes in (left, right):
        axes.grid(color="#e6e6e6")
        axes.legend(frameon=False, fontsize=9)
        axes.spines[["top", "right"]].set_visible(False)
    picture.savefig(directory / "balances.png")
    yield directory / "balances.png"


def draw_steps(results: Results, directory: Path) -> Iterator[Path]:
    """Draw ``steps.png``: step sizes, Newton iterations and cut-backs."""
    accepted = [attempt for attempt in results.attempts if attempt.accepted]
    cut = [attempt for attempt in results.attempts if not attempt.accepted]
    if not accepted:
        return
    picture = figure(12.0, 4.2)
    left, right = picture.subplots(1, 2, sharex=True)
    number, blue = [attempt.step for attempt in accepted], "#1f4e79"
    left.semilogy(number, [a.dt for a in accepted], color=blue, label="accepted")
    right.plot(number, [a.iterations for a in accepted], ".", color=blue, label="accepted")
    if cut:
        steps = [attempt.step for attempt in cut]
        for axes, values in ((left, [a.dt for a in cut]), (right, [a.iterations for a in cut])):
            axes.plot(steps, values, "x", color="#d7191c", markersize=5, label="cut back")
    left.set(xlabel="step", ylabel="step size [s]", title="step size")
    right.set(xlabel="step", ylabel="Newton iterations", title="Newton iterations")
    right.set_ylim(bottom=0)
    for axes in (left, right):
        axes.grid(color="#e6e6e6")
        axes.legend(frameon=False, fontsize=9)
        axes.spines[["top", "right"]].set_visible(False)
    picture.savefig(directory / "steps.png")
    yield directory / "steps.png"
