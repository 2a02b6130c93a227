"""Pictures are drawn by a process of their own: VTK without a renderer ends the one it is in."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

RENDERING_LIBRARIES = {"libEGL.so.1": "libegl1", "libOSMesa.so.8": "libosmesa6"}
"""Either of these renders pictures without a screen; with Debian's packages."""

WINDOWS = {
    "libEGL.so.1": "vtkEGLRenderWindow",
    "libOSMesa.so.8": "vtkOSOpenGLRenderWindow",
}
"""Off-screen windows of VTK and the library that each needs."""

SKIPPED = f"figures skipped: install {RENDERING_LIBRARIES['libEGL.so.1']}"
MISSING = "figures skipped: pip install '.[pictures]' in a checkout"
LONGEST = 600.0  # s


def loads(library: str) -> bool:
    """Whether a shared library of the system can be loaded."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


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
    if not all(find_spec(name) for name in ("matplotlib", "meshio", "pyvista")):
        return [MISSING]
    command = [sys.executable, "-m", "nanoglue.post.figures", str(directory), *options]
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
