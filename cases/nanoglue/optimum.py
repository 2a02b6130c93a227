"""Compares what a thicker coating of a tin electrode gains and what it costs.

``python cases/nanoglue/optimum.py [PICTURE.png]`` prints, over the thickness of the coating as
deposited, the attached share of a particle, the first-cycle efficiency, the ohmic drop, the
specific capacity and their product with its interval, and draws them with the fracture limit.
Nothing is simulated here. The bonds of 5, 10 and 40 nm are read from the table of thicknesses in
``benchmarks/coating/README.md`` (56 % of volume expansion); the efficiency is the
estimate of ``first_cycle.py``.

The attached share is that of the weaker one of the coating's two bonds, interpolated over the
thickness (1 for a coating without thickness), times min(h/h_h, 1). The holding thickness h_h is
assumed to be that at which the film across the equator is as strong as the bond of particle and
fibre that it replaces:

    2 pi R h_h sigma_film = pi a^2 sigma_bond,    a = contact ratio x R .

A thinner film tears before it holds the particle. Where the film is thicker than the fracture
limit a channelling crack releases more energy than the toughness of its bond (20 J/m^2).
"""

import re
import sys
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
from first_cycle import RANGES, Electrode, interval

TABLE = Path(__file__).parents[2] / "benchmarks" / "coating" / "README.md"
THEORETICAL = 847.0
"""Capacity of tin at Na15Sn4 [mAh/g] (Han 2014)."""

CONDUCTIVITY = 1e-8
"""Ionic conductivity of the converted coating [S/m], assumed."""

MEAN_VOLTAGE = 0.3
"""Mean voltage of tin against sodium [V], assumed from the plateaus of 0.2 to 0.55 V."""

FRACTURE = 4.21
"""Fracture strength of a film of Al2O3 of 15 nm [GPa], measured (Rontu 2018, in the library)."""

CONTACT_RATIO = 0.79
"""Radius of the contact over that of the particle [-], calibrated (``nanoglue/bare``)."""

RELEASE = {"at 56 % of expansion": 22.5 / 6, "at 80 %": 35.9 / 6}
"""Energy release rate per thickness [J/m^2 per nm] of a channelling crack (``docs``)."""

TOUGHNESS = 20.0
"""Toughness of the coating [J/m^2], taken as that of its bonds (Han 2014)."""

GRID = (0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 40)
"""Thicknesses [nm]."""


@dataclass(frozen=True, slots=True)
class Coating:
    """A computed thickness [nm] with its bonded areas [-] and hoop stress [GPa]."""

    thickness: float
    on_fibre: float
    on_particle: float
    foot: float
    hoop: float

    @property
    def bonded(self) -> float:
        """Share [-] of the weaker one of the coating's two bonds."""
        return min(self.on_particle, self.foot)


@dataclass(frozen=True, slots=True)
class Strengths:
    """Strengths [GPa] of the bond of particle and fibre and of a thin film."""

    bond: float = 0.17
    film: float = FRACTURE


STRENGTHS = {"bond": (0.113, 0.26), "film": (FRACTURE, 5.7)}
"""Strengths [GPa] between which the interval lies.

Those of the bond are calibrated for a particle of 300 nm, and the largest that was tried; those of
the film are measured at 15 nm, and a thirtieth of Young's modulus.
"""


def coatings(text: str) -> list[Coating]:
    """Return the rows of the table of thicknesses.

    Raises:
        ValueError: the text has no such table.
    """
    table = text.partition("<!-- thickness -->")[2].partition("<!-- end -->")[0]
    rows = re.findall(r"^\| (\d+) nm \|(.*)\|$", table, flags=re.MULTILINE)
    if not rows:
        raise ValueError(f"{TABLE} has no table of thicknesses")
    found = []
    for thickness, cells in rows:
        columns = [cell.strip() for cell in cells.split("|")]
        bonded = [float(cell) / 100 for cell in columns[2:5]]
        found.append(Coating(float(thickness), *bonded, float(columns[8])))
    return found


def holding_thickness(diameter: float, strengths: Strengths) -> float:
    """Return the thickness [nm] of a film as strong as the bond of a particle [nm].

    >>> round(holding_thickness(200, Strengths()), 2)
    1.26
    """
    return strengths.bond * CONTACT_RATIO**2 * diameter / (4 * strengths.film)


def attached(found: list[Coating], h: float, diameter: float, strengths: Strengths) -> float:
    """Return the share [-] of a particle that a coating [nm] holds."""
    thicknesses = [0.0, *(one.thickness for one in found)]
    bonded = float(np.interp(h, thicknesses, [1.0, *(one.bonded for one in found)]))
    return bonded * min(h / holding_thickness(diameter, strengths), 1.0)


def ohmic_drop(electrode: Electrode, thickness: float, rate: float = 0.2) -> float:
    """Return the voltage [V] across a coating [nm] at a rate [1/h]."""
    density = THEORETICAL * 1e-3 * rate / electrode.area()  # [A/m^2]
    return density * thickness * 1e-9 / CONDUCTIVITY


