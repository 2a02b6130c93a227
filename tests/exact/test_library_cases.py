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
    assert -last["stress_rr:core [MPa]"] == pytest.approx(pressure, rel=0.1)
    assert last["energy_error [-]"] < 2e-3
