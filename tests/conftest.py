"""What many tests need: a small case with a recipe of its own, and one thread a rank."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No deadline, as ranks and other work share the cores; the same examples in every run.
settings.register_profile("nanoglue", deadline=None, derandomize=True)
settings.load_profile("nanoglue")

os.environ.setdefault("OMP_NUM_THREADS", "1")

RECIPE = '''"""Two blocks, described and never drawn."""

from dataclasses import dataclass

from nanoglue.recipe import Metre, PartLabels, Positive


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes of the blocks."""

    width: Positive[Metre]
    height: Positive[Metre] = 1.0

    def __post_init__(self):
        """Refuse what cannot be drawn."""
        if self.height > 100 * self.width:
            raise ValueError("height must not exceed 100 widths")


def describe(parameters):
    """PartLabels of the parts."""
    return PartLabels(
        ("upper", "lower"),
        {"upper_lower": ("upper", "lower")},
        {"top": "upper", "bottom": "lower", "sides": ("upper", "lower")},
    )


def draw(model, parameters):
    """Leave the mesh out: the case of this recipe is only read."""
'''

CASE = """\
title: Two blocks
source: nobody
coordinates: plane_strain
geometry:
  recipe: ./blocks_of_a_test.py
  width: 200 nm
bodies:
  upper:
    elasticity:
      model: hencky
      youngs_modulus: {value: 30 GPa, basis: assumed, source: a guess}
      poissons_ratio: 0.3
    plasticity: {model: j2, yield_stress: 2 GPa}
    species:
      molar_volume: 16.3 cm^3/mol
      max_stoichiometry: 3.75
      swelling: {model: linear, coefficient: 1.12}
      potential:
        model: open_circuit
        stoichiometry: [0, 0.5, 3.75]
        voltage: [0.56 V, 0.55 V, 0.2 V]
      diffusivity: 1e-15 m^2/s
  lower:
    elasticity: {model: linear, youngs_modulus: 200 GPa, poissons_ratio: 0.2}
    growth: {expression: 1 + 0.01*t}
interfaces:
  upper_lower:
    law: {model: bilinear, strength: 0.25 GPa, toughness: 0.5 J/m^2, stiffness: 3e18 Pa/m}
boundaries:
  bottom: {displacement: {x: 0 nm, y: 0 nm}}
  top: {displacement: {y: {time: [0 s, 1 s], value: [0 nm, 3 nm]}}}
  sides: {pressure: 3 MPa, concentration: 0.5}
protocol:
  - model: galvanostatic
    body: upper
    through: upper_lower
    rate: 0.2 /hour
    until: {stoichiometry: 3}
time: {end: 5 hour}
output: {forces: [top], points: {tip: {body: upper, at: [0 nm, 0.1 um]}}}
published:
  onset: {value: 0.016, tolerance: 0.002, source: nobody, use: calibrated}
"""


BLOCKS_IN_SPACE = """\
title: Two blocks in space, opened and slid
coordinates: three_dimensional
accepted_values: [bodies.*.elasticity.youngs_modulus]  # rigid
geometry:
  {recipe: two_blocks_3d, width: 1 um, upper_height: 1 um, lower_height: 1 um, depth: 1 um,
   angle: 0, tilt: 0}
bodies:
  top: {elasticity: {model: linear, youngs_modulus: 1e8 MPa, poissons_ratio: 0.3}}
  bottom: {elasticity: {model: linear, youngs_modulus: 1e8 MPa, poissons_ratio: 0.3}}
interfaces:
  top_bottom:
    law: {model: bilinear, strength: 50 MPa, toughness: 5 J/m^2, stiffness: 1000 MPa/um,
      toughness_shear: 2 J/m^2}
    contact_stiffness: 1000 MPa/um
boundaries:
  bottom_face: {displacement: {x: 0 um, y: 0 um, z: 0 um}}
  top_face:
    displacement:
      x: {expression: 0.1*t, unit: um}
      y: {expression: 0.1*t, unit: um}
      z: {expression: 0*t, unit: um}
time: {end: 1 s}
stepping: {fixed: 0.2 s}
output: {fields: none, pictures: false}
"""


@pytest.fixture
def blocks_in_space() -> str:
    """Two stiff blocks in space whose interface is opened and slid."""
    return BLOCKS_IN_SPACE


@pytest.fixture
def case_text() -> str:
    """A case that uses every section, with nothing wrong in it."""
    return CASE


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    """The case as a file, its recipe beside it."""
    (tmp_path / "blocks_of_a_test.py").write_text(RECIPE)
    file = tmp_path / "case.yaml"
    file.write_text(CASE)
    return file


@dataclass
class Computed:
    """A case that has been marched in this process: its problem and its accepted steps."""

    problem: Any
    observables: Any
    steps: list

    def column(self, name):
        from nanoglue.case.columns import Column

        return [step.observed[Column.parse(name)] for step in self.steps]

    @property
    def last(self):
        from nanoglue.output.tables import row

        return row(self.steps[-1].observed)


@pytest.fixture(scope="session")
def march_case(tmp_path_factory):
    """Computes a case, given as a built-in name or as text, without a results folder."""

    def compute(case, *overrides, comm=None, partitioner=None, most=10**9):
        from nanoglue.api import Simulation
        from nanoglue.case import find, read
        from nanoglue.runtime.fenics import MPI

        if "\n" in case:
            file = tmp_path_factory.mktemp("case") / "case.yaml"
            file.write_text(case)
        else:
            file = find(case)
        comm = MPI.COMM_SELF if comm is None else comm
        simulation = Simulation(read(file, overrides), comm, partitioner=partitioner)
        steps = []

        def keep(_, step):
            steps.append(step)
            return len(steps) >= most

        code = simulation.run(keep)
        if simulation.failure is not None:
            raise simulation.failure
        assert code == 0, f"exit code {code}"
        return Computed(simulation.problem, simulation.observables, steps)

    return compute


@pytest.fixture
def tangent_error():
    """How far the tangent of a block system is from differences of its residual."""

    def error(system, rng, change=1e-6):
        """|J v - dF/dv| / |J v| with a central difference in a random direction."""
        import numpy as np

        system.bcs_by_block = [[] for _ in system.fields]
        system.bcs = system.tangent.bcs = []
        system.gather()
        start = system.unknown.array.copy()
        scale = np.concatenate(
            [np.full(f.x.array.size, np.abs(f.x.array).max() + 1e-12) for f in system.fields]
        )
        direction = rng.uniform(-1, 1, start.shape) * scale

        def residual(step):
            system.unknown.array[:] = start + step * direction
            system.scatter()
            system.assemble_residual()
            return system.vector.array.copy()

        difference = (residual(change) - residual(-change)) / (2 * change)
        residual(0.0)
        system.assemble_tangent()
        system.increment.array[:] = direction
        tangent = system.matrix * system.increment
        return float(np.linalg.norm(tangent.array - difference) / np.linalg.norm(difference))

    return error
