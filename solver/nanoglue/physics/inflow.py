"""Surfaces through which the stages of a protocol drive a species, one for each choice of them."""

from collections.abc import Mapping, Sequence

from nanoglue.case.distribution import is_equipotential
from nanoglue.case.schema.case import Case
from nanoglue.case.stage_checks import without_area
from nanoglue.mesh.domain import Domain
from nanoglue.models.protocols import Stage
from nanoglue.physics.applied_current import AppliedCurrent
from nanoglue.physics.damage_forecast import DamageForecast
from nanoglue.physics.diffusion import Diffusion
from nanoglue.physics.electrode_surface import ElectrodeSurface
from nanoglue.physics.mechanics import Mechanics
from nanoglue.physics.surface_film import surface_film

Inflow = AppliedCurrent | ElectrodeSurface

NO_AREA = 1e-9
"""Area over the square of the size of the domain [-] below which a surface has none."""


def inflows(
    case: Case,
    domain: Domain,
    diffusion: Mapping[str, Diffusion],
    mechanics: Mapping[str, Mechanics],
    forecasts: Mapping[str, DamageForecast],
) -> list[tuple[Inflow, ...]]:
    """Return the inflows of each stage, that of its own body first; a conversion has none.

    Stages alike share them.
    """
    made: dict[tuple[object, ...], Inflow] = {}
    films = {
        name: surface_film(domain, body, mechanics.get(name)) for name, body in diffusion.items()
    }

    def inflow(stage: Stage) -> Inflow:
        kind = ElectrodeSurface if is_equipotential(case, stage) else AppliedCurrent
        key = kind, stage.body, stage.inflow_surfaces
        if key not in made:
            body = diffusion[stage.body], films[stage.body]
            made[key] = kind(domain, stage.inflow_surfaces, *body, forecasts)
        return made[key]

    return [
        () if stage.converts else (inflow(stage), *(inflow(one) for one in stage.also))
        for stage in case.protocol
    ]


def bodies_with_voltage(case: Case, supplies: Sequence[Inflow]) -> list[str]:
    """Return the bodies whose voltage is recorded.

    Those with kinetics, those that are equipotential, and those with a limit of the voltage.
    """
    limited = {stage.body for stage in case.protocol if stage.until.voltage is not None}
    found = [
        supply.diffusion.name
        for supply in supplies
        if isinstance(supply, ElectrodeSurface)
        or supply.kinetics is not None
        or supply.diffusion.name in limited
    ]
    return list(dict.fromkeys(found))


def inflow_areas(case: Case, domain: Domain, stages: Sequence[tuple[Inflow, ...]]) -> list[float]:
    """Return the undeformed area [um^2] of the surfaces of each stage's own body; collective.

    Raises:
        CaseError: the surfaces of a stage have no area, such as the axis of revolution.
    """
    made = {id(one): one.whole_area() for inflows in stages for one in inflows}
    smallest = NO_AREA * domain.size() ** 2
    for i, inflows in enumerate(stages):
        stage = case.protocol[i]
        for one, current in zip(inflows, (stage, *stage.also), strict=False):
            if made[id(one)] <= smallest:
                surfaces = " and ".join(current.entries)
                raise case.wrong(("protocol", i, "through"), without_area(surfaces))
    return [made[id(inflows[0])] if inflows else 0.0 for inflows in stages]
