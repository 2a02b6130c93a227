"""What every traction-separation law of the folder must do."""

import csv
from pathlib import Path

import numpy as np
import pytest

from nanoglue.case import library
from nanoglue.models.cohesive import potential_tractions
from nanoglue.models.registry import load, names
from nanoglue.physics.energy.cohesive import cohesive_dissipation

NORMAL, SHEAR = (1.0, 0.0), (0.0, 1.0)
WAYS = [NORMAL, SHEAR, (0.8, 0.6), (0.3, -0.9)]
"""Directions of the jump: opening, sliding, and between."""

STRONG = {"strength": 50.0, "toughness": 5.0}
PARAMETERS = {
    "bilinear": {
        **STRONG,
        "stiffness": 1000.0,
        "strength_shear": 30.0,
        "toughness_shear": 4.0,
        "stiffness_shear": 700.0,
    },
    "exponential": {**STRONG, "shear_ratio": 0.7},
    "exponential_softening": {**STRONG, "initial_slope": 0.05},
    "linear_softening": {**STRONG, "initial_slope": 0.05},
    "park_paulino_roesler": {
        **STRONG,
        "strength_shear": 30.0,
        "toughness_shear": 4.0,
        "shape": 4.0,
        "shape_shear": 2.5,
        "initial_slope": 0.1,
        "initial_slope_shear": 0.15,
    },
    "xu_needleman": {**STRONG, "strength_shear": 30.0},
}
"""A set for each law; a new law adds its own."""

ISOTROPIC = ("exponential_softening", "linear_softening")
"""Laws that take an opening and a sliding of one size alike."""

SOFTENING = sorted(set(names("models.cohesive")) - {"elastic", "contact"})
ONE_DAMAGE = [name for name in SOFTENING if not load("models.cohesive", name).has_potential]


def law(name):
    return load("models.cohesive", name)(**PARAMETERS[name])


def traction(law, opening, sliding):
    """Normal and tangential traction [MPa] on the envelope."""
    if law.has_potential:
        jump = max(opening, 0.0), sliding
        normal, tangential = potential_tractions(law, *jump, jump)
        return normal + law.normal_stiffness * min(opening, 0.0), tangential
    left = 1 - law.damage(max(opening, 0.0), sliding)
    normal = left * law.normal_stiffness * max(opening, 0.0)
    contact = law.normal_stiffness * min(opening, 0.0)
    return normal + contact, left * law.shear_stiffness * sliding


def along(law, way, reach=6.0, points=20001, start=0.0):
    """Jumps [um] in a direction, and the traction [MPa] along it."""
    sizes = np.linspace(start, reach, points)
    pairs = [traction(law, size * way[0], size * way[1]) for size in sizes.tolist()]
    return sizes, np.array([n * way[0] + s * way[1] for n, s in pairs])


def area(sizes, tractions):
    return float(np.sum(np.diff(sizes) * (tractions[1:] + tractions[:-1])) / 2)


def expected(name, quantity, way):
    """Strength or toughness in a pure mode."""
    given = PARAMETERS[name]
    if way == NORMAL:
        return given[quantity]
    if name == "exponential" and quantity == "strength":
        return given["strength"] * given["shear_ratio"]
    return given.get(f"{quantity}_shear", given[quantity])


def test_every_law_has_parameters_here():
    assert set(SOFTENING) == set(PARAMETERS)


@pytest.mark.parametrize("way", [NORMAL, SHEAR])
@pytest.mark.parametrize("name", SOFTENING)
def test_area_under_the_curve_is_the_toughness(name, way):
    # Trapezoids of 3e-4 um, and tails that end at 6 um.
    assert area(*along(law(name), way)) == pytest.approx(expected(name, "toughness", way), rel=1e-4)


@pytest.mark.parametrize("way", [NORMAL, SHEAR])
@pytest.mark.parametrize("name", SOFTENING)
def test_the_largest_traction_is_the_strength(name, way):
    sizes, tractions = along(law(name), way, reach=0.6, points=601)
    peak = max(int(np.argmax(tractions)), 1)
    around = {"start": sizes[peak - 1], "reach": sizes[peak + 1], "points": 601}  # of 3e-6 um
    _, tractions = along(law(name), way, **around)
    assert tractions.max() == pytest.approx(expected(name, "strength", way), rel=1e-4)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", SOFTENING)
def test_damage_never_falls_as_the_jump_grows(name, way):
    sizes = np.linspace(0.0, 6.0, 6001).tolist()
    grown = np.diff([law(name).damage(size * way[0], size * way[1]) for size in sizes])
    assert grown.min() >= -1e-15


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", SOFTENING)
def test_damage_stays_between_none_and_all(name, way):
    sizes = [0.0, *np.logspace(-12, 3, 200).tolist()]
    damages = [law(name).damage(size * way[0], size * way[1]) for size in sizes]
    assert damages[0] == pytest.approx(0.0, abs=1e-12)
    assert min(damages) >= -1e-15
    assert max(damages) <= 1.0


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", SOFTENING)
def test_a_large_jump_leaves_the_interface_debonded(name, way):
    assert law(name).damage(10 * way[0], 10 * way[1]) >= law(name).failed_at()


@pytest.mark.parametrize("name", ONE_DAMAGE)
def test_unloading_goes_to_the_origin_and_nothing_heals(name):
    # Irreversibility belongs to the interface: the largest damage so far acts on the secant.
    this, damage = law(name), 0.0
    peak = this.damage(0.12, 0.03)
    for share in (1.0, 0.7, 0.3, 0.0, 0.5, 1.0):
        damage = max(damage, this.damage(0.12 * share, 0.03 * share))
        assert damage == peak
        secant = (1 - damage) * this.normal_stiffness * 0.12 * share
        assert secant == pytest.approx(share * traction(this, 0.12, 0.03)[0])


