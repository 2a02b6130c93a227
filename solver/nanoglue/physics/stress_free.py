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
    ``chemical`` is the volume ratio without temperature and residual strain, that of ``volume`` if
    not given, and ``eigen`` the factor by which its changes are larger in ``volume``; ``stretches``
    are those along the axes where swelling differs between them.
    """

    volume: Expr
    elasticity: Elasticity
    plasticity: Plasticity | None
    modulus: FunctionOfStoichiometry | None = None
    shape: Expr | None = None
    eigen: Expr = 1.0
    stretches: tuple[Expr, ...] | None = None
    chemical: Expr | None = None


def stress_free(
    chemical: Expr,
    eigen: Expr,
    elasticity: Elasticity,
    plasticity: Plasticity | None,
    modulus: FunctionOfStoichiometry | None = None,
) -> StressFreeState:
    """Return the stress-free state of a body that swells beside temperature and residual strain.

    Stretches multiply; small strains add.

    Args:
        chemical: volume ratio [-] by growth or a species.
        eigen: volume ratio [-] by temperature and residual strain.
        elasticity: law as in forms.
        plasticity: law as in forms.
        modulus: Young's modulus where it is a function of the stoichiometry.
    """
    if elasticity.finite_strain:
        volume, factor = chemical * eigen, eigen
    else:
        volume, factor = chemical + (eigen - 1), 1.0
    return StressFreeState(volume, elasticity, plasticity, modulus, eigen=factor, chemical=chemical)
