"""Bilinear traction-separation law with mixed-mode strength and toughness."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from nanoglue.models.expressions import TINY, Scalar, maximum, minimum, positive, power, sqrt
from nanoglue.units.quantities import JoulePerSquareMetre, Number, Pascal, PascalPerMetre, Positive


@dataclass(frozen=True, slots=True)
class Bilinear:
    r"""Linear to the strength, then softening linearly to the toughness; mixed mode without lag.

    With the mode mixity ``b = shear_stiffness sliding^2 / (normal_stiffness opening^2 +
    shear_stiffness sliding^2)`` of the present jump, the opening ``delta_0`` at damage onset
    follows from the quadratic stress criterion ``(t_n/N)^2 + (t_s/S)^2 = 1`` and the toughness from
    Benzeggagh-Kenane ``G = G_I + (G_II - G_I) b^eta`` or from the power law ``(G_1/G_I)^eta +
    (G_2/G_II)^eta = 1`` (Camanho & Davila 2002, NASA/TM-2002-211737; Benzeggagh & Kenane 1996,
    doi:10.1016/0266-3538(96)00005-X). Then ``delta_f = 2 G / (K delta_0)`` and ``damage = delta_f
    (delta - delta_0) / (delta (delta_f - delta_0))``.
    """

    has_potential: ClassVar[bool] = False
    literal: ClassVar[tuple[str, ...]] = ("exponent",)

    strength: Positive[Pascal]
    toughness: Positive[JoulePerSquareMetre]
    stiffness: Positive[PascalPerMetre]
    strength_shear: Positive[Pascal] | None = None
    toughness_shear: Positive[JoulePerSquareMetre] | None = None
    stiffness_shear: Positive[PascalPerMetre] | None = None
    mixed_mode: Literal["benzeggagh_kenane", "power_law"] = "benzeggagh_kenane"
    exponent: Positive[Number] = 2.0

    def __post_init__(self) -> None:
        """Refuse a law that would drop at once instead of softening.

        Raises:
            ValueError: an opening at onset that is not below the final one.
        """
        for name, onset, final in (
            ("stiffness", self._onset_normal, 2 * self.toughness / self.strength),
            (
                "stiffness_shear",
                self._onset_shear,
                2 * self._toughness_shear / self._strength_shear,
            ),
        ):
            if onset >= final:
                raise ValueError(
                    f"{name} is too low: damage would start at {onset * 1e3:.4g} nm, beyond the "
                    f"final opening of {final * 1e3:.4g} nm; raise it above "
                    "strength^2 / (2 toughness)"
                )

    @property
    def normal_stiffness(self) -> float:
        """Initial slope of the normal traction [MPa/um]."""
        return self.stiffness

    @property
    def shear_stiffness(self) -> float:
        """Initial slope of the tangential traction [MPa/um]."""
        return self.stiffness if self.stiffness_shear is None else self.stiffness_shear

    @property
    def _strength_shear(self) -> float:
        return self.strength if self.strength_shear is None else self.strength_shear

    @property
    def _toughness_shear(self) -> float:
        return self.toughness if self.toughness_shear is None else self.toughness_shear

    @property
    def _onset_normal(self) -> float:
        return self.strength / self.normal_stiffness

    @property
    def _onset_shear(self) -> float:
        return self._strength_shear / self.shear_stiffness

    def mode_mixity(self, opening: Scalar, sliding: Scalar) -> Scalar:
        """Shear part of the elastic energy of the present jump [-]: 0 in mode I, 1 in mode II."""
        normal = self.normal_stiffness * positive(opening) ** 2
        shear = self.shear_stiffness * sliding * sliding
        return shear / maximum(normal + shear, TINY)

    def mixed_toughness(self, mixity: Scalar) -> Scalar:
        """Energy per area [MPa um] that a jump of this mixity dissipates in all."""
        first, second = self.toughness, self._toughness_shear
        if self.mixed_mode == "benzeggagh_kenane":
            return first + (second - first) * power(mixity, self.exponent)
        parts = power((1 - mixity) / first, self.exponent) + power(mixity / second, self.exponent)
        return parts ** (-1 / self.exponent)

    def damage(self, opening: Scalar, sliding: Scalar) -> Scalar:
        """Damage [-] on the envelope: 0 up to the onset, 1 from the final opening on."""
        normal_stiffness, shear_stiffness = self.normal_stiffness, self.shear_stiffness
        mixity = self.mode_mixity(opening, sliding)
        energy = normal_stiffness * positive(opening) ** 2 + shear_stiffness * sliding * sliding
        # Lengths are measured in the energy norm, effective = sqrt(2 * elastic energy), so that
        # unequal
        # stiffnesses need no further rule: the triangle under (effective, effective) has area =
        # toughness.
        onset = 1 / sqrt(
            normal_stiffness * (1 - mixity) / self.strength**2
            + shear_stiffness * mixity / self._strength_shear**2
        )
        final = 2 * self.mixed_toughness(mixity) / onset
        effective = maximum(sqrt(maximum(energy, TINY)), onset)
        return minimum(final * (effective - onset) / (effective * (final - onset)), 1.0)

    def failed_at(self) -> float:
        """A point is debonded at damage 1."""
        return 1.0
