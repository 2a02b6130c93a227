"""Swelling that differs between axes: a free body, and one that is held along an axis."""

from math import exp, log

import numpy as np
import pytest

from nanoglue.case import read
from nanoglue.case.text.errors import CaseError
from nanoglue.units.constants import FARADAY

ROD = """
title: A layered host that grows along z and shrinks across it
coordinates: axisymmetric
geometry: {recipe: cylinder, outer_radius: 1 um, height: 0.5 um, elements_through: 2}
bodies:
  wall:
    elasticity: {model: hencky, youngs_modulus: 100 GPa, poissons_ratio: 0.3}
    PLASTICITY
    species:
      molar_volume: 20 cm^3/mol
      max_stoichiometry: 1
      initial: 0.25
      swelling: {model: per_axis, points: [0, 0.5, 1], first: [1, 0.99, 0.985],
                 second: [1, 1.02, 1.05], third: [1, 0.99, 0.985]}
      stress_coupling: true
      potential: {model: open_circuit, stoichiometry: [0, 1], voltage: [1 V, 0.5 V]}
      diffusivity: 1e-8 m^2/s
boundaries:
  inner: {symmetry: true}
  bottom: {displacement: {z: 0 um}}
  top: {TOP}
protocol:
  - {model: galvanostatic, body: wall, through: outer, rate: 1 C, until: {stoichiometry: 0.75}}
time: {end: 1 hour}
stepping: {fixed: 90 s}
output: {fields: none, pictures: false, points: {rim: {body: wall, at: [1 um, 0.5 um]}}}
"""


def drawn(x):
    """Stretches along r and z over those of the initial content."""
    tables = [1, 0.99, 0.985], [1, 1.02, 1.05]
    return [float(np.interp(x, [0, 0.5, 1], t) / np.interp(0.25, [0, 0.5, 1], t)) for t in tables]


FLOW = "plasticity: {model: j2, yield_stress: 10 MPa}"


@pytest.mark.parametrize("flow", ["", pytest.param(FLOW, marks=pytest.mark.slow)])
def test_a_free_body_expands_by_the_prescribed_stretches(march_case, flow):
    run = march_case(ROD.replace("PLASTICITY", flow).replace("TOP", ""))
    assert run.last["stoichiometry:wall [-]"] == pytest.approx(0.75, abs=1e-9)
    across, along = drawn(0.75)
    assert run.last["displacement_r:rim [um]"] == pytest.approx(across - 1, rel=1e-4)
    assert run.last["displacement_z:rim [um]"] == pytest.approx(0.5 * (along - 1), rel=1e-4)
    chemical, deformed = (
        run.last[f"volume_expansion_{kind} [-]"] for kind in ("chemical", "deformed")
    )
    assert chemical == pytest.approx(across**2 * along - 1, rel=1e-4)
    assert deformed == pytest.approx(chemical, rel=1e-6)
    assert run.last["largest_von_mises:wall [MPa]"] < 1.0  # of 100 GPa; contents differ by 1e-5


def test_a_body_that_is_held_along_an_axis_has_the_stress_and_potential_of_the_energy(march_case):
    text = ROD.replace("PLASTICITY", "").replace("TOP", "displacement: {z: 0 um}")
    for old, new in (
        ("[0, 0.5, 1]", "[0, 1]"),  # at a bend of the stretches the potential jumps
        ("[1, 0.99, 0.985]", "[1, 0.98]"),
        ("[1, 1.02, 1.05]", "[1, 1.05]"),
    ):
        text = text.replace(old, new)
    run = march_case(text)
    across, along = (1 - 0.02 * 0.75) / (1 - 0.02 * 0.25), (1 + 0.05 * 0.75) / (1 + 0.05 * 0.25)
    strain = -log(along)
    stress = 100e3 * strain  # Kirchhoff stress of Hencky's law along z
    cauchy = stress / exp(strain * (1 - 2 * 0.3))
    assert run.last["largest_von_mises:wall [MPa]"] == pytest.approx(-cauchy, rel=1e-3)
    energy, volume = stress * strain / 2, across**2 * along
    radial, axial = -0.02 / (1 - 0.02 * 0.75), 0.05 / (1 + 0.05 * 0.75)
    work = volume * (energy * (2 * radial + axial) - stress * axial)  # [MPa]
    shift = work * 20.0 * 1e-6  # times the molar volume of the host [um^3/amol]
    mu = run.problem.diffusion["wall"].mu.x.array
    assert mu == pytest.approx(-FARADAY * (1 - 0.5 * 0.75) + shift, abs=2e-3 * abs(shift))
    assert abs(shift) / FARADAY > 1e-3
    assert max(run.column("energy_error [-]")) < 1e-3  # of the trapezoidal rule


def test_small_strains_are_refused(tmp_path):
    file = tmp_path / "case.yaml"
    text = ROD.replace("hencky", "linear").replace("PLASTICITY", "").replace("TOP", "")
    file.write_text(text)
    with pytest.raises(CaseError, match="finite strain: use hencky"):
        read(file)
