"""Compares what a thicker coating of a tin electrode gains and what it costs.

``python cases/nanoglue/optimum.py [PICTURE.png]`` prints, over the thickness of the coating as
deposited, the attached share of a particle, the first-cycle efficiency, the ohmic drop, the
specific capacity and their product, and draws them. Nothing is simulated here. Attached share and
hoop stress are read from the table of thicknesses in ``benchmarks/coating/README.md`` (release 0.1,
56 % of volume expansion); the efficiency is the estimate of ``first_cycle.py``.

The attached share is the larger one of the bonded area of particle and fibre, and of the weaker one
of the coating's two bonds. A bare particle has detached before full uptake (share 0), so that the
product rises between 0 and the thinnest coating that was computed, which is all that the table says
about the optimum below it. Assumed: ionic conductivity of the converted coating, mean voltage.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from first_cycle import Electrode, interval

TABLE = Path(__file__).parents[2] / "benchmarks" / "coating" / "README.md"
THEORETICAL = 847.0
"""Capacity of tin at Na15Sn4 [mAh/g] (Han 2014)."""

CONDUCTIVITY = 1e-8
"""Ionic conductivity of the converted coating [S/m], assumed."""

MEAN_VOLTAGE = 0.3
"""Mean voltage of tin against sodium [V], assumed from the plateaus of 0.2 to 0.55 V."""

FRACTURE = 4.21
"""Fracture strength of a film of Al2O3 of 15 nm [GPa], measured (Rontu 2018, in the library)."""


@dataclass(frozen=True, slots=True)
class Coating:
    """A computed thickness [nm] with its bonded areas [-] and hoop stress [GPa]."""

    thickness: float
    on_fibre: float
    on_particle: float
    foot: float
    hoop: float

    @property
    def attached(self) -> float:
        """Share [-] of the particle that is held by its own bond or by the coating."""
        return max(self.on_fibre, min(self.on_particle, self.foot))


BARE = Coating(0.0, 0.0, 0.0, 0.0, 0.0)


def coatings(text: str) -> list[Coating]:
    """Return the bare particle and the rows of the table of thicknesses.

    Raises:
        ValueError: the text has no such table.
    """
    table = text.partition("<!-- thickness -->")[2].partition("<!-- end -->")[0]
    rows = re.findall(r"^\| (\d+) nm \|(.*)\|$", table, flags=re.MULTILINE)
    if not rows:
        raise ValueError(f"{TABLE} has no table of thicknesses")
    found = [BARE]
    for thickness, cells in rows:
        columns = [cell.strip() for cell in cells.split("|")]
        bonded = [float(cell) / 100 for cell in columns[2:5]]
        found.append(Coating(float(thickness), *bonded, float(columns[8])))
    return found


def ohmic_drop(electrode: Electrode, thickness: float, rate: float = 0.2) -> float:
    """Return the voltage [V] across a coating [nm] at a rate [1/h]."""
    density = THEORETICAL * 1e-3 * rate / electrode.area()  # [A/m^2]
    return density * thickness * 1e-9 / CONDUCTIVITY


def specific_capacity(electrode: Electrode, thickness: float) -> float:
    """Return the capacity [mAh] per gram of tin, carbon and coating."""
    coating = electrode.area() * thickness * 1e-3 * electrode.oxide_density
    return electrode.reversible / (1 / electrode.tin + coating)


def product(electrode: Electrode, coating: Coating) -> float:
    """Return attached share x efficiency x share of voltage x capacity [mAh/g]."""
    h = coating.thickness
    voltage = max(1 - ohmic_drop(electrode, h) / MEAN_VOLTAGE, 0.0)
    capacity = specific_capacity(electrode, h)
    return coating.attached * electrode.efficiency(h) * voltage * capacity


def draw(electrode: Electrode, found: list[Coating], picture: Path) -> None:
    """Draw each quantity over its largest value."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    h = [one.thickness for one in found]
    curves = {
        "attached share": [one.attached for one in found],
        "first-cycle efficiency": [electrode.efficiency(x) for x in h],
        "voltage after ohmic drop": [1 - ohmic_drop(electrode, x) / MEAN_VOLTAGE for x in h],
        "specific capacity": [specific_capacity(electrode, x) for x in h],
        "product": [product(electrode, one) for one in found],
    }
    figure, axes = pyplot.subplots(figsize=(4.5, 3.2), layout="constrained")
    for name, values in curves.items():
        most = max(values) or 1.0
        wide = 2.5 if name == "product" else 1.2
        axes.plot(h, [value / most for value in values], "o-", lw=wide, ms=3, label=name)
    axes.set(xlabel="coating as deposited [nm]", ylabel="over the largest value", ylim=(0, 1.05))
    axes.legend(fontsize=7)
    figure.savefig(picture, dpi=200)


def main() -> None:
    """Print the table and, if a file is named, draw the figure."""
    electrode, found = Electrode(), coatings(TABLE.read_text())
    print("| coating [nm] | attached | efficiency (interval) [%] | drop [mV] | mAh/g | product |")
    print("|---:|---:|---:|---:|---:|---:|")
    for one in found:
        h = one.thickness
        low, high = (100 * share for share in interval(electrode, h))
        efficiency = f"{100 * electrode.efficiency(h):.0f} ({low:.0f} to {high:.0f})"
        drop, capacity = 1e3 * ohmic_drop(electrode, h), specific_capacity(electrode, h)
        line = f"| {h:g} | {one.attached:.2f} | {efficiency} | {drop:.1f} | {capacity:.0f} "
        print(f"{line}| {product(electrode, one):.0f} |")
    for one in found[1:]:
        print(f"{one.thickness:g} nm: hoop stress {one.hoop / FRACTURE:.1f} times the strength")
    if len(sys.argv) > 1:
        draw(electrode, found, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
