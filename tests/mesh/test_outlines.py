"""Bodies from traced outlines, here of synthetic ones."""

import re

import numpy as np
import pytest

from nanoglue.case import CaseError, read
from nanoglue.mesh import gmsh_mesh
from nanoglue.mesh.files.outline_files import BadOutline
from nanoglue.mesh.files.outlines import outlines_of

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


def test_a_case_with_traced_outlines_runs(traced, monkeypatch):
    from nanoglue.api import Simulation
    from nanoglue.runtime.fenics import MPI

    monkeypatch.undo()  # forms are compiled once for all sessions
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


def svg(shapes):
    """Text of an SVG file."""
    return f'<svg xmlns="http://www.w3.org/2000/svg">{shapes}</svg>'


def csv(**bodies):
    """Text of a CSV file."""
    rows = [f"{name},{x},{y}" for name, points in bodies.items() for x, y in points]
    return "\n".join(["body,x,y", *rows])


def outlines(folder, name, text):
    """Outlines of a file."""
    (folder / name).write_text(text)
    return outlines_of(str(folder / name), text)


UNIT = [(0, 0), (2, 0), (2, 2), (0, 2)]
OVERLAPPING = {
    "cross at (2, 1)": {"a": UNIT, "b": [(1, 1), (3, 1), (3, 3), (1, 3)]},
    "overlap at (1, 0)": {"a": UNIT, "b": [(0, 0), (4, 0), (4, 2), (0, 2)]},
    "and 'b' that overlap at (1, 0)": {"a": UNIT, "b": [(0, 0), (0, 2), (2, 2), (2, 0)]},
    "overlap at (0, 1)": {"a": UNIT, "b": [(0, -1), (2, 0), (3, 2), (0, 4)]},
    "'a' and 'b' that overlap at (1, 0)": {"a": UNIT, "b": [(0, 0), (2, 2), (3, -1)]},
    "edge at (2, 1) that belongs to a and b and c and c": {
        "a": UNIT,
        "b": [(2, 0), (4, 0), (4, 2), (2, 2)],
        "c": [(-9, -9), (9, -9), (9, 9), (-9, 9)],
    },
    "'a' that crosses itself at (1, 1)": {"a": [(0, 0), (2, 2), (2, 0), (0, 2)]},
    "touches itself at (0, 0)": {"a": [(0, 0), (1, 0), (0, 0), (1, 1)]},
    "fewer than three corners of 'a'": {"a": [(0, 0)], "b": UNIT},
    "fewer than three different corners": {"a": [(0, 0), (0, 0), (1, 0)], "b": UNIT},
    "all corners are at one place": {"a": [(1, 1)] * 3},
    "not finite": {"a": [(0, 0), (1, 0), (1, "nan")]},
}


@pytest.mark.parametrize("reason", OVERLAPPING)
@pytest.mark.parametrize("ending", ["csv", "svg"])
def test_outlines_that_cross_or_overlap_are_refused_with_the_place(tmp_path, reason, ending):
    bodies = OVERLAPPING[reason]
    text = csv(**bodies)
    if ending == "svg":
        reason = "'nan' in place of a number" if reason == "not finite" else reason
        text = svg(
            "".join(
                f'<polygon id="{name}" points="{" ".join(f"{x},{y}" for x, y in points)}"/>'
                for name, points in bodies.items()
            )
        )
    with pytest.raises(BadOutline, match=re.escape(reason)) as error:
        outlines(tmp_path, f"file.{ending}", text)
    assert str(error.value).startswith(f"file.{ending} has ")


def test_nested_bodies_and_bodies_that_share_edges_are_accepted(tmp_path):
    nested = {
        "whole": [(0, 0), (9, 0), (9, 9), (0, 9)],
        "shell": [(1, 1), (1, 5), (5, 5), (5, 1)],
        "core": [(2, 2), (3, 2), (3, 3)],
        "lid": [(3, 9), (4, 9), (4, 12), (0, 12), (0, 10)],
        "side": [(9, 0), (12, 0), (9, 9)],
    }
    found = outlines(tmp_path, "file.csv", csv(**nested))
    assert set(found.labels.interfaces.values()) == {
        ("whole", "shell"),
        ("shell", "core"),
        ("whole", "lid"),
        ("whole", "side"),
    }
    assert {name: len(loops) for name, loops in found.loops.items()} == {
        "whole": 2,
        "shell": 2,
        "core": 1,
        "lid": 1,
        "side": 1,
    }


