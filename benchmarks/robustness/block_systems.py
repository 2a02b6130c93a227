"""Two blocks and their interface, with exact solutions for every bond."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from trial import Row, Trial, relative, spread

EPSILON = float(np.finfo(float).eps)


def blocks(numbers: Mapping[str, Any], interface: str, end: str) -> str:
    """Return two blocks of no lateral contraction whose top face is moved to ``end`` [um]."""
    return f"""\
title: Two blocks of no lateral contraction
coordinates: plane_strain
geometry:
  recipe: two_blocks
  width: {numbers["width"]} um
  upper_height: {numbers["upper"]} um
  lower_height: {numbers["lower"]} um
  elements_across: {numbers["across"]}
bodies:
  top:
    elasticity: {{model: linear, youngs_modulus: {numbers["top"]} MPa, poissons_ratio: 0}}
  bottom:
    elasticity: {{model: linear, youngs_modulus: {numbers["bottom"]} MPa, poissons_ratio: 0}}
interfaces:
  top_bottom: {interface}
boundaries:
  bottom_face: {{displacement: {{x: 0 um, y: 0 um}}}}
  top_face: {{displacement: {{y: {{time: [0 s, 1 s], value: [0 um, {end} um]}}}}}}
time: {{end: 1 s}}
stepping: {{fixed: 0.05 s}}
output: {{fields: none, pictures: false, forces: [top_face]}}
"""


def block_numbers(rng: np.random.Generator) -> dict[str, Any]:
    """Return sizes, moduli and the number of facets of two blocks."""
    width = spread(rng, 1e-3, 1e3)
    return {
        "width": width,
        "upper": float(f"{width * spread(rng, 1e-2, 1e1):.4g}"),
        "lower": float(f"{width * spread(rng, 1e-2, 1e1):.4g}"),
        "across": int(rng.integers(1, 8)),
        "top": spread(rng, 1e0, 1e6),
        "bottom": spread(rng, 1e0, 1e6),
    }


def compliance(numbers: Mapping[str, Any]) -> float:
    """Return the compliance [um/MPa] of both blocks in series."""
    return float(numbers["upper"] / numbers["top"] + numbers["lower"] / numbers["bottom"])


def force(row: Row) -> float:
    """Return the force [uN] on the top face across the interface."""
    return row.get("force_y:top_face [uN]", float("nan"))


def bonded(rng: np.random.Generator) -> Trial:
    """Pull two blocks apart below, at or beyond the strength of a bilinear bond."""
    numbers = block_numbers(rng)
    c, strength = compliance(numbers), spread(rng, 1e0, 1e3)
    stiffness = strength / (spread(rng, 1e-4, 1e-1) * numbers["width"])
    opening = float(f"{spread(rng, 2, 100) * strength / stiffness:.4g}")
    toughness = float(f"{strength * opening / 2:.4g}")
    opening, first = 2 * toughness / strength, strength / stiffness
    peak = strength * (c + 1 / stiffness)
    end = float(f"{peak * spread(rng, 0.2, 3):.4g}")
    stable = opening - first > strength * c
    if end <= peak:
        exact = end / (c + 1 / stiffness)
    elif stable:
        exact = max(strength * (opening - end) / (opening - first - strength * c), 0.0)
    else:
        exact = 0.0  # the drop at the peak is sudden
    law = (
        f"{{law: {{model: bilinear, strength: {strength} MPa, toughness: {toughness} J/m^2,"
        f" stiffness: {stiffness} MPa/um}}}}"
    )
    width = numbers["width"]
    return Trial(
        blocks(numbers, law, str(end)),
        lambda row: relative(force(row), exact * width, 1e-6 * strength * width),
        1e-4,
        "bonded blocks pulled apart",
    )


def pressed(rng: np.random.Generator) -> Trial:
    """Press two bonded blocks together; a default contact may give way by a little.

    Without ``contact_stiffness`` the intact bond is a spring in series up to its strength.
    """
    numbers = block_numbers(rng)
    c = compliance(numbers)
    end = float(f"{-spread(rng, 1e-6, 1e-2) * min(numbers['upper'], numbers['lower']):.4g}")
    stiffness = float(f"{spread(rng, 1e0, 1e3) / c:.4g}")
    given = rng.random() < 0.5
    contact = f", contact_stiffness: {stiffness} MPa/um" if given else ""
    tough = 1e6 * numbers["width"] / min(numbers["top"], numbers["bottom"])
    law = (
        "{law: {model: bilinear, strength: 100 MPa, toughness: "
        f"{max(tough, 1e4 * c):.4g} J/m^2, stiffness: {10 / c:.4g} MPa/um}}{contact}}}"
    )
    beyond = (end + 100 * c / 10) / c if end < -110 * c else end / (1.1 * c)
    exact = end / (c + 1 / stiffness) if given else beyond
    width = numbers["width"]
    return Trial(
        blocks(numbers, law, str(end)),
        lambda row: relative(force(row), exact * width, 0.0),
        1e-4 if given else 0.05,
        "bonded blocks pressed together",
    )


def perfect(rng: np.random.Generator) -> Trial:
    """Pull or press two perfectly bonded blocks.

    Stresses follow from 1 plus the strain, which rounds by 2e-16 over the strain: this counts where
    a block a thousand times stiffer than the other hardly deforms.
    """
    numbers = block_numbers(rng)
    end = spread(rng, 1e-8, 1e-2) * min(numbers["upper"], numbers["lower"])
    end = float(f"{end * rng.choice([-1, 1]):.4g}")
    exact = end / compliance(numbers) * numbers["width"]
    return Trial(
        blocks(numbers, "{bond: perfect}", str(end)),
        lambda row: relative(force(row), exact, 0.0),
        1e-6 + EPSILON / abs(end / compliance(numbers) / max(numbers["top"], numbers["bottom"])),
        "perfectly bonded blocks",
    )
