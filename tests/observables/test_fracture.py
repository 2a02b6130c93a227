"""Strain, stress and energy-release rate of a body over their limits, in homogeneous states."""

import pytest

PULLED = """
title: A block under uniaxial tension
coordinates: plane_strain
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um}
bodies:
  top: {elasticity: {model: linear, youngs_modulus: 100 GPa, poissons_ratio: 0.2}, fracture: LIMITS}
  bottom: {elasticity: {model: linear, youngs_modulus: 100 GPa, poissons_ratio: 0.2}}
interfaces: {top_bottom: {bond: perfect}}
boundaries:
  bottom_face: {displacement: {y: 0 um}}
  left: {displacement: {x: 0 um}}
  top_face: {traction: {y: {expression: 2*t, unit: GPa}}}
time: {end: 1 s}
stepping: {fixed: 0.25 s}
output: {fields: none, pictures: false, maxima: []}
"""
GROWN = """
title: A free sphere swells
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 0.1 um, surface_size: 50 nm, centre_size: 50 nm}
bodies:
  particle:
    elasticity: {model: hencky, youngs_modulus: 30 GPa, poissons_ratio: 0.3}
    growth: {expression: 1 + 4.2*t}
    fracture: {strain: 0.05}
boundaries: {axis: {symmetry: true}, equator: {symmetry: true}}
time: {end: 1 s}
stepping: {fixed: 0.5 s}
output: {fields: none, pictures: false, maxima: []}
"""
STRESS, MODULUS, POISSON = 2e3, 100e3, 0.2
STRAIN = STRESS * (1 - POISSON**2) / MODULUS
RELEASED = 1.976 * (1 - POISSON**2) * STRESS**2 * 6e-3 / MODULUS


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ("{stress: 4 GPa}", 0.5),
        ("{strain: 0.1}", STRAIN / 0.1),
        ("{energy: {toughness: 20 J/m^2, thickness: 6 nm}}", RELEASED / 20),
        ("{stress: 4 GPa, strain: 0.01}", STRAIN / 0.01),
    ],
)
def test_the_largest_ratio_to_a_limit_is_exact_in_uniaxial_tension(march_case, limits, expected):
    last = march_case(PULLED.replace("LIMITS", limits)).last
    assert last["fracture_ratio:top [-]"] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("model", ["hencky", "linear"])
def test_free_swelling_does_not_strain_a_body_towards_fracture(march_case, model):
    last = march_case(GROWN.replace("hencky", model)).last
    assert last["fracture_ratio:particle [-]"] == pytest.approx(0, abs=1e-8)


LAYERED = """
title: A block that swells differently along the axes is elongated
coordinates: COORDINATES
geometry: {recipe: RECIPE, width: 1 um, upper_height: 1 um, lower_height: 1 umDEPTH}
bodies: {top: BODY, bottom: BODY}
interfaces: {top_bottom: {bond: perfect}}
boundaries:
  bottom_face: {displacement: {y: 0 um}}
  left: {displacement: {x: 0 um}}
  top_face: {displacement: {y: {expression: 0.2*t, unit: um}}}
  BACK
time: {end: 1 s}
stepping: {fixed: 0.5 s}
output: {fields: none, pictures: false, maxima: []}
"""
LAYERED_BODY = """
    elasticity: {model: hencky, youngs_modulus: 30 GPa, poissons_ratio: 0.3}
    fracture: {strain: 0.5}
    species:
      molar_volume: 1e-5 m^3/mol
      max_stoichiometry: 1
      initial: 0.5
      potential: {model: ideal}
      diffusivity: 1 um^2/s
      swelling_reference: zero
      swelling: {model: per_axis, points: [0, 1], first: [1, 1.02], second: [1, 1.04],
        third: [1, THIRD]}"""


@pytest.mark.parametrize("space", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_elongation_counts_from_the_stretches_along_the_axes(march_case, space):
    """The block is 10 % longer and would be 2 % longer without stress; it is free sideways."""
    entries = " ".join(LAYERED_BODY.replace("THIRD", "0.98" if space else "1").split())
    for key in ("fracture:", "species:", "molar_volume:", "max_", "initial:", "potential:"):
        entries = entries.replace(f" {key}", f", {key}")
    for key in ("diffusivity:", "swelling_reference:", "swelling:"):
        entries = entries.replace(f" {key}", f", {key}")
    text = LAYERED.replace("BODY", "{" + entries.replace("species:,", "species: {") + "}}")
    back = "front: {displacement: {z: 0 um}}" if space else ""
    text = text.replace("COORDINATES", "three_dimensional" if space else "plane_strain")
    text = text.replace("RECIPE", "two_blocks_3d" if space else "two_blocks").replace("BACK", back)
    last = march_case(text.replace("DEPTH", ", depth: 1 um" if space else "")).last
    assert last["fracture_ratio:top [-]"] == pytest.approx((1.1 / 1.02 - 1) / 0.5, rel=1e-7)


def test_fracture_is_an_event_of_the_body(march_case):
    steps = march_case(PULLED.replace("LIMITS", "{stress: 0.9 GPa}")).steps
    found = [(event.event, event.where, event.time) for step in steps for event in step.events]
    assert ("fracture", "top", 0.5) in found


def test_limits_are_needed_and_the_event_needs_limits(tmp_path):
    from nanoglue.case import read
    from nanoglue.case.text.errors import CaseError

    file = tmp_path / "case.yaml"
    for text, message in (
        (PULLED.replace("LIMITS", "{}"), "needs a limit"),
        (PULLED.replace(", fracture: LIMITS", "") + "stop_at: [fracture]\n", "no body has limits"),
    ):
        file.write_text(text)
        with pytest.raises(CaseError) as caught:
            read(file)
        assert message in caught.value.issues[0].message
