"""What happens in a run: which events the observables show."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

BONDED = "bonded_fraction:"
LOOSE = "loose"
NEAR_AXIS = 0.05
"""Radius of the front [-], over that of the interface, at which it has come to the axis."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Its name, where, at what time [s] and at what volume expansions [-].
    """

    event: str
    where: str
    time: float
    chemical: float
    deformed: float


def shown(columns: dict[str, float], axis_distance: dict[str, float]) -> list[tuple[str, str]]:
    """Names and places of all events that the observables show.

    Args:
        columns: observables by column name.
        axis_distance: for each interface that meets the axis, the radius [um] that still counts as
            the axis.

    Returns:
        ``first_damage``, ``onset`` (damage 1 somewhere), ``bonded_half``, ``bonded_tenth``,
        ``front_at_axis`` (the outermost bonded radius has come to the axis) and ``detached``
        (damage 1 everywhere) with the interface.
    """
    found = []
    for column, bonded in columns.items():
        if not column.startswith(BONDED):
            continue
        name = column.removeprefix(BONDED).removesuffix(" [-]")
        largest = columns[f"largest_damage:{name} [-]"]
        front = columns[f"debonding_front:{name} [um]"]
        holds = {
            "first_damage": largest > 0,
            "onset": bonded < 1 - 1e-12,
            "bonded_half": bonded <= 0.5,
            "bonded_tenth": bonded <= 0.1,
            "front_at_axis": name in axis_distance and front <= axis_distance[name],
            "detached": bonded <= 1e-12,
        }
        found += [(event, name) for event, happened in holds.items() if happened]
    return found


def loss(body: str, time: float) -> str:
    """What it means that a body has come loose at a time [s]."""
    return (
        f"{body} is loose at t = {time:.6g} s: a load drives it and nothing holds it, so that "
        "there is no equilibrium beyond and the run ends there."
    )


def event_detector(domain: Any) -> Callable[[dict[str, float]], list[tuple[str, str]]]:
    """The events that can be seen in a domain, as a function of the observables."""
    return partial(shown, axis_distance=axis_distances(domain))


def axis_distances(domain: Any) -> dict[str, float]:
    """Radius [um] within which the front of an interface that meets the axis has come to it.

    A twentieth of the interface's radius, or the facet next to the axis where that is longer; none
    in plane problems.
    """
    if not domain.coordinates.has_axis:
        return {}
    found = {}
    for name in domain.interfaces:
        radii = np.sort(domain.facet_points(name)[:, :, 0], axis=1)
        inner, outer = radii[radii[:, 0].argmin()]
        if inner < 1e-9:
            found[name] = max(float(outer), NEAR_AXIS * float(radii.max()))
    return found
