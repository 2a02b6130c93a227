"""Laws with a potential against their papers: tractions, mixed mode, work on any path."""

from itertools import pairwise
from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanoglue.models.cohesive import potential_energy, potential_tractions
from nanoglue.models.cohesive.park_paulino_roesler import ParkPaulinoRoesler
from nanoglue.models.cohesive.xu_needleman import XuNeedleman
from nanoglue.physics.energy.cohesive import potential_dissipation
from nanoglue.verification.published_laws import park_paulino_roesler, xu_needleman

# The example of Park, Paulino & Roesler 2009, section 5: 100 and 200 N/m, 40 and 30 MPa.
PUBLISHED = {"strength": 40.0, "toughness": 100.0, "strength_shear": 30.0, "toughness_shear": 200.0}
SHAPES = {"shape": 5.0, "shape_shear": 1.3, "initial_slope": 0.1, "initial_slope_shear": 0.2}
PPR = ParkPaulinoRoesler(**PUBLISHED, **SHAPES)
REVERSED = ParkPaulinoRoesler(
    strength=30.0, toughness=200.0, strength_shear=40.0, toughness_shear=100.0, **SHAPES
)
EQUAL = ParkPaulinoRoesler(strength=40.0, toughness=100.0, **SHAPES)
XN = XuNeedleman(strength=40.0, toughness=100.0, strength_shear=30.0)
UNEQUAL = XuNeedleman(
    strength=40.0, toughness=100.0, strength_shear=30.0, toughness_shear=80.0, opening_ratio=0.3
)
LAWS = [PPR, REVERSED, EQUAL, XN, UNEQUAL]
JUMPS = [(0.4, 0.3), (1.0, 2.0), (2.0, 1.0), (0.05, 3.0), (3.0, 0.05)]


def envelope(law, opening, sliding):
    return potential_tractions(law, opening, sliding, (opening, sliding))


def published_ppr(p, opening, sliding):
    toughness, strength = (
        (first, first if second is None else second)
        for first, second in ((p.toughness, p.toughness_shear), (p.strength, p.strength_shear))
    )
    shape, slope = (p.shape, p.shape_shear), (p.initial_slope, p.initial_slope_shear)
    return park_paulino_roesler(toughness, strength, shape, slope, opening, sliding)


def published_xn(p, opening, sliding):
    shear = p.toughness if p.toughness_shear is None else p.toughness_shear
    pairs = (p.toughness, shear), (p.strength, p.strength_shear)
    return xu_needleman(*pairs, p.opening_ratio, opening, sliding)


def published(law, *jump):
    return (published_xn if isinstance(law, XuNeedleman) else published_ppr)(law, *jump)


@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("law", LAWS)
def test_mixed_mode_tractions_are_the_published_ones(law, jump):
    expected = published(law, *jump)
    assert envelope(law, *jump) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("law", LAWS)
def test_tractions_are_the_slopes_of_the_potential(law, jump):
    found, step = envelope(law, *jump), 1e-5
    for i, moved in enumerate(np.eye(2) * step):
        ahead, behind = np.array(jump) + moved, np.array(jump) - moved
        slope = (law.potential(*ahead) - law.potential(*behind)) / (2 * step)
        if found[i] > 0 or isinstance(law, XuNeedleman):
            assert found[i] == pytest.approx(slope, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("law", LAWS)
def test_the_largest_pure_tractions_are_the_strengths(law):
    sizes = np.linspace(0.0, 20.0, 400001)
    normal, tangential = envelope(law, sizes, 0 * sizes)[0], envelope(law, 0 * sizes, sizes)[1]
    shear = law.strength if law.strength_shear is None else law.strength_shear
    assert normal.max() == pytest.approx(law.strength, rel=1e-6)
    assert tangential.max() == pytest.approx(shear, rel=1e-6)


def work(law, path):
    """Work of separation [J/m^2] along corners of a path on which both jumps grow."""
    total = 0.0
    for start, end in pairwise(path):
        share = np.linspace(0, 1, 200001)
        jump = [a + share * (b - a) for a, b in zip(start, end, strict=True)]
        for traction, values in zip(envelope(law, *jump), jump, strict=True):
            traction = traction * np.ones_like(share)
            total += float(np.sum(np.diff(values) * (traction[1:] + traction[:-1])) / 2)
    return total


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.6, 0.9, 1.0])
def test_park_paulino_roesler_opened_then_slid_goes_from_the_shear_to_the_normal_toughness(share):
    opened = share * PPR.normal.final
    found = work(PPR, [(0, 0), (opened, 0), (opened, PPR.tangential.final)])
    assert found == pytest.approx(100 + 100 * PPR.normal.remaining(opened), rel=1e-5)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.6, 0.9, 1.0])
