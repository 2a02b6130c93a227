"""Selenium in microporous carbon, bare and coated, on coarse meshes and in one discharge."""

import pytest

from nanoglue.case import find, read

COARSE = {
    "bare": ("geometry.surface_size=2 um", "geometry.centre_size=4 um"),
    "coated": ("geometry.elements_core=3", "geometry.elements_along=4"),
}
BODIES = {"bare": ("particle", "surface"), "coated": ("core", "core_shell")}
STAGE = (
    "protocol=[{{model: galvanostatic, body: {}, through: {}, specific_current: 1356 mA/g,"
    " until: {{voltage: 0.8 V}}}}]"
)


@pytest.fixture(scope="module")
def discharged(march_case):
    """Both electrodes, discharged at 2 C from the charged state to 0.8 V."""
    return {
        name: march_case(f"se_carbon/{name}", *COARSE[name], STAGE.format(*BODIES[name]))
        for name in COARSE
    }


def test_the_charge_of_the_selenium_electrodes_is_balanced(discharged):
    for name, run in discharged.items():
        assert max(run.column("charge_balance_error [-]")) < 1e-10, name


def test_a_discharge_ends_at_its_voltage_with_the_drop_of_its_film(discharged):
    """R_film times the current density of 1356 mA per gram of selenium."""
    for name, resistance in (("bare", 0.0257), ("coated", 0.0154)):
        last = discharged[name].last
        assert last[f"voltage:{BODIES[name][0]} [V]"] == pytest.approx(0.8, abs=1e-3)
        density = 1.356 * 0.48 * 2.2e6 * 10e-6 / 3  # A/g, g/m^3 of Se, r/3
        drop = -last[f"film_drop:{BODIES[name][0]} [V]"]
        assert drop == pytest.approx(density * resistance, rel=0.01), name


def test_the_coated_electrode_has_the_larger_capacity_at_2c(discharged):
    bare, coated = (
        discharged[name].last[f"capacity:{body} [mAh/g]"] for name, (body, _) in BODIES.items()
    )
    assert 1.1 < coated / bare < 343.8 / 245.7  # the published ratio of repeated cycles


@pytest.fixture
def compare(script):
    return script("se_carbon", "compare")


def test_the_coating_of_1_nm_in_the_study_is_that_of_the_case(compare):
    case = find("se_carbon/coated")
    stated, studied = read(case, []), read(case, compare.thickness_settings(1.0, 1.0))
    stated, studied = (one.bodies["core"].species for one in (stated, studied))
    assert studied.molar_volume == pytest.approx(stated.molar_volume, rel=2e-3)
    assert studied.host_molar_mass == pytest.approx(stated.host_molar_mass, rel=2e-3)
    for name in ("film_resistance", "exchange_current_density"):
        found, expected = (getattr(one.kinetics, name) for one in (studied, stated))
        assert found == pytest.approx(expected, rel=5e-3)


@pytest.mark.slow
def test_the_coated_capacities_are_within_ten_per_cent_of_the_published_ones(compare):
    for one in (compare.BARE, compare.COATED):
        capacities, _ = compare.rates(compare.half_cycles(one, []))
        assert capacities == pytest.approx(one.capacities, rel=0.1)
