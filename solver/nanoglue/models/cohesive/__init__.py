"""Traction-separation laws, one per file.

A law states its initial stiffnesses and the damage of a jump on its envelope. There are two kinds.

Most laws have *one damage* for both directions: traction = (1 - damage) * stiffness * jump.
Irreversibility (damage never falls, so that unloading follows the secant) is added in
``physics.softening``.

A law *with a potential* has published tractions T = d phi / d jump that soften differently in the
two directions. Its history is the largest opening and the largest sliding so far: each traction is
the secant of the potential at these two, so that it is that of the potential while both grow and
returns to the origin along a straight line. Viscosity and contact are added once for all laws.
"""

from typing import ClassVar, Protocol

from nanoglue.models.expressions import TINY, Scalar, maximum, minimum, positive


class TractionLaw(Protocol):
    """Interface of a cohesive law. Jumps in um, tractions in MPa, stiffnesses in MPa/um."""

    has_potential: ClassVar[bool]
    """Whether the tractions follow from a potential, with a secant for each direction."""

    @property
    def normal_stiffness(self) -> float:
        """Initial slope of the normal traction [MPa/um]; also resists penetration."""

    @property
    def shear_stiffness(self) -> float:
        """Initial slope of the tangential traction [MPa/um]."""

    def damage(self, opening: Scalar, sliding: Scalar) -> Scalar:
        """Damage [-] in 0..1 on the envelope, for an opening >= 0 and a signed sliding [um]."""

    def failed_at(self) -> float:
        """Damage [-] from which a point counts as debonded: 1 unless the law only tends to it."""


class PotentialLaw(TractionLaw, Protocol):
    """Interface of a cohesive law with a potential."""

    def potential(self, opening: Scalar, sliding: Scalar) -> Scalar:
        """Work of separation per area [J/m^2] of a jump while both tractions act."""

    def secants(self, opening: Scalar, sliding: Scalar) -> tuple[Scalar, Scalar, Scalar]:
        """Remaining share of the normal and the shear stiffness [-], and the lift [um].

        The tractions of the potential are ``K_n (share_n opening - lift)`` and ``K_s share_s
        sliding``, with all three taken at this opening >= 0 and sliding.
        """


def potential_tractions(
    law: PotentialLaw, opening: Scalar, sliding: Scalar, largest: tuple[Scalar, Scalar]
) -> tuple[Scalar, Scalar]:
    """Return the normal and the tangential traction [MPa] of a law with a potential.

    Args:
        law: the law.
        opening: normal jump [um], at least 0.
        sliding: tangential jump [um].
        largest: opening and sliding [um] of the history, the present ones included.
    """
    normal, shear, lift = law.secants(*largest)
    stretched = law.normal_stiffness * (normal * opening - lift)
    return stretched, law.shear_stiffness * shear * sliding


def potential_energy(
    law: PotentialLaw, opening: Scalar, sliding: Scalar, largest: tuple[Scalar, Scalar]
) -> Scalar:
    """Return the recoverable energy per area [pJ/um^2], whose slopes are the tractions.

    Where the opening is negative the normal traction of the bond is that of no opening.
    """
    normal, shear, lift = law.secants(*largest)
    stretched = positive(opening) - lift / maximum(normal, TINY)
    elastic = normal * stretched * stretched / 2 + lift * positive(-opening)
    return law.normal_stiffness * elastic + law.shear_stiffness * shear * sliding * sliding / 2


def potential_damage(law: PotentialLaw, opening: Scalar, sliding: Scalar) -> Scalar:
    """Return the share [-] that both tractions have lost: 1 where neither is left."""
    normal, shear, _ = law.secants(opening, sliding)
    return minimum(1 - normal, 1 - shear)
