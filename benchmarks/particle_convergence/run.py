"""Dependence of the bare particle's events on mesh, step and viscosity.

``python benchmarks/particle_convergence/run.py [-o DIR]`` computes every variant of
``nanoglue/bare`` and writes the table into this folder's README.
"""

import argparse
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
FINER = {"interface": 4.0, "bulk": 12.0, "axis": 1.5}


def mesh(factor: float) -> list[str]:
    """All element sizes times a factor."""
    return [f"geometry.{name}_size={size * factor:g} nm" for name, size in FINER.items()]


WAYS = {
    "interface 5.3 nm (sizes x 4/3)": mesh(4 / 3),
    "as shipped: interface 4 nm": [],
    "interface 3 nm (sizes x 3/4)": mesh(0.75),
    "interface 2 nm (sizes x 1/2)": mesh(0.5),
    "axis 0.75 nm": ["geometry.axis_size=0.75 nm"],
    "bulk 6 nm": ["geometry.bulk_size=6 nm"],
    "steps halved": ["stepping.expansion=1e-3", "stepping.damage=0.075"],
    "viscosity a tenth": ["interfaces.particle_fibre.viscosity=1 ms"],
    "stiffness doubled": ["interfaces.particle_fibre.law.stiffness=1e18 Pa/m"],
    "front half as wide (plateau of 5 uV)": [
        "bodies.particle.species.potential.voltage=[0.550005 V, 0.55 V, 0.466475 V]"
    ],
}
EVENTS = ("onset", "bonded_50pct", "bonded_10pct", "front_at_axis")


def computed(name: str, settings: list[str], folder: Path) -> dict[str, float]:
    """Return events and cost of a variant; completed runs are not repeated."""
    place = folder / "".join(c if c.isalnum() else "_" for c in name)
    if not (place / "summary.json").exists():
        sets = ["output.fields=none", "output.pictures=false", *settings]
        flags = [part for setting in sets for part in ("--set", setting)]
        command = [sys.executable, "-m", "nanoglue", "run", "nanoglue/bare", "-o", str(place)]
        subprocess.run([*command, "--force", *flags], check=True, stderr=subprocess.DEVNULL)
    summary = json.loads((place / "summary.json").read_text())
    card = json.loads((place / "run.json").read_text())
    found = {event: summary.get(event, {}).get("value") for event in EVENTS}
    cost = {"unknowns": sum(card["unknowns"].values()), "steps": card["steps"]}
    return found | cost | {"seconds": card["seconds"]["total"]}


def row(name: str, found: dict[str, float]) -> str:
    """Return a line of the table."""
    events = " | ".join(
        "-" if found[event] is None else f"{100 * found[event]:.2f}" for event in EVENTS
    )
    cost = f"{found['unknowns']} | {found['steps']} | {found['seconds']:.0f}"
    return f"| {name} | {events} | {cost} |"


def main() -> None:
    """Compute every variant and rewrite the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("results/convergence"))
    parser.add_argument("-j", "--jobs", type=int, default=1, help="runs at a time")
    given = parser.parse_args()
    with ThreadPoolExecutor(given.jobs) as pool:
        found = pool.map(lambda way: computed(*way, given.output), WAYS.items())
        rows = [row(name, events) for name, events in zip(WAYS, found, strict=True)]
    print(*rows, sep="\n")
    head = "| | onset | half | tenth | front at axis | unknowns | steps | seconds |"
    table = "\n".join([head, "|---|" + "---:|" * 7, *rows])
    readme = HERE / "README.md"
    before, _, rest = readme.read_text().partition("<!-- table -->")
    after = rest.partition("<!-- end -->")[2]
    readme.write_text(f"{before}<!-- table -->\n{table}\n<!-- end -->{after}")


if __name__ == "__main__":
    main()
