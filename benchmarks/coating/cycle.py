"""Three cycles of the coated particle compared with microscopy, and the charge balance.

``python -m benchmarks.coating.cycle [-o DIR] [PATH=VALUE ...]`` runs ``nanoglue/cycle`` unless that
is done and writes the tables into this folder's README.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.coating.run import HERE, Run, compute, where
from benchmarks.table import lines, rewrite

from nanoglue.case.event_types import EventType

MEASURED = ("180, virgin", "180, converted", "253", "200", "257", "205", "269", "198")
"""Diameters [nm] of one particle over three cycles (Han et al. 2014)."""
COLUMNS = {
    "chemical [%]": ("volume_expansion_chemical [-]", 1e2, ".1f"),
    "deformed [%]": ("volume_expansion_deformed [-]", 1e2, ".1f"),
    "diameter [nm]": ("diameter:particle [um]", 1e3, ".0f"),
    "coating, equator [nm]": ("distance:coating_at_equator [um]", 1e3, ".1f"),
    "coating, pole [nm]": ("distance:coating_at_pole [um]", 1e3, ".1f"),
    "gap below [nm]": ("distance:gap_under_particle [um]", 1e3, ".2f"),
    "gap at equator [nm]": ("distance:gap_at_equator [um]", 1e3, ".2f"),
    "foot rises [nm]": ("displacement_z:foot [um]", 1e3, ".2f"),
    "particle-fibre [%]": ("bonded_fraction:particle_fibre [-]", 1e2, ".0f"),
    "particle-coating [%]": ("bonded_fraction:particle_coating [-]", 1e2, ".0f"),
    "coating-fibre [%]": ("bonded_fraction:coating_fibre [-]", 1e2, ".0f"),
    "tenth above [GPa]": ("von_mises_p90:coating [MPa]", 1e-3, ".1f"),
}
BURST = 1.0
"""Time [s] before a loss of support at which nothing comes off: a hundred relaxation times."""
EFFICIENCIES = {6.0: 0.64, 15.0: 0.46}
"""Measured first-cycle efficiency [-] of electrodes by virgin thickness [nm] (Han et al. 2014)."""


def last(run: Run) -> int:
    """Return the last row, or that before the burst of debonding in which support is lost."""
    times = [row["time [s]"] for row in run.rows]
    lost = any(event == EventType.UNSUPPORTED for event, _ in run.events)
    return sum(time <= times[-1] - BURST * lost for time in times) - 1


def turns(run: Run) -> list[int]:
    """Return rows at the start, after conversion, at each reversal and the last one."""
    expansion = [row["volume_expansion_chemical [-]"] for row in run.rows]
    converted = next(i for i, grown in enumerate(expansion) if grown > 0) - 1
    inner = [
        i
        for i in range(1, len(expansion) - 1)
        if (expansion[i] - expansion[i - 1]) * (expansion[i + 1] - expansion[i]) < 0
    ]
    return [0, converted, *inner, last(run)]


def rows(run: Run) -> Iterator[list[str]]:
    """Return one line per reversal, with the measured diameter first."""
    for measured, at in zip(MEASURED, turns(run), strict=False):
        shown = [
            f"{round(run.rows[at][c] * scale, 6) + 0.0:{form}}"
            for c, scale, form in COLUMNS.values()
        ]
        yield [measured, *shown]


def bound(thickness: float) -> tuple[float, float]:
    """Return Na [amol] in a coating, by its thickness as deposited [nm], and in a full particle."""
    from nanoglue.case import find, read
    from nanoglue.mesh.domain import Domain
    from nanoglue.physics.balance_laws import CoupledModel
    from nanoglue.runtime.fenics import MPI
    from nanoglue.runtime.timers import Timers

    drawn = f"geometry.coating_thickness={thickness:g} nm"
    case = read(find("nanoglue/coated"), [drawn])
    made = CoupledModel(case, Domain.from_case(case, MPI.COMM_SELF), Timers())
    return made.conversions["coating"].amount, made.diffusion["particle"].capacity()


def account() -> Iterator[list[str]]:
    """Return the efficiency if only the Na of the coating is lost, and the measured one."""
    for thickness, measured in EFFICIENCIES.items():
        kept, capacity = bound(thickness)
        efficiency = capacity / (capacity + kept)
        wanted = capacity * (1 / measured - 1) / kept
        numbers = f"{kept:.3g}", f"{capacity:.4g}", f"{100 * efficiency:.0f}"
        yield [f"{thickness:g} nm", *numbers, f"{100 * measured:.0f}", f"{wanted:.1f}"]


def main(given: Sequence[str] | None = None) -> None:
    """Run the cycles and write both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("results/coating"))
    parser.add_argument("settings", nargs="*", help="path=value, as in nanoglue run --set")
    asked = parser.parse_args(given)
    compute("nanoglue/cycle", "cycle", asked.settings, asked.output)
    run = Run.read(where(asked.output, "cycle"))
    head = ["virgin coating", "Na in it [amol]", "Na in the particle [amol]", "efficiency [%]"]
    head += ["measured [%]", "coating wanted for that [times]"]
    for name, text in (
        ("cycle", lines(["measured [nm]", *COLUMNS], list(rows(run)))),
        ("charge", lines(head, list(account()))),
    ):
        print(text, flush=True)
        rewrite(HERE / "README.md", name, text)


if __name__ == "__main__":
    main()
