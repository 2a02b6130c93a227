"""Whether the facets of an interface resolve the zone in which its law softens."""

from collections.abc import Mapping

import numpy as np

from nanoglue.case.schema.case import Case
from nanoglue.models.cohesive import TractionLaw

MINIMUM_FACETS, RECOMMENDED_FACETS = 3.0, 5.0
"""Facets in the cohesive length below which a run is refused, and below which it is warned of."""


def facet_lengths(corners: np.ndarray) -> np.ndarray:
    """Return the length of every facet, in space its longest edge.

    Args:
        corners: of the facets, (n, dim, dim) [um].

    >>> facet_lengths(np.array([[[0.0, 0.0], [3.0, 4.0]]]))
    array([5.])
    """
    edges = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2)
    found: np.ndarray = edges.max(axis=1, initial=0.0)
    return found


def softer_modulus(case: Case, name: str) -> float:
    """The smaller Young's modulus [MPa] of the two bodies of an interface."""
    sides = case.names.interfaces[name]
    return min(case.bodies[side].softest_modulus for side in sides)


def work_of_separation(law: TractionLaw) -> float:
    """Return the toughness [J/m^2] of a law, or the area under its curve where it states none."""
    if hasattr(law, "toughness"):
        return float(law.toughness)
    openings = np.geomspace(1e-7, 1e3, 4001)  # [um]
    damage = np.array([float(law.damage(float(opening), 0.0)) for opening in openings])
    return float(np.trapezoid((1 - damage) * law.normal_stiffness * openings, openings))


def facets_in_zone(case: Case, name: str, corners: np.ndarray) -> float | None:
    """Facets in the cohesive length E G_c / sigma_c^2 with the smaller modulus beside it.

    None where nothing has to be resolved: no strength, failed from the start, one facet, or an
    interface that is shorter than its cohesive length and so fails as a whole.

    Args:
        case: laws and moduli.
        name: the interface.
        corners: of all its facets, (n, dim, dim) [um].

    Source: Hillerborg et al. 1976, doi:10.1016/0008-8846(76)90007-7.
    """
    law = case.interfaces[name].law
    if law is None or not hasattr(law, "strength") or case.interfaces[name].starts_failed:
        return None
    lengths = facet_lengths(corners)
    zone = softer_modulus(case, name) * work_of_separation(law) / law.strength**2
    if len(lengths) < 2 or zone >= _extent(corners, lengths):
        return None
    return float(zone / lengths.max())


def _extent(corners: np.ndarray, lengths: np.ndarray) -> float:
    """Return the length [um] of an interface, in space the root of its area."""
    if corners.shape[2] == 2:
        return float(lengths.sum())
    a, b, c = corners.transpose(1, 0, 2)
    return float(np.sqrt(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2))


def unresolved(counts: Mapping[str, float | None]) -> dict[str, str]:
    """Return what to say about every interface with too few facets in its cohesive length."""
    return {
        name: f"{count:.1f} facets in the cohesive length E G_c/strength^2 of {name}; "
        f"{MINIMUM_FACETS:.0f} at least are needed: refine the mesh or lower the strength"
        for name, count in counts.items()
        if count is not None and count < MINIMUM_FACETS
    }
