"""Distribution of the current of a stage over its surfaces."""

from nanoglue.case.schema.case import Case
from nanoglue.models.protocols import Stage


def is_equipotential(case: Case, stage: Stage) -> bool:
    """Return whether the current of a stage follows kinetics at one voltage of its body.

    By default it does where the body has kinetics or any stage holds its voltage.
    """
    if stage.distribution != "automatic":
        return stage.distribution == "equipotential"
    species = case.bodies[stage.body].species
    if species is not None and species.kinetics is not None:
        return True
    return any(
        one.body == stage.body and one.held_voltage is not None
        for one in case.protocol
        if not one.converts
    )
