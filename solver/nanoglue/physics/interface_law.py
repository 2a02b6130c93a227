"""The law of an interface, perfect bonds included, and whether its mesh can resolve it."""

from nanoglue.case.schema.case import Case
from nanoglue.mesh.cohesive_zone import facets_in_zone, softer_modulus, unresolved
from nanoglue.mesh.domain import Domain
from nanoglue.models.cohesive.elastic import Elastic
from nanoglue.models.expressions import Expr

PENALTY_FACTOR = 1e4
"""Stiffness of a perfect bond times the size of a facet, over Young's modulus beside it [-].

It is only a scale: the solver makes the displacements of both sides equal.
"""


def interface_law(case: Case, domain: Domain, name: str) -> Expr:
    """The traction-separation law of an interface; for a perfect bond an elastic scale."""
    law = case.interfaces[name].law
    if law is not None:
        return law
    shortest = domain.facet_sizes(name).shortest
    return Elastic(PENALTY_FACTOR * softer_modulus(case, name) / shortest)


def check_resolution(case: Case, domain: Domain) -> dict[str, float]:
    """Facets in the cohesive length of each interface where it matters.

    Raises:
        CaseError: on every rank, if there are fewer than three.
    """
    counts = {
        name: facets_in_zone(case, name, domain.facet_sizes(name)) for name in case.interfaces
    }
    for name, message in unresolved(counts).items():
        raise case.wrong(("interfaces", name), message)
    return {name: count for name, count in counts.items() if count is not None}
