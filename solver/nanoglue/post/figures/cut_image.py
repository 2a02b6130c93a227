"""Image of cut bodies in space, rendered by VTK: call it in a process for rendering only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nanoglue.post.figures.colours import colour_map, segment_colours, tones
from nanoglue.post.figures.cut import Part, Whole
from nanoglue.post.figures.cut_view import view_of
from nanoglue.post.figures.publication_style import Extent

if TYPE_CHECKING:
    from pyvista import Plotter, PolyData

LARGEST = 8000
"""Pixels of a side, beyond which an image is enlarged."""

RIM = 1.4
"""Width of the edge of an interface [pt]."""

LIGHT: dict[str, Any] = {"ambient": 0.55, "diffuse": 0.5, "specular": 0.0}
"""Shading of surfaces; cut faces have none, so that their colours are those of the scale."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """What is drawn: extent [um], pixels across, pixels per point, and limits of the field."""

    extent: Extent
    across: int
    point: float
    limits: tuple[float, float]


def image(
    parts: Sequence[Part], rims: Sequence["PolyData"], field: str, shown: Whole, canvas: Canvas
) -> np.ndarray:
    """Return the pixels (height, width, 4) of bodies and edges of interfaces; alpha is coverage."""
    import pyvista

    width, height = canvas.extent[1] - canvas.extent[0]
    across = min(canvas.across, LARGEST, round(LARGEST * width / height))
    size = [across, max(round(across * height / width), 1)]
    plotter = pyvista.Plotter(off_screen=True, window_size=size, lighting="light kit")
    plotter.background_color = pyvista.Color("white")
    neutral = tones([part.name for part in parts])
    for part in parts:
        for mesh, lit in ((part.outer, True), (part.face, False)):
            if not mesh.n_points:
                continue
            look: dict[str, Any] = {"color": neutral[part.name]}
            if "field" in mesh.point_data:
                look = {"scalars": "field", "cmap": colour_map(field), "clim": canvas.limits}
                look["show_scalar_bar"] = False
            if lit:
                look |= {"smooth_shading": True, "split_sharp_edges": True, **LIGHT}
            plotter.add_mesh(mesh, lighting=lit, **look)
    for line in rims:
        _add_rim(plotter, line, RIM / 2 * canvas.point * width / canvas.across)
    _look(plotter, shown, canvas.extent)
    pixels: np.ndarray = np.asarray(
        plotter.screenshot(return_img=True, transparent_background=True)
    )
    plotter.close()
    return pixels


def _add_rim(plotter: "Plotter", line: "PolyData", radius: float) -> None:
    """Add the edge of an interface as a tube [um], with the colours of its damage."""
    if not line.n_cells:
        return
    shades = np.round(255 * segment_colours(np.asarray(line.cell_data["damage"]))[:, :3])
    line.cell_data["shade"] = shades.astype(np.uint8)
    tube = line.tube(radius=radius, n_sides=8)
    plotter.add_mesh(tube, scalars="shade", rgb=True, lighting=False)


def _look(plotter: "Plotter", shown: Whole, extent: Extent) -> None:
    """Place the camera of the parallel projection."""
    view, (low, high) = view_of(shown), extent
    middle = (low + high) / 2
    focal = middle[0] * view.right + middle[1] * view.up
    bounds = np.array(plotter.bounds).reshape(3, 2)
    far = 2.0 * float(np.linalg.norm(bounds)) + float(np.linalg.norm(focal))
    camera = plotter.camera
    camera.focal_point, camera.position, camera.up = focal, focal + far * view.back, view.up
    camera.parallel_projection, camera.parallel_scale = True, (high - low)[1] / 2
    plotter.renderer.ResetCameraClippingRange()
