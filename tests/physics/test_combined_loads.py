"""Combined loads: heat on a shrink fit, swelling into a gap, a held host, units of current."""

from math import exp, log

import numpy as np
import pytest
from scipy.optimize import brentq

SHRINK_FIT = """\
title: "A shrink fit that loosens as it is heated, and closes on cooling"
coordinates: axisymmetric
temperature: 300 K
thermal_history: {time: [0 s, 1 s, 2 s, 3 s], value: [300 K, 320 K, 380 K, 300 K]}
geometry:
  {recipe: pull_out, fibre_radius: 1 um, matrix_radius: 2 um, embedded_length: 0.1 um,
   elements_fibre: 4, elements_matrix: 8, elements_along: 2}
bodies:
  fibre: {elasticity: {model: linear, youngs_modulus: 100 GPa, poissons_ratio: 0.3}}
  matrix: {elasticity: {model: linear, youngs_modulus: 50 GPa,
      poissons_ratio: 0.2}, thermal_expansion: 2e-5 /K}
interfaces:
  fibre_matrix: {law: {model: contact}, initial_gap: -1 nm, contact_stiffness: 1e21 Pa/m}
boundaries:
  axis: {symmetry: true}
  fibre_foot: {displacement: {z: 0 um}}
  matrix_foot: {displacement: {z: 0 um}}
time: {end: 3 s}
stepping: {fixed: 0.25 s}
output: {fields: none, pictures: false}
"""


@pytest.mark.slow
def test_a_shrink_fit_loosens_as_its_ring_is_heated_and_closes_again(march_case):
    """The interference of Lame's solution falls by the thermal expansion of the ring alone."""
    computed = march_case(SHRINK_FIT)
    time = np.array([step.time for step in computed.steps])
    temperature = np.interp(time, [0, 1, 2, 3], [300, 320, 380, 300])
    interference = 1e-3 - 2e-5 * (temperature - 300)
    ring, disc = 1 / 50e3 * (5 / 3 + 0.2), 1 / 100e3 * (1 - 0.3)
    expected = -np.maximum(interference, 0) / (ring + disc + 1e-9)
    found = np.array(computed.column("traction_normal_mean:fibre_matrix [MPa]"))
    assert (expected == 0).any()
    assert found[1:] == pytest.approx(expected[1:], abs=0.02)  # second-order terms
    assert max(computed.column("energy_error [-]")) < 1e-9


GAP = """\
title: "A swelling block closes a gap of 3 nm to a block that it is not bonded to"
coordinates: plane_strain
geometry: {recipe: two_blocks, width: 1 um, upper_height: 0.5 um, lower_height: 0.5 um,
  elements_up: 2}
bodies:
  top:
    elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0}
    species:
      molar_volume: 10 cm^3/mol
      max_stoichiometry: 1
      swelling: {model: per_axis, points: [0, 1], first: [1, 1], second: [1, 1.02], third: [1, 1]}
      potential: {model: open_circuit, stoichiometry: [0, 1], voltage: [1 V, 0.5 V]}
      diffusivity: 1e-8 m^2/s
  bottom: {elasticity: {model: hencky, youngs_modulus: 5 GPa, poissons_ratio: 0}}
interfaces:
  top_bottom: {law: {model: contact}, initial_gap: 3 nm, contact_stiffness: 1e18 Pa/m}
boundaries:
  left: {symmetry: true}
  bottom_face: {displacement: {x: 0 um, y: 0 um}}
  top_face: {displacement: {y: 0 um}}
protocol:
  - {model: galvanostatic, body: top, through: top_face, rate: 1 C, until: {stoichiometry: 0.8}}
  - {model: galvanostatic, body: top, through: top_face, rate: -1 C, until: {stoichiometry: 0.2}}
time: {end: 3 hour}
stepping: {fixed: 60 s}
output: {fields: none, pictures: false, forces: [top_face]}
"""


def test_a_swelling_block_presses_once_it_has_closed_its_gap(march_case):
    """Hencky bars in series with the contact, of which the upper grows by 2 % of x."""
    computed = march_case(GAP, "stepping.fixed=300 s")

    def compressed(modulus, pressure):
        return brentq(lambda stretch: modulus * log(stretch) / stretch + pressure, 0.9, 1.0001)

    def force(x):
        grown = 1 + 0.02 * x

        def overlap(p):
            heights = grown * compressed(10e3, p) + compressed(5e3, p)
            return 0.5 * heights - 1.003 - p / 1e6

        return -brentq(overlap, 0, 200) if overlap(0) > 0 else 0.0

    found = computed.column("force_y:top_face [uN]")
    expected = [force(x) for x in computed.column("stoichiometry:top [-]")]
    assert min(expected) < -30
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-9)
    assert max(computed.column("charge_balance_error [-]")) < 1e-10


