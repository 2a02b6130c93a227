"""Fatigue of an interface: what cycled tractions below its strength do to it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import ufl

from nanoglue.models.expressions import TINY, Expr, norm, positive
from nanoglue.models.fatigue import FatigueLaw
from nanoglue.physics.jump import Jump
from nanoglue.runtime.fenics import fem


class FatigueState:
    """Fatigue [-], the accumulated jump [um] and the last jump [um] at every point.

    The change of the jump is that of its components: the opening and, as the direction of sliding
    may turn in space, those of the sliding. Fatigue w scales the whole law: 1 - damage =
    (1 - static damage) (1 - w), so that the strength left is that of the law times (1 - w).
    """

    def __init__(
        self,
        fatigue: FatigueLaw,
        law: Any,
        space: fem.FunctionSpace,
        jump: Jump,
    ) -> None:
        """Create the initial state of an interface without fatigue.

        Args:
            fatigue: its law of growth.
            law: from jumps to tractions, with a ``strength`` and, if it differs, a
                ``strength_shear`` [MPa].
            space: where the interface remembers.
            jump: of the interface, with the components of the sliding.
        """
        self.fatigue, self.law = fatigue, law
        shear = getattr(law, "strength_shear", None)
        self.strength = law.strength, law.strength if shear is None else shear
        slid = [f"sliding_old_{part}" for part in range(len(jump.slide()))]
        names = "fatigue", "accumulated_jump", "opening_old", *slid
        self.jump = jump
        self.histories = [fem.Function(space, name=name) for name in names]
        self.fatigue_old, self.accumulated_old = self.histories[:2]

    @property
    def _old(self) -> list[Any]:
        return [history("+") for history in self.histories]

    def static(self, fresh: Expr, damage_old: Expr) -> Expr:
        """Damage [-] by the jumps alone: of the present one, or what the total leaves for them."""
        left = (1 - damage_old) / ufl.max_value(1 - self._old[0], TINY)
        return ufl.max_value(fresh, 1 - left)

    def _change(self, opening: Expr) -> Expr:
        """Size [um] of the change of the jump since the last step; penetration does not count."""
        _, _, opened, *slid = self._old
        parts = [now - old for now, old in zip(self.jump.slide(), slid, strict=True)]
        return norm(positive(opening) - opened, *parts)

    def present(self, opening: Expr, sliding: Expr, static: Expr) -> Expr:
        """Fatigue [-] at the end of the present step."""
        fatigue, accumulated, *_ = self._old
        change = self._change(opening)
        normal = self.law.normal_stiffness * positive(opening) / self.strength[0]
        shear = self.law.shear_stiffness * sliding / self.strength[1]
        load = (1 - static) * norm(normal, shear)
        growth = self.fatigue.growth(change, load, accumulated + change)
        return ufl.min_value(fatigue + growth, 1.0)

    def damage(self, opening: Expr, sliding: Expr, fresh: Expr, damage_old: Expr) -> Expr:
        """Total damage [-], from that of the present jump on the law's envelope."""
        static = self.static(fresh, damage_old)
        return 1 - (1 - static) * (1 - self.present(opening, sliding, static))

    def before_threshold(self, moved: np.ndarray) -> float:
        """Return how often changes of the jump [um] leave points before their threshold.

        Of this rank; infinite where no point that moves is before it.
        """
        left = float(getattr(self.fatigue, "threshold", 0.0)) - self.accumulated_old.x.array
        waiting = (left >= 0) & (moved > 0)
        return float((left[waiting] / moved[waiting]).min(initial=np.inf))

    def extrapolate(self, growth: Expr, moved: Expr, damages: Sequence[fem.Function]) -> None:
        """Let fatigue [-] and accumulated jump [um] of every point grow, with no load.

        Total damages [-] grow with them.
        """
        self.accumulated_old.x.array[:] += moved
        fatigue = self.fatigue_old.x.array
        grown = np.minimum(fatigue + growth, 1.0)
        left = (1 - grown) / np.maximum(1 - fatigue, TINY)
        for damage in damages:
            damage.x.array[:] = 1 - (1 - damage.x.array) * left
        self.fatigue_old.x.array[:] = grown

    def updated_history(
        self, opening: Expr, sliding: Expr, damage_old: Expr
    ) -> dict[fem.Function, Any]:
        """What each history becomes when the present step is accepted."""
        static = self.static(self.law.damage(positive(opening), sliding), damage_old)
        fatigue = self.present(opening, sliding, static)
        accumulated = self._old[1] + self._change(opening)
        values = fatigue, accumulated, positive(opening), *self.jump.slide()
        return dict(zip(self.histories, values, strict=True))
