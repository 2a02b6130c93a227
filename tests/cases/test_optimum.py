"""The comparison of what a thicker coating gains and what it costs."""

import importlib.util
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "cases" / "nanoglue"


@pytest.fixture
def optimum(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    spec = importlib.util.spec_from_file_location("optimum", FOLDER / "optimum.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "optimum", module)
    spec.loader.exec_module(module)
    return module


def test_the_table_of_thicknesses_is_read(optimum):
    found = optimum.coatings(optimum.TABLE.read_text())
    assert [one.thickness for one in found] == [0, 5, 10, 40]
    assert all(0 <= one.attached <= 1 for one in found)
    with pytest.raises(ValueError, match="no table of thicknesses"):
        optimum.coatings("| 5 nm | of another table |")


def test_a_particle_is_held_by_the_weaker_bond_of_its_coating(optimum):
    assert optimum.Coating(10, 0.1, 1.0, 0.8, 1).attached == 0.8
    assert optimum.Coating(10, 0.3, 1.0, 0.0, 1).attached == 0.3


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
