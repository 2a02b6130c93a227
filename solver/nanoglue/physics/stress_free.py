"""Stress-free state of a body and its elasticity, as mechanics takes them from the other laws."""

from dataclasses import dataclass

from nanoglue.models.expressions import Expr
from nanoglue.models.materials.elasticity import Elasticity


@dataclass(frozen=True, slots=True)
class StressFreeState:
    """What growth, a species, a phase or a conversion does to the reference of a body.

    ``volume`` is the stress-free volume ratio Jc [-]; ``shape`` is the stress-free deformation
    gradient (3, 3) [-] where that is not Jc^(1/3) I; ``elasticity`` is the law with its numbers as
    they are in forms, softened by a phase where there is one.
    """

    volume: Expr
    elasticity: Elasticity
    shape: Expr | None = None
