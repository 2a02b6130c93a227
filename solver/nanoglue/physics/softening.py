"""Softening state of an interface: one damage, or the largest jump so far."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import ufl

from nanoglue.models.cohesive import (
    PotentialLaw,
    TractionLaw,
    potential_energy,
    potential_tractions,
)
from nanoglue.models.expressions import Expr, norm, positive
from nanoglue.physics.energy.cohesive import cohesive_dissipation, potential_dissipation
from nanoglue.runtime.fenics import fem


class Softening(Protocol):
    """Interface of a softening state. ``damage`` [-] is the acting one."""

    histories: list[fem.Function]

    def envelope(self, opening: Expr, sliding: Expr) -> Expr:
        """Damage [-] of the present jump without viscosity."""

    def damage(self, opening: Expr, sliding: Expr, followed: Expr) -> Expr:
        """Damage [-] that acts, given one that has followed the envelope with viscosity."""

    def tractions(self, opening: Expr, sliding: Expr, damage: Expr) -> tuple[Any, Any]:
        """Normal and tangential traction [MPa] of the bond, for an opening >= 0."""

    def stored_energy(self, opening: Expr, sliding: Expr, damage: Expr) -> Expr:
        """Recoverable energy per area [pJ/um^2]."""

    def dissipation_increment(self, opening: Expr, sliding: Expr, damage: Expr) -> Expr:
        """Energy per area [pJ/um^2] set free in the present step at its jump."""

    def variables(self, opening: Expr, sliding: Expr, damage: Expr) -> list[Any]:
        """What the law dissipates by when it grows."""

    def updated_history(self, opening: Expr, sliding: Expr) -> dict[fem.Function, Any]:
        """What each history becomes when the present step is accepted."""

    def law_dissipation(
        self,
        jump: Sequence[np.ndarray],
        before: Sequence[np.ndarray],
        after: Sequence[np.ndarray],
    ) -> np.ndarray:
        """Energy per area [pJ/um^2] that the law dissipates as its variables grow."""


class OneDamage:
    """Both tractions are (1 - damage) times stiffness times jump."""

    def __init__(self, law: TractionLaw, formula: TractionLaw, damage_old: fem.Function) -> None:
        """Take the law, also as it is in forms, and the damage of the last accepted step."""
        self.law, self.formula, self.damage_old = law, formula, damage_old
        self.histories: list[fem.Function] = []

    def envelope(self, opening: Expr, sliding: Expr) -> Expr:
        """Damage [-] of the present jump without viscosity."""
        return self.formula.damage(positive(opening), sliding)

    def damage(self, opening: Expr, sliding: Expr, followed: Expr) -> Expr:  # noqa: ARG002
        """Damage [-] that has followed the envelope."""
        return followed

    def tractions(self, opening: Expr, sliding: Expr, damage: Expr) -> tuple[Any, Any]:
        """Normal and tangential traction [MPa] of the bond."""
        normal = (1 - damage) * self.formula.normal_stiffness * opening
        return normal, (1 - damage) * self.formula.shear_stiffness * sliding

    def undamaged_energy(self, opening: Expr, sliding: Expr) -> Expr:
        """Energy per area [pJ/um^2] of a bond without damage."""
        normal = self.formula.normal_stiffness * positive(opening) ** 2
        return (normal + self.formula.shear_stiffness * sliding**2) / 2

    def stored_energy(self, opening: Expr, sliding: Expr, damage: Expr) -> Expr:
        """Recoverable energy per area [pJ/um^2]."""
        return (1 - damage) * self.undamaged_energy(opening, sliding)

    def dissipation_increment(self, opening: Expr, sliding: Expr, damage: Expr) -> Expr:
        """Growth of damage times the undamaged energy [pJ/um^2] of the present jump."""
        return (damage - self.damage_old("+")) * self.undamaged_energy(opening, sliding)

    def variables(self, opening: Expr, sliding: Expr, damage: Expr) -> list[Any]:  # noqa: ARG002
        """The damage [-]."""
        return [damage]

    def updated_history(self, opening: Expr, sliding: Expr) -> dict[fem.Function, Any]:  # noqa: ARG002
        """Nothing beside the damage."""
        return {}

    def law_dissipation(
        self,
        jump: Sequence[np.ndarray],
        before: Sequence[np.ndarray],
        after: Sequence[np.ndarray],
    ) -> np.ndarray:
        """Energy per area [pJ/um^2] that the law takes at the mixity of the jump."""
        return cohesive_dissipation(self.law, jump[0], jump[1], before[0], after[0])


class LargestJump:
    """Each traction is the secant of the potential at the largest opening and sliding so far.

    With viscosity it is these two that follow the jump, by backward Euler.
    """

    def __init__(
        self,
        law: PotentialLaw,
        formula: PotentialLaw,
        space: fem.FunctionSpace,
        lag: Expr,
        frozen: fem.Constant,
    ) -> None:
        """Create the undamaged state.

        Args:
            law: a law with a potential.
            formula: the law with its numbers as constants of the forms.
            space: where the interface remembers.
            lag: viscosity over the length of the present step [-].
            frozen: 1 where the history is held at its last accepted value.
        """
        self.law, self.formula = law, formula
        self.lag, self.frozen = lag, frozen
        names = "opening_reached", "sliding_reached"
        self.histories = [fem.Function(space, name=name) for name in names]

    def _largest(self, opening: Expr, sliding: Expr) -> list[Any]:
        """Largest opening and sliding [um], without viscosity."""
        present = positive(opening), norm(sliding)
        pairs = zip(present, self.histories, strict=True)
        return [ufl.max_value(now, old("+")) for now, old in pairs]

    def _reached(self, opening: Expr, sliding: Expr) -> tuple[Any, Any]:
        """Opening and sliding [um] whose secants act."""
        followed = [
            ufl.conditional(
                ufl.gt(self.frozen, 0.5),
                old("+"),
                (largest + self.lag * old("+")) / (1 + self.lag),
            )
            for largest, old in zip(self._largest(opening, sliding), self.histories, strict=True)
        ]
        return followed[0], followed[1]

    def envelope(self, opening: Expr, sliding: Expr) -> Expr:
        """Damage [-] of the largest jump without viscosity."""
        return self.formula.damage(*self._largest(opening, sliding))

    def damage(self, opening: Expr, sliding: Expr, followed: Expr) -> Expr:  # noqa: ARG002
        """Damage [-] of the jump whose secants act."""
        return self.formula.damage(*self._reached(opening, sliding))

    def tractions(self, opening: Expr, sliding: Expr, damage: Expr) -> tuple[Any, Any]:  # noqa: ARG002
        """Normal and tangential traction [MPa] of the bond."""
        return potential_tractions(self.formula, opening, sliding, self._reached(opening, sliding))

    def stored_energy(self, opening: Expr, sliding: Expr, damage: Expr) -> Expr:  # noqa: ARG002
        """Recoverable energy per area [pJ/um^2]."""
        return potential_energy(self.formula, opening, sliding, self._reached(opening, sliding))

    def dissipation_increment(self, opening: Expr, sliding: Expr, damage: Expr) -> Expr:
        """Fall of the recoverable energy [pJ/um^2] of the jump as the history grows."""
        before = self.histories[0]("+"), self.histories[1]("+")
        fresh = self.stored_energy(opening, sliding, damage)
        return potential_energy(self.formula, opening, sliding, before) - fresh

    def variables(self, opening: Expr, sliding: Expr, damage: Expr) -> list[Any]:  # noqa: ARG002
        """Opening and sliding [um] whose secants act."""
        return list(self._reached(opening, sliding))

    def updated_history(self, opening: Expr, sliding: Expr) -> dict[fem.Function, Any]:
        """Opening and sliding [um] whose secants act."""
        reached = self._reached(opening, sliding)
        return dict(zip(self.histories, reached, strict=True))

    def law_dissipation(
        self,
        jump: Sequence[np.ndarray],  # noqa: ARG002
        before: Sequence[np.ndarray],
        after: Sequence[np.ndarray],
    ) -> np.ndarray:
        """Energy per area [pJ/um^2] that the law takes from one history to the next."""
        return potential_dissipation(self.law, before, after)
