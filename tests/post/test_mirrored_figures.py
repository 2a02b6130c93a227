"""Figures of a report show whole bodies, mirrored at the axis and at planes of symmetry."""

import json
from pathlib import Path

import numpy as np
import pytest

from nanoglue.post.figures import selection
from nanoglue.post.figures.grids import with_image_below
from nanoglue.post.figures.layout import interface_lines, outlines_of
from nanoglue.post.figures.results import Results
from nanoglue.post.figures.section import view_of
from nanoglue.post.figures.triangulation import outline


@pytest.fixture
def halved(folder: Path) -> Results:
    """Bodies of which the upper half is computed, above the equator z = 0."""
    results = Results(folder)
    results.case["boundaries"] = {"axis": {"symmetry": True}, "equator": {"symmetry": True}}
    for name in [*results.bodies, *results.interfaces]:
        for time in results.times:
            grid = results.grid(name, time)
            grid.points[:, 1] = np.abs(grid.points[:, 1])
            grid.nodal["displacement [um]"][:, 1] *= grid.points[:, 1] / 0.1
    return results


def test_view_and_outlines_are_those_of_whole_bodies(halved: Results) -> None:
    view = view_of(halved, halved.times)
    assert (view.left, view.bottom) == (-view.right, -view.top)
    lines = np.concatenate(outlines_of(halved, 30.0, deformed=True))
    np.testing.assert_allclose(lines.min(axis=0), -lines.max(axis=0))
    assert np.abs(lines).min(axis=1).max() > 0.09  # no line along the axis or the equator


def test_an_interface_reaches_the_planes_and_is_mirrored(halved: Results) -> None:
    grid = halved.grid("particle_fibre", 30.0)
    lines, debonded = interface_lines(grid, (True, False))
    assert lines[:, :, 0].min() == pytest.approx(-0.09)
    assert np.abs(lines[:, :, 0]).min() == 0.0
    assert len(lines) == len(debonded) == 6
    assert debonded.sum() == 2  # the outer segment on either side


def test_a_body_joined_with_its_image_has_no_edge_on_the_equator(halved: Results) -> None:
    grid = with_image_below(halved.grid("particle", 30.0))
    edges = outline(grid.cells, grid.points, has_axis=True)
    heights = grid.points[edges][:, :, 1]
    assert (np.abs(heights) > 1e-9).any(axis=1).all()
    assert grid.deformed[:, 1].min() == pytest.approx(-grid.deformed[:, 1].max())


def test_a_clamped_side_is_no_mirror(halved: Results) -> None:
    halved.case["coordinates"] = "plane_strain"
    halved.case["boundaries"] = {"left": {"symmetry": True}, "bottom": {"displacement": {"y": "0"}}}
    for name in halved.bodies:  # sliding along x = 0, at rest along y = 0
        halved.grid(name, 30.0).nodal["displacement [um]"][:, 0] = 0.0
    assert selection.planes_of(halved) == (True, False)


def test_the_planes_of_a_run_are_those_that_it_lists(halved: Results) -> None:
    halved.case["boundaries"] = {"left": {"symmetry": True}, "bottom": {"displacement": {"z": "0"}}}
    assert selection.planes_of(halved) == (True, True)  # one plane is stated, and it may be either
    file = halved.directory / "run.json"
    card = json.loads(file.read_text())
    for axes, mirrored in (([0], (True, False)), ([0, 1], (True, True))):
        file.write_text(json.dumps({**card, "symmetry_axes": axes}))
        assert selection.planes_of(halved) == mirrored


def test_a_run_lists_its_planes_of_symmetry_through_the_origin(march_case) -> None:
    from nanoglue.output.run_metadata import symmetry_axes

    body = "{elasticity: {model: linear, youngs_modulus: 1 GPa, poissons_ratio: 0.3}}"
    text = f"""\
title: A rod on a support at z = 0
coordinates: axisymmetric
geometry: {{recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um}}
bodies: {{top: {body}, bottom: {body}}}
interfaces: {{top_bottom: {{bond: perfect}}}}
boundaries:
  left: {{symmetry: true}}
  bottom_face: {{displacement: {{z: 0 um}}}}
  top_face: {{symmetry: true}}
time: {{end: 1 s}}
stepping: {{fixed: 1 s}}
output: {{fields: none, pictures: false}}
"""
    support = "boundaries.bottom_face={symmetry: true}"
    assert symmetry_axes(march_case(text).problem) == [0]
    assert symmetry_axes(march_case(text, support).problem) == [0, 1]
