"""Mesh of a case as a figure with names and sizes, and as a file for viewers."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nanoglue.case.schema.case import Case
from nanoglue.mesh import gmsh_mesh
from nanoglue.mesh.files.facets import swap_last_middles
from nanoglue.post.figures.colours import tones
from nanoglue.post.figures.layout import figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STRONG = ("#d7191c", "#1f78b4", "#33a02c", "#ff7f00", "#6a3d9a", "#b15928", "#e7298a", "#00868b")

KINDS = {
    (1, 2): "line",
    (1, 3): "line3",
    (2, 3): "triangle",
    (2, 6): "triangle6",
    (3, 4): "tetra",
    (3, 10): "tetra10",
}
"""Name of a simplex in meshio by its dimension and number of nodes."""


def save(case: Case, directory: Path) -> None:
    """Write ``mesh.vtu``: cells and facets, each with the number of its name in ``part [-]``."""
    import meshio

    arrays = gmsh_mesh.draw(case)
    directory.mkdir(parents=True, exist_ok=True)
    numbers = {name: i for i, name in enumerate(_names(arrays))}
    blocks, parts = [], []
    dim = arrays["points"].shape[1]
    for part, of in (("cell", dim), ("facet", dim - 1)):
        nodes = arrays[f"{part}s"]
        blocks.append((KINDS[of, nodes.shape[1]], swap_last_middles(nodes)))
        parts.append(np.array([numbers[str(name)] for name in arrays[f"{part}_names"]]))
    points = np.zeros((len(arrays["points"]), 3))
    points[:, :dim] = arrays["points"]
    meshio.Mesh(points, blocks, cell_data={"part [-]": parts}).write(directory / "mesh.vtu")


def picture(case: Case, directory: Path) -> None:
    """Draw ``mesh.png``: the whole mesh and its finest part."""
    arrays = gmsh_mesh.draw(case)
    low, high = 1000 * arrays["points"].min(axis=0), 1000 * arrays["points"].max(axis=0)
    focus = _finest(arrays)
    first, second = ("r", "z") if str(case.coordinates).startswith("axisymm") else ("x", "y")
    drawn = figure(13.0, 7.6)
    for axes, (start, end), title in zip(
        drawn.subplots(1, 2),
        ((low, high), focus),
        ("whole", "at the smallest element"),
        strict=True,
    ):
        near = 0.04 * (end - start)
        _cells(axes, arrays)
        _facets(axes, arrays, case)
        axes.set(
            xlim=(start[0] - near[0], end[0] + near[0]), ylim=(start[1] - near[1], end[1] + near[1])
        )
        axes.set(xlabel=f"${first}$ [nm]", ylabel=f"${second}$ [nm]")
        axes.set_aspect("equal")
        axes.set_title(title, loc="left", fontsize=10, color="#555555")
    drawn.legend(
        handles=_legend(arrays, case),
        loc="outside lower center",
        ncols=4,
        frameon=False,
        fontsize=9,
    )
    drawn.suptitle(f"{case.title}\n{_summary(arrays)}", fontsize=12, x=0.01, ha="left")
    drawn.savefig(directory / "mesh.png")


def sizes(arrays: dict[str, np.ndarray]) -> dict[str, tuple[int, float, float]]:
    """Return cells, shortest and longest edge [nm] of each body."""
    corners = arrays["points"][arrays["cells"][:, :3]]
    lengths = 1000 * np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2)
    found = {}
    for name in dict.fromkeys(arrays["cell_names"].tolist()):
        mine = lengths[arrays["cell_names"] == name]
        found[str(name)] = (len(mine), float(mine.min()), float(mine.max()))
    return found


def _names(arrays: dict[str, np.ndarray]) -> list[str]:
    return list(dict.fromkeys([*arrays["cell_names"].tolist(), *arrays["facet_names"].tolist()]))


def _summary(arrays: dict[str, np.ndarray]) -> str:
    count, points = len(arrays["cells"]), len(arrays["points"])
    return f"{count} cells, {points} points"


def _finest(arrays: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return the corners [nm] of a window around the smallest cells, 30 edges wide."""
    corners = 1000 * arrays["points"][arrays["cells"][:, :3]]
    lengths = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1)
    ordered = np.argsort(lengths)
    middle = corners[ordered[0]].mean(axis=0)
    half = 15 * float(np.median(lengths[ordered[: max(len(ordered) // 20, 1)]]))
    low, high = corners.min(axis=(0, 1)) + half, corners.max(axis=(0, 1)) - half
    middle = np.where(low < high, np.clip(middle, low, high), (low + high) / 2)
    return middle - half, middle + half


def _cells(axes: "Axes", arrays: dict[str, np.ndarray]) -> None:
    from matplotlib.collections import PolyCollection

    names = arrays["cell_names"]
    for name, tone in tones(list(dict.fromkeys(names.tolist()))).items():
        triangles = 1000 * arrays["points"][arrays["cells"][names == name][:, :3]]
        axes.add_collection(
            PolyCollection(triangles, facecolors=tone, edgecolors="#8a8a8a", linewidths=0.3)
        )


def _facets(axes: "Axes", arrays: dict[str, np.ndarray], case: Case) -> None:
    from matplotlib.collections import LineCollection

    nodes = arrays["facets"]
    nodes = nodes[:, [0, 2, 1]] if nodes.shape[1] == 3 else nodes
    for name, shade in _shades(arrays).items():
        lines = 1000 * arrays["points"][nodes[arrays["facet_names"] == name]]
        width = 3.0 if name in case.names.interfaces else 1.8
        axes.add_collection(LineCollection(lines, colors=shade, linewidths=width, capstyle="round"))


def _shades(arrays: dict[str, np.ndarray]) -> dict[str, str]:
    names = dict.fromkeys(arrays["facet_names"].tolist())
    return {str(name): STRONG[i % len(STRONG)] for i, name in enumerate(names)}


def _legend(arrays: dict[str, np.ndarray], case: Case) -> list[Any]:
    """Return legend entries: bodies with element sizes, interfaces and boundaries."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    shade = tones(list(dict.fromkeys(arrays["cell_names"].tolist())))
    entries: list[Any] = [
        Patch(
            facecolor=shade[name],
            edgecolor="#8a8a8a",
            label=f"{name}: {count} cells, edges {low:.3g} to {high:.3g} nm",
        )
        for name, (count, low, high) in sizes(arrays).items()
    ]
    for name, colour in _shades(arrays).items():
        inside = name in case.names.interfaces
        text = f"{'interface' if inside else 'boundary'} {name}"
        entries.append(Line2D([], [], color=colour, linewidth=3.0 if inside else 1.8, label=text))
    return entries
