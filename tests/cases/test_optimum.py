"""The comparison of what a thicker coating gains and what it costs."""

from math import pi

import pytest


@pytest.fixture
def optimum(script):
    return script("nanoglue", "optimum")


def test_the_table_of_thicknesses_is_read(optimum):
    found = optimum.coatings(optimum.TABLE.read_text())
    assert [one.thickness for one in found] == [5, 10, 40]
    assert all(0 <= one.bonded <= 1 for one in found)
    with pytest.raises(ValueError, match="no table of thicknesses"):
        optimum.coatings("| 5 nm | of another table |")


def test_a_particle_is_held_by_the_weaker_bond_of_its_coating(optimum):
    assert optimum.Coating(10, 0.1, 1.0, 0.8, 1).bonded == 0.8
    assert optimum.Coating(10, 0.3, 1.0, 0.0, 1).bonded == 0.0


def test_the_film_that_holds_a_particle_is_as_strong_as_its_bond(optimum):
    strengths = optimum.Strengths(bond=0.17, film=4.0)
    h = optimum.holding_thickness(240, strengths)
    ring, contact = 2 * pi * 120 * h * 4.0, pi * (0.79 * 120) ** 2 * 0.17
    assert ring == pytest.approx(contact)
    found = [optimum.Coating(5, 0, 1, 1, 1)]
    assert optimum.attached(found, h / 2, 240, strengths) == pytest.approx(0.5)
    assert optimum.attached(found, 0, 240, strengths) == 0


def test_the_product_is_largest_at_the_holding_thickness(optimum):
    found = optimum.coatings(optimum.TABLE.read_text())
    for electrode, strengths in optimum.corners()[::31]:
        best = optimum.best_thickness(electrode, found, strengths)
        holding = optimum.holding_thickness(electrode.particle, strengths)
        assert best == pytest.approx(holding, abs=0.011)
    assert 0.5 < optimum.best_thickness(optimum.Electrode(), found, optimum.Strengths()) < 2


def test_the_drop_follows_from_area_and_conductivity(optimum):
    # C/5 of 847 mAh/g over the area of a gram of tin, through 10 nm of 1e-8 S/m.
    electrode = optimum.Electrode()
    expected = 0.2 * 0.847 / electrode.area() * 10e-9 / 1e-8
    assert optimum.ohmic_drop(electrode, 10) == pytest.approx(expected)


def test_the_mass_of_the_coating_lowers_the_capacity(optimum):
    electrode = optimum.Electrode()
    assert optimum.specific_capacity(electrode, 0) == pytest.approx(625 * 0.26)
    coating = electrode.area() * 10e-9 * 3e6  # [g] per gram of tin
    whole = 625 / (1 / 0.26 + coating)
    assert optimum.specific_capacity(electrode, 10) == pytest.approx(whole)


def test_the_figure_is_drawn(optimum, tmp_path):
    found = optimum.coatings(optimum.TABLE.read_text())
    optimum.draw(optimum.Electrode(), found, tmp_path / "optimum.png")
    assert (tmp_path / "optimum.png").stat().st_size > 1000