def specific_capacity(electrode: Electrode, thickness: float) -> float:
    """Return the capacity [mAh] per gram of tin, carbon and coating."""
    coating = electrode.area() * thickness * 1e-3 * electrode.oxide_density
    return electrode.reversible / (1 / electrode.tin + coating)


def figure_of_merit(
    electrode: Electrode, found: list[Coating], h: float, strengths: Strengths
) -> float:
    """Return attached share x efficiency x share of voltage x capacity [mAh/g]."""
    voltage = max(1 - ohmic_drop(electrode, h) / MEAN_VOLTAGE, 0.0)
    share = attached(found, h, electrode.particle, strengths)
    return share * electrode.efficiency(h) * voltage * specific_capacity(electrode, h)


def corners() -> list[tuple[Electrode, Strengths]]:
    """Return the electrodes and strengths at all corners of their ranges."""
    electrodes = [
        replace(Electrode(), **dict(zip(RANGES, values, strict=True)))
        for values in product(*RANGES.values())
    ]
    strengths = [Strengths(*values) for values in product(*STRENGTHS.values())]
    return list(product(electrodes, strengths))


def best_thickness(electrode: Electrode, found: list[Coating], strengths: Strengths) -> float:
    """Return the thickness [nm] of the largest product, to 0.01 nm below 10 nm."""
    grid = np.arange(0.01, 10, 0.01)
    values = [figure_of_merit(electrode, found, float(h), strengths) for h in grid]
    return float(grid[int(np.argmax(values))])


def draw(electrode: Electrode, found: list[Coating], picture: Path) -> None:
    """Draw each quantity over its largest value."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    h, plain = np.array(GRID), Strengths()
    curves = {
        "attached share": [attached(found, x, electrode.particle, plain) for x in h],
        "first-cycle efficiency": [electrode.efficiency(x) for x in h],
        "voltage after ohmic drop": [1 - ohmic_drop(electrode, x) / MEAN_VOLTAGE for x in h],
        "specific capacity": [specific_capacity(electrode, x) for x in h],
    }
    merit = np.array([figure_of_merit(electrode, found, x, plain) for x in h])
    spread = np.array([[figure_of_merit(e, found, x, s) for e, s in corners()] for x in h])
    figure, axes = pyplot.subplots(figsize=(5.2, 3.6), layout="constrained")
    for name, values in curves.items():
        axes.plot(h, np.array(values) / max(values), "o-", lw=1.2, ms=3, label=name)
    axes.plot(h, merit / merit.max(), "ko-", lw=2.5, ms=3, label="product")
    low, high = (edge / merit.max() for edge in (spread.min(axis=1), spread.max(axis=1)))
    axes.fill_between(h, low, high, color="0.85", label="product, sizes and strengths")
    for (name, rate), style in zip(RELEASE.items(), ("--", ":"), strict=True):
        axes.axvline(TOUGHNESS / rate, color="0.4", ls=style, label=f"fracture limit {name}")
    axes.set_xscale("symlog", linthresh=1, linscale=0.7)
    axes.set_xticks([0, 0.5, 1, 2, 5, 10, 20, 40], ["0", "0.5", "1", "2", "5", "10", "20", "40"])
    axes.set(xlabel="coating as deposited [nm]", ylabel="over the largest value")
    axes.set(xlim=(0, 45), ylim=(0, None))
    figure.legend(fontsize=6, ncols=3, loc="outside lower center")
    figure.savefig(picture, dpi=200)


def main() -> None:
    """Print the table and, if a file is named, draw the figure."""
    electrode, found, plain = Electrode(), coatings(TABLE.read_text()), Strengths()
    print("| nm | attached | efficiency [%] | drop [mV] | mAh/g | product | interval |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    for h in GRID:
        share = attached(found, h, electrode.particle, plain)
        low, high = (100 * one for one in interval(electrode, h))
        efficiency = f"{100 * electrode.efficiency(h):.0f} ({low:.0f} to {high:.0f})"
        drop, capacity = 1e3 * ohmic_drop(electrode, h), specific_capacity(electrode, h)
        spread = [figure_of_merit(e, found, h, s) for e, s in corners()]
        merit = figure_of_merit(electrode, found, h, plain)
        print(f"| {h:g} | {share:.2f} | {efficiency} | {drop:.1f} | {capacity:.0f} ", end="")
        print(f"| {merit:.0f} | {min(spread):.0f} to {max(spread):.0f} |")
    holding = [holding_thickness(e.particle, s) for e, s in corners()]
    best = best_thickness(electrode, found, plain)
    print(f"largest product at {best:.2f} nm, {min(holding):.2f} to {max(holding):.2f} nm")
    for one in found:
        print(f"{one.thickness:g} nm: hoop stress {one.hoop / FRACTURE:.1f} times the strength")
    limits = (f"{TOUGHNESS / rate:.1f} nm {name}" for name, rate in RELEASE.items())
    print("fracture limit: " + ", ".join(limits))
    if len(sys.argv) > 1:
        draw(electrode, found, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
