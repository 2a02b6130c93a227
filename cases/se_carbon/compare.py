"""Compares the computed selenium electrodes with the published ones, with and without a coating.

``python cases/se_carbon/compare.py`` runs ``se_carbon/bare`` and ``se_carbon/coated``, prints their
capacities, the difference of charge and discharge voltage, and the capacity at 1 C over the
thickness of the coating (about two minutes on one core).

Of the thickness only 0 and 1 nm have measured resistances. In between a closed share of the
surface c = min(h/h_c, 1) is assumed, with the thickness h_c at which the film is closed; usable
selenium, R_s and R_CT follow c, and

    R_SEI(h) = R_bare (1 - c) + rho h ,

with the resistance per thickness rho that gives the measured R_SEI at 1 nm.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nanoglue.api import Simulation
from nanoglue.case import columns, find, read
from nanoglue.case.columns import Column
from nanoglue.runtime.fenics import MPI

RATES = (0.1, 0.2, 0.5, 1.0, 2.0)
"""Rates [1/h] of 678 mAh/g."""

AREA = 5.40e-4
"""Area [m^2] of particles of 10 um of radius that contain 1.9 mg of selenium."""

THERMAL = 0.025693
"""R T/F at 298.15 K [V]."""

PER_SELENIUM = (74.8, 78.97)
"""Volume of the composite [cm^3] and mass of selenium [g] per mole of selenium."""


@dataclass(frozen=True, slots=True)
class Electrode:
    """Published: capacities [mAh/g], voltage differences in cycles 50 and 100 [V], resistances.

    The resistances R_s, R_SEI and R_CT [ohm] are those after 100 cycles. ``usable`` is the share
    of the selenium that takes part [-].
    """

    case: str
    body: str
    capacities: tuple[float, ...]
    differences: tuple[float, float]
    resistances: tuple[float, float, float]
    usable: float


BARE = Electrode(
    "bare", "particle", (477.7, 463.3, 370.1, 353.3, 245.7), (0.30, 0.46), (6.7, 40.9, 90.6), 0.747
)
COATED = Electrode(
    "coated", "core", (544.4, 518.5, 458.3, 422.5, 343.8), (0.22, 0.24), (8.4, 20.2, 68.6), 0.885
)


@dataclass(frozen=True, slots=True)
class HalfCycle:
    """A half cycle: charge [mAh/g], voltage at half of it [V] and largest hoop stress [GPa]."""

    capacity: float
    midpoint: float
    hoop: float


def half_cycles(one: Electrode, settings: list[str], most: int = 100) -> list[HalfCycle]:
    """Run a case and return its half cycles, at most the first ``most``."""
    simulation = Simulation(read(find(f"se_carbon/{one.case}"), settings), MPI.COMM_SELF)
    names = [column.at(one.body) for column in (columns.CURRENT, columns.CAPACITY, columns.VOLTAGE)]
    hoop = Column.parse("stress_tt:coating [MPa]")
    halves: list[list[tuple[float, ...]]] = []

    def keep(_: object, step: object) -> bool:
        current, *rest = (step.observed.values[name] for name in names)
        direction = np.sign(current)
        if not halves or direction * np.sign(halves[-1][0][0]) < 0:
            halves.append([])
        halves[-1].append((current, *rest, step.observed.values.get(hoop, 0.0)))
        return len(halves) > most

    simulation.run(keep)
    if simulation.failure is not None:
        raise simulation.failure
    return [_half_cycle(np.array(rows)) for rows in halves[:most]]


def _half_cycle(rows: np.ndarray) -> HalfCycle:
    _, charge, voltage, stress = rows.T
    midpoint = np.interp(charge[-1] / 2, charge, voltage)
    return HalfCycle(float(charge[-1]), float(midpoint), float(max(stress)) / 1e3)


def rates(halves: list[HalfCycle]) -> tuple[list[float], list[float]]:
    """Return discharge capacity [mAh/g] and voltage difference [V] of each rate."""
    cycles = list(zip(halves[1::2], halves[2::2], strict=True))
    return [d.capacity for _, d in cycles], [c.midpoint - d.midpoint for c, d in cycles]


def usable(share: float) -> list[str]:
    """Return the settings of a coated electrode in which a share [-] of the selenium takes part."""
    volume, mass = (one / share for one in PER_SELENIUM)
    species = "bodies.core.species"
    return [
        f"{species}.molar_volume={volume} cm^3/mol",
        f"{species}.host_molar_mass={mass} g/mol",
    ]


def thickness_settings(thickness: float, closed_at: float) -> list[str]:
    """Return the settings of a coating [nm] whose film is closed at a thickness [nm]."""
    covered, at_1nm = min(thickness / closed_at, 1.0), min(1 / closed_at, 1.0)

    def between(bare: float, coated: float) -> float:
        return bare + (coated - bare) * covered / at_1nm

    pairs = zip(BARE.resistances, COATED.resistances, strict=True)
    series, _, transfer = (between(*pair) for pair in pairs)
    bare_sei, coated_sei = BARE.resistances[1], COATED.resistances[1]
    per_thickness = coated_sei - bare_sei * (1 - at_1nm)
    film = (series + bare_sei * (1 - covered) + per_thickness * thickness) * AREA
    kinetics = "bodies.core.species.kinetics"
    return [
        *usable(between(BARE.usable, COATED.usable)),
        f"geometry.shell_radius={10_000 + thickness} nm",
        f"output.probes.coating.at=[{10_000 + thickness / 2} nm, 0 nm]",
        f"{kinetics}.film_resistance={film} ohm*m^2",
        f"{kinetics}.exchange_current_density={THERMAL / (transfer * AREA)} A/m^2",
        "protocol.0.specific_current=678 mA/g",
    ]


def over_thickness(closed_at: float) -> Iterator[tuple[float, float]]:
    """Yield thicknesses [nm] and capacities [mAh/g] of a discharge at 1 C."""
    for thickness in (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 5.0):
        (first,) = half_cycles(COATED, thickness_settings(thickness, closed_at), 1)
        yield thickness, first.capacity


def main() -> None:
    """Print the tables."""
    found = {one: half_cycles(one, []) for one in (BARE, COATED)}
    print("| | " + " | ".join(f"{rate:g} C" for rate in RATES) + " |")
    differences = {}
    for one, halves in found.items():
        capacities, differences[one] = rates(halves)
        pairs = zip(capacities, one.capacities, strict=True)
        print(f"| {one.case} | " + " | ".join(f"{q:.1f} ({q / p - 1:+.1%})" for q, p in pairs))
        print(f"| {one.case}, difference [V] | " + " | ".join(f"{v:.3f}" for v in differences[one]))
    for bare, coated in zip(BARE.differences, COATED.differences, strict=True):
        rate = np.interp(bare, differences[BARE], RATES)
        there = np.interp(rate, RATES, differences[COATED])
        print(f"at {rate:.2f} C, where bare has {bare} V: {there:.3f} V, published {coated} V")
    print(f"hoop stress of the coating: {max(one.hoop for one in found[COATED]):.2f} GPa")
    capacities, _ = rates(half_cycles(COATED, usable(BARE.usable)))
    print("coated, usable share of bare: " + ", ".join(f"{q:.1f}" for q in capacities))
    (bare,) = half_cycles(BARE, ["protocol.0.specific_current=678 mA/g"], 1)
    print(f"first discharge at 1 C: bare {bare.capacity:.1f} mAh/g")
    for closed_at in (0.5, 1.0, 1.25):
        cells = [f"{h:g}: {q:.1f}" for h, q in over_thickness(closed_at)]
        print(f"closed at {closed_at} nm; nm: mAh/g: " + ", ".join(cells))


if __name__ == "__main__":
    main()
