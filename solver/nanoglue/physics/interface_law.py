"""The law of an interface, perfect bonds included, and whether its mesh can resolve it."""

import numpy as np

from nanoglue.case.schema.case import Case
from nanoglue.mesh.domain import Domain
from nanoglue.models.cohesive.elastic import Elastic
from nanoglue.models.expressions import Expr

STIFFER = 1e4
"""Stiffness of a perfect bond times the size of a facet, over Young's modulus beside it [-].

It is only a scale: the solver makes the displacements of both sides equal.
"""

MINIMUM_FACETS, RECOMMENDED_FACETS = 3.0, 5.0
"""Facets in the cohesive length below which a run is refused, and below which it is warned of."""


def interface_law(case: Case, domain: Domain, name: str) -> Expr:
    """The traction-separation law of an interface; for a perfect bond an elastic scale."""
    law = case.interfaces[name].law
    if law is not None:
        return law
    size = float(facet_lengths(domain, name).min())
    return Elastic(STIFFER * softer_modulus(case, name) / size)


def facet_lengths(domain: Domain, name: str) -> np.ndarray:
    """Return the length [um] of every facet of an interface, in space its longest edge."""
    ends = domain.facet_points(name)
    edges = np.linalg.norm(ends - np.roll(ends, 1, axis=1), axis=2)
    found: np.ndarray = edges.max(axis=1, initial=0.0)
    return found


def softer_modulus(case: Case, name: str) -> float:
    """The smaller Young's modulus [MPa] of the two bodies of an interface."""
    sides = case.names.interfaces[name]
    return min(case.bodies[side].softest_modulus for side in sides)


def facets_in_zone(case: Case, domain: Domain, name: str) -> float | None:
    """Facets in the cohesive length E G_c / sigma_c^2 with the smaller modulus beside it.

    None where nothing has to be resolved: no strength, failed from the start, one facet, or an
    interface that is shorter than its cohesive length and so fails as a whole.

    Source: Hillerborg et al. 1976, doi:10.1016/0008-8846(76)90007-7.
    """
    law = case.interfaces[name].law
    if law is None or not hasattr(law, "strength") or case.interfaces[name].starts_failed:
        return None
    lengths = facet_lengths(domain, name)
    zone = softer_modulus(case, name) * law.toughness / law.strength**2
    if len(lengths) < 2 or zone >= _extent(domain, name, lengths):
        return None
    return float(zone / lengths.max())


def _extent(domain: Domain, name: str, lengths: np.ndarray) -> float:
    """Return the length [um] of an interface, in space the root of its area."""
    if domain.dim == 2:
        return float(lengths.sum())
    a, b, c = domain.facet_points(name).transpose(1, 0, 2)
    return float(np.sqrt(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2))


def check_resolution(case: Case, domain: Domain) -> dict[str, float]:
    """Facets in the cohesive length of each interface where it matters.

    Raises:
        CaseError: on every rank, if there are fewer than three.
    """
    counts = {name: facets_in_zone(case, domain, name) for name in case.interfaces}
    for name, count in counts.items():
        if count is not None and count < MINIMUM_FACETS:
            told = f"{count:.1f} facets in the cohesive length E G_c/strength^2 of {name}"
            told += (
                f"; {MINIMUM_FACETS:.0f} at least are needed: refine the mesh or lower the strength"
            )
            raise case.wrong(("interfaces", name), told)
    return {name: count for name, count in counts.items() if count is not None}
