"""Limits of contents, expansions and charges whose time does not follow from the current."""

import pytest

from nanoglue.case import columns
from nanoglue.case.event_types import EventType

BODY = """{elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3},
  species: {molar_volume: 10 cm^3/mol, host_molar_mass: 100 g/mol, max_stoichiometry: 1,
            initial: INITIAL, potential: {model: open_circuit, stoichiometry: [0, 1],
                                          voltage: [1 V, 0.5 V]}, diffusivity: 1e-11 m^2/s}}"""

BLOCKS = f"""\
title: Two blocks exchange the species
coordinates: plane_strain
geometry:
  {{recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um, elements_up: 2}}
bodies:
  top: {BODY.replace("INITIAL", "0.1")}
  bottom: {BODY.replace("INITIAL", "0.5")}
interfaces:
  top_bottom: {{law: {{model: elastic, stiffness: 1e16 Pa/m}}, permeability: 0.01 um/s}}
boundaries: {{left: {{symmetry: true}}, bottom_face: {{displacement: {{y: 0 um}}}}}}
protocol:
  - {{model: galvanostatic, body: top, through: top_face, rate: 0 C, until: {{stoichiometry: 0.2}}}}
  - {{model: galvanostatic, body: top, through: top_face, rate: 0 C, until: {{time: 5 s}}}}
time: {{end: 100 s}}
stepping: {{first: 1 s, largest: 5 s, expansion: 1}}
output: {{fields: none, pictures: false}}
"""


def ends(computed) -> list[tuple[EventType, float]]:
    """Types and times [s] of all events of a run."""
    return [(event.event, event.time) for step in computed.steps for event in step.events]


@pytest.mark.parametrize(("body", "target"), [("top", 0.2), ("bottom", 0.4)])
def test_a_rest_ends_at_a_content_that_a_body_reaches_by_exchange(march_case, body, target):
    stage = f"through={body}_face", f"until={{stoichiometry: {target}}}", f"body={body}"
    computed = march_case(BLOCKS, *(f"protocol.0.{change}" for change in stage))
    (limit, time), (reversal, _) = ends(computed)
    assert (limit, reversal) == (EventType.CONTENT_LIMIT, EventType.REVERSAL)
    step = next(step for step in computed.steps if step.events)
    assert step.observed[columns.STOICHIOMETRY.at(body)] == pytest.approx(target, abs=1e-4)
    assert computed.steps[-1].time == pytest.approx(time + 5)


STARTED_BY_A_SOURCE = (
    "interfaces.top_bottom.permeability=0 um/s",
    "bodies.bottom.species.kinetics={model: butler_volmer, exchange_current_density: 0.5 A/m^2}",
    "bodies.bottom.species.initial=0.2",
    "bodies.bottom.species.source={time: [0 s, 99 s, 100 s], value: [RATE, RATE, 0 mol/m^3/s]}",
    "protocol.0={model: galvanostatic, body: top, through: top_face, rate: 0 C, "
    "until: {time: 100 s}}",
    "protocol.1={model: potentiostatic, body: bottom, through: bottom_face, voltage: HELD, "
    "until: {UNTIL}}",
    "time.end=3000 s",
)


@pytest.mark.parametrize(
    ("rate", "held", "until", "change"),
    [
        ("50 mol/m^3/s", "0.6 V", "capacity: 26.8 mAh/g", 0.1),
        ("500 mol/m^3/s", "0.8 V", "stoichiometry: 0.5", -0.195),
    ],
)
def test_a_stage_starts_at_the_content_that_its_body_has(march_case, rate, held, until, change):
    """A source fills ``bottom`` in the stage before; 26.8 mAh/g are 0.1 of the stoichiometry."""
    pairs = ("RATE", rate), ("HELD", held), ("UNTIL", until)
    changes = STARTED_BY_A_SOURCE
    for old, new in pairs:
        changes = tuple(one.replace(old, new) for one in changes)
    computed = march_case(BLOCKS, *changes)
    assert [kind for kind, _ in ends(computed)] == [EventType.REVERSAL, EventType.CONTENT_LIMIT]
    column = columns.STOICHIOMETRY.at("bottom")
    start = next(step for step in computed.steps if step.events).observed[column]
    assert computed.steps[-1].observed[column] - start == pytest.approx(change, abs=2e-4)
