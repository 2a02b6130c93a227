"""Retention of capacity from the share of the particles that their coating holds.

Particles that come off lose capacity at the rate of the bare electrode: none for 13 cycles, then
ln(310/110)/27 a cycle (445 mAh/g in the first charge, 310 for 13 cycles, 110 in the 40th; Han
2014). That rate is fitted to the bare electrode. With the share f of held particles the coated one
keeps f + (1 - f) 110/310 after 40 cycles.
"""

import csv
from pathlib import Path

import numpy as np
from benchmarks.table import lines

from nanoglue.calibration.interval import Probability, probability_of

LOST = 110 / 310
"""Share of the capacity that a particle off its fibre keeps after 40 cycles (bare electrode)."""

HELD = 0.01
"""Smallest bonded share of the area of each bond of the coating that counts as held."""

BONDS = ("coating_on_fibre_at_67", "coating_on_particle_at_67")
MIDDLE = 240.0
SIZES = {
    "180 to 300 nm": (0.0, np.inf),
    "below 240 nm": (0.0, MIDDLE),
    "from 240 nm": (MIDDLE, np.inf),
}
"""Ranges of diameters [nm] of the table."""


def retained(share: float) -> float:
    """Return the capacity after 40 cycles over the first one for a share of held particles.

    >>> retained(1.0), round(retained(0.0), 2)
    (1.0, 0.35)
    """
    return share + (1 - share) * LOST


def held(diameters: np.ndarray, bonds: np.ndarray, ends: tuple[float, float]) -> Probability:
    """Return the share of the particles in a range of sizes whose coating holds at both bonds.

    Args:
        diameters: of the runs [nm], shape (n,).
        bonds: bonded areas of the coating [-], shape (n, 2); NaN for failed runs.
        ends: lower and upper diameter.
    """
    chosen = (diameters >= ends[0]) & (diameters < ends[1]) & np.isfinite(bonds).all(axis=1)
    return probability_of(bonds[chosen].min(axis=1), (HELD, None), 0.9)


def table(folder: Path) -> str:
    """Return the table of retention over the sizes."""
    with (folder / "predictions.csv").open() as file:
        rows = list(csv.DictReader(file))
    diameters = np.array([float(row["diameter [nm]"]) for row in rows])
    bonds = np.array([[float(row[name] or "nan") for name in BONDS] for row in rows])
    found = []
    for size, ends in SIZES.items():
        one = held(diameters, bonds, ends)
        spread = " to ".join(f"{100 * retained(value):.0f}" for value in (one.low, one.high))
        share = f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f})"
        found.append([size, str(one.runs), share, f"{100 * retained(one.value):.0f}", spread])
    head = ["diameter", "runs", "share held at 67 %", "retention after 40 cycles [%]"]
    return lines([*head, "90 % interval [%]"], found)
