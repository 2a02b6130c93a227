"""Damage of an interface by cycled loads below its strength, one law to a file.

It scales the whole traction-separation law: damage = 1 - (1 - static damage) (1 - fatigue).
"""

from typing import Protocol

from nanoglue.models.expressions import Scalar


class FatigueLaw(Protocol):
    """Interface of a fatigue law."""

    def growth(self, change: Scalar, load: Scalar, accumulated: Scalar) -> Scalar:
        """Growth of fatigue [-] over a change of the jump.

        Args:
            change: size [um] of the change, closing or opening.
            load: traction over the strength that is left [-].
            accumulated: sum [um] of the changes so far.
        """
