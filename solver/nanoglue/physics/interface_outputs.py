"""Energies, traction vector and overlap of an interface, which its balance does not need."""

from typing import Any

import ufl

from nanoglue.models.expressions import Expr, positive
from nanoglue.physics.cohesion import Cohesion
from nanoglue.physics.perfect_bond import PerfectBond


def traction_vector(interface: Cohesion, opening: Expr, sliding: Expr, damage: Expr) -> Any:
    """Nominal traction [MPa] on the minus side as a vector, of all that acts."""
    if isinstance(interface, PerfectBond):
        return interface.pull()  # nothing slides, so that no direction of sliding is known
    normal, tangent = interface.jump.frame()
    across, along = interface.tractions(opening, sliding, damage)
    vector = across * normal + along * tangent
    if not interface.friction.acts or interface.domain.dim == 2:
        return vector
    # The traction of friction is not along the sliding where the path has turned.
    rubbing = ufl.as_vector(interface.friction.traction(opening, sliding))
    aside = rubbing - interface.friction.along(opening, sliding) * tangent
    return vector + damage * interface.law_area() * aside


def dissipation_increment(interface: Cohesion) -> Expr:
    """Energy per undeformed area [pJ/um^2] set free by damage in the present step."""
    opening, sliding = interface.jump.present()
    damage = interface.damage(opening, sliding)
    return (
        interface.softening.dissipation_increment(opening, sliding, damage) * interface.law_area()
    )


def recoverable_energy(interface: Cohesion) -> Expr:
    """Recoverable energy of the bond per undeformed area [pJ/um^2]."""
    opening, sliding = interface.jump.present()
    damage = interface.damage(opening, sliding)
    return interface.softening.stored_energy(opening, sliding, damage) * interface.law_area()


def contact_energy(interface: Cohesion) -> Expr:
    """Energy of the contact between partners per undeformed area [pJ/um^2]."""
    opening, sliding = interface.jump.present()
    if interface.layer is not None:
        energy = interface.layer.energy(interface.pressed(opening))
        return energy * interface.supported(sliding) * interface.law_area()
    pressure = interface.contact_pressure(opening, sliding)
    return pressure * positive(-opening) / 2 * interface.law_area()


def penetration(interface: Cohesion, opening: Expr, sliding: Expr) -> Expr:
    """Overlap of the bodies [um], without the compression of an intact bond.

    With finite sliding that of damaged points is the overlap with the closest point of the other
    body, as they may have slid away from the fixed opposite point.
    """
    overlap = positive(-opening) * interface.supported(sliding)
    if interface.contact is not None:
        damaged = ufl.gt(interface.damage_old("+"), 0.0)
        overlap = ufl.conditional(damaged, interface.contact.overlap("+"), overlap)
    if interface.layer is None:
        return overlap
    layer = interface.layer.shortening(interface.pressed(opening)) * interface.supported(sliding)
    return positive(overlap - layer)
