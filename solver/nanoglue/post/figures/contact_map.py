"""Map of the contact area in three dimensions: bonded, damaged, open and pressed points."""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nanoglue.post.figures.colours import BONDED, DAMAGED, DEBONDED
from nanoglue.post.figures.events import file_names, heading
from nanoglue.post.figures.layout import figure
from nanoglue.post.figures.results import EventRecord, Results

if TYPE_CHECKING:
    from matplotlib.figure import Figure

AXES = ("x", "y", "z")

COVERED = 0.6
"""Share of the area that is drawn as points [-]."""


class State(IntEnum):
    """State of a point of an interface."""

    BONDED = 0
    DAMAGED = 1
    OPEN = 2
    PRESSED = 3


COLOURS: Mapping[State, str] = {
    State.BONDED: BONDED,
    State.DAMAGED: DAMAGED,
    State.OPEN: DEBONDED,
    State.PRESSED: "#2c7bb6",
}


def draw_contact_maps(results: Results, directory: Path) -> Iterator[Path]:
    """Draw ``contact_INTERFACE_EVENT.png`` of each bond at each event with written fields."""
    found = list(results.events_with_fields()) if results.in_space else []
    for name in results.interfaces:
        if name in results.perfect_bonds:
            continue
        files = file_names([record for record, _ in found], f"contact_{name}")
        for (record, time), file in zip(found, files, strict=True):
            contact_figure(results, name, record, time).savefig(directory / file)
            yield directory / file


def contact_figure(results: Results, name: str, record: EventRecord, time: float) -> "Figure":
    """Return the figure of one interface at one event."""
    points, fields = interface_points(results, name, time)
    state = states(fields)
    first, second = wide_axes(points)
    across, up = 1000 * points[:, first], 1000 * points[:, second]
    width, height = (max(float(np.ptp(side)), 1e-9) for side in (across, up))
    scale = 6.0 / max(width, height)
    drawn = figure(max(width * scale, 3.5) + 2.4, max(height * scale, 2.0) + 1.2)
    axes = drawn.add_subplot()
    side = 72 * scale * np.sqrt(COVERED * width * height / len(points))  # [pt]
    for kind in State:
        chosen = state == kind
        text = f"{kind.name.lower()} ({100 * chosen.mean():.1f} %)"
        look: dict[str, Any] = {"s": side**2, "color": COLOURS[kind], "linewidths": 0}
        axes.scatter(across[chosen], up[chosen], label=text, **look)
    axes.set(xlabel=f"${AXES[first]}$ [nm]", ylabel=f"${AXES[second]}$ [nm]")
    axes.set_aspect("equal")
    axes.set_title(f"{name}\n{heading(results, record)}", loc="left", fontsize=11)
    keys = {"frameon": False, "title": "share of points", "markerscale": 40.0**0.5 / side}
    drawn.legend(loc="outside right center", **keys)
    return drawn


def interface_points(
    results: Results, name: str, time: float
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return the undeformed quadrature points (n, 3) [um] of an interface, and its fields."""
    grid = results.grid(name, time)
    return grid.points, grid.nodal


def states(fields: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the state of each point.

    A point without damage is bonded, one with damage below 1 damaged. A failed one is pressed where
    its normal traction is negative, and open elsewhere.

    >>> fields = {"damage_envelope [-]": [0, 0.5, 1, 1], "traction_normal [MPa]": [-1, 1, 0, -1]}
    >>> [State(state).name for state in states({k: np.array(v) for k, v in fields.items()})]
    ['BONDED', 'DAMAGED', 'OPEN', 'PRESSED']
    """
    damage, pull = fields["damage_envelope [-]"], fields["traction_normal [MPa]"]
    failed = np.where(pull < 0, State.PRESSED, State.OPEN)
    return np.where(damage >= 1 - 1e-9, failed, np.where(damage > 0, State.DAMAGED, State.BONDED))


def wide_axes(points: np.ndarray) -> tuple[int, int]:
    """Return the two coordinates in which an interface extends farthest, in their order.

    >>> wide_axes(np.array([[0.0, 0.0, 0.0], [1.0, 0.1, 2.0]]))
    (0, 2)
    """
    first, second = sorted(int(axis) for axis in np.argsort(np.ptp(points, axis=0))[1:])
    return first, second
