"""Probes of the installation: a compiled library, a mesh and a rendered picture, each tried."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from nanoglue.post.figures.rendering import environment, windows

TIMEOUT_S = 60
MESH = """
import gmsh
gmsh.initialize(readConfigFiles=False, interruptible=False)
gmsh.option.setNumber("General.Terminal", 0)
gmsh.model.occ.addRectangle(0, 0, 0, 1, 1)
gmsh.model.occ.synchronize()
gmsh.model.mesh.generate(2)
gmsh.finalize()
"""
PICTURE = """
import sys
import pyvista
plotter = pyvista.Plotter(off_screen=True)
plotter.add_mesh(pyvista.Sphere())
plotter.screenshot(sys.argv[1])
"""


def compile_library() -> str:
    """Compile a library with Python's headers, as every form is; return what failed, or nothing."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return "no C compiler"
    with tempfile.TemporaryDirectory() as place:
        source = Path(place, "probe.c")
        source.write_text("#include <Python.h>\n#include <math.h>\nint probe(void) {return 0;}\n")
        include = f"-I{sysconfig.get_path('include')}"
        library = str(source.with_suffix(".so"))
        return _failure([compiler, "-shared", "-fPIC", include, str(source), "-o", library])


def headers_missing() -> bool:
    """Return whether the header files of this Python are missing."""
    return not Path(sysconfig.get_path("include"), "Python.h").exists()


def generate_mesh() -> str:
    """Mesh a square in a process of its own; return what failed, or nothing."""
    return _failure([sys.executable, "-P", "-c", MESH])


def render_picture() -> str:
    """Render a sphere in a process of its own; return what failed, or nothing."""
    failure = "neither EGL nor OSMesa"
    for window in windows():
        with tempfile.TemporaryDirectory() as place:
            picture = str(Path(place, "probe.png"))
            line = [sys.executable, "-P", "-c", PICTURE, picture]
            failure = _failure(line, environment(window))
            if not failure and not Path(picture).exists():
                failure = "no picture was written"
        if not failure:
            break
    return failure


def _failure(line: list[str], variables: dict[str, str] | None = None) -> str:
    """Run a command and return the line that says why it failed, or nothing."""
    try:
        done = subprocess.run(
            line,
            env=variables or dict(os.environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode == 0:
        return ""
    lines = [text for text in done.stderr.splitlines() if text.strip()]
    errors = [text for text in lines if "rror" in text] or lines[-1:]
    return errors[0] if errors else f"exit code {done.returncode}"
