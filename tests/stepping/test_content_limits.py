"""Limits of contents, expansions and charges whose time does not follow from the current."""

from math import pi

import pytest
from tests.case_texts import SPHERE, replaced

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


@pytest.mark.parametrize(("permeability", "passed"), [("0 um/s", True), ("0.01 um/s", False)])
def test_a_target_is_said_to_be_passed_only_where_the_content_is_known(
    tmp_path, permeability, passed
):
    """At 36 C for 5 s the upper block gets from 0.1 to 0.15, unless the lower one feeds it."""
    from nanoglue.case import read
    from nanoglue.case.protocol_checks import passed_targets

    file = tmp_path / "case.yaml"
    file.write_text(BLOCKS)
    first = "{model: galvanostatic, body: top, through: top_face, rate: 36 C, until: {time: 5 s}}"
    second = first.replace("time: 5 s", "stoichiometry: 0.12")
    settings = f"interfaces.top_bottom.permeability={permeability}", f"protocol=[{first}, {second}]"
    assert bool(list(passed_targets(read(file, settings)))) is passed


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


FILM = """kinetics: {model: butler_volmer, exchange_current_density: 0.05 A/m^2}
      host_molar_mass: 100 g/mol
      film: {thickness: 5 nm, conductivity: 2e-8 S/m, bound_concentration: 20 mol/L,
             growth: {model: parabolic, rate: 2e-18 m^2/s}}"""

COATED = (
    "title: The film on a particle grows and binds a part of the current\n"
    + replaced(
        SPHERE,
        ("coefficient: 1", "coefficient: 0.1"),
        ("diffusivity: 1e-14 m^2/s", "diffusivity: 1e-12 m^2/s\n      " + FILM),
    )
    + """\
protocol: [FIRST, SECOND]
time: {end: 50000 s}
stepping: {first: 50 s, largest: 200 s, expansion: 1}
output: {fields: none, pictures: false}
"""
)
CURRENT = (
    "{model: galvanostatic, body: particle, through: surface, current_density: DENSITY, "
    "until: {UNTIL}}"
)
VOLTAGE = (
    "{model: potentiostatic, body: particle, through: surface, voltage: 0.8 V, "
    "until: {capacity: 30 mAh/g}}"
)


def coated(*stages: str) -> str:
    """Return the case of a coated particle with some stages."""
    return COATED.replace("FIRST, SECOND", ", ".join(stages))


def test_a_stage_counts_what_a_growing_film_binds(march_case):
    """Half a sphere of 1 um at 0.2 A/m^2 is filled to 0.5 and emptied to 0.3 of its content."""
    stages = ("0.2 A/m^2", "stoichiometry: 0.5"), ("-0.2 A/m^2", "volume_expansion: 0.01")
    made = (CURRENT.replace("DENSITY", j).replace("UNTIL", until) for j, until in stages)
    computed = march_case(coated(*made))
    column, bound = columns.STOICHIOMETRY.at("particle"), columns.FILM_BOUND_AMOUNT.at("particle")
    first, last = (step for step in computed.steps if step.events)
    assert first.observed[column] == pytest.approx(0.5, abs=2e-4)
    assert last.observed[columns.EXPANSION_CHEMICAL] == pytest.approx(0.01, abs=2e-5)
    let_in = 0.2 / 96485.33212 * 2 * pi * 1e6 * first.time
    capacity = 2 * pi / 3 / 10e-6
    assert let_in == pytest.approx(0.3 * capacity + first.observed[bound], rel=1e-3)


def test_the_capacity_at_constant_voltage_is_that_of_the_current(march_case):
    """The charge ends the stage, of which the film binds a part."""
    computed = march_case(coated(VOLTAGE))
    assert [kind for kind, _ in ends(computed)] == [EventType.CONTENT_LIMIT]
    observed = computed.steps[-1].observed
    assert observed[columns.CAPACITY.at("particle")] == pytest.approx(30, abs=0.03)
    change = 30 / (96485.33212 / 3.6 / 100)
    assert observed[columns.STOICHIOMETRY.at("particle")] < 0.2 + 0.9 * change


UNEVEN = (
    "title: The surface of a particle swells more than its centre\n"
    + replaced(
        SPHERE,
        ("initial: 0.2", "initial: 0"),
        ("1e-14 m^2/s", "2e-15 m^2/s"),
        (
            "{model: linear, coefficient: 1}",
            "{model: piecewise_linear, points: [0, 0.5, 1], ratios: RATIOS}",
        ),
    )
    + """\
protocol:
  - {model: galvanostatic, body: particle, through: surface, rate: 20 C,
     until: {volume_expansion: FIRST}}
  - {model: potentiostatic, body: particle, through: surface, voltage: 0.9 V,
     until: {volume_expansion: SECOND}}
time: {end: 3000 s}
stepping: {first: 0.5 s, largest: 5 s, expansion: 1}
output: {fields: none, pictures: false}
"""
)


@pytest.mark.parametrize(
    ("ratios", "first", "second"),
    [("[1, 1.01, 1.09]", 0.008, 0.007), ("[1, 0.99, 0.91]", -0.008, -0.007)],
)
def test_a_stage_ends_at_the_mean_expansion_of_an_uneven_body(march_case, ratios, first, second):
    """The surface is far beyond the bend of the table when the mean of J_c - 1 is 0.008."""
    pairs = ("RATIOS", ratios), ("FIRST", str(first)), ("SECOND", str(second))
    computed = march_case(replaced(UNEVEN, *pairs))
    kinds = [EventType.CONTENT_LIMIT, EventType.REVERSAL, EventType.CONTENT_LIMIT]
    assert [kind for kind, _ in ends(computed)] == kinds
    steps = [step.observed for step in computed.steps if step.events]
    reached = [observed[columns.EXPANSION_CHEMICAL] for observed in steps]
    assert reached == pytest.approx([first, second], abs=1e-5)
    content = steps[0][columns.STOICHIOMETRY.at("particle")]
    assert 0.02 * content < 0.9 * abs(first)


def test_a_stage_that_follows_an_unknown_content_does_not_seem_to_end_with_it(march_case):
    """Without the charge at constant voltage, the target of the second stage seems to be passed."""
    held = VOLTAGE.replace("capacity: 30 mAh/g", "time: 2000 s")
    emptied = CURRENT.replace("DENSITY", "-0.2 A/m^2").replace("UNTIL", "stoichiometry: 0.205")
    rest = CURRENT.replace("DENSITY", "0 A/m^2").replace("UNTIL", "time: 100 s")
    case = coated(held, emptied, rest).replace("bound_concentration: 20 mol/L,", "")
    kinds = [kind for kind, _ in ends(march_case(case))]
    assert kinds == [EventType.REVERSAL, EventType.REVERSAL]
