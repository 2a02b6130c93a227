"""Bodies that take up or lose the species in other ways than by the currents of the protocol."""

from typing import TYPE_CHECKING

from nanoglue.case.part_names import PartNames

if TYPE_CHECKING:
    from nanoglue.case.schema.case import Case
    from nanoglue.case.schema.species import Species
    from nanoglue.models.protocols import Stage


def exchanging_bodies(case: "Case", names: PartNames) -> frozenset[str]:
    """Return the bodies whose content does not follow from the currents of the protocol.

    They share the species with another body, have a source or a boundary through which it enters
    or leaves, or a film that binds a part of the current.
    """
    species = {name: body.species for name, body in case.bodies.items() if body.species}
    hosts = set(species)
    found = {name for name, one in species.items() if one.source is not None or _binds(one)}
    for name, model in case.interfaces.items():
        sides = set(names.interfaces[name])
        shared = model.bond is not None and model.permeability is None
        if sides <= hosts and (shared or model.permeability):
            found |= sides
    for name, boundary in case.boundaries.items():
        supplied = (boundary.flux, boundary.total_flux, boundary.concentration)
        if any(value is not None for value in supplied):
            bodies = names.boundaries[name]
            found |= hosts & {bodies} if isinstance(bodies, str) else hosts & set(bodies)
    return frozenset(found)


def _binds(species: "Species") -> bool:
    """Return whether a film on a body binds a part of the current as it grows."""
    return species.film is not None and species.film.bound_concentration > 0


def measures_expansion(case: "Case", stage: "Stage", names: PartNames) -> bool:
    """Return whether a stage ends at an expansion that it reaches at an unknown time.

    The mean expansion does not follow from the content where swelling is not linear in it.
    """
    species = case.bodies[stage.body].species
    if species is None or stage.converts or stage.until.volume_expansion is None:
        return False
    exchanges = stage.body in exchanging_bodies(case, names)
    return exchanges or stage.held_voltage is not None or not species.swells_linearly


def fed_bodies(case: "Case", names: PartNames) -> frozenset[str]:
    """Return the bodies that a flux or a source fills or empties, also through another body."""
    species = {name: body.species for name, body in case.bodies.items() if body.species}
    hosts = set(species)
    found = {name for name, inside in species.items() if inside.source is not None}
    for name, boundary in case.boundaries.items():
        if boundary.flux is not None or boundary.total_flux is not None:
            bodies = names.boundaries[name]
            found |= hosts & ({bodies} if isinstance(bodies, str) else set(bodies))
    pairs = [
        set(names.interfaces[name])
        for name, model in case.interfaces.items()
        if model.permeability or (model.bond is not None and model.permeability is None)
    ]
    for _ in pairs:  # along the longest chain of bodies
        found |= {body for pair in pairs if pair <= hosts and pair & found for body in pair}
    return frozenset(found)