@pytest.mark.parametrize("gap", [0, 4.9e-7, 9.9e-7, 1.9e-6])
def test_corners_within_the_tolerance_are_one(tmp_path, gap):
    right = [(1 + gap, 0), (2, 0), (2, 1), (1 + gap, 1)]
    left = [(0, 0), (1, 0), (1, 1), (0, 1)]
    labels = outlines(tmp_path, "file.csv", csv(a=left, b=right)).labels  # 2 wide: within 2e-6
    assert labels.interfaces == {"a_b": ("a", "b")}


@pytest.mark.parametrize(
    "shape",
    [
        '<path id="a" d="M0-1L1e1-1 10-.5.5-.5z"/>',
        '<path id="a" d="m0-1 10 0v.5h-9.5z"/>',
        '<polygon id="a" points="0-1 1E+1-1 10-.5.5-.5"/>',
    ],
)
def test_compact_numbers_and_exponents_of_svg_are_read(tmp_path, shape):
    found = outlines(tmp_path, "file.svg", svg(shape))
    corners = found.points[found.loops["a"][0]]
    assert corners.tolist() == [[0, 1], [10, 1], [10, 0.5], [0.5, 0.5]]


TRIANGLE = 'points="0,0 1,0 1,1"'


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        ('<path id="a" d="M0 0H1V1Z M 4 4H5V5Z"/>', "several lines in the path 'a'; split it"),
        ('<path id="a" d="M0 0H1V1 M 4 4H5V5Z"/>', "several lines in the path 'a'; split it"),
        (f'<polygon id="a" {TRIANGLE}/><path id="a" d="M0 0H1V1Z"/>', "two shapes with the id 'a'"),
        (f'<polygon id="a" {TRIANGLE}/><rect id="b"/>', "<rect> 'b'; convert it to a path"),
        (f'<polygon id="a" {TRIANGLE}/><circle id="b"/>', "<circle> 'b'; convert it to a path"),
        (f'<polygon id="a" {TRIANGLE}/><polyline id="b"/>', "<polyline> 'b'; convert it to a path"),
        (f"<polygon {TRIANGLE}/>", "without an id"),
        ('<polygon id="a" points="0,0 1,0 1"/>', "odd number of coordinates in 'a'"),
        ('<polygon id="a" points="0,0 1,0 1,1px"/>', "'px' in place of a number in 'a'"),
        ('<polygon id="a" points=""/>', "fewer than three corners"),
        ('<path id="a" d=""/>', "does not begin with M"),
        ('<path id="a" d="L 0 0 1 0 1 1"/>', "does not begin with M"),
        ('<path id="a" d="M 0 0 1 0 1"/>', "too few numbers after 'M'"),
        ('<path id="a" d="M 0 0 1e 0"/>', "'e' in place of a number"),
        (f'<g transform="scale(2)"><polygon id="a" {TRIANGLE}/></g>', "apply it in the drawing"),
        ("", "no outlines"),
    ],
)
def test_a_shape_that_cannot_be_read_is_refused_with_its_id(tmp_path, shapes, reason):
    with pytest.raises(BadOutline, match=reason):
        outlines(tmp_path, "file.svg", svg(shapes))


def test_shapes_that_are_not_drawn_are_ignored(tmp_path):
    shapes = f'<defs><rect id="b"/></defs><polygon id="a" {TRIANGLE}/>'
    assert outlines(tmp_path, "file.svg", svg(shapes)).labels.bodies == ("a",)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("grain.csv", "body,x\na,1", "needs the columns body, x and y"),
        ("grain.csv", "body,x,y\n,1,2", "no body in line 2"),
        ("grain.csv", "body,x,y", "no outlines"),
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
