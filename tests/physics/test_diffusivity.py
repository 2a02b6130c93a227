"""What a diffusivity is the coefficient of: Fick's law, a random walk or a mobility."""

import numpy as np
import pytest

from nanoglue.units.constants import FARADAY, GAS_CONSTANT

SLAB = """
title: A slab between two contents
coordinates: plane_strain
accepted_values: [bodies.slab.species.molar_volume]
geometry: {recipe: slab, thickness: 1 um, height: 0.1 um, elements_through: 20}
bodies:
  slab:
    elasticity: {model: linear, youngs_modulus: 1000 MPa, poissons_ratio: 0.3}
    species:
      molar_volume: 1 m^3/mol
      initial: 0.2
      max_stoichiometry: 2
      potential: POTENTIAL
      diffusivity: 1 um^2/s
      diffusivity_is: KIND
boundaries:
  front: {symmetry: true, FRONT}
  bottom: {symmetry: true}
time: {end: 0.2 s}
stepping: {method: backward_euler, fixed: 0.01 s}
output:
  fields: none
  pictures: false
  probes: {front: {body: slab, at: [0 um, 0.05 um]}, inside: {body: slab, at: [0.35 um, 0.05 um]}}
"""
SLOPE = 0.05  # of the open-circuit curve [V]
CURVE = f"{{model: open_circuit, stoichiometry: [0, 2], voltage: [1 V, {1 - 2 * SLOPE} V]}}"
IDEAL = "{model: ideal}"
FACTOR = FARADAY * SLOPE / (GAS_CONSTANT * 298.15)
"""(1/(R T)) d mu/dx of the curve [-]."""


def slab(kind, potential=CURVE, front="flux: 1e-6 mol/m^2/s"):
    text = SLAB.replace("KIND", kind).replace("POTENTIAL", potential)
    return text.replace("FRONT", front)


def contents(march_case, *settings):
    computed = march_case(slab(*settings))
    return np.array(computed.column("stoichiometry:inside [-]"))


def test_a_chemical_diffusivity_is_ficks_whatever_the_open_circuit_curve(march_case):
    fick = contents(march_case, "mobility", IDEAL)
    assert contents(march_case, "chemical", IDEAL) == pytest.approx(fick, rel=1e-9)
    assert contents(march_case, "chemical", CURVE) == pytest.approx(fick, rel=1e-9)


def test_a_mobility_diffuses_with_the_slope_of_the_open_circuit_curve(march_case):
    found = contents(march_case, "mobility")
    scaled = slab("chemical").replace("1 um^2/s", f"{FACTOR!r} um^2/s")
    fick = march_case(scaled).column("stoichiometry:inside [-]")
    assert found == pytest.approx(fick, rel=1e-9)
    assert abs(FACTOR - 1) > 0.5  # so that the two definitions differ


def test_a_tracer_diffuses_with_the_thermodynamic_factor(march_case):
    """Against the finite-difference solution of dx/dt = d/ds (x f dx/ds) at the same steps."""
    found = contents(march_case, "tracer")
    count, dt = 200, 0.01
    h, x = 1 / count, np.full(count, 0.2)
    steps = [0.2]
    for _ in range(20):
        old = x.copy()
        for _ in range(100):  # Picard iteration of one implicit step
            face = FACTOR * (x[1:] + x[:-1]) / 2 / h**2
            matrix = np.diag(np.full(count, 1 / dt))
            for i, d in enumerate(face):
                matrix[i, i] += d
                matrix[i + 1, i + 1] += d
                matrix[i, i + 1] -= d
                matrix[i + 1, i] -= d
            source = old / dt
            source[0] += 1.0 / h  # flux of 1 amol/(um^2 s) into a host of 1 amol/um^3
            new = np.linalg.solve(matrix, source)
            if np.abs(new - x).max() < 1e-12:
                break
            x = new
        steps.append(float(np.interp(0.35, (np.arange(count) + 0.5) * h, x)))
    assert found[-len(steps) :] == pytest.approx(steps[-len(found) :], rel=3e-3)


@pytest.mark.parametrize("kind", ["chemical", "tracer", "mobility"])
def test_stress_gathers_a_species_alike_at_equilibrium(march_case, kind):
    """Its potential is then uniform, however fast the species moves (case bent_bar)."""
    last = march_case(
        "verification/bent_bar",
        f"bodies.bar.species.diffusivity_is={kind}",
        "geometry.elements_up=8",
    ).last
    stress = 1e3 * 1e-2 / (3 * (1 - 0.3))  # E kappa/(3 (1 - nu)) [MPa/um]
    gathered = 0.01 * 1e-5 * stress / (GAS_CONSTANT * 298.15)
    found = last["stoichiometry:high [-]"] - last["stoichiometry:low [-]"]
    assert found == pytest.approx(gathered, rel=3e-3)


def test_the_default_is_the_chemical_diffusivity():
    from nanoglue.case.schema.bodies import Species

    assert Species.model_fields["diffusivity_is"].default == "chemical"
