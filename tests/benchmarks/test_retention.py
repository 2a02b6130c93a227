"""The capacity of coated particles follows from the loss law of the bare electrode."""

import sys
from math import inf
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.coating.ensemble import fate, share_held
from benchmarks.coating.loss import BARE, HELD, LossLaw, retention


def test_the_law_is_that_of_the_bare_electrode():
    law = LossLaw.fitted()
    assert (law.incubation, law.rate) == (13, pytest.approx(0.038, abs=5e-4))
    assert law.retained([1, 1, 1]) == pytest.approx(BARE[1] / BARE[0])


def test_a_particle_that_comes_off_late_has_lost_less():
    law = LossLaw.fitted()
    assert law.retained([28]) == 1  # 13 cycles off the fibre, without a loss
    assert law.retained([10]) == pytest.approx((110 / 310) ** (18 / 27))


def test_the_interval_contains_the_value_and_narrows_with_the_number_of_particles():
    few, many = retention([HELD, (1, 1)]), retention([HELD, (1, 1)] * 20)
    assert few.low < many.low < many.value[0] == few.value[0] < many.high < few.high


def test_a_particle_that_stops_while_it_is_bonded_may_be_held_or_lost():
    bonds = {"particle_fibre": 0.0, "particle_coating": 1.0, "coating_fibre": 0.5}
    stopped = {"ended": "not converged", "first": 2, "cycle": 5, "held": [bonds]}
    lost = stopped | {"held": [bonds | {"coating_fibre": 0.0}]}
    assert (fate(stopped), fate(lost), fate(stopped | {"ended": ""})) == ((2, inf), (2, 5), HELD)
    assert share_held([fate(stopped), fate(lost)]) == "0 to 50"
    found = retention([fate(stopped)])
    assert found.value[0] < found.value[1] == 1
