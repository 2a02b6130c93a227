"""Estimates the first-cycle efficiency of coated electrodes from their surface areas.

``python cases/nanoglue/first_cycle.py`` prints the charge that the coating of 6 and 15 nm binds and
the efficiency 1 / (1 + bound / reversible), with the interval that the ranges of the inputs span.
All carbon and tin is taken as coated. Of the inputs, tin content, diameters, thicknesses and the
reversible capacity are measured (Han 2014); the uptake of the coating, its density and that of
the carbon are assumed. The measured efficiencies are 64 % (6 nm) and 46 % (15 nm).
"""

from dataclasses import dataclass, replace
from itertools import product

FARADAY = 26.801
"""Charge of a mole of sodium [Ah/mol]."""

TIN, OXIDE, TIN_OXIDE = 118.71, 101.96, 150.71
"""Molar masses of Sn, Al2O3 and SnO2 [g/mol]."""

TIN_DENSITY, TIN_OXIDE_DENSITY = 7.29, 6.95
"""Densities of beta-Sn and SnO2 [g/cm^3]."""


@dataclass(frozen=True, slots=True)
class Electrode:
    """Inputs of the estimate; lengths in nm, densities in g/cm^3, capacity in mAh per g of tin."""

    tin: float = 0.26
    fibre: float = 340.0
    particle: float = 240.0
    carbon_density: float = 1.8
    oxide_density: float = 3.0
    uptake: float = 3.4
    reversible: float = 625.0
    tin_oxide: float = 0.0

    def area(self) -> float:
        """Return the coated area [m^2] per gram of tin, of fibres and particles.

        >>> round(Electrode().area(), 1)
        22.0
        """
        carbon = (1 - self.tin) / self.tin
        fibres = carbon * 4 / (self.carbon_density * self.fibre)
        return 1e3 * (fibres + 6 / (TIN_DENSITY * self.particle))

    def bound(self, thickness: float) -> float:
        """Return the charge [mAh per g of tin] that a coating [nm] and a layer of SnO2 bind.

        The layer of SnO2 takes up four sodium per tin on its reduction, which is not reversed.
        """
        coating = self.area() * thickness * 1e-3 * self.oxide_density / OXIDE * self.uptake
        layer = 6e3 / (TIN_DENSITY * self.particle) * self.tin_oxide * 1e-3
        return 1e3 * FARADAY * (coating + layer * TIN_OXIDE_DENSITY / TIN_OXIDE * 4)

    def efficiency(self, thickness: float) -> float:
        """Return the first-cycle efficiency [-] with a coating [nm].

        >>> round(Electrode().efficiency(6), 2)
        0.64
        """
        return self.reversible / (self.reversible + self.bound(thickness))


RANGES = {
    "fibre": (280.0, 400.0),
    "particle": (180.0, 300.0),
    "carbon_density": (1.6, 2.0),
    "oxide_density": (2.8, 3.2),
    "uptake": (3.0, 3.75),
}
"""Ranges of the inputs: diameters measured (Han 2014), the others assumed."""


def interval(electrode: Electrode, thickness: float) -> tuple[float, float]:
    """Return the smallest and the largest efficiency [-] over the corners of all ranges."""
    corners = (dict(zip(RANGES, values, strict=True)) for values in product(*RANGES.values()))
    found = [replace(electrode, **corner).efficiency(thickness) for corner in corners]
    return min(found), max(found)


def main() -> None:
    """Print the table."""
    print("| coating [nm] | layer of SnO2 [nm] | bound [mAh/g] | efficiency [%] | interval [%] |")
    print("|---:|---:|---:|---:|---:|")
    for thickness, layer in product((6.0, 15.0), (0.0, 3.0, 5.0)):
        electrode = Electrode(tin_oxide=layer)
        low, high = interval(electrode, thickness)
        print(
            f"| {thickness:g} | {layer:g} | {electrode.bound(thickness):.0f} "
            f"| {100 * electrode.efficiency(thickness):.0f} | {100 * low:.0f} to {100 * high:.0f} |"
        )


if __name__ == "__main__":
    main()