def test_park_paulino_roesler_slid_then_opened_goes_from_the_normal_to_the_shear_toughness(share):
    slid = share * PPR.tangential.final
    found = work(PPR, [(0, 0), (0, slid), (PPR.normal.final, slid)])
    assert found == pytest.approx(max(100, 200 * (1 - PPR.tangential.remaining(slid))), rel=1e-5)


@pytest.mark.parametrize("opened", [0.0, 0.5, 1.0, 3.0])
def test_xu_needleman_opened_then_slid_takes_its_potential(opened):
    q, r, x = 0.8, 0.3, opened / UNEQUAL.opening_at_peak
    expected = 100 * (1 - exp(-x) * (1 - r + x) * (1 - q) / (1 - r))
    assert work(UNEQUAL, [(0, 0), (opened, 0), (opened, 40.0)]) == pytest.approx(expected, rel=1e-5)


def test_xu_needleman_opens_by_the_opening_ratio_when_it_has_slid_apart():
    # After complete shear the normal traction is 0 at an opening of r d_n.
    opening = UNEQUAL.opening_ratio * UNEQUAL.opening_at_peak
    assert envelope(UNEQUAL, opening, 100.0)[0] == pytest.approx(0.0, abs=1e-12)
    assert envelope(UNEQUAL, 0.9 * opening, 100.0)[0] < 0 < envelope(UNEQUAL, 2 * opening, 100.0)[0]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"toughness_shear": 120.0}, "must not exceed toughness"),
        ({"toughness_shear": 10.0, "opening_ratio": 0.5}, "opening_ratio must not exceed"),
    ],
)
def test_xu_needleman_refuses_tractions_that_grow_with_the_other_jump(wrong, message):
    with pytest.raises(ValueError, match=message):
        XuNeedleman(strength=40.0, toughness=100.0, **wrong)


@pytest.mark.parametrize("law", LAWS)
def test_unloading_returns_along_the_secants(law):
    largest = (0.8, 0.5)
    base, half, full = (potential_tractions(law, s * 0.8, s * 0.5, largest) for s in (0, 0.5, 1))
    assert full == pytest.approx(envelope(law, *largest), rel=1e-12)
    for start, middle, end in zip(base, half, full, strict=True):
        assert middle == pytest.approx((start + end) / 2, rel=1e-12)
    assert base[1] == 0.0


jumps = st.floats(0.0, 6.0)


@settings(deadline=None)
@given(st.sampled_from(LAWS), jumps, jumps, jumps, jumps)
def test_growth_of_the_history_never_gives_energy_back(law, opening, sliding, more, further):
    before, after = (opening, sliding), (opening + more, sliding + further)
    unloaded = [(opening / 2, sliding), (0.0, sliding + further)]
    for jump in unloaded if law is not UNEQUAL else []:  # its lift makes room by compression
        fall = potential_energy(law, *jump, before) - potential_energy(law, *jump, after)
        assert fall >= -1e-9
    points = [[np.array([value]) for value in pair] for pair in (before, after)]
    assert potential_dissipation(law, *points)[0] >= -1e-9


@settings(deadline=None)
@given(st.sampled_from(LAWS), jumps, jumps, jumps, jumps)
def test_damage_never_falls_as_either_jump_grows(law, opening, sliding, more, further):
    first, second = law.damage(opening, sliding), law.damage(opening + more, sliding + further)
    assert first >= -1e-14
    assert first <= second + 1e-12
    assert second <= 1.0


def test_dissipation_of_complete_separation_is_the_toughness():
    zero = [np.zeros(1), np.zeros(1)]
    for law, reach in ((PPR, 20.0), (XN, 60.0)):
        apart = [np.array([reach]), np.zeros(1)]
        pieces = np.linspace(0, 1, 41)
        total = sum(
            potential_dissipation(law, [apart[0] * a, zero[1]], [apart[0] * b, zero[1]])[0]
            for a, b in pairwise(pieces)
        )
        assert total == pytest.approx(100.0, rel=1e-4)


def test_fatigue_of_a_law_with_a_potential_is_refused():
    from nanoglue.case.schema.bodies import Interface

    law = {"model": "xu_needleman", "strength": "40 MPa", "toughness": "100 J/m^2"}
    fatigue = {"model": "roe_siegmund", "length": "1 um"}
    with pytest.raises(ValueError, match="use bilinear or exponential with fatigue"):
        Interface.model_validate({"law": law, "fatigue": fatigue})
    assert Interface.model_validate({"law": law}).law.ratio == 1
