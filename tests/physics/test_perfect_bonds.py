"""Perfectly bonded bodies behave as one, on any mesh."""

import numpy as np
import pytest

from nanoglue.case.text.errors import CaseError

THIN = """
title: Two layers of 1 nm, bonded perfectly, on facets of 10 um
coordinates: plane_strain
geometry:
  {recipe: two_blocks, width: 100 um, upper_height: 1 nm, lower_height: 1 nm, elements_across: 10,
   elements_up: 1}
bodies:
  top: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0}}
  bottom: {elasticity: {model: linear, youngs_modulus: LOWER, poissons_ratio: 0}}
interfaces: {top_bottom: {bond: perfect}}
boundaries:
  left: {displacement: {x: 0 um}}
  bottom_face: {displacement: {x: 0 um, y: 0 um}}
  top_face: {displacement: {y: 0.02 nm}}
time: {end: 1 s}
stepping: {fixed: 1 s}
output: {fields: none, pictures: false, forces: [top_face]}
"""


@pytest.mark.parametrize(
    ("lower", "force"), [("10 GPa", 1e4), ("30 GPa", 1.5e4), ("1 MPa", 2 / 1.0001)]
)
def test_two_thin_layers_are_springs_in_series(march_case, lower, force):
    """Stress = elongation / sum(thickness / modulus), whatever the size of a facet."""
    computed = march_case(THIN.replace("LOWER", lower))
    assert computed.last["force_y:top_face [uN]"] == pytest.approx(force, rel=1e-9)
    traction = computed.last["traction_normal_mean:top_bottom [MPa]"]
    assert traction == pytest.approx(force / 100, rel=1e-9)
    assert abs(computed.last["opening_mean:top_bottom [um]"]) < 1e-15
    assert computed.last["energy_error [-]"] < 1e-9


SPHERE = """
title: A sphere cut into core and shell of one material
coordinates: axisymmetric
geometry:
  {recipe: core_shell, core_radius: 0.8 um, shell_radius: 1 um, elements_core: 20,
   elements_shell: 16, elements_along: 24}
bodies:
  core:MATERIAL
  shell:MATERIAL
interfaces: {core_shell: {bond: perfect}}
boundaries:
  axis: {symmetry: true}
  equator: {symmetry: true}
  outer: {flux: 1e-6 mol/m^2/s}
time: {end: 0.1 s}
stepping: {method: bdf2, first: 5e-5 s, largest: 2e-3 s, expansion: 1}
output:
  fields: none
  pictures: false
  probes:
    centre: {body: core, at: [0 um, 0 um]}
    surface: {body: shell, at: [1 um, 0 um]}
""".replace(
    "MATERIAL",
    """
    elasticity: {model: linear, youngs_modulus: 1000 MPa, poissons_ratio: 0.3}
    species:
      {molar_volume: 1 m^3/mol, max_stoichiometry: 10,
       swelling: {model: linear, coefficient: 0.01}, potential: {model: ideal},
       diffusivity: 1 um^2/s}""",
)


def test_the_species_passes_as_if_the_sphere_were_uncut(march_case):
    """Carslaw and Jaeger 1959, section 9.7, and Timoshenko's thermal stress of a sphere.

    The error is quadratic in the element size, 0.2 % at the surface.
    """
    computed = march_case(SPHERE)
    assert computed.last["stoichiometry:surface [-]"] == pytest.approx(0.486762, rel=3e-3)
    assert computed.last["stoichiometry:centre [-]"] == pytest.approx(0.059878, abs=1e-3)
    assert computed.last["stress_tt:surface [MPa]"] == pytest.approx(-0.88934, rel=6e-3)


LAYERS = """
title: A species crosses into a layer that holds four times as much at the same potential
coordinates: plane_strain
geometry:
  {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um, elements_across: 2,
   elements_up: 8}
bodies:
  top:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      {molar_volume: 1 m^3/mol, max_stoichiometry: 1, potential: {model: ideal}, initial: 0.1,
       diffusivity: 1 um^2/s}
  bottom:
    elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      {molar_volume: 0.5 m^3/mol, max_stoichiometry: 1, initial: 0.01, diffusivity: 1 um^2/s,
       potential: {model: open_circuit, stoichiometry: [0, 1], voltage: [0.05 V, -0.05 V]}}
interfaces: {top_bottom: {bond: perfectEXTRA}}
boundaries:
  left: {displacement: {x: 0 um}}
  bottom_face: {displacement: {y: 0 um}}
time: {end: 100 s}
stepping: {first: 0.01 s, largest: 10 s, expansion: 1}
output:
  fields: none
  pictures: false
  probes:
    above: {body: top, at: [0.5 um, 1.001 um]}
    below: {body: bottom, at: [0.5 um, 0.999 um]}
"""


def test_the_potential_is_continuous_where_the_stoichiometry_jumps(march_case):
    last = march_case(LAYERS.replace("EXTRA", "")).last
    potentials = [last[f"chemical_potential:{where} [MJ/mol]"] for where in ("above", "below")]
    assert potentials[0] == pytest.approx(potentials[1], rel=1e-8)
    above, below = (last[f"stoichiometry:{where} [-]"] for where in ("above", "below"))
    assert abs(above - below) > 0.01
    assert above + 2 * below == pytest.approx(0.1 + 2 * 0.01, rel=1e-9)  # amol/um^2 in both layers


def test_a_bond_without_permeability_lets_no_species_through(march_case):
    last = march_case(LAYERS.replace("EXTRA", ", permeability: 0 m/s")).last
    assert last["stoichiometry:above [-]"] == pytest.approx(0.1, rel=1e-9)


