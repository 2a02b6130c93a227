"""A stress-free volume that differs from the drawn one in the initial state already.

The class of faults is that of strains at the zeroth step which are counted as elastic, or once only
(https://github.com/idaholab/moose/issues/8909, https://github.com/idaholab/moose/issues/7795).
"""

import math

import pytest

GROWN = """
title: A slab that is free in its plane has grown by a tenth from the start
coordinates: plane_strain
geometry: {recipe: slab, thickness: 1 um, height: 1 um, elements_through: 2}
bodies:
  slab:
    elasticity: {model: hencky, youngs_modulus: 1 GPa, poissons_ratio: 0}
    growth: 1.1
boundaries: {front: {symmetry: true}, bottom: {symmetry: true}}
time: {end: 1 s}
stepping: {fixed: STEP s}
output: {fields: none, pictures: false, probes: {inside: {body: slab, at: [0.5 um, 0.5 um]}}}
"""


@pytest.mark.parametrize("step", [1.0, 0.25])
def test_a_volume_grown_from_the_start_counts_once(march_case, step):
    """Hencky's law per grown volume: E ln(1.1^(-1/3)) over the elastic J = 1.1^(-1/3).

    This is the Cauchy stress across the plane; in the plane there is none. It is the same in the
    first step and in the last, whatever their number.
    """
    grown = march_case(GROWN.replace("STEP", str(step)))
    across, inside = (grown.column(f"stress_{name}:inside [MPa]") for name in ("zz", "xx"))
    assert len(grown.steps) == round(1 / step)
    assert across == pytest.approx([-1000 * math.log(1.1) / 3 * 1.1 ** (1 / 3)] * len(across))
    assert inside == pytest.approx([0.0] * len(inside), abs=1e-5)
