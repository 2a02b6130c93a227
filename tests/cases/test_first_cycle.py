"""The estimate of the first-cycle efficiency from surface areas."""

import pytest


@pytest.fixture
def first_cycle(script):
    return script("nanoglue", "first_cycle")


def test_a_gram_of_oxide_binds_its_sodium(first_cycle):
    # 1 g of particles of density 7.29 alone: 6/(7.29 * 240) m^2/mg, 3 g/cm^3 over 102 g/mol.
    electrode = first_cycle.Electrode(tin=1.0)
    moles = 6e3 / (7.29 * 240) * 6e-3 * 3.0 / 101.96
    assert electrode.bound(6) == pytest.approx(moles * 3.4 * 26801)


def test_the_interval_contains_the_estimate(first_cycle):
    electrode = first_cycle.Electrode()
    for thickness in (6, 15):
        low, high = first_cycle.interval(electrode, thickness)
        assert low < electrode.efficiency(thickness) < high


def test_a_layer_of_tin_oxide_lowers_the_efficiency(first_cycle):
    thin, thick = (first_cycle.Electrode(tin_oxide=layer).efficiency(6) for layer in (3, 5))
    assert thick < thin < first_cycle.Electrode().efficiency(6)