PLASTIC = """
title: A strip of two plastic layers is pulled sideways
coordinates: plane_strain
geometry:
  {recipe: two_blocks, width: 4 um, upper_height: 1 um, lower_height: 1 um, elements_across: 4,
   elements_up: 2}
bodies:
  top:
    elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    plasticity: {model: j2, yield_stress: 100 MPa, hardening: 500 MPa}
  bottom:
    elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    plasticity: {model: j2, yield_stress: 100 MPa, hardening: 500 MPa}
interfaces: {top_bottom: {bond: perfect}}
boundaries:
  left: {displacement: {x: 0 um}}
  bottom_face: {displacement: {y: 0 um}}
  right: {displacement: {x: {expression: 0.2*t, unit: um}}}
time: {end: 1 s}
stepping: {fixed: 0.05 s}
output:
  fields: none
  pictures: false
  forces: [right]
  probes:
    above: {body: top, at: [1 um, 1.5 um]}
    below: {body: bottom, at: [3 um, 0.5 um]}
"""


def test_two_plastic_layers_flow_as_one(march_case):
    last = march_case(PLASTIC).last
    for quantity in ("plastic_strain:{} [-]", "stress_xx:{} [MPa]"):
        above, below = (last[quantity.format(where)] for where in ("above", "below"))
        assert above == pytest.approx(below, rel=1e-8)
    assert last["plastic_strain:above [-]"] > 0.01
    assert last["energy_error [-]"] < 1e-3


UPWARDS = PLASTIC.replace("  right: {displacement: {x: ", "  top_face: {displacement: {y: ")


@pytest.mark.parallel([1, 2])
def test_a_bond_of_two_plastic_layers_bears_the_applied_force(march_case):
    """A uniform tension of 4 um in width: nominal traction = force over width."""
    text = UPWARDS.replace("forces: [right]", "forces: [top_face]")
    last = march_case(text).last
    force = last["force_y:top_face [uN]"]
    assert last["plastic_strain:above [-]"] > 0.01
    assert last["traction_normal_mean:top_bottom [MPa]"] == pytest.approx(force / 4, rel=1e-6)
    assert last["traction_tangential_mean:top_bottom [MPa]"] == pytest.approx(0, abs=1e-6)


@pytest.mark.parallel([1, 2, 4])
@pytest.mark.parametrize("turn", [0, 1, 2])
def test_coincident_unknowns_are_grouped_across_interfaces(turn):
    """Rows 1, 3 and 5 coincide, the second of which is prescribed, and rows 2, 4, 6 and 7."""
    from nanoglue.physics.coincident_rows import coincident_rows
    from nanoglue.runtime.fenics import MPI

    comm, fixed_rows = MPI.COMM_WORLD, {3}
    every = np.array([(1, 5), (5, 3), (2, 4), (7, 6), (6, 4)])
    links = every[(np.arange(5) + turn) % comm.size == comm.rank]  # any rank may know any link
    starts = np.array([0, 3, 3, 6])[: comm.size]  # the second of four ranks owns no row
    fixed = np.isin(links, list(fixed_rows)).astype(np.int64)
    known = np.column_stack([links, 10 * links]).astype(np.int64)
    found = coincident_rows(comm, starts, 8, known, fixed)
    ends = [*starts[1:], 8]
    expected = [row for row in range(1, 8) if starts[comm.rank] <= row < ends[comm.rank]]
    assert found.rows.tolist() == expected
    main = np.array([0, 3, 2, 3, 2, 3, 2, 2])[expected]
    assert found.main.tolist() == main.tolist()
    assert found.columns.tolist() == (10 * found.rows).tolist()
    assert found.main_columns.tolist() == (10 * main).tolist()
    assert found.constrained.tolist() == (found.rows != main).tolist()
    # The row of a prescribed value takes no others.
    assert found.main_fixed.tolist() == (main == 3).tolist()


def test_a_stage_ends_at_the_content_of_a_body_that_shares_its_species(march_case):
    stage = "{model: galvanostatic, body: bottom, through: bottom_face, rate: 0.01 /s, UNTIL}"
    curve = "{model: open_circuit, stoichiometry: [0, 1], voltage: [0.05 V, -0.05 V]}"
    text = LAYERS.replace("EXTRA", "").replace("initial: 0.01", "initial: 0.1")
    text = text.replace("{model: ideal}", curve).replace("end: 100 s", "end: 60 s")
    text += f"protocol: [{stage.replace('UNTIL', 'until: {stoichiometry: 0.2}')}]\n"
    computed = march_case(text)
    last, end = computed.last, computed.steps[-1].time
    assert last["stoichiometry:bottom [-]"] == pytest.approx(0.2, abs=2e-3)
    # The lower layer holds twice as much: what entered is in both, at nearly one potential.
    inside = last["stoichiometry:top [-]"] - 0.1 + 2 * (last["stoichiometry:bottom [-]"] - 0.1)
    assert inside == pytest.approx(2 * 0.01 * end, rel=1e-8)
    assert end == pytest.approx(15, rel=0.05)  # 10 s if nothing passed on


BILINEAR = "law: {model: bilinear, strength: 50 MPa, toughness: 5 J/m^2, stiffness: 1e15 Pa/m}"


@pytest.mark.parametrize("bond", ["law: {model: contact}", f"{BILINEAR}, initial_damage: 1"])
def test_a_permeability_of_bodies_without_a_bond_is_refused(march_case, bond):
    text = LAYERS.replace("bond: perfectEXTRA", f"{bond}, permeability: 0.1 um/s")
    with pytest.raises(CaseError, match="has no bond, so that nothing passes through it") as caught:
        march_case(text)
    assert caught.value.issues[0].path[-1] == "permeability"
