"""Sections swept into space: volumes, and states equal to those of the section."""

from math import pi

import numpy as np
import pytest

PULLED = """\
title: Two discs are pulled apart while they flow
coordinates: axisymmetric
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um}
bodies: {top: BODY, bottom: BODY}
interfaces:
  top_bottom:
    law: {model: bilinear, strength: 65 MPa, toughness: 20 J/m^2, stiffness: 1e15 Pa/m}
boundaries:
  left: {symmetry: true}
  bottom_face: {displacement: {z: 0 um}}
  top_face: {displacement: {z: {expression: 0.4*t, unit: um}}}
time: {end: 0.6 s}
stepping: {fixed: 0.1 s}
output: {fields: none, pictures: false}
"""
BODY = """{elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0.3},
    plasticity: {model: j2, yield_stress: 60 MPa, hardening: 1 GPa}}"""

WEDGE = '''"""A quarter of the body of revolution of two_blocks."""

from dataclasses import dataclass
from math import pi

from nanoglue.recipe import PartLabels, revolved, section_arrays

BOTH = ("top", "bottom")
SIZES = dict.fromkeys(("width", "upper_height", "lower_height"), "1 um")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Elements around the axis."""

    sectors: int = 2


def describe(parameters):
    """Return the names; nothing is left of the axis."""
    faces = {"top_face": "top", "bottom_face": "bottom"}
    sides = dict.fromkeys(("right", "start", "end"), BOTH)
    return PartLabels(BOTH, {"top_bottom": BOTH}, {**faces, **sides})


def arrays(parameters, order):
    """Revolve the section."""
    return revolved(section_arrays("two_blocks", SIZES, order), pi / 2, parameters.sectors, order)
'''


@pytest.mark.slow
def test_a_revolved_wedge_agrees_with_axisymmetry(march_case, tmp_path, assert_of_section):
    section = PULLED.replace("BODY", BODY)
    text = section.replace("axisymmetric", "three_dimensional")
    text = text.replace(
        "left: {symmetry: true}", "start: {symmetry: true}\n  end: {symmetry: true}"
    )
    sizes = "two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um"
    (tmp_path / "case.yaml").write_text(text.replace(sizes, "./wedge.py"))
    (tmp_path / "wedge.py").write_text(WEDGE)
    space, flat = march_case(str(tmp_path / "case.yaml")), march_case(section)
    assert max(flat.column("damage_mean:top_bottom [-]")) > 0.1
    assert max(flat.column("energy_plastic [pJ]")) > 0
    # A parabola for a quarter of a circle encloses 2 % less; what is per volume or area is equal.
    assert_of_section(space, flat, but=("energy_", "hoop"))


def square(order):
    from nanoglue.recipe import section_arrays

    sizes = {"width": "1 um", "upper_height": "0.5 um", "lower_height": "500 nm"}
    return section_arrays("two_blocks", {**sizes, "elements_across": 3}, order)


def volumes(arrays):
    corners = arrays["points"][arrays["cells"][:, :4]]
    return np.abs(np.linalg.det(corners[:, 1:] - corners[:, :1])) / 6


def boundary_count(arrays):
    """Return how many facets of tetrahedra belong to one of them only."""
    corners = [np.delete(arrays["cells"][:, :4], i, axis=1) for i in range(4)]
    facets = np.sort(np.concatenate(corners), axis=1)
    return (np.unique(facets, axis=0, return_counts=True)[1] == 1).sum()


@pytest.mark.parametrize("order", [1, 2])
def test_an_extruded_section_fills_its_prism(order):
    from nanoglue.recipe import extruded

    arrays = extruded(square(order), 2.0, 3, order)
    assert volumes(arrays).sum() == pytest.approx(2.0)
    assert volumes(arrays).min() > 1e-6
    # Neighbours agree: outside are only the named boundaries.
    outside = arrays["facet_names"] != "top_bottom"
    assert boundary_count(arrays) == outside.sum()
    assert {"front", "back", "left"} <= set(arrays["facet_names"].tolist())
    assert arrays["cells"].shape[1] == {1: 4, 2: 10}[order]


def test_a_revolved_section_fills_its_wedge():
    from nanoglue.recipe import revolved

    section = square(2)
    arrays = revolved(section, pi / 3, 4)
    assert volumes(arrays).sum() == pytest.approx(2 * np.sin(pi / 12))  # polygons of corners
    assert volumes(arrays).min() > 1e-6
    outside = arrays["facet_names"] != "top_bottom"
    assert boundary_count(arrays) == outside.sum()
    assert "left" not in arrays["facet_names"].tolist()  # the axis
    rim = arrays["points"][np.unique(arrays["facets"][arrays["facet_names"] == "right"])]
    assert np.hypot(*rim.T[:2]) == pytest.approx(np.ones(len(rim)))  # middle nodes too
    # The middle of an edge from the axis is half as far from it, in the direction of its end.
    numbers, corners = arrays["cells"], arrays["points"]
    for one, other, middle in ((0, 1, 4), (1, 2, 5), (2, 0, 6), (0, 3, 7), (2, 3, 8), (1, 3, 9)):
        ends = [corners[numbers[:, node]] for node in (one, other)]
        on_axis = np.hypot(*ends[0].T[:2]) < 1e-9
        halves = (ends[0] + ends[1])[on_axis] / 2
        assert corners[numbers[on_axis, middle]] == pytest.approx(halves)
    with pytest.raises(ValueError, match="180 degrees"):
        revolved(section, 4.0, 4)
