"""Gmsh files of tetrahedra: the curved mesh of a recipe, and refusals with a reason."""

from types import SimpleNamespace

import numpy as np
import pytest

from nanoglue.case import library
from nanoglue.mesh import gmsh_mesh
from nanoglue.mesh.files.grid import BadMesh
from nanoglue.mesh.files.parts import parts_of


@pytest.fixture(scope="module")
def particle(tmp_path_factory):
    """Arrays of a coarse curved particle of the second order, and its files as Gmsh writes them."""
    import gmsh

    folder = tmp_path_factory.mktemp("particle")
    recipe = library.recipe(library.recipes()["particle_on_flat"])
    form = {"particle_diameter": 0.2, "contact_ratio": 0.6, "base_radius": 0.15}
    sizes = {"base_depth": 0.1, "interface_size": 0.05, "bulk_size": 0.07, "far_size": 0.1}
    files = [folder / name for name in ("old.msh", "new.msh", "particle.inp")]

    def draw(model, parameters):
        recipe.draw(model, parameters)
        model.mesh.setOrder(2)
        for file in files:
            gmsh.option.setNumber("Mesh.MshFileVersion", 2.2 if file.stem == "old" else 4.1)
            gmsh.option.setNumber("Mesh.SaveGroupsOfElements", 1)
            gmsh.write(str(file))
        gmsh.option.setNumber("Mesh.SaveAll", 1)
        for version in (2.2, 4.1):
            gmsh.option.setNumber("Mesh.MshFileVersion", version)
            gmsh.write(str(folder / f"all_{version}.msh"))
        gmsh.option.setNumber("Mesh.SaveAll", 0)

    recipe_that_writes = SimpleNamespace(draw=draw)
    arrays = gmsh_mesh.generate(recipe_that_writes, recipe.Parameters(**form, **sizes), 2, 3)
    return arrays, folder


def places(arrays, part):
    """Name and sorted positions of the nodes of each cell or facet."""
    nodes = arrays["points"][arrays[f"{part}s"]].round(9) + 0.0
    return sorted(
        (str(name), sorted(map(tuple, each.tolist())))
        for name, each in zip(arrays[f"{part}_names"], nodes, strict=True)
    )


@pytest.mark.parametrize("name", ["old.msh", "new.msh", "particle.inp"])
def test_files_of_gmsh_hold_the_curved_mesh_of_the_recipe(particle, name):
    expected, folder = particle
    surfaces = tuple(np.unique(expected["facet_names"]).tolist())
    parts = parts_of(str(folder / name), name, ("particle", "base"), surfaces)
    arrays = parts.arrays(1.0, 2)
    assert places(arrays, "cell") == places(expected, "cell")
    assert places(arrays, "facet") == places(expected, "facet")
    assert parts.arrays(1.0, 1)["cells"].max() + 1 == len(parts.arrays(1.0, 1)["points"])
    # The middle nodes are between the corners of their edges.
    nodes = arrays["points"][arrays["cells"]]
    for one, other, middle in ((0, 3, 7), (2, 3, 8), (1, 3, 9)):
        apart = np.linalg.norm(nodes[:, middle] - (nodes[:, one] + nodes[:, other]) / 2, axis=1)
        assert (apart < 0.2 * np.linalg.norm(nodes[:, one] - nodes[:, other], axis=1)).all()


def test_middle_nodes_in_another_order_are_refused(particle, tmp_path):
    text = (particle[1] / "old.msh").read_text()
    head, _, tail = text.partition("$Elements")
    lines = []
    for line in tail.splitlines():
        words = line.split()
        if len(words) > 4 and words[1] == "11":
            words[-2:] = words[:-3:-1]
        lines.append(" ".join(words))
    (tmp_path / "wrong.msh").write_text(f"{head}$Elements" + "\n".join(lines) + "\n")
    with pytest.raises(BadMesh, match="degenerate or inverted element"):
        parts_of(str(tmp_path / "wrong.msh"), "wrong")


def test_a_surface_in_space_without_tetrahedra_is_refused(particle, tmp_path):
    text = (particle[1] / "old.msh").read_text()
    head, _, tail = text.partition("$Elements\n")
    lines = [line for line in tail.splitlines()[1:] if line.split()[1:2] != ["11"]]
    count = sum(not line.startswith("$") for line in lines)
    (tmp_path / "skin.msh").write_text(f"{head}$Elements\n{count}\n" + "\n".join(lines) + "\n")
    with pytest.raises(BadMesh, match="third coordinate varies; bodies in space consist of tetr"):
        parts_of(str(tmp_path / "skin.msh"), "skin")


@pytest.mark.parametrize("version", ["2.2", "4.1"])
def test_a_file_of_all_elements_of_gmsh_is_refused_with_the_remedy(particle, version):
    with pytest.raises(BadMesh, match=r"export without Mesh\.SaveAll"):
        parts_of(str(particle[1] / f"all_{version}.msh"), version)


MSH = """$MeshFormat
2.2 0 8
$EndMeshFormat
$PhysicalNames
3
2 3 "foot"
3 1 "lower"
3 2 "upper"
$EndPhysicalNames
$Nodes
5
1 0 0 0
2 1 0 0
3 0 1 0
4 0 0 1
5 1 1 1
$EndNodes
$Elements
3
1 2 2 3 1 1 2 3
2 4 2 1 1 1 2 3 4
3 4 2 2 2 2 3 4 5
$EndElements
"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("2 3 4 5\n", "2 3 4 6\n", "element 3 with the node 6, which is missing"),
        ("5 1 1 1\n", "5 inf 1 1\n", "coordinates that are not finite"),
        ("5 1 1 1\n", "5 0 0 0.5\n", "overlap at their face|degenerate or inverted"),
        ("3 4 2 2 2", "3 4 2 7 7", r"1 of 2 tetrahedra in no named group, the first at \(0.5, 0.5"),
        ("1 1 2 3\n2", "1 1 2 5\n2", "'foot' with a facet that no tetrahedron of a body has"),
        ("3 4 2 2 2 2 3 4 5", "3 5 2 2 2 1 2 3 4 5 1 2 3", "elements of type hexahedron; tri"),
    ],
)
def test_a_broken_gmsh_file_in_space_is_refused_with_its_reason(tmp_path, old, new, reason):
    assert old in MSH
    (tmp_path / "corner.msh").write_text(MSH)
    assert parts_of(str(tmp_path / "corner.msh"), "corner").labels.boundaries == {
        "foot": ("lower",)
    }
    (tmp_path / "corner.msh").write_text(MSH.replace(old, new))
    with pytest.raises(BadMesh, match=reason):
        parts_of(str(tmp_path / "corner.msh"), reason)
