"""Names and combinations of a case held against what its geometry declares."""

from collections.abc import Iterable, Iterator

from nanoglue.case.contact_checks import contact_pair_conflicts, sliding_conflicts
from nanoglue.case.distribution import is_equipotential
from nanoglue.case.event_checks import impossible_ends
from nanoglue.case.name_checks import sides_of, undefined
from nanoglue.case.part_names import PartNames
from nanoglue.case.phase_checks import phase_conflicts
from nanoglue.case.protocol_checks import unreachable_targets
from nanoglue.case.schema.case import Case
from nanoglue.case.schema.closed_form import OF_INTERFACES, OF_SPECIES, ClosedForm
from nanoglue.case.space_checks import not_in_space, wrong_dimension
from nanoglue.case.stage_checks import (
    axis_surfaces,
    endless_rests,
    prescribed_contents,
    surfaces_without_bond,
    voltage_conflicts,
)
from nanoglue.case.text.document import Node
from nanoglue.case.text.errors import CaseIssue, did_you_mean, listed
from nanoglue.case.time_checks import wrong_in_time
from nanoglue.models.coordinates import KINDS
from nanoglue.models.protocols import Stage

Contradiction = tuple[tuple[str | int, ...], str]

SECTIONS = {"bodies": "body", "interfaces": "interface", "boundaries": "boundary"}
STRESSES = {name: kind.stresses for name, kind in KINDS.items()}
COMPONENTS = {name: kind.components for name, kind in KINDS.items()}


def unknown_names(tree: Node, names: PartNames) -> Iterator[CaseIssue]:
    """Report names of the case that the recipe does not declare, and missing ones.

    Args:
        tree: the document.
        names: ``bodies``, ``interfaces`` and ``boundaries`` of the recipe.
    """
    for title, word in SECTIONS.items():
        section, known = tree.child(title), list(getattr(names, title))
        given = section.keys if section is not None else {}
        for name, place in given.items():
            if name not in known:
                hint = did_you_mean(name, known) or f"; there are {listed(known)}"
                yield CaseIssue(place, (title, name), f"the geometry has no such {word}{hint}")
        absent = [name for name in known if name not in given and title != "boundaries"]
        if section is not None or title == "interfaces":
            for name in absent:
                place = tree.locate((title,), key=True)
                yield CaseIssue(place, (title, name), f"missing; the geometry has this {word}")


def contradictions(case: Case, names: PartNames) -> Iterator[Contradiction]:
    """Entries that are right by themselves and wrong together, with their paths."""
    yield from wrong_dimension(case, names)
    yield from not_in_space(case)
    yield from _stages(case, names)
    yield from _conditions(case, names)
    yield from phase_conflicts(case, names)
    for name, interface in case.interfaces.items():
        sides = names.interfaces[name]
        if interface.permeability is not None and any(not case.bodies[b].species for b in sides):
            missing = " and ".join(b for b in sides if not case.bodies[b].species)
            yield ("interfaces", name, "permeability"), f"{missing} has no species to exchange"
        if interface.permeability and interface.starts_failed:
            remedy = "nothing passes through it; leave permeability out"
            yield ("interfaces", name, "permeability"), f"{name} has no bond, so that {remedy}"
        yield from sliding_conflicts(name, interface, names)
    yield from contact_pair_conflicts(case, names)
    if case.solver.control == "arc_length":
        yield from _path(case)
    for i, support in enumerate(case.point_supports):
        yield from undefined(support.body, case.bodies, ("point_supports", i, "body"), "body")
        yield from _components(case, support.displacement, ("point_supports", i, "displacement"))
    for name, body in case.bodies.items():
        yield from _components(case, body.body_force, ("bodies", name, "body_force"))
        thickens = body.conversion is not None and body.conversion.thickness_ratio is not None
        if thickens and not any(name in sides for sides in names.interfaces.values()):
            held = f"{name} has no interface to thicken away from; give volume_ratio in its place"
            yield ("bodies", name, "conversion", "thickness_ratio"), held
    yield from _output(case, names)
    yield from _reference(case, names)
    yield from wrong_in_time(case, lambda surface: sides_of(names, surface))
    yield from unreachable_targets(case)


