"""Mesh files of Gmsh in both formats: groups, and refusals with a reason."""

import pytest

from nanoglue.mesh.files.grid import BadMesh
from nanoglue.mesh.files.parts import parts_of

MSH = """$MeshFormat
2.2 0 8
$EndMeshFormat
$PhysicalNames
2
2 1 "left"
1 3 "foot"
$EndPhysicalNames
$Nodes
6
1 0 0 0
2 1 0 0
3 2 0 0
4 0 1 0
5 1 1 0
6 2 1 0
$EndNodes
$Elements
5
1 1 2 3 1 1 2
2 2 2 1 1 1 2 5
3 2 2 1 1 1 5 4
4 2 2 1 2 2 3 6
5 2 2 1 2 2 6 5
$EndElements
"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("4 2 2 1 2 2 3 6\n5 2 2 1 2", "4 2 2 2 2 2 3 6\n5 2 2 2 2", "2 of 4 triangles in no"),
        (
            "$Elements\n5\n1 1 2 3 1 1 2\n2 2 2 1",
            "$Elements\n0\n$EndElements\n$Rest",
            "no triangles",
        ),
        ("6 2 1 0\n", "5 2 1 0\n", "defines the node 5 twice"),
        ("2 2 6 5", "2 2 66 5", "element 5 with the node 66, which is missing"),
        ("2 2 6 5", "2 2 0 5", "element 5 with the node 0, which is missing"),
        ("5 1 1 0\n", "5 nan 1 0\n", "coordinates that are not finite"),
        ("5 1 1 0\n", "5 1 1 0.5\n", "not plane"),
        ("5 1 1 0\n", "5 0 0 0\n", "degenerate or inverted"),
        ("4 0 1 0\n", "4 0.8 0.2 0\n", "two triangles overlap"),
    ],
)
def test_a_broken_gmsh_file_is_refused_with_its_reason(tmp_path, old, new, reason):
    assert old in MSH
    (tmp_path / "plate.msh").write_text(MSH)
    assert len(parts_of(str(tmp_path / "plate.msh"), "whole").cells) == 4
    (tmp_path / "plate.msh").write_text(MSH.replace(old, new))
    with pytest.raises(BadMesh, match=reason):
        parts_of(str(tmp_path / "plate.msh"), reason + new)


@pytest.mark.parametrize("body", [1, 2])
def test_a_node_inside_an_edge_of_another_element_is_refused(tmp_path, body):
    """Two small elements beside a large one, of another body or of the same, are not connected."""
    text = MSH.replace("$Nodes\n6\n", "$Nodes\n7\n7 1 0.4 0\n").replace(
        "$Elements\n5", "$Elements\n6"
    )
    text = text.replace("2 2 2 1 1 1 2 5", "2 2 2 1 1 1 2 7\n6 2 2 1 1 1 7 5")
    text = text.replace("2 2 1 2 2 ", f"2 2 {body} 2 2 ").replace("2 2 1 1 1 ", f"2 2 {body} 1 1 ")
    text = text.replace('2\n2 1 "left"', '3\n2 2 "right"\n2 1 "left"')
    (tmp_path / "plate.msh").write_text(text)
    with pytest.raises(BadMesh, match=r"node at \(1, 0.4\) inside an edge of another element"):
        parts_of(str(tmp_path / "plate.msh"), "hanging")


def test_bodies_are_chosen_among_groups_that_hold_the_same_triangles(tmp_path):
    text = MSH.replace('2\n2 1 "left"', '3\n2 2 "all"\n2 1 "left"')
    text = text.replace("$Elements\n5", "$Elements\n7")  # Gmsh writes a triangle for each group
    text = text.replace("$EndElements", "6 2 2 2 1 1 2 5\n7 2 2 2 1 1 5 4\n$EndElements")
    (tmp_path / "plate.msh").write_text(text)
    assert len(parts_of(str(tmp_path / "plate.msh"), "chosen", ("left",)).cells) == 4
    with pytest.raises(BadMesh, match="facet of more than two elements"):
        parts_of(str(tmp_path / "plate.msh"), "all")


MSH_41 = """$MeshFormat
4.1 0 8
$EndMeshFormat
$PhysicalNames
2
1 3 "foot"
2 1 "left"
$EndPhysicalNames
$Entities
0 1 2 0
1 0 0 0 1 0 0 1 3 0
1 0 0 0 1 1 0 1 1 0
2 1 0 0 2 1 0 1 1 0
$EndEntities
$Nodes
3 6 1 6
1 1 0 2
1
2
0 0 0
1 0 0
2 1 0 2
4
5
0 1 0
1 1 0
2 2 0 2
3
6
2 0 0
2 1 0
$EndNodes
$Elements
3 5 1 5
1 1 1 1
1 1 2
2 1 2 2
2 1 2 5
3 1 5 4
2 2 2 2
4 2 3 6
5 2 6 5
$EndElements
"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("4\n5\n0 1 0", "4\n4\n0 1 0", "defines the node 4 twice"),
        ("5 2 6 5", "5 2 6 0", "element 5 with the node 0, which is missing"),
        ("2 1 0\n$EndNodes", "$EndNodes", "cannot be read"),
    ],
)
def test_node_numbers_of_the_newer_gmsh_format_are_checked(tmp_path, old, new, reason):
    assert old in MSH_41
    (tmp_path / "plate.msh").write_text(MSH_41)
    assert len(parts_of(str(tmp_path / "plate.msh"), "41").cells) == 4
    (tmp_path / "plate.msh").write_text(MSH_41.replace(old, new))
    with pytest.raises(BadMesh, match=reason):
        parts_of(str(tmp_path / "plate.msh"), reason)


@pytest.mark.parametrize("version", ["4", "4.0"])
def test_the_first_form_of_the_newer_gmsh_format_is_refused(tmp_path, version):
    (tmp_path / "plate.msh").write_text(MSH_41.replace("4.1 0 8", f"{version} 0 8"))
    with pytest.raises(BadMesh, match="of Gmsh, which is not supported; save it as"):
        parts_of(str(tmp_path / "plate.msh"), version)


def test_a_facet_is_in_all_physical_groups_of_its_entity(tmp_path):
    text = MSH_41.replace("\n2\n1 3", '\n3\n1 2 "lower"\n1 3').replace("0 0 1 3 0", "0 0 2 3 2 0")
    (tmp_path / "plate.msh").write_text(text)
    with pytest.raises(BadMesh, match="facets in both 'lower' and 'foot'"):
        parts_of(str(tmp_path / "plate.msh"), "two groups")
    assert "lower" in parts_of(str(tmp_path / "plate.msh"), "", (), ("lower",)).labels.boundaries


@pytest.mark.parametrize("name", ["", '1 9 "foot"\n', '2 9 "foot"\n'])
def test_a_group_of_facets_without_a_name_of_its_own_is_refused(tmp_path, name):
    """Gmsh leaves out a name that another group has: a part of the boundary would be free."""
    text = MSH.replace("$Elements\n5", "$Elements\n6\n6 1 2 9 1 2 3").replace(
        "2\n2 1", f"{3 if name else 2}\n{name}2 1"
    )
    (tmp_path / "plate.msh").write_text(text)
    reason = "in the physical group 9 without a name of its own"
    with pytest.raises(BadMesh, match=reason):
        parts_of(str(tmp_path / "plate.msh"), name)
    assert len(parts_of(str(tmp_path / "plate.msh"), name, (), ("foot",)).facets) == 1
