"""Bodies and parts of bodies that can move without deformation are refused with their place."""

import numpy as np
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from tests.mesh.examined import issues

from nanoglue.mesh.rigid_modes import smallest_linked


@pytest.mark.parametrize(
    ("name", "override", "motions"),
    [
        ("mode_I", "boundaries={}", "top and bottom can move freely (x, y, rotation)"),
        ("mode_I", "boundaries={top_face: {displacement: {y: 0 um}}}", "(x)"),
        ("mode_I", "boundaries={top_face: {traction: {y: 1 MPa}}}", "(x, y, rotation)"),
        ("mode_I", "boundaries={left: {symmetry: true}}", "(y)"),
        ("sphere_diffusion", "boundaries={axis: {symmetry: true}}", "particle can move freely (z)"),
        ("bent_bar", "point_supports=[]", "(y)"),
    ],
)
def test_a_body_without_support_is_refused(name, override, motions):
    (text,) = issues(name, override)
    assert motions in text
    assert "point_supports" in text


def test_a_point_and_a_component_elsewhere_support_a_body():
    supports = (
        "point_supports=[{body: bar, near: [0 um, 0 um], displacement: {x: 0 um, y: 0 um}}, "
        "{body: bar, near: [1 um, 0 um], displacement: {y: 0 um}}]"
    )
    assert not issues("bent_bar", "boundaries={}", supports)


def test_a_point_support_far_from_its_body_is_refused():
    support = "{body: bar, near: [0 um, 50 um], displacement: {y: 0 um}}"
    (text,) = issues("bent_bar", f"point_supports=[{support}]")
    assert "point_supports.0.near: (0, 50) um is far from bar" in text


def test_a_body_that_nothing_holds_but_contact_is_refused():
    """Contact without friction bears pressure alone, so that the upper block can slide."""
    failed = "interfaces.top_bottom.initial_damage=1"
    free = "boundaries={bottom_face: {displacement: {x: 0 um, y: 0 um}}}"
    (text,) = issues("mode_I", failed, free)
    assert "top can move freely (x)" in text
    held = free.removesuffix("}") + ", left: {displacement: {x: 0 um}}}"
    assert not issues("mode_I", failed, held)
    assert not issues("mode_I", failed, free, "interfaces.top_bottom.friction=0.3")


@pytest.mark.parametrize("unbonded", ["initial_damage=1", "law={model: contact}"])
@pytest.mark.parametrize("space", [False, True])
def test_bodies_that_touch_without_a_bond_may_move_together(
    tmp_path, blocks_in_space, space, unbonded
):
    """The upper block rests on the lower one, which nothing holds: both can move up."""
    failed = f"interfaces.top_bottom.{unbonded}"
    case = "mode_I"
    if space:
        case = tmp_path / "case.yaml"
        case.write_text(blocks_in_space)
    axes = "xyz" if space else "xy"
    aside = "".join(f", {axis}: 0 um" for axis in axes if axis != "y").removeprefix(", ")
    both = f"boundaries={{left: {{displacement: {{{aside}}}}}}}"
    found = issues(case, failed, both)
    assert [text.split(": ")[-2].split(" can ")[0] for text in found] == ["top", "bottom"]
    assert all("can move freely (y)" in text for text in found)
    held = f"{both.removesuffix('}')}, bottom_face: {{displacement: {{y: 0 um}}}}}}"
    assert not issues(case, failed, held)
    all_axes = ", ".join(f"{axis}: 0 um" for axis in axes)
    (text,) = issues(case, failed, f"boundaries={{bottom_face: {{displacement: {{{all_axes}}}}}}}")
    assert f"top can move freely ({'x, z, rotation about y' if space else 'x'})" in text


def test_a_part_of_a_body_that_nothing_holds_is_refused(plate):
    """A triangle of the right body lies beside the others."""
    mesh, case = plate / "plate.inp", plate / "case.yaml"
    apart = mesh.read_text().replace("*ELEMENT", "7, 3, 0\n8, 4, 0\n9, 4, 1\n*ELEMENT", 1)
    mesh.write_text(apart.replace("*NSET", "5, 7, 8, 9\n*NSET", 1))
    (text,) = issues(case)
    assert "the separate part of right about (3.667, 0.3333) um can move freely (x, y, r" in text
    corners = [
        "{body: right, near: [3 um, 0 um], displacement: {x: 0 um, y: 0 um}}",
        "{body: right, near: [4 um, 0 um], displacement: {y: 0 um}}",
    ]
    assert not issues(case, f"point_supports=[{', '.join(corners)}]")


@pytest.mark.parametrize("links", [0, 3, 60, 100, 400])
def test_linked_numbers_are_the_connected_components_of_scipy(links):
    count = 100
    first, second = np.random.default_rng(links).integers(0, count, (2, links))
    found = smallest_linked(count, first, second)
    graph = coo_matrix((np.ones(links), (first, second)), (count, count))
    number, labels = connected_components(graph, directed=False)
    assert len(np.unique(found)) == len(set(zip(found, labels, strict=True))) == number
    assert (found[found] == found).all()
    assert (found <= np.arange(count)).all()