def _output(case: Case, names: PartNames) -> Iterator[Contradiction]:
    """Bodies, boundaries and points that are to be watched."""
    for key in ("points", "probes"):
        for name, point in getattr(case.output, key).items():
            yield from undefined(point.body, case.bodies, ("output", key, name, "body"), "body")
    for name, ends in case.output.distances.items():
        for i, end in enumerate(ends):
            path = ("output", "distances", name, i)
            yield from undefined(end, case.output.points, path, "point of output.points")
    for i, name in enumerate(case.output.maxima or ()):
        yield from undefined(name, case.bodies, ("output", "maxima", i), "body")
    for key in ("forces", "fronts", "amplitude"):
        for i, name in enumerate(getattr(case.output, key) or ()):
            yield from undefined(name, names.boundaries, ("output", key, i), "boundary")


def _reference(case: Case, names: PartNames) -> Iterator[Contradiction]:
    """Closed forms of what is not there."""
    bonded = [name for name in names.interfaces if case.interfaces[name].law]
    for name, forms in case.output.reference.items():
        path = ("output", "reference", name)
        unknown = [*undefined(name, [*case.bodies, *bonded], path, "body or interface with a law")]
        yield from unknown
        if unknown:
            continue
        yield from _components(case, forms.displacement or (), (*path, "displacement"))
        for axes in forms.stress or ():
            if axes not in STRESSES[case.coordinates]:
                message = f"{case.coordinates} has {listed(STRESSES[case.coordinates])}"
                yield (*path, "stress", axes), message
        for entry in _idle(case, name, forms):
            yield (*path, entry), f"{name} has no {entry}"


def _idle(case: Case, name: str, forms: ClosedForm) -> list[str]:
    """Closed forms that a body or an interface has nothing to hold against."""
    body = case.bodies.get(name)
    if body is None:
        return forms.given("displacement", "stress", *OF_SPECIES, "order_parameter")
    idle = forms.given(*OF_INTERFACES)
    idle += [] if body.species else forms.given(*OF_SPECIES)
    return idle if body.phase_field else [*idle, *forms.given("order_parameter")]


def _path(case: Case) -> Iterator[Contradiction]:
    """What cannot follow a path on which the loads fall back."""
    path = ("solver", "control")
    if any(body.species for body in case.bodies.values()):
        yield path, "arc_length is for cases without a species, whose loads can fall back"
    if any(interface.viscosity for interface in case.interfaces.values()):
        yield path, "arc_length needs interfaces without viscosity"
    if any(body.phase_field for body in case.bodies.values()):
        yield path, "arc_length is for loads that can fall back, and a phase evolves in time"
    if any(body.plasticity and body.plasticity.viscosity for body in case.bodies.values()):
        yield path, "arc_length needs plasticity without viscosity, which depends on the time"
    if any(boundary.nucleus for boundary in case.boundaries.values()):
        yield path, "arc_length is for loads that can fall back, and a nucleus grows in time"
    if not any(interface.law for interface in case.interfaces.values()):
        yield path, "arc_length needs an interface with a law that can fail"


