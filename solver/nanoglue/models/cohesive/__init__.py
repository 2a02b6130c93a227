"""Traction-separation laws, one to a file.

Every law is a secant law: traction = (1 - damage) * stiffness * jump in each direction while the
interface opens. A law states its initial stiffnesses and the damage of a jump on its envelope;
irreversibility (damage never falls, so that unloading follows the secant), viscosity and contact
are added once for all of them in ``physics.cohesion``.
"""

from typing import Protocol

from nanoglue.models.expressions import Scalar


class TractionLaw(Protocol):
    """What an interface asks of its law. Jumps in um, tractions in MPa, stiffnesses in MPa/um."""

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
