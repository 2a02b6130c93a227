"""The map of a contact area in space shows what is bonded, damaged, open and pressed."""

from pathlib import Path

import numpy as np
import pytest

from nanoglue.post.figures.results import Results

pytest.importorskip("pyvista", reason="pictures are an extra")

from nanoglue.post.figures.contact_map import draw_contact_maps, interface_points, states

DAMAGE = np.array([0.0, 0.5, 1.0, 1.0])
PULL = np.array([3.0, 2.0, 0.0, -4.0])


@pytest.fixture
def in_space(folder: Path) -> Results:
    """Return results whose interface has one point of each state in a plane y = 0.1 um."""
    import meshio

    points = np.array([[0, 0.1, 0], [0.2, 0.1, 0], [0, 0.1, 0.1], [0.2, 0.1, 0.1]])
    nodal = {"damage_envelope [-]": DAMAGE, "traction_normal [MPa]": PULL}
    mesh = meshio.Mesh(points, [("vertex", np.arange(4)[:, None])], nodal)
    for file in (folder / "fields").glob("particle_fibre_*.vtu"):
        mesh.write(file)
    results = Results(folder)
    results.case["coordinates"] = "three_dimensional"
    return results


def test_every_point_keeps_its_place_and_has_its_state(in_space: Results) -> None:
    points, fields = interface_points(in_space, "particle_fibre", 30.0)
    assert points[:, 1] == pytest.approx(0.1)
    assert list(states(fields)) == [0, 1, 2, 3]


def test_each_event_with_fields_has_a_map(in_space: Results, tmp_path: Path) -> None:
    files = list(draw_contact_maps(in_space, tmp_path))
    events = [record.event for record, _ in in_space.events_with_fields()]
    assert [file.name for file in files] == [f"contact_particle_fibre_{e}.png" for e in events]
    assert all(file.stat().st_size > 5000 for file in files)
    assert files


def test_a_section_has_no_map(folder: Path, tmp_path: Path) -> None:
    assert list(draw_contact_maps(Results(folder), tmp_path)) == []
