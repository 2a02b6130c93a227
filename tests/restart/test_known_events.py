"""An event is stated once, also where a run is resumed in a state that does not show it."""

import csv
from pathlib import Path

from tests.command_line import in_process

LOADED_TWICE = """\
title: A bar is pulled beyond its limit of strain, released and pulled again
coordinates: axisymmetric
geometry: {recipe: bar, width: 1 um, height: 1 um}
bodies:
  bar:
    elasticity: {model: neo_hookean, youngs_modulus: 200 GPa, poissons_ratio: 0.3}
    fracture: {strain: 0.005}
boundaries:
  left: {symmetry: true}
  bottom: {symmetry: true}
  top: {displacement: {z: {time: [0 s, 2 s, 4 s, 6 s], value: [0 um, 0.01 um, 0 um, 0.01 um]}}}
time: {end: 6 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false, checkpoint: {every: 1}}
"""


def events(case: Path, *more: str) -> list[str]:
    done = in_process("run", case, "-q", "-o", case.parent / "results", *more)
    assert done.returncode == 0, done.stderr[-2000:]
    with (case.parent / "results/events.csv").open() as file:
        return [row["event"] for row in csv.DictReader(file)]


def test_a_fracture_before_a_restart_is_not_stated_again(tmp_path):
    case = tmp_path / "case.yaml"
    case.write_text(LOADED_TWICE)
    assert events(case, "--set=time.end=4 s") == ["fracture", "end"]
    assert events(case, "--resume") == ["fracture", "end"]


def test_a_fracture_is_not_stated_again_by_single_steps(tmp_path):
    import nanoglue as ng

    case = tmp_path / "case.yaml"
    case.write_text(LOADED_TWICE)
    simulation, found = ng.Simulation(ng.load(case)), []
    while not simulation.finished:
        found += [event.event for event in simulation.step().events]
    assert found == ["fracture"]
