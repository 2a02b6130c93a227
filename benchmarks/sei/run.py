"""Height to which a nucleus lifts a film off lithium and sodium, by thickness.

``python -m benchmarks.sei.run [-o DIR] [-j JOBS]`` runs ``sei/delamination`` over metals and
thicknesses and with each assumption changed, and rewrites the tables and the picture of this
folder's README. Completed runs are read and not repeated.
"""

import csv
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import numpy as np
from benchmarks.study import asked
from benchmarks.table import lines, number, rewrite

HERE = Path(__file__).parent
PRESSURE = "boundaries.patch.pressure={{time: [0 s, 1 s], value: [0 MPa, {} MPa]}}"
METALS = {"Li": 100, "Na": 59}
"""Pressure [MPa] under the film (Pirayesh 2023)."""
THICKNESSES = (4, 6, 8, 10, 12, 16, 20)
"""Of the film [nm]."""
PUBLISHED = "thicker, without a number"
"""Thickness at which Li's length is that of Na at 4 nm (Pirayesh 2023)."""

LAW, FILM, METAL = "interfaces.film_metal.law", "bodies.film.elasticity", "bodies.metal"
DEEP = ["geometry.metal_depth=100 nm", "geometry.elements_metal=12", "geometry.metal_growth=1.35"]
SOFT = f"{METAL}.elasticity.youngs_modulus"
CHANGES: dict[str, list[str]] = {
    "as shipped": [],
    "toughness 0.05 J/m^2": [f"{LAW}.toughness=0.05 J/m^2"],
    "toughness 0.2 J/m^2": [f"{LAW}.toughness=0.2 J/m^2"],
    "strength 100 MPa": [f"{LAW}.strength=100 MPa"],
    "strength 300 MPa": [f"{LAW}.strength=300 MPa"],
    "stiffness doubled": [f"{LAW}.stiffness=1e18 Pa/m"],
    "patch 16 nm": ["geometry.patch_radius=16 nm"],
    "patch 25 nm": ["geometry.patch_radius=25 nm"],
    "film of 37 GPa, any thickness": [f"{FILM}.youngs_modulus=37 GPa"],
    "Poisson's ratio 0.3": [f"{FILM}.poissons_ratio=0.3"],
    "a strip (plane strain)": [
        "coordinates=plane_strain",
        "boundaries.metal_base.displacement={x: 0 nm, y: 0 nm}",
    ],
    "metal of 7.8 GPa, elastic": [f"{SOFT}=7.8 GPa", *DEEP],
    "that, yielding at 100 MPa": [
        f"{SOFT}=7.8 GPa",
        f"{METAL}.plasticity={{model: j2, yield_stress: 100 MPa, yield_on: kirchhoff}}",
        *DEEP,
    ],
    "elements x 1/2": ["geometry.process_zone_size=0.5 nm", "geometry.elements_film=6"],
    "steps x 1/2": ["stepping.first=0.01 s", "stepping.largest=0.01 s", "stepping.damage=0.1"],
}
"""What is assumed, changed one at a time."""

Found = Mapping[str, float]


def computed(
    settings: Sequence[str], place: Path, case: str = "sei/delamination", end: float = 1.0
) -> Found | None:
    """Return the last row of a run and its seconds, None if it did not reach its end [s]."""
    if not (place / "run.json").exists():
        sets = ["output.fields=none", *settings]
        flags = [part for setting in sets for part in ("--set", setting)]
        command = [sys.executable, "-m", "nanoglue", "run", case, "-o", str(place)]
        subprocess.run([*command, "--force", *flags], check=False, stderr=subprocess.DEVNULL)
    with (place / "history.csv").open() as file:
        last = {k: float(v) for k, v in list(csv.DictReader(file))[-1].items()}
    card = json.loads((place / "run.json").read_text())
    return last | {"seconds": card["seconds"]["total"]} if last["time [s]"] > 0.999 * end else None


def length(found: Found | None) -> float | None:
    """Height [nm] of the film over the middle of the patch."""
    column = "displacement_z:tip [um]"
    return None if found is None else 1e3 * found.get(column, found.get("displacement_y:tip [um]"))


def radius(found: Found | None) -> float | None:
    """Radius [nm] up to which the film is off."""
    return None if found is None else 1e3 * found["debonded_radius:film_metal [um]"]


def release(found: Found | None) -> float | None:
    """Energy-release rate [J/m^2]."""
    return None if found is None else found["energy_release_rate:film_metal [J/m^2]"]


def same_length(lengths: Sequence[float], wanted: float) -> float:
    """Thickness [nm] at which a falling length is as wanted, log-linear between thicknesses."""
    falling = -np.log(np.array(lengths))
    return float(np.interp(-np.log(wanted), falling, THICKNESSES))


def draw(found: Mapping[tuple[str, int], Found | None], place: Path) -> None:
    """Length over thickness against thickness, for both metals."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(5, 3.6), layout="constrained")
    for metal, mark in zip(METALS, ("o-", "s--"), strict=True):
        heights = [length(found[metal, h]) for h in THICKNESSES]
        ratios = [np.nan if w is None else w / h for w, h in zip(heights, THICKNESSES, strict=True)]
        axes.semilogy(THICKNESSES, ratios, mark, label=f"{metal}, {METALS[metal]} MPa")
    axes.set(xlabel="film thickness h [nm]", ylabel="dendrite length / h [-]")
    axes.legend()
    figure.savefig(place, dpi=150)


def main() -> None:
    """Compute missing runs and rewrite tables and figure."""
    given = asked(__doc__.splitlines()[0], "results/sei")
    grid = {
        (metal, h): [PRESSURE.format(METALS[metal]), f"geometry.film_thickness={h} nm"]
        for metal, h in product(METALS, THICKNESSES)
    }
    changed = {
        (name, metal): [PRESSURE.format(METALS[metal]), *settings]
        for (name, settings), metal in product(CHANGES.items(), METALS)
    }
    with ThreadPoolExecutor(given.jobs) as pool:
        places = (given.output / f"{metal}_{h}" for metal, h in grid)
        found = dict(zip(grid, pool.map(computed, grid.values(), places), strict=True))
        places = (given.output / f"change_{i:02d}" for i in range(len(changed)))
        other = dict(zip(changed, pool.map(computed, changed.values(), places), strict=True))
    readme = HERE / "README.md"
    rows = []
    for h in THICKNESSES:
        both = [found[metal, h] for metal in METALS]
        each = [[length(f), radius(f), release(f)] for f in both]
        rows.append([str(h), *(number(value) for three in each for value in three)])
    head = [f"{m} {what}" for m in METALS for what in ("length [nm]", "radius [nm]", "G [J/m^2]")]
    rewrite(readme, "thickness", lines(["h [nm]", *head], rows))
    lengths = [length(found["Li", h]) or np.inf for h in THICKNESSES]
    equal = same_length(lengths, length(found["Na", 4]) or np.nan)
    rewrite(
        readme,
        "equal",
        lines(
            ["", "computed [nm]", "published"],
            [["h at which Li is as long as Na at 4 nm", number(equal), PUBLISHED]],
        ),
    )
    rows = []
    for name in CHANGES:
        li, na = (other[name, metal] for metal in METALS)
        rows.append([name, *(number(v) for f in (li, na) for v in (length(f), radius(f)))])
    head = ["Li length [nm]", "Li radius [nm]", "Na length [nm]", "Na radius [nm]"]
    rewrite(readme, "changes", lines(["at 4 nm", *head], rows))
    draw(found, HERE / "length.png")


if __name__ == "__main__":
    main()
