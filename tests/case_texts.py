"""Parts of cases that several tests share, and changes of their text."""

from collections.abc import Mapping, Sequence

SPHERE = """\
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 1 um, surface_size: 200 nm, centre_size: 300 nm}
bodies:
  particle:
    elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      molar_volume: 10 cm^3/mol
      max_stoichiometry: 1
      initial: 0.2
      swelling: {model: linear, coefficient: 1}
      potential: {model: open_circuit, stoichiometry: [0, 1], voltage: [1 V, 0.5 V]}
      diffusivity: 1e-14 m^2/s
boundaries: {axis: {symmetry: true}, equator: {symmetry: true}}
"""
"""A sphere that swells and has a voltage."""

BONDED_BLOCKS = """\
coordinates: plane_strain
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um}
bodies:
  top:
    elasticity: {model: linear, youngs_modulus: 1e5 MPa, poissons_ratio: 0.3}
  bottom:
    elasticity: {model: linear, youngs_modulus: 1e5 MPa, poissons_ratio: 0.3}
interfaces:
  top_bottom:
    law: {model: bilinear, strength: 50 MPa, toughness: 5 J/m^2, stiffness: 1000 MPa/um}
"""
"""Two blocks on each other, bonded by a law of 50 MPa; the interface may have more keys."""

CHARGED_BLOCKS = """\
bodies:
  top:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      {molar_volume: 10 cm^3/mol, max_stoichiometry: 1, potential: {model: ideal},
       diffusivity: 1e-12 m^2/s}
  bottom:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
"""
"""Bodies of two blocks, of which the upper one takes up a species."""


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """Replace parts of a text, each of which it must have."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def worst_difference(
    found: Sequence[Mapping[str, float]], expected: Sequence[Mapping[str, float]]
) -> float:
    """Return the largest difference of two histories over the largest value of its column."""
    size = {key: max(abs(row[key]) for row in expected) for key in expected[0]}
    return max(
        abs(one[key] - other[key]) / size[key]
        for one, other in zip(found, expected, strict=True)
        for key in size
        if size[key] > 1e-9 and "error" not in key
    )
