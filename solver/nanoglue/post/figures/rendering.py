"""Off-screen rendering in a separate process, because VTK aborts without a renderer."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

RENDERING_LIBRARIES = {"libEGL.so.1": "libegl1", "libOSMesa.so.8": "libosmesa6"}
"""Libraries for off-screen rendering, with their Debian packages."""

WINDOWS = {
    "libEGL.so.1": "vtkEGLRenderWindow",
    "libOSMesa.so.8": "vtkOSOpenGLRenderWindow",
}
"""VTK's off-screen window for each library."""

SKIPPED = f"figures skipped: install {RENDERING_LIBRARIES['libEGL.so.1']}"
MISSING = "figures skipped: pip install '.[pictures]' in a checkout"
TIMEOUT_S = 600.0  # s


def loads(library: str) -> bool:
    """Return whether a shared library can be loaded."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


LAUNCHER = ("PMI_", "PMIX_", "HYDI_", "HYDRA_", "OMPI_", "MPI_LOCAL")
"""Beginnings of the names of variables that an MPI launcher sets for its ranks."""


def windows(loads: Callable[[str], bool] = loads) -> list[str]:
    """Return the available off-screen windows, determined before VTK is imported."""
    return [window for library, window in WINDOWS.items() if loads(library)]


def environment(window: str) -> dict[str, str]:
    """Return the environment of the rendering process: one window class, no display, no launcher.

    With the variables of an MPI launcher the process would be taken for one of its ranks.
    """
    own = {name: text for name, text in os.environ.items() if not name.startswith(LAUNCHER)}
    variables = {**own, "VTK_DEFAULT_OPENGL_WINDOW": window, "MPLBACKEND": "Agg"}
    variables["PYVISTA_OFF_SCREEN"] = "true"
    variables["EGL_LOG_LEVEL"] = "fatal"
    variables.setdefault("OMP_NUM_THREADS", "1")
    variables.pop("DISPLAY", None)
    return variables


def in_own_process(directory: Path, *options: str, timeout: float = TIMEOUT_S) -> list[str]:
    """Draw a folder's figures in a separate process.

    Returns:
        The files, and a line for skipped figures with the remedy.
    """
    if not all(find_spec(name) for name in ("matplotlib", "meshio", "pyvista")):
        return [MISSING]
    command = [sys.executable, "-P", "-m", "nanoglue.post.figures", str(directory), *options]
    messages = [SKIPPED]
    for window in windows() or ["none"]:
        messages, succeeded = _attempt(command, window, timeout)
        if succeeded:
            break
    return messages


def rendered(
    command: Sequence[str], window: str, timeout: float
) -> subprocess.CompletedProcess[str]:
    """Run a process that renders with a kind of window, and return its output.

    Raises:
        OSError: the process cannot be started.
        TimeoutExpired: it does not end within the time [s].
    """
    return subprocess.run(
        command,
        env=environment(window),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=timeout,
        check=False,
    )


def _attempt(command: Sequence[str], window: str, timeout: float) -> tuple[list[str], bool]:
    try:
        completed = rendered(command, window, timeout)
    except (OSError, subprocess.TimeoutExpired) as error:
        return [f"figures skipped: {error}"], False
    drawn = completed.stdout.splitlines()
    if completed.returncode == 0:
        return drawn, True
    last = (completed.stderr.strip().splitlines() or [""])[-1]
    return [
        *drawn,
        f"figures skipped: {window} ended with {completed.returncode} {last}".rstrip(),
    ], False
