"""A resumed run states the largest values of the whole run, in its warnings and its summary."""

import json
from pathlib import Path

from tests.command_line import in_process

PRESSED = """
title: Two blocks are pressed on each other and released again
coordinates: plane_strain
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um}
bodies:
  top: {elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0}}
  bottom: {elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0}}
interfaces: {top_bottom: {law: {model: contact}, contact_stiffness: 1e5 MPa/um}}
boundaries:
  left: {symmetry: true}
  bottom_face: {displacement: {y: 0 um}}
  top_face: {displacement: {y: {time: [0 s, 4 s, 9 s], value: [0 um, -0.4 um, -0.05 um]}}}
time: {end: 8 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false}
"""


def summary(case: Path, folder: Path, *more: str) -> dict:
    done = in_process("run", str(case), "-o", folder, *more)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads((folder / "summary.json").read_text())
    return {name: found[name] for name in ("warnings", "penetration_max:top_bottom")}


def test_the_largest_values_before_a_stop_are_kept(tmp_path):
    case = tmp_path / "pressed.yaml"
    case.write_text(PRESSED)
    whole = summary(case, tmp_path / "whole")
    assert whole["warnings"]
    summary(case, tmp_path / "parts", "--set", "time.end=6 s", "--set", "output.checkpoint.every=1")
    options = "--set", "output.checkpoint.every=1", "--resume", "--accept-changes"
    assert summary(case, tmp_path / "parts", *options) == whole


GROWN = """
title: Fields are written at equal intervals of volume expansion
coordinates: plane_strain
geometry: {recipe: slab, thickness: 1 um, height: 1 um, elements_through: 1, elements_up: 1}
bodies:
  slab:
    elasticity: {model: hencky, youngs_modulus: 1 GPa, poissons_ratio: 0.3}
    growth: {expression: 1 + 0.3*t}
boundaries: {front: {symmetry: true}, bottom: {symmetry: true}}
time: {end: 1 s}
stepping: {fixed: 0.1 s}
output: {fields: {every: 0.07}, pictures: false, checkpoint: {every: 5}}
"""


def test_the_interval_between_fields_goes_on_where_it_was(tmp_path):
    """Fields are due at every third step; those of the end of the first part lie between."""
    case = tmp_path / "grown.yaml"
    case.write_text(GROWN)
    written = {}
    for folder, *ends in (("whole", "1 s"), ("parts", "0.5 s", "1 s")):
        for number, end in enumerate(ends):
            more = ("--resume", "--accept-changes") if number else ()
            end_at = "--set", f"time.end={end}"
            done = in_process("run", str(case), "-o", tmp_path / folder, *end_at, *more)
            assert done.returncode == 0, done.stderr[-2000:]
        written[folder] = {file.stem for file in (tmp_path / folder).glob("fields/slab_*")}
    assert len(written["whole"]) == 5
    assert written["parts"] == written["whole"] | {"slab_000005"}
