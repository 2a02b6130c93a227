"""Checks of interfaces with finite sliding."""

from collections.abc import Iterator

from nanoglue.case.name_checks import sides_of, undefined
from nanoglue.case.part_names import PartNames
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
