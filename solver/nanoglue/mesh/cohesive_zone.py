"""Whether the facets of an interface resolve the zone in which its law softens."""

from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class FacetSizes:
    """Number of facets, the shortest and the longest [um], and the length or area of them all.

    ``dim`` is 2 in a section, where the total is a length [um], and 3 in space, where it is an area
    [um^2].
    """

    dim: int
    count: int
    shortest: float
    longest: float
    total: float

    @classmethod
    def of(cls, corners: np.ndarray) -> "FacetSizes":
        """Measure facets by their corners (n, dim, dim) [um].

        >>> FacetSizes.of(np.array([[[0.0, 0.0], [3.0, 4.0]], [[3.0, 4.0], [3.0, 5.0]]]))
        FacetSizes(dim=2, count=2, shortest=1.0, longest=5.0, total=6.0)
        """
        lengths = facet_lengths(corners)
        total = float(lengths.sum())
        if corners.shape[2] == 3:
            a, b, c = corners.transpose(1, 0, 2)
            total = float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)
        shortest, longest = lengths.min(initial=np.inf), lengths.max(initial=0.0)
        return cls(corners.shape[2], len(lengths), float(shortest), float(longest), total)

    @property
    def extent(self) -> float:
        """Return the length [um] of the interface, in space the root of its area."""
        return float(self.total ** (1 / (self.dim - 1)))


def facets_in_zone(case: Case, name: str, sizes: FacetSizes) -> float | None:
    """Facets in the cohesive length E G_c / sigma_c^2 with the smaller modulus beside it.

    None where nothing has to be resolved: no strength, failed from the start, one facet, or an
    interface that is shorter than its cohesive length and so fails as a whole.

    Args:
        case: laws and moduli.
        name: the interface.
        sizes: of all its facets.

    Source: Hillerborg et al. 1976, doi:10.1016/0008-8846(76)90007-7.
    """
    law = case.interfaces[name].law
    if law is None or not hasattr(law, "strength") or case.interfaces[name].starts_failed:
        return None
    zone = softer_modulus(case, name) * work_of_separation(law) / law.strength**2
    if sizes.count < 2 or zone >= sizes.extent:
        return None
    return zone / sizes.longest


def unresolved(counts: Mapping[str, float | None]) -> dict[str, str]:
    """Return what to say about every interface with too few facets in its cohesive length."""
    return {
        name: f"{count:.1f} facets in the cohesive length E G_c/strength^2 of {name}; "
        f"{MINIMUM_FACETS:.0f} at least are needed: refine the mesh or lower the strength"
        for name, count in counts.items()
        if count is not None and count < MINIMUM_FACETS
    }
