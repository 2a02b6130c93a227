"""SEI film on a metal anode, debonded over a patch, in the half-plane beside the symmetry line.

The film fills 0 <= z <= film_thickness, the metal -metal_depth <= z <= 0, both up to outer_radius.
They are free of each other for r < patch_radius, where a nucleus pushes, and bonded beyond;
elements are ``process_zone_size`` long over ``process_zone`` beyond the patch. In plane strain r is
x and z is y: the patch is a strip of twice the width.

Bodies ``film``, ``metal``. Interface ``film_metal``. Boundaries ``axis`` (the symmetry line) and
``rim`` of both bodies, ``patch`` (underside of the film), ``nucleus`` (the metal below it),
``film_top``, ``metal_base``.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from annotated_types import Ge

from nanoglue.recipe import (
    Layer,
    Metre,
    Number,
    PartLabels,
    Positive,
    Whole,
    draw_layers,
    name_curves,
)

BOTH = ("film", "metal")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes of film, metal and patch, and of their elements."""

    patch_radius: Positive[Metre]
    film_thickness: Positive[Metre]
    outer_radius: Positive[Metre]
    metal_depth: Positive[Metre]
    process_zone: Positive[Metre]
    process_zone_size: Positive[Metre]
    bulk_size: Positive[Metre]
    elements_film: Annotated[Whole, Ge(1)] = 4.0
    elements_metal: Annotated[Whole, Ge(1)] = 8.0
    metal_growth: Annotated[Number, Ge(1)] = 1.3

    def __post_init__(self) -> None:
        """Check that the patch does not reach the rim.

        Raises:
            ValueError: patch and process zone do not fit.
        """
        if self.patch_radius + self.process_zone >= self.outer_radius:
            raise ValueError("patch_radius and process_zone together must be below outer_radius")


def describe(parameters: Parameters) -> PartLabels:  # noqa: ARG001  independent of the sizes
    """Return the names of bodies, interface and boundaries."""
    boundaries: dict[str, str | tuple[str, ...]] = {"axis": BOTH, "rim": BOTH}
    boundaries |= {"patch": "film", "film_top": "film", "nucleus": "metal", "metal_base": "metal"}
    return PartLabels(BOTH, {"film_metal": BOTH}, boundaries)


def draw(model: Any, parameters: Parameters) -> None:
    """Define both layers in three sections: patch, process zone, rest."""
    p = parameters
    stations = (0.0, p.patch_radius, p.patch_radius + p.process_zone, p.outer_radius)
    layers = (
        Layer("film", p.film_thickness, round(p.elements_film)),
        Layer("metal", -p.metal_depth, round(p.elements_metal), p.metal_growth),
    )
    bond, curves = draw_layers(
        model, stations, (p.process_zone_size, p.process_zone_size, p.bulk_size), layers
    )
    film, metal = curves["film"], curves["metal"]
    groups = {
        "film_metal": bond,
        "axis": [film.near, metal.near],
        "rim": [film.far, metal.far],
        "patch": [film.unconnected],
        "nucleus": [metal.unconnected],
        "film_top": film.face,
        "metal_base": metal.face,
    }
    name_curves(model, groups)
