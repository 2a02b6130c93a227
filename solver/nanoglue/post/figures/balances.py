"""Energies and what the balances miss, over the course of a run."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from nanoglue.post.figures.finished import Finished
from nanoglue.post.figures.sheet import figure


def draw_balances(results: Finished, directory: Path) -> Iterator[Path]:
    """Draw ``balances.png`` for a run whose history has energies or balances."""
    energies = [
        name for name in results.history if name.startswith("energy_") and name.endswith("[pJ]")
    ]
    errors = [name for name in results.history if name.partition(" ")[0].endswith("_error")]
    if not energies and not errors:
        return
    course, told = results.progress
    drawn = figure(12.0, 4.8)
    left, right = drawn.subplots(1, 2)
    for name in energies:
        values = results.history[name]
        if np.nanmax(np.abs(values), initial=0.0) > 0:
            left.plot(course, values, label=name.removeprefix("energy_").partition(" [")[0])
    left.set(xlabel=told, ylabel="energy [pJ]", title="energy put in and where it went")
    for name in errors:
        values = np.abs(results.history[name])
        right.semilogy(course, np.where(values > 0, values, np.nan), label=name.replace("_", " "))
    right.set(xlabel=told, ylabel="relative error [-]", title="what the balances miss")
    for axes in (left, right):
        axes.grid(color="#e6e6e6")
        axes.legend(frameon=False, fontsize=9)
        axes.spines[["top", "right"]].set_visible(False)
    drawn.savefig(directory / "balances.png")
    yield directory / "balances.png"


def draw_steps(results: Finished, directory: Path) -> Iterator[Path]:
    """Draw ``steps.png``: sizes and Newton iterations of the steps, and which were cut."""
    accepted, cut = results.log
    if not accepted:
        return
    drawn = figure(12.0, 4.2)
    left, right = drawn.subplots(1, 2, sharex=True)
    number = [row["step"] for row in accepted]
    left.semilogy(number, [row["dt"] for row in accepted], color="#1f4e79", label="accepted")
    right.plot(number, [row["newton"] for row in accepted], ".", color="#1f4e79", label="accepted")
    if cut:
        for axes, column in ((left, "dt"), (right, "newton")):
            where = [row["step"] for row in cut], [row[column] for row in cut]
            axes.plot(*where, "x", color="#d7191c", markersize=5, label="cut and tried again")
    left.set(xlabel="step", ylabel="step size [s]", title="step size")
    right.set(xlabel="step", ylabel="Newton iterations", title="Newton iterations")
    right.set_ylim(bottom=0)
    for axes in (left, right):
        axes.grid(color="#e6e6e6")
        axes.legend(frameon=False, fontsize=9)
        axes.spines[["top", "right"]].set_visible(False)
    drawn.savefig(directory / "steps.png")
    yield directory / "steps.png"
