"""The shell in CalculiX: CAX8R, incremental plasticity at finite strain, direct steps.

Usage: ``python calculix_shell.py UNKNOWNS``; ``ccx`` must be on the path.
"""

import json
import math
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from problem import INNER, OPENED, OUTER, POISSON, STEPS, YIELD, YOUNG, error, spacing


def grid(through: int, along: int) -> tuple[np.ndarray, list[tuple[int, float, float]]]:
    """Numbers of the nodes at half steps through and along (0: none), and their places."""
    number = np.zeros((2 * through + 1, 2 * along + 1), dtype=int)
    nodes = []
    for j in range(2 * along + 1):
        for i in range(0, 2 * through + 1, 1 + j % 2):  # eight nodes: none in the middle
            number[i, j] = len(nodes) + 1
            radius = INNER + (OUTER - INNER) * i / (2 * through)
            angle = 0.5 * math.pi * j / (2 * along)
            r = 0.0 if j == 2 * along else radius * math.cos(angle)
            nodes.append((int(number[i, j]), r, radius * math.sin(angle)))
    return number, nodes


def deck(through: int, along: int) -> tuple[str, int]:
    """The input and its number of unknowns."""
    number, nodes = grid(through, along)
    inner, equator, axis = number[0], number[:, 0], number[:, -1]
    lines = ["*NODE, NSET=ALL"]
    lines += [f"{n}, {r:.12g}, {z:.12g}, 0." for n, r, z in nodes]
    lines += ["*ELEMENT, TYPE=CAX8R, ELSET=SHELL"]
    element = 0
    for j in range(0, 2 * along, 2):
        for i in range(0, 2 * through, 2):
            corners = [(0, 0), (2, 0), (2, 2), (0, 2), (1, 0), (2, 1), (1, 2), (0, 1)]
            element += 1
            found = ", ".join(str(number[i + a, j + b]) for a, b in corners)
            lines.append(f"{element}, {found}")
    for name, chosen in (("EQUATOR", equator), ("AXIS", axis)):
        lines += [f"*NSET, NSET={name}", *(f"{n}," for n in chosen)]
    lines += ["*MATERIAL, NAME=METAL", "*ELASTIC", f"{YOUNG}, {POISSON}"]
    lines += ["*PLASTIC", f"{YIELD}, 0.", f"{YIELD}, 10."]
    lines += ["*SOLID SECTION, ELSET=SHELL, MATERIAL=METAL"]
    lines += ["*BOUNDARY", "EQUATOR, 2, 2", "AXIS, 1, 1"]
    lines += ["*STEP, NLGEOM, INC=100", "*STATIC, DIRECT", f"{1 / STEPS}, 1.", "*BOUNDARY"]
    ends = {n: (r, z) for n, r, z in nodes}
    grown = OPENED / INNER - 1
    for n in inner:
        lines += [f"{n}, {k + 1}, {k + 1}, {grown * ends[n][k]:.12g}" for k in (0, 1)]
    lines += ["*NODE PRINT, NSET=EQUATOR, TOTALS=ONLY, FREQUENCY=100", "RF", "*END STEP"]
    return "\n".join(lines) + "\n", 2 * len(nodes)


def main(unknowns: float) -> None:
    """Write, run and read."""
    begin = time.process_time()
    text, size = deck(*spacing(unknowns, 6.0))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "shell.inp").write_text(text)
        meshing = time.process_time() - begin
        completed = subprocess.run(
            ["ccx", "shell"], cwd=folder, capture_output=True, text=True, check=False
        )
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = used.ru_utime + used.ru_stime
        if completed.returncode or "*ERROR" in completed.stdout:
            raise SystemExit(completed.stdout[-2000:])
        data = (folder / "shell.dat").read_text()
    iterations = len(re.findall(r"^ *iteration +\d+", completed.stdout, re.MULTILINE))
    upward = 180 * float(data.strip().splitlines()[-1].split()[1])  # of a wedge of two degrees
    found = {"unknowns": size, "iterations": iterations, "seconds": seconds, "mesh": meshing}
    print(json.dumps({**found, "error": error(upward)}))


if __name__ == "__main__":
    main(float(sys.argv[1]))
