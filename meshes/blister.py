"""Film on a substrate, debonded within a circle (blister test), in the half-plane (r, z).

The film fills 0 <= z <= film_height, the substrate -substrate_height <= z <= 0, both up to
r = outer_radius. They are separate for r < blister_radius and bonded beyond. Elements are
``process_zone_size`` long over ``process_zone`` beyond the edge of the blister.

Bodies ``film``, ``substrate``. Interface ``film_substrate``. Boundaries ``axis``, ``rim`` (of both
bodies), ``film_underside``, ``substrate_window`` (the two faces of the blister), ``film_top``,
``base``.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from annotated_types import Ge

from nanoglue.recipe import (
    Layer,
    Metre,
    PartLabels,
    Positive,
    Whole,
    draw_layers,
    name_curves,
)

BOTH = ("film", "substrate")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes of the layers and of their elements."""

    blister_radius: Positive[Metre]
    outer_radius: Positive[Metre]
    film_height: Positive[Metre]
    substrate_height: Positive[Metre]
    process_zone: Positive[Metre]
    process_zone_size: Positive[Metre]
    bulk_size: Positive[Metre]
    elements_film: Annotated[Whole, Ge(1)] = 2.0
    elements_substrate: Annotated[Whole, Ge(1)] = 2.0

    def __post_init__(self) -> None:
        """Check that the blister does not reach the rim.

        Raises:
            ValueError: blister and process zone do not fit.
        """
        if self.blister_radius + self.process_zone >= self.outer_radius:
            raise ValueError("blister_radius and process_zone together must be below outer_radius")


def describe(parameters: Parameters) -> PartLabels:  # noqa: ARG001  independent of the sizes
    """Return the names of bodies, interface and boundaries."""
    boundaries: dict[str, str | tuple[str, ...]] = {
        "axis": BOTH,
        "rim": BOTH,
        "film_underside": "film",
        "substrate_window": "substrate",
        "film_top": "film",
        "base": "substrate",
    }
    return PartLabels(BOTH, {"film_substrate": BOTH}, boundaries)


def draw(model: Any, parameters: Parameters) -> None:
    """Define both layers in three sections: blister, process zone, rest."""
    p = parameters
    stations = (0.0, p.blister_radius, p.blister_radius + p.process_zone, p.outer_radius)
    layers = (
        Layer("film", p.film_height, round(p.elements_film)),
        Layer("substrate", -p.substrate_height, round(p.elements_substrate)),
    )
    bond, curves = draw_layers(
        model, stations, (p.bulk_size, p.process_zone_size, p.bulk_size), layers
    )
    film, substrate = curves["film"], curves["substrate"]
    groups = {
        "film_substrate": bond,
        "axis": [film.near, substrate.near],
        "rim": [film.far, substrate.far],
        "film_underside": [film.unconnected],
        "substrate_window": [substrate.unconnected],
        "film_top": film.face,
        "base": substrate.face,
    }
    name_curves(model, groups)
