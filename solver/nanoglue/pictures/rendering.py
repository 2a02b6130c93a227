"""Pictures are drawn by a process of their own: VTK without a renderer ends the one it is in."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from nanoglue.doctor import RENDERING_LIBRARIES, loads

WINDOWS = {
    "libEGL.so.1": "vtkEGLRenderWindow",
    "libOSMesa.so.8": "vtkOSOpenGLRenderWindow",
}
"""Off-screen windows of VTK and the library that each needs."""

SKIPPED = f"figures skipped: install {RENDERING_LIBRARIES['libEGL.so.1']}"
LONGEST = 600.0  # s


def windows(loads: Callable[[str], bool] = loads) -> list[str]:
    """Off-screen windows that can be opened here, looked up before VTK is loaded."""
    return [window for library, window in WINDOWS.items() if loads(library)]


def environment(window: str) -> dict[str, str]:
    """The environment of a drawing process: one kind of window, no screen, one thread."""
    given = {**os.environ, "VTK_DEFAULT_OPENGL_WINDOW": window, "MPLBACKEND": "Agg"}
    given["PYVISTA_OFF_SCREEN"] = "true"
    given["EGL_LOG_LEVEL"] = "fatal"
    given.setdefault("OMP_NUM_THREADS", "1")
    given.pop("DISPLAY", None)
    return given


def in_own_process(directory: Path, *options: str, longest: float = LONGEST) -> list[str]:
    """Draw a folder's figures in another process.

    Returns:
        The figures' files, and a line for what was skipped with what would do.
    """
    command = [sys.executable, "-m", "nanoglue.pictures", str(directory), *options]
    told = [SKIPPED]
    for window in windows() or ["none"]:
        told, good = _tried(command, window, longest)
        if good:
            break
    return told


def _tried(command: Sequence[str], window: str, longest: float) -> tuple[list[str], bool]:
    try:
        done = subprocess.run(
            command,
            env=environment(window),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=longest,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return [f"figures skipped: {error}"], False
    drawn = done.stdout.splitlines()
    if done.returncode == 0:
        return drawn, True
    last = (done.stderr.strip().splitlines() or [""])[-1]
    return [
        *drawn,
        f"figures skipped: {window} ended with {done.returncode} {last}".rstrip(),
    ], False
