"""Design map of films on a growing nucleus over thickness and toughness.

``python -m benchmarks.sei.design_map [-o DIR] [-j JOBS]`` runs ``dendrite/with_delamination`` over
both and rewrites the table and the picture of this folder's README. Completed runs are read
and not repeated.
"""

import argparse
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

from benchmarks.sei.run import HERE, LAW, Found, computed, length, radius
from benchmarks.table import lines, rewrite

THICKNESSES = (4, 5, 6, 8, 12, 20)
"""Of the film [nm]."""
TOUGHNESSES = (0.05, 0.1, 0.2, 0.4)
"""Of its bond [J/m^2]."""
FLAT = 0.4
"""Length [nm] below which a nucleus counts as flattened: a tenth of the bump of 4 nm."""
PATCH = 20.5
"""Radius [nm] beyond which the film has come off; the patch and half an element."""


def outcome(found: Found | None) -> str:
    """Delaminated, held or flattened, and the length reached."""
    if found is None:
        return "delaminated, runs away"
    height, off = length(found), radius(found)
    word = "delaminated" if off > PATCH else "flattened" if height < FLAT else "held"
    return f"{word}, {height:.2g} nm"


def main() -> None:
    """Compute missing runs and rewrite table and figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("results/sei_map"))
    parser.add_argument("-j", "--jobs", type=int, default=1, help="runs at a time")
    given = parser.parse_args()
    grid = list(product(TOUGHNESSES, THICKNESSES))
    settings = [
        [f"geometry.film_thickness={h} nm", f"{LAW}.toughness={tough} J/m^2"] for tough, h in grid
    ]
    places = [given.output / f"{tough:g}_{h}" for tough, h in grid]
    with ThreadPoolExecutor(given.jobs) as pool:
        runs = pool.map(
            lambda way: computed(*way, case="dendrite/with_delamination", end=20.0),
            zip(settings, places, strict=True),
        )
        found = dict(zip(grid, map(outcome, runs), strict=True))
    head = ["toughness [J/m^2]", *(f"h = {h} nm" for h in THICKNESSES)]
    rows = [[f"{tough:g}", *(found[tough, h] for h in THICKNESSES)] for tough in TOUGHNESSES]
    rewrite(HERE / "README.md", "map", lines(head, rows))


if __name__ == "__main__":
    main()
