"""Values and combinations of a case that are accepted with a warning."""

from collections.abc import Iterator

from nanoglue.case.plausible import Path, implausible
from nanoglue.case.protocol_checks import passed_targets
from nanoglue.case.schema.case import Case
from nanoglue.case.stage_checks import passed_voltages

LARGEST_VISCOUS_SHARE = 0.1
"""Viscosity [s] of an interface over the length of the run [s] above which it bears load."""

LOCKING_RATIO = 0.49
"""Poisson's ratio [-] above which displacements alone are too stiff."""


def doubts(case: Case) -> Iterator[tuple[Path, str]]:
    """Yield the path of every doubtful entry, and the remedy."""
    yield from implausible(case)
    yield from passed_targets(case)
    yield from passed_voltages(case)
    for name, interface in case.interfaces.items():
        if interface.viscosity > LARGEST_VISCOUS_SHARE * case.time.end:
            share = interface.viscosity / case.time.end
            yield (
                ("interfaces", name, "viscosity"),
                f"{share:.2g} of the length of the run: viscous tractions can exceed the strength; "
                "use a viscosity far below the duration of the loading",
            )
    for name, body in case.bodies.items():
        ratio = body.elasticity.poissons_ratio
        if body.formulation == "displacement" and ratio > LOCKING_RATIO:
            yield (
                ("bodies", name, "formulation"),
                f"locks at a Poisson's ratio of {ratio:g}: the body is too stiff; use 'mixed'",
            )
