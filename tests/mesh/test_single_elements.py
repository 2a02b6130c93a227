"""A mesh of a single element, whose unknowns are all coupled with each other, is solved."""

import pytest
from tests.command_line import in_own_process

MESHES = {
    "plane_strain": """$MeshFormat
2.2 0 8
$EndMeshFormat
$PhysicalNames
4
1 1 "bottom"
1 2 "left"
1 3 "slope"
2 4 "bar"
$EndPhysicalNames
$Nodes
3
1 0 0 0
2 1 0 0
3 0 1 0
$EndNodes
$Elements
4
1 1 2 1 1 1 2
2 1 2 2 2 3 1
3 1 2 3 3 2 3
4 2 2 4 4 1 2 3
$EndElements
""",
    "three_dimensional": """$MeshFormat
2.2 0 8
$EndMeshFormat
$PhysicalNames
5
2 1 "bottom"
2 2 "left"
2 3 "front"
2 4 "slope"
3 5 "bar"
$EndPhysicalNames
$Nodes
4
1 0 0 0
2 1 0 0
3 0 1 0
4 0 0 1
$EndNodes
$Elements
5
1 2 2 1 1 1 2 3
2 2 2 2 2 1 3 4
3 2 2 3 3 1 2 4
4 2 2 4 4 2 3 4
5 4 2 5 5 1 2 3 4
$EndElements
""",
}

CASE = """
title: A single element under pressure
source: "sigma = -p I"
coordinates: {coordinates}
geometry: {{mesh: one.msh, unit: um}}
bodies:
  bar:
    elasticity: {{model: linear, youngs_modulus: 1 GPa, poissons_ratio: 0.3}}
boundaries:
{supports}
  slope: {{pressure: 1 MPa, follower: false}}
time: {{end: 1 s}}
stepping: {{fixed: 1 s}}
output: {{fields: none, pictures: false, points: {{tip: {{body: bar, at: {tip}}}}}}}
"""


@pytest.mark.parametrize("coordinates", MESHES)
def test_a_single_element_is_compressed(tmp_path, coordinates):
    """In a process of its own, which the ordering of the unknowns could end."""
    in_space = coordinates == "three_dimensional"
    names = ["bottom", "left", "front"] if in_space else ["bottom", "left"]
    supports = "\n".join(f"  {name}: {{symmetry: true}}" for name in names)
    tip = ["1 um", *["0 um"] * (len(names) - 1)]
    text = CASE.format(coordinates=coordinates, supports=supports, tip=f"[{', '.join(tip)}]")
    (tmp_path / "one.msh").write_text(MESHES[coordinates])
    (tmp_path / "case.yaml").write_text(text)
    done = in_own_process("run", tmp_path / "case.yaml", "-o", tmp_path / "results", "-q")
    assert done.returncode == 0, done.stderr
    head, *_, last = (tmp_path / "results" / "history.csv").read_text().splitlines()
    row = dict(zip(head.split(","), map(float, last.split(",")), strict=True))
    poisson, modulus = 0.3, 1000.0
    strain = (1 - 2 * poisson) * (1.0 if in_space else 1 + poisson) / modulus
    assert row["displacement_x:tip [um]"] == pytest.approx(-strain, rel=1e-9)
