"""Virtual environments of the other codes, each pinned by a file with its name."""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent / "environments"
ROOT = Path("results/bench/environments")


def python_of(peer: str, make: bool = True) -> Path | None:
    """Return the Python of a code's environment, or None after printing the reason.

    Args:
        peer: name of a ``.txt`` in ``environments``; its first line may say ``# python 3.11``.
        make: install the code if it is missing.
    """
    place, wanted = ROOT / peer, HERE / f"{peer}.txt"
    ready, found = place / "ready.txt", place / "bin" / "python"
    if ready.exists() and ready.read_text() == wanted.read_text():
        return found.absolute()
    if not make:
        return None
    print(f"  installing {peer}", flush=True)
    interpreter = _interpreter(wanted)
    if interpreter is None:
        print(f"  without {peer}: {wanted.read_text().splitlines()[0][2:]} is needed", flush=True)
        return None
    pip: list[str | Path] = [
        found.absolute(),
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
    ]
    try:
        subprocess.run([interpreter, "-m", "venv", "--clear", place], check=True, timeout=120)
        subprocess.run([*pip, "-r", wanted], check=True, timeout=900)
    except (subprocess.SubprocessError, OSError) as error:
        print(f"  without {peer}: {error}", flush=True)
        return None
    ready.write_text(wanted.read_text())
    return found.absolute()


def program(name: str) -> str | None:
    """Return the path of a system program, or None after printing how to install it."""
    found = shutil.which(name)
    if not found:
        print(f"  without {name}: apt-get install calculix-{name}", flush=True)
    return found


def _interpreter(wanted: Path) -> str | None:
    first = wanted.read_text().splitlines()[0]
    if not first.startswith("# python "):
        return sys.executable
    version = first.removeprefix("# python ")
    places = [shutil.which(f"python{version}")]
    places += map(str, (Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"))
    for place in filter(None, places):
        report = subprocess.run([place, "--version"], capture_output=True, text=True, check=False)
        if report.stdout.startswith(f"Python {version}"):
            return str(place)
    return None
