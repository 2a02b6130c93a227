"""Checks of pairs of bodies without an interface: overlaps, and contact that is not felt."""

from collections.abc import Iterable, Iterator, Mapping

from nanoglue.case import columns
from nanoglue.case.schema.contact_pair import ContactPair
from nanoglue.observables import Observation
from nanoglue.stepping.overlap import Overlap
from nanoglue.stepping.validity_rules import Rule


def pair_findings(
    overlaps: Iterable[Overlap],
    pairs: Mapping[str, ContactPair],
    seen: Observation,
    known: Iterable[str],
) -> Iterator[tuple[Rule, str, float]]:
    """Yield rule, place and value [-] of each overlap, at the place where it was found first.

    A contact pair presses at points inside the facets of its first body, so that a corner of the
    other one may enter a facet between them, which nothing resists.

    Args:
        overlaps: of the bodies now.
        pairs: contact pairs by name.
        seen: columns of the step.
        known: places of overlaps that were found before.
    """
    names = {frozenset(pair.bodies): name for name, pair in pairs.items()}
    places = list(known)
    for overlap in overlaps:
        share = overlap.depth / overlap.size
        yield Rule.OVERLAP, overlap.location(places), share
        name = names.get(frozenset(overlap.bodies))
        if name is not None and seen.values[columns.PENETRATION_MAX.at(name)] == 0:
            yield Rule.MISSED_CONTACT, name, share