def _stages(case: Case, names: PartNames) -> Iterator[Contradiction]:
    """Bodies and entries of the protocol."""
    surfaces = [*names.interfaces, *names.boundaries]
    yield from impossible_ends(case, names)
    for i, stage in enumerate(case.protocol):
        unknown = [*_unknown(case, stage, ("protocol", i), surfaces)]
        for j, one in enumerate(stage.also):
            unknown += _unknown(case, one, ("protocol", i, "also", j), surfaces)
        yield from unknown
        if unknown:
            continue
        for j, one in enumerate(stage.also):
            path = ("protocol", i, "also", j)
            if case.bodies[one.body].species is None:
                yield (*path, "body"), f"{one.body} has no species to take up"
            else:
                yield from _through(case, one, path, names)
        species = case.bodies[stage.body].species
        if stage.converts:
            yield from _conversion(case, stage, i)
        elif species is None:
            yield ("protocol", i, "body"), f"{stage.body} has no species to take up"
        elif stage.needs_mass and species.host_molar_mass is None:
            missing = f"needs bodies.{stage.body}.species.host_molar_mass"
            yield ("protocol", i, "specific_current"), missing
        elif stage.until.volume_expansion is not None and species.swelling is None:
            message = f"{stage.body} does not swell with its content; give its species swelling"
            yield ("protocol", i, "until", "volume_expansion"), message
        yield from voltage_conflicts(case, i)
        yield from _through(case, stage, ("protocol", i), names)
        yield from endless_rests(case, i, names)


def _unknown(
    case: Case, stage: Stage, path: tuple[str | int, ...], surfaces: list[str]
) -> Iterator[Contradiction]:
    """Body and surfaces of a current that do not exist."""
    yield from undefined(stage.body, case.bodies, (*path, "body"), "body")
    for entry in stage.entries:
        yield from undefined(entry, surfaces, (*path, "through"), "interface or boundary")


def _through(
    case: Case, stage: Stage, path: tuple[str | int, ...], names: PartNames
) -> Iterator[Contradiction]:
    """Surfaces of a current that do not go with its body."""
    species = case.bodies[stage.body].species
    spread = species is not None and species.kinetics and not is_equipotential(case, stage)
    yield from _inflows(stage, (*path, "through"), names, kinetics=spread)
    for entry in stage.entries:
        if stage.body not in sides_of(names, entry):
            yield (*path, "through"), f"{entry} is no surface of {stage.body}"
    yield from axis_surfaces(case, stage, path, names)
    yield from surfaces_without_bond(case, stage, path)
    yield from prescribed_contents(case, stage, path)


def _inflows(
    stage: Stage, path: tuple[str | int, ...], names: PartNames, kinetics: object
) -> Iterator[Contradiction]:
    """Shares and debonding of the surfaces through which the species enters."""
    for inflow in stage.inflow_surfaces:
        name = inflow.surface
        if inflow.after_debonding == "open" and name not in names.interfaces:
            yield path, f"{name} is a boundary and does not debond; leave after_debonding out"
        if kinetics and inflow.share != 1:
            yield path, f"kinetics need an evenly distributed flux; leave out the share of {name}"


def _conversion(case: Case, stage: Stage, i: int) -> Iterator[Contradiction]:
    """A stage that converts what cannot be converted, or not again."""
    if case.bodies[stage.body].conversion is None:
        message = f"{stage.body} has no conversion; give it one in bodies, or leave the stage out"
        yield ("protocol", i, "body"), message
    earlier = [(other.body, other.converts) for other in case.protocol[:i]]
    if (stage.body, True) in earlier:
        yield ("protocol", i, "body"), f"{stage.body} is converted before; leave one stage out"


def _conditions(case: Case, names: PartNames) -> Iterator[Contradiction]:
    """Components and uptake of the boundaries."""
    for name, boundary in case.boundaries.items():
        for key in ("displacement", "traction"):
            yield from _components(case, getattr(boundary, key) or (), ("boundaries", name, key))
        for key in ("concentration", "flux", "total_flux"):
            idle = all(case.bodies[body].species is None for body in sides_of(names, name))
            if getattr(boundary, key) is not None and idle:
                yield ("boundaries", name, key), "no body there has a species to take up"


def _components(
    case: Case, given: Iterable[str], path: tuple[str | int, ...]
) -> Iterator[Contradiction]:
    axes = COMPONENTS[case.coordinates]
    for component in given:
        if component not in axes:
            message = f"coordinates: {case.coordinates} has the components {listed(axes)}"
            yield (*path, component), message