HOST = """\
title: "Layered host held in plane: shrinks along y, grows along x and z; modulus a table of x"
coordinates: plane_strain
geometry: {recipe: slab, thickness: 1 um, height: 1 um, elements_through: 3, elements_up: 2}
bodies:
  slab:
    elasticity: {model: hencky, youngs_modulus: {stoichiometry: [0, 1], value: [100 GPa, 40 GPa]},
        poissons_ratio: 0.25}
    species:
      molar_volume: 20 cm^3/mol
      host_molar_mass: 100 g/mol
      max_stoichiometry: 1
      initial: 0.1
      swelling: {model: per_axis, points: [0, 1], first: [1, 1.02],
          second: [1, 0.99], third: [1, 1.004]}
      potential: {model: open_circuit, stoichiometry: [0, 1], voltage: [1 V, 0.5 V]}
      diffusivity: 1e-8 m^2/s
boundaries:
  front: {symmetry: true}
  bottom: {symmetry: true}
  top: {symmetry: true}
protocol:
  - {model: galvanostatic, body: slab, through: back, specific_current: 50 mA/g,
      until: {stoichiometry: 0.6}}
time: {end: 10 hour}
stepping: {first: 60 s, largest: 300 s, expansion: 0.01}
output: {fields: none, pictures: false, probes: {inside: {body: slab, at: [0.4 um, 0.4 um]}}}
"""


@pytest.mark.slow
def test_a_held_host_bears_its_swelling_with_the_modulus_of_its_content(march_case):
    """Hooke's law in logarithmic strains, biaxial; it shrinks along y and grows along z."""
    computed = march_case(HOST)
    last = computed.last
    x, poisson = last["stoichiometry:slab [-]"], 0.25
    assert x == pytest.approx(0.6, rel=1e-9)
    charge = 0.5 * 96485.33212 / 0.1  # [C/kg] at 100 g/mol, drawn at 50 A/kg
    assert computed.steps[-1].time == pytest.approx(charge / 50, rel=1e-6)

    def strain(end):
        return log(np.interp(x, [0, 1], [1, end]) / np.interp(0.1, [0, 1], [1, end]))

    y, z = -strain(0.99), -strain(1.004)
    ratio = exp(y + z - poisson / (1 - poisson) * (y + z))  # det(Fe)
    modulus = (100e3 - 60e3 * x) / (1 - poisson**2) / ratio
    assert last["stress_yy:inside [MPa]"] == pytest.approx(modulus * (y + poisson * z), rel=1e-7)
    assert last["stress_zz:inside [MPa]"] == pytest.approx(modulus * (z + poisson * y), rel=1e-7)


CURRENTS = """\
title: "The same current in four units, and a rest"
coordinates: axisymmetric
geometry: {recipe: cylinder, outer_radius: 2 um, height: 1 um, elements_through: 4}
bodies:
  wall:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      molar_volume: 10 cm^3/mol
      host_molar_mass: 50 g/mol
      max_stoichiometry: 2
      initial: 0.1
      potential: {model: open_circuit, stoichiometry: [0, 2], voltage: [1 V, 0.5 V]}
      diffusivity: 1e-12 m^2/s
boundaries:
  inner: {symmetry: true}
  bottom: {displacement: {z: 0 um}}
protocol:
  - {model: galvanostatic, body: wall, through: outer, rate: C/5, until: {time: 10 min}}
  - {model: galvanostatic, body: wall, through: outer, specific_current: 214.41467 mA/g,
      until: {time: 10 min}}
  - {model: galvanostatic, body: wall, through: outer, current_density: 0.107207 mA/cm^2,
      until: {time: 10 min}}
  - {model: galvanostatic, body: wall, through: outer, current: 13.4721 pA, until: {time: 10 min}}
  - {model: galvanostatic, body: wall, through: outer, rate: 0 C, until: {time: 10 min}}
time: {end: 1 hour}
stepping: {fixed: 60 s}
output: {fields: none, pictures: false}
"""


def test_a_current_is_the_same_in_each_of_its_units(march_case):
    """C/5, mA/g, mA/cm^2 and pA for ten minutes each, then a rest; the units are rounded."""
    computed = march_case(CURRENTS, "stepping.fixed=300 s")
    content = computed.column("stoichiometry:wall [-]")
    time = [step.time for step in computed.steps]
    expected = [0.1 + 2 / 5 / 3600 * min(t, 2400) for t in time]
    assert content == pytest.approx(expected, rel=2e-5)
    assert max(computed.column("charge_balance_error [-]")) < 1e-10