@pytest.mark.parametrize("name", [*SOFTENING, "elastic"])
def test_penetration_is_resisted_whatever_the_sliding(name):
    this = load("models.cohesive", name)(**PARAMETERS.get(name, {"stiffness": 1000.0}))
    for sliding in (0.0, 0.05, 5.0):
        pressed = traction(this, -1e-3, sliding)[0] - traction(this, 0.0, sliding)[0]
        assert pressed == pytest.approx(-1e-3 * this.normal_stiffness)


@pytest.mark.parametrize("name", SOFTENING)
def test_penetration_does_no_damage(name):
    assert law(name).damage(-1.0, 0.0) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("name", SOFTENING)
def test_the_sense_of_the_sliding_does_not_matter(name):
    assert law(name).damage(0.05, 0.11) == law(name).damage(0.05, -0.11)


@pytest.mark.parametrize("name", ISOTROPIC)
def test_an_isotropic_law_knows_only_the_size_of_the_jump(name):
    assert law(name).damage(0.08, 0.06) == pytest.approx(law(name).damage(0.1, 0.0))


@pytest.mark.parametrize("jump", [(0.013, 0.004), (0.06, 0.03), (0.07, -0.11), (0.3, 0.02)])
@pytest.mark.parametrize("name", SOFTENING)
def test_the_form_has_the_numbers_and_slopes_of_the_numbers(name, jump):
    ufl = pytest.importorskip("ufl")
    from ufl.algorithms.apply_algebra_lowering import apply_algebra_lowering
    from ufl.algorithms.apply_derivatives import apply_derivatives

    this, step = law(name), 1e-6
    w, s = (ufl.variable(ufl.as_ufl(float(value))) for value in jump)
    damage = this.damage(w, s)
    assert float(damage(())) == pytest.approx(this.damage(*jump), abs=1e-13)
    for variable, (dw, ds) in ((w, (step, 0.0)), (s, (0.0, step))):
        slope = apply_derivatives(apply_algebra_lowering(ufl.diff(damage, variable)))
        ahead = this.damage(jump[0] + dw, jump[1] + ds)
        behind = this.damage(jump[0] - dw, jump[1] - ds)
        assert float(slope(())) == pytest.approx((ahead - behind) / (2 * step), rel=1e-6, abs=1e-7)


def curve(file):
    """Rows of a curve of MOOSE's, cohesive_zone_model gold files."""
    path = library.folder("cases") / "verification" / "reference" / file
    lines = [line for line in Path(path).read_text().splitlines() if not line.startswith("#")]
    return [{key: float(v) for key, v in row.items()} for row in csv.DictReader(lines)]


def moose():
    return load("models.cohesive", "bilinear")(strength=50.0, toughness=5.0, stiffness=1000.0)


# MOOSE's jumps are printed with 14 digits and its tractions follow from them.
LAW = 1e-8


def test_bilinear_gives_the_tractions_of_moose_in_mode_i():
    for row in curve("traction_curve_modeI.csv"):
        assert traction(moose(), row["jump_n"], 0.0)[0] == pytest.approx(
            -row["traction_n"], abs=50 * LAW
        )
        assert moose().damage(row["jump_n"], 0.0) == pytest.approx(row["cohesive_damage"], abs=LAW)


def test_bilinear_gives_the_tractions_of_moose_in_mode_ii():
    for row in curve("traction_curve_modeII.csv"):
        assert traction(moose(), 0.0, row["jump_t"])[1] == pytest.approx(
            -row["traction_t"], abs=50 * LAW
        )


def test_bilinear_with_the_largest_damage_gives_the_cycle_of_moose():
    damage = 0.0
    for row in curve("traction_cycle_modeI.csv"):
        damage = max(damage, moose().damage(row["jump_n"], 0.0))
        assert damage == pytest.approx(row["cohesive_damage"], abs=LAW)
        assert (1 - damage) * 1000 * row["jump_n"] == pytest.approx(
            -row["traction_n"], abs=50 * LAW
        )


@pytest.mark.parametrize("name", SOFTENING)
def test_damage_is_the_same_on_arrays_as_on_numbers(name):
    rng = np.random.default_rng(1)
    opening, sliding = rng.uniform(0, 0.3, 50), rng.uniform(-0.3, 0.3, 50)
    each = [law(name).damage(float(o), float(s)) for o, s in zip(opening, sliding, strict=True)]
    assert law(name).damage(opening, sliding) == pytest.approx(each, rel=1e-13)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ONE_DAMAGE)
def test_growing_damage_takes_what_lies_under_the_curve_at_whatever_jump_it_lags(name, way):
    chosen = law(name)
    sizes = np.geomspace(1e-5, 6.0, 400001)
    opened, slid = sizes * way[0], sizes * way[1]
    damage = chosen.damage(opened, slid)
    energy = chosen.normal_stiffness * opened**2 + chosen.shear_stiffness * slid**2
    release = np.cumsum((energy[1:] + energy[:-1]) / 4 * np.diff(damage))
    marks = np.array([0.0, 0.1, 0.4, 0.7, 0.85, 0.97, 0.995])
    jump = np.full(len(marks) - 1, 6.0)
    taken = cohesive_dissipation(chosen, jump * way[0], jump * way[1], marks[:-1], marks[1:])
    assert (taken > 0).all()
    # The grid of the reference is what limits it.
    expected = np.interp(marks, damage[1:], release)
    assert np.cumsum(taken) == pytest.approx(expected[1:] - expected[0], rel=1e-3)
