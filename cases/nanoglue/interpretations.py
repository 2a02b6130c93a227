"""Computes what each interpretation of the paper gives for the coated and the immersed particle.

``python cases/nanoglue/interpretations.py [-o DIR] [-j JOBS] [NAME ...]`` runs ``nanoglue/coated``
and ``nanoglue/bare_immersed`` with one choice changed at a time, then with several at once, on a
mesh of 6 nm at the interface, and prints a table of volume expansions in per cent of Jc - 1. A run
that is finished is read and not run again. The names of choices select rows of the table.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import polars as pl

MESH = (
    "geometry.interface_size=6 nm",
    "geometry.coating_size=9 nm",
    "geometry.bulk_size=18 nm",
    "geometry.far_size=90 nm",
    "stepping.expansion=1e-2",
    "output.fields=none",
    "output.pictures=false",
)
"""Sizes 1.5 times those of the cases, and longer steps, which move no event by 0.1 points."""

ENTRIES = {  # of the coated particle, then of the immersed one
    "coating": ("particle_coating", "free_surface"),
    "share": (
        "[particle_coating, {surface: particle_fibre, share: 0.3}]",
        "[free_surface, {surface: particle_fibre, share: 0.3}]",
    ),
}


def entry(name: str) -> tuple[list[str], list[str]]:
    """Return the settings of both cases for the surfaces through which sodium enters."""
    coated, immersed = ENTRIES[name]
    return [f"protocol.1.through={coated}"], [f"protocol.0.through={immersed}"]


def diameter(value: float) -> tuple[list[str], list[str]]:
    """Return the settings for a particle [nm] whose bond has the same toughness.

    The strength scales with the inverse diameter, so that the bare particle debonds alike.
    """
    ratio = 200 / value
    both = [
        f"geometry.particle_diameter={value:g} nm",
        f"interfaces.particle_fibre.law.strength={170 * ratio:g} MPa",
        f"interfaces.particle_fibre.law.stiffness={5e17 * ratio**2:g} Pa/m",
    ]
    return both, both


def particle(**changes: str) -> tuple[list[str], list[str]]:
    """Return the settings for another plasticity of the tin."""
    both = [f"bodies.particle.plasticity.{key}={value}" for key, value in changes.items()]
    return both, both


def particle_is(key: str, before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the settings for a property of the tin that changes as it takes up sodium."""
    table = f"{{stoichiometry: [0, 0.5], value: [{before}, {after}]}}"
    return [f"bodies.particle.{key}={table}"], [f"bodies.particle.{key}={table}"]


def species(setting: str) -> tuple[list[str], list[str]]:
    """Return a setting of the uptake of both particles."""
    return [f"bodies.particle.species.{setting}"], [f"bodies.particle.species.{setting}"]


def coated_only(*settings: str) -> tuple[list[str], list[str]]:
    """Return settings that the immersed particle does not have."""
    return list(settings), []


def coating_yields(value: float, viscosity: str = "0 GPa*s") -> tuple[list[str], list[str]]:
    """Return the settings for a coating that yields at a stress [GPa], with a viscosity."""
    plasticity = f"{{model: j2, yield_stress: {value:g} GPa, viscosity: {viscosity}}}"
    return coated_only(f"bodies.coating.plasticity={plasticity}")


