"""Logarithmic derivatives of the headline numbers with respect to every parameter.

``python -m benchmarks.sensitivity.run [-o DIR] [-j JOBS]`` runs ``nanoglue/bare`` and
``nanoglue/coated`` with each parameter increased, one at a time, and rewrites the tables of
this folder's README. Completed runs are read and not repeated.
"""

import argparse
import json
import math
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.table import lines, rewrite

HERE = Path(__file__).parent
STEP = 0.05
"""Relative change of a parameter."""
FINER = {"geometry.contact_ratio": 0.01}
"""Where the change is smaller."""

BONDS = ("strength", "toughness", "stiffness")
BARE = (
    "geometry.contact_ratio",
    *(f"interfaces.particle_fibre.law.{name}" for name in BONDS),
    "interfaces.particle_fibre.contact_stiffness",
    "interfaces.particle_fibre.viscosity",
    "bodies.particle.elasticity.youngs_modulus",
    "bodies.particle.elasticity.poissons_ratio",
    "bodies.particle.plasticity.yield_stress",
    "bodies.particle.species.swelling.coefficient",
    "bodies.fibre.elasticity.youngs_modulus",
    "bodies.fibre.elasticity.poissons_ratio",
    "protocol.0.rate",
)
COATED = (
    "geometry.coating_thickness",
    "geometry.coating_length",
    "bodies.coating.elasticity.youngs_modulus",
    "bodies.coating.elasticity.poissons_ratio",
    *(f"interfaces.coating_fibre.law.{name}" for name in BONDS),
    *(f"interfaces.particle_coating.law.{name}" for name in BONDS),
    *(f"interfaces.particle_fibre.law.{name}" for name in BONDS[:2]),
    "geometry.contact_ratio",
    "bodies.particle.plasticity.yield_stress",
)
CASES: dict[str, tuple[Sequence[str], Sequence[str], Sequence[str]]] = {
    "nanoglue/bare": (BARE, ("onset", "bonded_10pct", "front_at_axis"), ()),
    "nanoglue/coated": (COATED, ("onset",), ("protocol.1.until.volume_expansion=0.45",)),
}
"""Parameters, headline numbers and settings of each case."""


def stated(case: str, path: str) -> tuple[float, str]:
    """Number and unit of a parameter as the case says it."""
    from nanoglue.case import find, read

    node: Any = read(find(case)).document.plain()
    for step in path.split("."):
        node = node[int(step)] if isinstance(node, list) else node[step]
    written = str(node["value"] if isinstance(node, dict) else node)
    number, _, unit = written.partition(" ")
    return float(number), unit


def computed(case: str, settings: Sequence[str], place: Path) -> Mapping[str, float | None]:
    """Headline numbers [-] of a run."""
    if not (place / "summary.json").exists():
        sets = ["output.fields=none", "output.pictures=false", *settings]
        flags = [part for setting in sets for part in ("--set", setting)]
        command = [sys.executable, "-m", "nanoglue", "run", case, "-o", str(place), "--force"]
        subprocess.run([*command, *flags], check=True, stderr=subprocess.DEVNULL)
    summary = json.loads((place / "summary.json").read_text())
    return {event: summary.get(event, {}).get("value") for event in CASES[case][1]}


def raised(case: str, path: str) -> str:
    """The setting that raises a parameter."""
    value, unit = stated(case, path)
    return f"{path}={value * (1 + FINER.get(path, STEP)):.10g} {unit}".strip()


def slope(base: float | None, other: float | None, step: float) -> str:
    """d ln(headline) / d ln(parameter)."""
    if base is None or other is None:
        return "-"
    return f"{math.log(other / base) / math.log(1 + step):+.2f}"


def main() -> None:
    """Compute missing runs and rewrite the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("results/sensitivity"))
    parser.add_argument("-j", "--jobs", type=int, default=1, help="runs at a time")
    given = parser.parse_args()
    for case, (paths, events, settings) in CASES.items():
        name = case.partition("/")[2]
        ways = {"": [*settings]} | {path: [*settings, raised(case, path)] for path in paths}
        places = [given.output / name / (path or "as_shipped") for path in ways]
        with ThreadPoolExecutor(given.jobs) as pool:
            found = pool.map(
                lambda way: computed(*way),
                zip([case] * len(ways), ways.values(), places, strict=True),
            )
            base, *others = found
        first_row = [
            "as shipped [%]",
            *(f"{100 * base[e]:.2f}" if base[e] else "-" for e in events),
        ]
        rows = [first_row] + [
            [path, *(slope(base[e], other[e], FINER.get(path, STEP)) for e in events)]
            for path, other in zip(paths, others, strict=True)
        ]
        rewrite(HERE / "README.md", name, lines(["", *events], rows))


if __name__ == "__main__":
    main()
