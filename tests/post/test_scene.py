"""The viewer shows whole deformed bodies in a window and on a page that needs no network."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from nanoglue.post.figures.rendering import windows
from nanoglue.post.figures.results import Results

pytest.importorskip("pyvista", reason="pictures are an extra")

from nanoglue.post.figures.scene import NoPage, _surfaces, write_page

COMMAND = [sys.executable, "-P", "-m", "nanoglue", "view"]


def bounds(parts) -> np.ndarray:
    found = np.array([part.bounds for part in parts])
    return np.array([found[:, 0].min(), found[:, 1].max(), found[:, 2].min(), found[:, 3].max()])


def test_a_section_is_deformed_and_mirrored_at_the_axis(folder: Path) -> None:
    parts, scalars = _surfaces(Results(folder), "particle", 30.0, "von_mises [MPa]")
    assert scalars == "field"
    assert len(parts) == 2
    np.testing.assert_allclose(bounds(parts), [-0.1, 0.1, 0.006, 0.106], atol=1e-6)


def test_a_body_without_the_field_is_plain(folder: Path) -> None:
    assert _surfaces(Results(folder), "fibre", 30.0, "stoichiometry [-]")[1] == ""


def test_a_body_in_space_is_its_deformed_surface_with_its_images(quarter: Path) -> None:
    parts, scalars = _surfaces(Results(quarter), "particle", 30.0, "von_mises [MPa]")
    assert len(parts) == 4
    np.testing.assert_allclose(bounds(parts), [-0.13, 0.13, -0.13, 0.13], atol=1e-6)
    assert parts[0].bounds[4:] == pytest.approx((0.006, 0.106))
    assert parts[0][scalars] == pytest.approx(5.0)


@pytest.mark.skipif(not windows(), reason="neither EGL nor OSMesa on this machine")
def test_the_page_is_written_quietly_and_loads_nothing(folder: Path) -> None:
    pytest.importorskip("trame_vtk", reason="the viewer is an extra")
    done = subprocess.run(
        [*COMMAND, str(folder), "--browser", "--at", "onset"],
        env=os.environ | {"BROWSER": "true", "PATH": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    page = folder / "figures" / "view.html"
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, str(page), "")
    text = page.read_text(encoding="utf-8")
    assert "OfflineLocalView.load" in text
    assert "<script src=" not in text


def test_the_reason_why_there_is_no_page_is_that_of_trame(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr("nanoglue.post.figures.scene.windows", lambda: ["vtkEGLRenderWindow"])
    with pytest.raises(NoPage, match="could not convert string to float"):
        write_page(Results(folder), "no time", "x", folder / "view.html")  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="no virtual display (xvfb, xauth)")
def test_a_window_opens_and_stays_open(folder: Path) -> None:
    variables = os.environ | {"LIBGL_ALWAYS_SOFTWARE": "1"}
    display = ["xvfb-run", "-a", *COMMAND, str(folder)]
    process = subprocess.Popen(display, env=variables, start_new_session=True)
    time.sleep(20)
    state = process.poll()
    os.killpg(process.pid, 15)
    process.wait(60)
    assert state is None
