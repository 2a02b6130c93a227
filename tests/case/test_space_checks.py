"""What three dimensions do not support is refused at its place."""

import numpy as np
import pytest

CASE = """\
title: Two blocks in space
coordinates: three_dimensional
geometry: {recipe: two_blocks_3d, width: 1 um, upper_height: 1 um, lower_height: 1 um, depth: 1 um}
bodies:
  top: {elasticity: {model: linear, youngs_modulus: 1e5 MPa, poissons_ratio: 0.3}}
  bottom: {elasticity: {model: linear, youngs_modulus: 1e5 MPa, poissons_ratio: 0.3}}
interfaces:
  top_bottom:
    law: {model: bilinear, strength: 50 MPa, toughness: 5 J/m^2, stiffness: 1e15 Pa/m}
    {interface}
boundaries:
  bottom_face: {displacement: {x: 0 um, y: 0 um, z: 0 um}}
  top_face: {displacement: {y: {top}}}
time: {end: 1 s}
output: {{output}}
"""


def issues(tmp_path, interface="friction: 0", top="0 um", output="fields: none"):
    from nanoglue.case import read
    from nanoglue.case.text.errors import CaseError

    file = tmp_path / "case.yaml"
    text = CASE.replace("{interface}", interface).replace("{top}", top)
    file.write_text(text.replace("{output}", output))
    try:
        read(file)
    except CaseError as error:
        return [(issue.path, issue.place.line, issue.message) for issue in error.issues]
    return []


def test_a_case_in_space_is_accepted(tmp_path):
    assert issues(tmp_path) == []


@pytest.mark.parametrize(
    ("interface", "key"),
    [
        ("sliding: finite", "sliding"),
        ("contact_beyond_edge: true", "contact_beyond_edge"),
        ("quadrature: {scheme: lobatto}", "quadrature"),
    ],
)
def test_an_interface_entry_for_sections_is_refused(tmp_path, interface, key):
    ((path, line, message),) = issues(tmp_path, interface=interface)
    assert path == ("interfaces", "top_bottom", key)
    assert line == 10
    assert message


def test_a_formula_in_the_position_has_x_y_and_z(tmp_path):
    assert issues(tmp_path, top="{expression: 0.1*x*z*t, unit: um}") == []
    found = issues(tmp_path, top="{expression: 0.1*r*t, unit: um}")
    assert any("the coordinates x, y and z, not r" in message for *_, message in found)


def test_a_point_needs_three_coordinates(tmp_path):
    found = issues(tmp_path, output="points: {tip: {body: top, at: [0 um, 0 um]}}")
    assert [message for *_, message in found] == ["three_dimensional has 3 coordinates, not 2"]


def test_rigid_fields_strain_nothing():
    from nanoglue.solvers.near_null_space import rigid_fields

    points = np.random.default_rng(1).uniform(-1, 1, (5, 3))
    fields = rigid_fields(points)
    assert len(fields) == 6
    for field in fields:  # distances between points do not change to first order
        apart = points[:, None] - points[None]
        assert np.abs(((field[:, None] - field[None]) * apart).sum(axis=2)).max() < 1e-14


def test_principal_strains_in_space_are_those_of_the_section():
    from nanoglue.stepping.body_strains import elastic_strains, volume_ratio

    section = elastic_strains(np.array([[1.3, 1.1, 0.1, 0.9]]), True)
    space = elastic_strains(np.array([[1.3, 1.1, 0.9, 0.1, 0.0, 0.0]]), True)
    assert np.sort(space) == pytest.approx(np.sort(section), rel=1e-12)
    gradient = np.random.default_rng(2).uniform(-0.1, 0.1, (3, 3))
    assert volume_ratio(gradient.reshape(1, 9)) == pytest.approx(
        np.linalg.det(np.eye(3) + gradient)
    )


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ("top, bottom", "meet at top_bottom, whose law already has contact"),
        ("top, bottm", "did you mean 'bottom'?"),
        ("top, top", "a body does not touch itself"),
    ],
)
def test_a_contact_pair_of_wrong_bodies_is_refused(tmp_path, bodies, expected):
    pair = f"contact_pairs: {{beside: {{bodies: [{bodies}], stiffness: 1e17 Pa/m}}}}"
    found = issues(tmp_path, interface=f"friction: 0\n{pair}")
    assert any(expected in message for *_, message in found)


def test_a_contact_pair_in_a_section_is_refused():
    from nanoglue.case import find, read
    from nanoglue.case.text.errors import CaseError

    pair = "contact_pairs={beside: {bodies: [top, bottom], stiffness: 1e17 Pa/m}}"
    with pytest.raises(CaseError, match="three dimensions only"):
        read(find("verification/mode_I"), [pair])
