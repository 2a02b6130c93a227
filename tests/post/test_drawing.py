"""Pictures are drawn in a process of their own, and a machine that cannot draw says so."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nanoglue.post.figures import draw, draw_mesh, rendering
from nanoglue.post.figures.rendering import SKIPPED, environment, in_own_process, windows

rendered = pytest.mark.skipif(not windows(), reason="neither EGL nor OSMesa on this machine")


def pixels(file: Path) -> np.ndarray:
    from matplotlib.image import imread

    found: np.ndarray = imread(file)[..., :3]
    return found


def share(image: np.ndarray, colour: tuple[float, float, float]) -> float:
    """Share of the pixels that have a colour to a twentieth."""
    return float((np.abs(image - colour).max(axis=2) < 0.05).mean())


@rendered
def test_an_event_shows_grey_fibre_and_red_and_black_interface(folder: Path) -> None:
    assert draw(folder) == [
        "figures/bonding.png",
        "figures/event_onset.png",
        "figures/event_end.png",
    ]
    onset = pixels(folder / "figures" / "event_onset.png")
    assert share(onset, (0.788, 0.788, 0.788)) > 0.05  # the fibre
    assert share(onset, (0.843, 0.098, 0.110)) > 1e-3  # debonded
    assert share(onset, (0.067, 0.067, 0.067)) > 1e-3  # bonded


def test_without_a_renderer_bonding_is_drawn_and_the_rest_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from nanoglue.post.figures import __main__ as process

    monkeypatch.setattr(process, "windows", list)
    process.main(folder, all_figures=False)
    assert capsys.readouterr().out.splitlines() == ["figures/bonding.png", SKIPPED]


def test_windows_are_looked_up_by_their_libraries() -> None:
    assert windows(lambda _: False) == []
    assert windows(lambda library: "OSMesa" in library) == ["vtkOSOpenGLRenderWindow"]


def test_a_drawing_process_that_dies_is_no_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "windows", lambda: ["vtkEGLRenderWindow"])
    monkeypatch.setattr(rendering.sys, "executable", "/bin/false")
    assert in_own_process(folder) == ["figures skipped: vtkEGLRenderWindow ended with 1"]


def test_a_drawing_process_sees_no_screen() -> None:
    given = environment("vtkEGLRenderWindow")
    assert "DISPLAY" not in given
    assert given["VTK_DEFAULT_OPENGL_WINDOW"] == "vtkEGLRenderWindow"


def test_a_folder_that_holds_nothing_is_told_and_not_raised(tmp_path: Path) -> None:
    (told,) = draw(tmp_path)[-1:]
    assert told.startswith("figures skipped")


def test_a_mesh_is_saved_and_drawn_with_its_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import meshio

    from nanoglue.case import read
    from nanoglue.case.read import find

    arrays = {
        "points": np.array([[0, 0], [1, 0], [0, 1], [1, 1]]) * 0.1,
        "cells": np.array([[0, 1, 2], [1, 3, 2]]),
        "cell_names": np.array(["particle", "fibre"]),
        "facets": np.array([[1, 2], [0, 1]]),
        "facet_names": np.array(["particle_fibre", "axis"]),
    }
    monkeypatch.setattr("nanoglue.mesh.gmsh_mesh.draw", lambda _: arrays)
    draw_mesh(read(find("nanoglue/bare")), tmp_path)
    saved = meshio.read(tmp_path / "mesh.vtu")
    assert [block.type for block in saved.cells] == ["triangle", "line"]
    assert saved.cell_data["part [-]"][0].tolist() == [0, 1]
    assert (tmp_path / "mesh.png").stat().st_size > 10_000


def test_the_process_that_draws_is_no_rank():
    """It does not start MPI, and has no variables by which MPI would take it for a rank."""
    code = "import sys, nanoglue.post.figures.__main__; sys.exit('mpi4py.MPI' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_variables_of_a_launcher_are_not_passed_on(monkeypatch):
    for name in ("PMI_FD", "PMI_RANK", "PMIX_RANK", "OMPI_COMM_WORLD_RANK"):
        monkeypatch.setenv(name, "1")
    assert not [name for name in environment("none") if name.startswith(("PMI", "OMPI"))]


def test_the_mesh_of_a_case_in_space_is_a_file_for_viewers(tmp_path, blocks_in_space):
    import meshio

    from nanoglue.case import read

    (tmp_path / "case.yaml").write_text(blocks_in_space)
    draw_mesh(read(tmp_path / "case.yaml"), tmp_path / "mesh")
    mesh = meshio.read(tmp_path / "mesh" / "mesh.vtu")
    (cells, faces) = mesh.cells
    assert (cells.type, len(cells.data), faces.type) == ("tetra10", 12, "triangle6")
    ends = mesh.points[cells.data[:, [0, 1, 2, 0, 1, 2, 1, 2, 0, 3, 3, 3]]].reshape(-1, 2, 6, 3)
    assert np.allclose(ends.mean(axis=1), mesh.points[cells.data[:, 4:]])
    assert not (tmp_path / "mesh" / "mesh.png").exists()
