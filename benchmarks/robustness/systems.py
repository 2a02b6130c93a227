"""Small systems with exact solutions, drawn with unusual but acceptable numbers.

Each function takes a random generator and returns a ``Trial``: the text of a case and a function
that compares the last row of its history with the exact solution.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Row = Mapping[str, float]
EPSILON = float(np.finfo(float).eps)


@dataclass(frozen=True)
class Trial:
    """A case with the error of a result against the exact solution."""

    text: str
    error: Callable[[Row], float]
    """Relative error of the last row; NaN where a column is missing."""
    tolerance: float
    title: str


def spread(rng: np.random.Generator, low: float, high: float) -> float:
    """Return a number that is uniform in its logarithm, with four digits."""
    return float(f"{10 ** rng.uniform(np.log10(low), np.log10(high)):.4g}")


def relative(value: float, exact: float, scale: float) -> float:
    """Return |value - exact| over the larger of |exact| and a scale."""
    return abs(value - exact) / max(abs(exact), scale)


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
    """Press two bonded blocks together; a default contact may give way by a little."""
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
    exact = end / (c + 1 / stiffness) if given else end / c
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


def sphere(rng: np.random.Generator) -> Trial:
    """Charge a sphere at a constant rate, up to or beyond its limits."""
    radius, full = spread(rng, 1e-2, 1e2), spread(rng, 1e-1, 1e1)
    initial = float(f"{rng.uniform(0, 1) * full:.4g}")
    rate = float(f"{spread(rng, 1e-2, 3) * rng.choice([-1, 1]):.4g}")
    diffusivity = spread(rng, 1e1, 1e4) * radius**2 * abs(rate) / 3600
    exact = float(np.clip(initial + rate * full, 0, full))
    text = f"""\
title: A sphere at a constant rate
coordinates: axisymmetric
geometry:
  recipe: sphere
  radius: {radius} um
  surface_size: {radius / 5} um
  centre_size: {radius / 4} um
bodies:
  particle:
    elasticity: {{model: hencky, youngs_modulus: {spread(rng, 1, 1e5)} MPa, poissons_ratio: 0.3}}
    species:
      molar_volume: {spread(rng, 5, 50)} cm^3/mol
      max_stoichiometry: {full}
      initial: {initial}
      swelling: {{model: linear, coefficient: {spread(rng, 1e-3, 1e-1)}}}
      potential: {{model: ideal}}
      diffusivity: {diffusivity:.4g} um^2/s
boundaries:
  axis: {{symmetry: true}}
  equator: {{symmetry: true}}
protocol:
  - {{model: galvanostatic, body: particle, through: surface, rate: {rate} /hour}}
time: {{end: 1 hour}}
stepping: {{first: 1 s, largest: 200 s, expansion: 1}}
output: {{fields: none, pictures: false}}
"""
    return Trial(
        text,
        lambda row: relative(row.get("stoichiometry:particle [-]", float("nan")), exact, full),
        # the surface reaches the limit before the mean does: by about rate R^2 / (15 D)
        1e-3 if 0 < exact < full else 2e-2,
        "sphere at a constant rate",
    )


def bar(elasticity: str, extra: str, top: str) -> str:
    """Return a rod of 1 um radius and height whose top is moved or free."""
    return f"""\
title: A rod
coordinates: axisymmetric
geometry: {{recipe: bar, width: 1 um, height: 1 um}}
bodies:
  bar:
    elasticity: {elasticity}
    {extra}
boundaries:
  left: {{symmetry: true}}
  bottom: {{symmetry: true}}
  {top}
time: {{end: 1 s}}
stepping: {{fixed: 0.1 s}}
output:
  fields: none
  pictures: false
  probes: {{middle: {{body: bar, at: [0.5 um, 0.5 um]}}}}
"""


def plastic(rng: np.random.Generator) -> Trial:
    """Stretch or compress a rod below or beyond its yield stress."""
    modulus, strain = spread(rng, 1e2, 1e6), spread(rng, 1e-5, 4e-2) * rng.choice([-1, 1])
    strain = float(f"{strain:.4g}")
    strength = float(f"{modulus * spread(rng, 1e-5, 1e-1):.4g}")
    ratio = f"{rng.uniform(0, 0.49):.3g}"
    elasticity = f"{{model: linear, youngs_modulus: {modulus} MPa, poissons_ratio: {ratio}}}"
    exact = float(np.clip(modulus * strain, -strength, strength))
    return Trial(
        bar(
            elasticity,
            f"plasticity: {{model: j2, yield_stress: {strength} MPa, yield_on: kirchhoff}}",
            f"top: {{displacement: {{z: {{time: [0 s, 1 s], value: [0 um, {strain} um]}}}}}}",
        ),
        lambda row: relative(row.get("stress_zz:middle [MPa]", float("nan")), exact, 0.0),
        1e-5,
        "rod beyond its yield stress",
    )


def grown(rng: np.random.Generator) -> Trial:
    """Let a free rod grow: its volume follows and its stress stays zero."""
    ratio = float(f"{spread(rng, 0.2, 5):.4g}")
    law = rng.choice(["hencky", "neo_hookean"])
    elasticity = (
        f"{{model: {law}, youngs_modulus: {spread(rng, 1, 1e6)} MPa,"
        f" poissons_ratio: {rng.uniform(0, 0.48):.3g}}}"
    )
    return Trial(
        bar(elasticity, f'growth: {{expression: "1 + ({ratio} - 1)*t"}}', "top: {}"),
        lambda row: max(
            relative(row.get("volume_expansion_deformed [-]", float("nan")), ratio - 1, 1e-3),
            relative(row.get("volume_expansion_chemical [-]", float("nan")), ratio - 1, 1e-3),
        ),
        1e-6,
        "rod that grows freely",
    )


SYSTEMS: tuple[Callable[[np.random.Generator], Trial], ...] = (
    bonded,
    pressed,
    perfect,
    sphere,
    plastic,
    grown,
)
