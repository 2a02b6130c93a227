"""Checks of interfaces with finite sliding and of contact pairs."""

from collections.abc import Iterator

from nanoglue.case.name_checks import sides_of, undefined
from nanoglue.case.part_names import PartNames
from nanoglue.case.schema.case import Case
from nanoglue.case.schema.interface import Interface


def sliding_conflicts(
    name: str, interface: Interface, names: PartNames
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What does not go with partners that change, or with such that do not."""
    path, finite = ("interfaces", name), interface.sliding == "finite"
    if finite and interface.friction > 0:
        message = "contact with 'sliding: finite' is without friction; set one of them otherwise"
        yield (*path, "friction"), message
    if finite and interface.penetration_tolerance is not None:
        message = "contact with 'sliding: finite' is a penalty; leave it out, or slide little"
        yield (*path, "penetration_tolerance"), message
    if finite and interface.bond is not None:
        yield (*path, "sliding"), "a perfect bond does not slide; give a law"
    if interface.contact_surfaces and not finite:
        yield (
            (*path, "contact_surfaces"),
            "nothing gets there by small sliding; set 'sliding: finite'",
        )
    minus = names.interfaces[name][1]
    for i, boundary in enumerate(interface.contact_surfaces):
        unknown = [
            *undefined(boundary, names.boundaries, (*path, "contact_surfaces", i), "boundary")
        ]
        yield from unknown
        if not unknown and minus not in sides_of(names, boundary):
            yield (
                (*path, "contact_surfaces", i),
                f"{boundary} is no surface of {minus}, the minus body",
            )


def contact_pair_conflicts(
    case: Case, names: PartNames
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Bodies of contact pairs that do not exist or have an interface, and sections."""
    for name, pair in case.contact_pairs.items():
        path = ("contact_pairs", name)
        if case.coordinates != "three_dimensional":
            message = "is available in three dimensions only; in a section use an interface"
            yield path, f"contact of bodies without an interface {message}"
        if name in names.interfaces:
            yield path, f"{name} is the name of an interface; choose another one"
        for i, body in enumerate(pair.bodies):
            yield from undefined(body, case.bodies, (*path, "bodies", i), "body")
        for interface, sides in names.interfaces.items():
            if set(sides) == set(pair.bodies):
                message = f"meet at {interface}, whose law already has contact; leave the pair out"
                yield (*path, "bodies"), f"{' and '.join(pair.bodies)} {message}"
