"""Accuracy against cost of the time integration: three events of the bare particle, and a sphere.

``python -m benchmarks.particle.accuracy`` computes the runs that ``accuracy.json`` lacks, one at a
time, and draws ``docs/images/accuracy.png``. The reference of the events is the run with the most
iterations, that of the sphere at constant flux its closed form.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import numpy as np

if TYPE_CHECKING:
    from nanoglue.api import Simulation
    from nanoglue.stepping.step import Step

HERE = Path(__file__).parent
STORED, FIGURE = HERE / "accuracy.json", HERE.parents[1] / "docs" / "images" / "accuracy.png"

COLOURS = {
    "backward Euler, limited expansion": "C0",
    "BDF2, limited expansion": "C1",
    "BDF2, limited error": "C2",
    "backward Euler, limited error": "C3",
}
"""Colour of each method."""

BARE, SPHERE = "nanoglue/bare", "verification/sphere_diffusion"

EVENTS = {"onset": "onset", "bonded_10pct": "a tenth bonded", "front_at_axis": "front at the axis"}
"""Events that are compared, with their labels."""

FROM = 5e-3
"""Time [s], a twentieth of the run, from which the sphere is compared."""

LIMITED = "stepping.error=", "solver.tolerance=1e-6"
LENGTHS = "stepping.largest=0.05 s", "stepping.first=1e-4 s"
EULER = "stepping.method=backward_euler"

METHODS: Mapping[str, Mapping[str, Sequence[Sequence[str]]]] = {
    BARE: {
        "backward Euler, limited expansion": [
            (EULER, *LIMITED, "stepping.expansion=5e-3", "stepping.damage=0.2"),
            (EULER, *LIMITED, "stepping.expansion=2e-3", "stepping.damage=0.15"),
        ],
        "BDF2, limited expansion": [
            (*LIMITED, "stepping.expansion=5e-3", "stepping.damage=0.2"),
            (*LIMITED, "stepping.expansion=2e-3", "stepping.damage=0.1"),
        ],
        "BDF2, limited error": [
            ("stepping.error=0.1",),
            (),
            ("stepping.error=0.05",),
            (
                "stepping.error=1e-4",
                "stepping.expansion=1.5e-3",
                "stepping.damage=0.07",
                LIMITED[1],
            ),
        ],
    },
    SPHERE: {
        "backward Euler, limited error": [
            (EULER, f"stepping.error={error}", *LENGTHS) for error in ("2e-2", "5e-3", "2e-3")
        ],
        "BDF2, limited error": [
            ("stepping.method=bdf2", f"stepping.error={error}", *LENGTHS)
            for error in ("5e-2", "2e-2", "5e-3")
        ],
    },
}
"""Settings of the runs by case and method."""


class Row(TypedDict):
    """A run with its cost, and its events [%] or the largest error of the sphere [-]."""

    case: str
    method: str
    settings: list[str]
    steps: int
    iterations: int
    values: dict[str, float]


@cache
def roots() -> np.ndarray:
    """Return the first positive roots of tan a = a."""
    from scipy.optimize import brentq

    found = [
        brentq(lambda a: np.sin(a) - a * np.cos(a), np.pi * k + 1e-6, np.pi * (k + 0.5))
        for k in range(1, 300)
    ]
    return np.array(found)


def at_the_surface(time: float) -> float:
    """Return the stoichiometry [-] at the surface (Crank 1975, eq. 6.45), radius, D and flux 1."""
    return float(3 * time + 0.2 - 2 * np.sum(np.exp(-(roots() ** 2) * time) / roots() ** 2))


def values_at(case: str, step: "Step") -> Iterator[tuple[str, float]]:
    """Yield what is compared of a step: its events [%], or the error of the sphere [-]."""
    from nanoglue.case.columns import STOICHIOMETRY

    if case == BARE:
        yield from ((event.event.value, 100 * event.chemical) for event in step.events)
    elif step.time >= FROM:
        computed = step.observed[STOICHIOMETRY.at("surface")]
        yield "error", abs(computed / at_the_surface(step.time) - 1)


def compute(case: str, method: str, settings: Sequence[str]) -> Row:
    """Run a case and return its row."""
    from nanoglue.api import Simulation
    from nanoglue.case import find, read
    from nanoglue.runtime.fenics import MPI

    simulation = Simulation(read(find(case), [*settings, "output.fields=none"]), MPI.COMM_SELF)
    iterations: list[int] = []
    values: dict[str, float] = {}

    def note(_: "Simulation", step: "Step") -> None:
        """Count the iterations of a step and keep its values."""
        iterations.append(step.outcome.iterations)
        for name, value in values_at(case, step):
            values[name] = max(value, values.get(name, 0.0))

    simulation.run(note)
    whole = sum(iterations) + simulation.recorder.failed_iterations
    chosen = list(settings)
    return Row(
        case=case,
        method=method,
        settings=chosen,
        steps=len(iterations),
        iterations=whole,
        values=values,
    )


def complete(rows: list[Row]) -> list[Row]:
    """Return the rows of all methods, computing and storing those that are missing."""
    for case, methods in METHODS.items():
        for method, runs in methods.items():
            for settings in runs:
                wanted = case, method, list(settings)
                if wanted not in [(row["case"], row["method"], row["settings"]) for row in rows]:
                    rows.append(compute(case, method, settings))
                    STORED.write_text(json.dumps(rows, indent=1) + "\n")
    return rows


def errors(rows: Sequence[Row], value: str) -> dict[str, list[tuple[int, float]]]:
    """Return iterations and relative errors [-] by method.

    Args:
        rows: of one case.
        value: event, compared with the row of most iterations, or ``error``.
    """
    reference = max(rows, key=lambda row: row["iterations"])
    found: dict[str, list[tuple[int, float]]] = {}
    for row in rows:
        if value == "error":
            apart = row["values"][value]
        elif row is reference:
            continue
        else:
            apart = abs(row["values"][value] / reference["values"][value] - 1)
        found.setdefault(row["method"], []).append((row["iterations"], apart))
    return found


def draw(rows: Sequence[Row], path: Path) -> None:
    """Draw relative errors against iterations, one panel for each event and one for the sphere."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    panels = [(BARE, name, label) for name, label in EVENTS.items()]
    panels.append((SPHERE, "error", "sphere at constant flux"))
    figure, axes = plt.subplots(1, len(panels), figsize=(11, 3), layout="constrained")
    for place, (case, value, label) in zip(axes, panels, strict=True):
        of_case = [row for row in rows if row["case"] == case]
        for method, points in errors(of_case, value).items():
            along, apart = zip(*sorted(points), strict=True)
            place.loglog(along, apart, "o-", color=COLOURS[method], label=method)
        place.set(title=label, xlabel="iterations")
    axes[0].set_ylabel("relative error")
    names, lines = [], []
    for place in axes:
        for line, name in zip(*place.get_legend_handles_labels(), strict=True):
            if name not in names:
                names.append(name)
                lines.append(line)
    figure.legend(lines, names, loc="outside lower center", ncols=len(names))
    figure.savefig(path, dpi=150)
    plt.close(figure)


if __name__ == "__main__":
    stored: list[Row] = json.loads(STORED.read_text()) if STORED.exists() else []
    draw(complete(stored), FIGURE)
