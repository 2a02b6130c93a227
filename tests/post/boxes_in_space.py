"""Boxes of quadratic tetrahedra, written by hand as the fields of a run in space."""

import itertools
from pathlib import Path

import meshio
import numpy as np

EDGES = ((0, 1), (1, 2), (0, 2), (0, 3), (1, 3), (2, 3))
SIZE = 0.1  # um
COUNT = 2  # cubes along each edge


def box(bottom: float) -> tuple[np.ndarray, np.ndarray]:
    """Points and tetrahedra of a box over x, y = 0 to 0.1 um, with a height of 0.1 um."""
    steps = np.arange(2 * COUNT + 1)
    numbers = np.arange(len(steps) ** 3).reshape(3 * (len(steps),))
    points = SIZE / (2 * COUNT) * np.array(list(itertools.product(steps, steps, steps)), float)
    cells = []
    for corner in itertools.product(range(COUNT), repeat=3):
        for order in itertools.permutations(range(3)):
            path = np.zeros((4, 3), int) + corner
            for number, axis in enumerate(order, start=1):
                path[number:, axis] += 1
            if np.linalg.det(path[1:] - path[0]) < 0:
                path[[1, 2]] = path[[2, 1]]
            middles = [path[a] + path[b] for a, b in EDGES]
            cells.append([numbers[tuple(node)] for node in (*(2 * path), *middles)])
    return points + np.array([0.0, 0.0, bottom]), np.array(cells)


def content(points: np.ndarray) -> np.ndarray:
    """Stoichiometry [-], linear in the position [um]."""
    return 0.2 + points @ np.array([1.0, 0.5, 2.0])


def write_box(file: Path, name: str, index: int) -> None:
    """One body of a quarter; the particle is stretched by a tenth a step and rises."""
    points, cells = box(0.0 if name == "particle" else -SIZE)
    stretch = np.array([0.1, 0.1, 0.0]) * index if name == "particle" else np.zeros(3)
    moved = points * stretch
    moved[:, 2] += 0.002 * index if name == "particle" else 0.0
    nodal = {"displacement [um]": moved}
    if name == "particle":
        nodal["stoichiometry [-]"] = content(points)
    inside = {"von_mises [MPa]": [np.full(len(cells), 5.0)]}
    meshio.Mesh(points, [("tetra10", cells)], nodal, inside).write(file)


def write_interface(file: Path) -> None:
    """Quadrature points at z = 0 that are broken beyond x = 50 nm."""
    places = SIZE * (np.arange(8) + 0.5) / 8
    x, y = (one.ravel() for one in np.meshgrid(places, places))
    damage = np.where(x > SIZE / 2, 1.0, 0.0)
    nodal = {"damage_envelope [-]": damage, "traction_normal [MPa]": 0.0 * damage}
    points = np.column_stack([x, y, 0.0 * x])
    meshio.Mesh(points, [("vertex", np.arange(len(x))[:, None])], nodal).write(file)