CHOICES = {
    "entry_coating": entry("coating"),
    "entry_share_0.3": entry("share"),
    "thickness_11.7": coated_only("geometry.coating_thickness=11.7 nm"),
    "diameter_260": diameter(260),
    "diameter_300": diameter(300),
    "tin_hardening": particle(hardening="2 GPa"),
    "tin_2.3GPa": particle(yield_stress="2.3 GPa"),
    "tin_2.5GPa": particle(yield_stress="2.5 GPa"),
    "tin_3GPa": particle(yield_stress="3 GPa"),
    "tin_viscous_1e3": particle(viscosity="1e3 GPa*s"),
    "tin_viscous_2e3": particle(viscosity="2e3 GPa*s"),
    "tin_viscous_3e3": particle(viscosity="3e3 GPa*s"),
    "tin_viscous_1e4": particle(viscosity="1e4 GPa*s"),
    "tin_viscous_3e4": particle(viscosity="3e4 GPa*s"),
    "tin_stiff_before": particle_is("elasticity.youngs_modulus", "50 GPa", "30 GPa"),
    "tin_soft_before": particle_is("plasticity.yield_stress", "0.5 GPa", "2 GPa"),
    "tin_strong_before": particle_is("plasticity.yield_stress", "4 GPa", "2 GPa"),
    "front_wider": species("potential.voltage=[0.55002 V, 0.55 V, 0.466475 V]"),
    "coating_3GPa": coating_yields(3),
    "coating_5GPa": coating_yields(5),
    "coating_8GPa": coating_yields(8),
    "coating_3GPa_viscous": coating_yields(3, "1e4 GPa*s"),
    "coating_5GPa_viscous": coating_yields(5, "1e4 GPa*s"),
    "coating_8GPa_viscous": coating_yields(8, "1e4 GPa*s"),
    "foot_1.7GPa": coated_only("interfaces.coating_fibre.law.strength=1.7 GPa"),
    "foot_2.5GPa": coated_only("interfaces.coating_fibre.law.strength=2.5 GPa"),
}
"""Each changes one thing of set A: 6 nm, sodium through coating and bond, 200 nm, one law."""

TOGETHER = (
    ("entry_coating", "diameter_260"),
    ("entry_coating", "tin_3GPa"),
    ("entry_coating", "foot_1.7GPa"),
    ("diameter_260", "tin_3GPa"),
    ("tin_viscous_1e4", "diameter_260"),
    ("tin_viscous_1e4", "coating_8GPa_viscous"),
    ("tin_viscous_1e4", "coating_8GPa_viscous", "diameter_260"),
    ("tin_viscous_1e4", "foot_1.7GPa"),
    ("tin_viscous_3e3", "tin_hardening"),
    ("tin_viscous_1e4", "coating_8GPa_viscous", "diameter_300", "foot_1.7GPa"),
    ("tin_viscous_3e3", "coating_8GPa_viscous", "diameter_300", "foot_1.7GPa"),
    ("tin_viscous_2e3", "coating_8GPa_viscous", "diameter_300", "foot_1.7GPa"),
    ("tin_viscous_1e3", "coating_8GPa_viscous", "diameter_300", "foot_2.5GPa"),
    ("coating_8GPa_viscous", "diameter_300", "foot_1.7GPa"),
)
"""Choices that are made at once."""
THICKNESSES = (5, 10, 40)
"""Coatings [nm] compared at 56 % in the rows for which they are asked."""


def interpretations() -> dict[str, tuple[list[str], list[str]]]:
    """Return the settings of the coated and the immersed case by name, set A first."""
    found = {"set_A": ([], []), **CHOICES}
    for names in TOGETHER:
        coated, immersed = zip(*(CHOICES[name] for name in names), strict=True)
        found["+".join(names)] = ([*chain(*coated)], [*chain(*immersed)])
    return found


def finished(folder: Path) -> bool:
    """Return whether a run has ended by itself: done (0) or without convergence (3)."""
    record = folder / "run.json"
    return record.exists() and json.loads(record.read_text()).get("exit") in (0, 3)


def run(case: str, folder: Path, settings: list[str]) -> Path:
    """Run a case, unless its folder holds a finished run, and return the folder."""
    if not finished(folder):
        flags = [part for setting in (*MESH, *settings) for part in ("--set", setting)]
        command = [sys.executable, "-m", "nanoglue", "run", case, "-o", str(folder), "--force"]
        subprocess.run([*command, *flags], check=False, stderr=subprocess.DEVNULL)
    return folder


