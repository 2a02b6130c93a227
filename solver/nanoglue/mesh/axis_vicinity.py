"""Radii within which the debonding front of an interface has come to the axis."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from nanoglue.mesh.domain import Domain

NEAR_AXIS = 0.05
"""Radius of the front [-], over that of the interface, at which it has come to the axis."""


def axis_distances(domain: "Domain") -> dict[str, float]:
    """Radius [um] within which the front of an interface that meets the axis has come to it.

    A twentieth of the interface's radius, or the facet next to the axis where that is longer; none
    in plane problems.
    """
    if not domain.coordinates.has_axis:
        return {}
    found, on_axis = {}, domain.axis_distance()
    for name in domain.interfaces:
        radii = np.sort(domain.facet_points(name)[:, :, 0], axis=1)
        inner, outer = radii[radii[:, 0].argmin()]
        if inner < on_axis:
            found[name] = max(float(outer), NEAR_AXIS * float(radii.max()))
    return found
