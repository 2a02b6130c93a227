"""Bodies from traced outlines, here of synthetic ones."""

import numpy as np
import pytest

from nanoglue.case import CaseError, read
from nanoglue.mesh import gmsh_mesh

TURN = np.linspace(0, 2 * np.pi, 24, endpoint=False)
CIRCLE = 50 + 30 * np.column_stack([np.cos(TURN), np.sin(TURN)])
SQUARE = np.array([[0, 0], [100, 0], [100, 100], [0, 100]])
LID = np.array([[0, 100], [60, 100], [60, 130], [0, 130]])  # on a part of the square's upper side

CASE = """
title: A grain traced from a picture
coordinates: plane_strain
geometry: {recipe: outline, file: grain.csv, unit: nm, bulk_size: 20 nm, interface_size: 8 nm}
bodies:
  grain:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    growth: {expression: 1 + 0.01*t}
  matrix: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}}
  lid: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}}
interfaces: {grain_matrix: {bond: perfect}, matrix_lid: {bond: perfect}}
boundaries:
  bottom: {displacement: {y: 0 nm}}
  axis: {displacement: {x: 0 nm}}
time: {end: 1 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false}
"""


@pytest.fixture
def traced(tmp_path, monkeypatch):
    """A case with its outlines beside it."""
    monkeypatch.setenv("NANOGLUE_CACHE", str(tmp_path / "cache"))
    bodies = {"grain": CIRCLE, "matrix": SQUARE, "lid": LID}
    rows = [f"{name},{x},{y}" for name, points in bodies.items() for x, y in points]
    (tmp_path / "grain.csv").write_text("\n".join(["body,x,y", *rows]))
    (tmp_path / "case.yaml").write_text(CASE)
    return tmp_path


def area(arrays, body):
    """Area [um^2] of a body."""
    corners = arrays["points"][arrays["cells"][arrays["cell_names"] == body][:, :3]]
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    return float(np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]).sum() / 2)


def test_traced_bodies_share_the_edges_where_they_touch(traced):
    case = read(traced / "case.yaml")
    assert dict(case.names.interfaces) == {
        "grain_matrix": ("grain", "matrix"),
        "matrix_lid": ("matrix", "lid"),
    }
    assert set(case.names.boundaries) == {"axis", "bottom", "free_surface"}
    arrays = gmsh_mesh.draw(case)
    circle = 12 * 0.03**2 * np.sin(2 * np.pi / 24)
    assert area(arrays, "grain") == pytest.approx(circle)
    assert area(arrays, "matrix") == pytest.approx(0.01 - circle)
    assert area(arrays, "lid") == pytest.approx(0.06 * 0.03)


def test_a_case_with_traced_outlines_runs(traced):
    from nanoglue.api import Simulation
    from nanoglue.runtime.fenics import MPI

    simulation = Simulation(read(traced / "case.yaml"), MPI.COMM_SELF)
    assert simulation.run() == 0


def test_an_svg_file_holds_the_same_outlines(traced):
    shapes = {"grain": CIRCLE, "matrix": SQUARE}
    drawn = [
        f'<polygon id="{name}" points="{" ".join(f"{x},{-y}" for x, y in points)}"/>'
        for name, points in shapes.items()
    ]
    lid = '<path id="lid" d="M 0,-100 L 60,-100 l 0,-30 -60,0 z"/>'
    text = f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(drawn)}{lid}</svg>'
    (traced / "grain.svg").write_text(text)
    from_csv = gmsh_mesh.draw(read(traced / "case.yaml"))
    from_svg = gmsh_mesh.draw(read(traced / "case.yaml", ["geometry.file=grain.svg"]))
    assert area(from_svg, "lid") == pytest.approx(area(from_csv, "lid"))
    assert len(from_svg["cells"]) == len(from_csv["cells"])


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("grain.csv", "body,x\na,1", "needs the columns body, x and y"),
        ("grain.csv", "body,x,y\na,1,2\na,one,2", "no numbers in line 3"),
        ("grain.csv", "body,x,y\na,0,0\na,1,0\na,0,0\na,1,1", "touches itself"),
        ("grain.svg", "<svg", "is not SVG"),
        ("grain.svg", '<svg><path id="a" d="M 0,0 C 1,1 2,2 3,3 z"/></svg>', "convert curves"),
        ("grain.txt", "", "come from .csv or .svg"),
    ],
)
def test_a_wrong_outline_is_refused_with_its_reason(traced, name, text, reason):
    (traced / name).write_text(text)
    with pytest.raises(CaseError, match=reason):
        read(traced / "case.yaml", [f"geometry.file={name}"])