def event(folder: Path, name: str) -> float | None:
    """Return the chemical volume expansion [%] at an event of the bond, None if it never came."""
    events = folder / "events.csv"
    if not events.exists():
        return None
    rows = pl.read_csv(events, infer_schema_length=None).filter(
        (pl.col("event") == name) & (pl.col("where") == "particle_fibre")
    )
    return None if rows.is_empty() else 100 * float(rows["volume_expansion_chemical [-]"][0])


def last(folder: Path, name: str, expansion: float | None = None) -> float | None:
    """Return a column [%] at a chemical expansion or at the end."""
    history = folder / "history.csv"
    if not history.exists():
        return None
    rows = pl.read_csv(history, infer_schema_length=None)
    if expansion is not None:
        rows = rows.filter(pl.col("volume_expansion_chemical [-]") <= expansion)
    return 100 * float(rows[name][-1])


def measures(name: str, settings: tuple[list[str], list[str]], out: Path) -> Mapping[str, object]:
    """Run both cases of an interpretation and return its row of the table."""
    coated = run("nanoglue/coated", out / name / "coated", settings[0])
    immersed = run("nanoglue/bare_immersed", out / name / "immersed", settings[1])
    bonded, bearing = "bonded_fraction:particle_fibre [-]", "load_bearing:particle_fibre [-]"
    return {
        "interpretation": name,
        "onset": event(coated, "onset"),
        "half": event(coated, "bonded_50pct"),
        "tenth": event(coated, "bonded_10pct"),
        "bears 1 %": event(coated, "load_bearing_1pct"),
        "complete": event(coated, "detached"),
        "bonded at 56": last(coated, bonded, 0.56),
        "bonded at 67": last(coated, bonded, 0.67),
        "bears at 67": last(coated, bearing, 0.67),
        "end": last(coated, "volume_expansion_chemical [-]"),
        "coating on fibre": last(coated, "bonded_fraction:coating_fibre [-]"),
        "immersed off": event(immersed, "detached"),
    }


def thickness(name: str, settings: list[str], out: Path) -> Mapping[str, object]:
    """Return the bonded share [%] at 56 % for each thickness of the coating."""
    row: dict[str, object] = {"interpretation": name}
    for value in THICKNESSES:
        folder = out / name / f"coating_{value}nm"
        set_to = [
            f"geometry.coating_thickness={value} nm",
            "protocol.1.until.volume_expansion=0.56",
        ]
        run("nanoglue/coated", folder, [*settings, *set_to])
        row[f"{value} nm"] = last(folder, "bonded_fraction:particle_fibre [-]")
        row[f"end {value} nm"] = last(folder, "volume_expansion_chemical [-]")
    return row


def table(rows: list[Mapping[str, object]]) -> str:
    """Return rows as a Markdown table; what never came is a dash."""
    shown = [
        ["-" if v is None else f"{v:.1f}" if isinstance(v, float) else str(v) for v in row.values()]
        for row in rows
    ]
    head = list(rows[0])
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *shown))


def main() -> None:
    """Run what is missing and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("results/interpretations"))
    parser.add_argument("-j", "--jobs", type=int, default=2, help="runs at a time")
    parser.add_argument("--thickness", action="store_true", help="5, 10 and 40 nm as well")
    parser.add_argument("names", nargs="*", help="interpretations; all if none is given")
    given = parser.parse_args()
    every = interpretations()
    chosen = {name: every[name] for name in given.names or every}
    with ThreadPoolExecutor(given.jobs) as pool:
        rows = list(pool.map(lambda item: measures(*item, given.output), chosen.items()))
        print(table(rows))
        if given.thickness:
            pairs = [(name, settings[0]) for name, settings in chosen.items()]
            print(table(list(pool.map(lambda pair: thickness(*pair, given.output), pairs))))


if __name__ == "__main__":
    main()
