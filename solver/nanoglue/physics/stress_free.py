"""Stress-free state of a body and its elasticity, as mechanics takes them from the other laws."""

from dataclasses import dataclass

from nanoglue.models.composition import FunctionOfStoichiometry
from nanoglue.models.expressions import Expr
from nanoglue.models.materials.elasticity import Elasticity
from nanoglue.models.materials.plasticity import Plasticity


@dataclass(frozen=True, slots=True)
class StressFreeState:
    """What growth, a species, a phase or a conversion does to the reference of a body.

    ``volume`` is the stress-free volume ratio Jc [-]; ``shape`` is the stress-free deformation
    gradient (3, 3) [-] where that is not Jc^(1/3) I; ``elasticity`` and ``plasticity`` are the laws
    with their numbers as they are in forms, at the present stoichiometry, softened by a phase where
    there is one; ``modulus`` is Young's modulus where it is a function of the stoichiometry;
    ``eigen`` is the part of the volume ratio by temperature and residual strain; ``stretches`` are
    those along the axes where swelling differs between them.
    """

    volume: Expr
    elasticity: Elasticity
    plasticity: Plasticity | None
    modulus: FunctionOfStoichiometry | None = None
    shape: Expr | None = None
    eigen: Expr = 1.0
    stretches: tuple[Expr, ...] | None = None
