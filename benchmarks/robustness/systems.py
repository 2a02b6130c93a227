"""Small systems with exact solutions, drawn with unusual but acceptable numbers.

Each function takes a random generator and returns a ``Trial``: the text of a case and a function
that compares the last row of its history with the exact solution.
"""

from collections.abc import Callable

import numpy as np
from block_systems import bonded, perfect, pressed
from trial import Row, Trial, relative, spread

__all__ = ["SYSTEMS", "Row", "Trial"]


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
