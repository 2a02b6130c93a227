"""Cases built from the library of materials, against estimates for a thin coating."""

import pytest


@pytest.mark.slow
def test_the_coating_of_a_delithiated_cathode_bears_the_strain_of_its_core(march_case):
    """The hoop stress is E (J^(1/3) - 1)/(1 - nu) but for the thickness of the coating."""
    last = march_case("cathodes/lco_lzo").last
    ratio = (1 + 0.02 * (1 - 0.5723) / 0.5) / (1 + 0.02 * 0.01 / 0.5)
    expected = 150e3 / (1 - 0.25) * (ratio ** (1 / 3) - 1)
    assert last["stoichiometry:core [-]"] == pytest.approx(0.5723, rel=1e-3)
    assert last["stress_tt:coating [MPa]"] == pytest.approx(expected, rel=0.05)


@pytest.mark.slow
def test_the_coating_of_silicon_flows_and_presses_the_particle(march_case):
    """The pressure of a thin shell is 2 h s/r, with h/r of a shell of constant volume."""
    last = march_case("silicon/al2o3").last
    inner = 50 * (1 + 0.7467) ** (1 / 3)
    outer = (inner**3 + 52**3 - 50**3) ** (1 / 3)
    hoop = last["stress_tt:coating [MPa]"]
    pressure = hoop * (outer**2 - inner**2) / inner**2
    assert -last["stress_rr:inside [MPa]"] == pytest.approx(pressure, rel=0.1)
    assert last["energy_error [-]"] < 2e-3


@pytest.mark.slow
def test_a_silicon_film_that_is_held_in_plane_is_at_its_yield_stress(march_case):
    last = march_case("silicon/film_on_copper").last
    yielding = 1750 - (1750 - 1000) / 3.75 * last["stoichiometry:film [-]"]
    for axes in ("xx", "zz"):
        assert last[f"stress_{axes}:film [MPa]"] == pytest.approx(-yielding, rel=1e-3)
    assert abs(last["stress_yy:film [MPa]"]) < 1
    thickening = last["displacement_y:surface [um]"] / 0.1
    assert thickening == pytest.approx(last["volume_expansion_deformed [-]"], rel=1e-3)
    assert last["charge_balance_error [-]"] < 1e-10


@pytest.mark.slow
def test_a_sheet_bears_the_force_of_its_swollen_film(march_case):
    """Force balance of a section: the stress of the film times its present thickness."""
    last = march_case("mxene/sno2").last
    stretch = 1 + last["displacement_r:rim [um]"] / 0.3
    film = 50 * 2.478 / stretch**2
    sheet = 5 / stretch**0.5  # that of a uniaxial stress lies within 2 %
    force = -last["stress_rr:film [MPa]"] * film
    assert last["stress_rr:sheet [MPa]"] * sheet == pytest.approx(force, rel=0.1)
    assert last["von_mises:film [MPa]"] == pytest.approx(1000, rel=1e-6)
    assert last["charge_balance_error [-]"] < 1e-10


@pytest.mark.slow
def test_the_coating_of_a_shrinking_spinel_is_compressed(march_case):
    last = march_case("cathodes/lmo_al2o3").last
    ratio = (1 + 0.065 * 0.2) / (1 + 0.065 * 0.99)
    expected = 170e3 / (1 - 0.24) * (ratio ** (1 / 3) - 1)
    assert last["stress_tt:coating [MPa]"] == pytest.approx(expected, rel=0.05)
    assert last["charge_balance_error [-]"] < 1e-10
