"""Phases of a run are timed by DOLFINx and are stages of PETSc's log."""

import time

import pytest


def test_seconds_of_a_phase_add_up_and_the_rest_is_other():
    from nanoglue.runtime.fenics import common
    from nanoglue.runtime.timers import Timers

    timers = Timers()
    for _ in range(2):
        with timers.phase("solve"):
            time.sleep(0.01)
    time.sleep(0.01)
    table = timers.table()
    assert list(table) == ["solve", "other", "total"]
    assert table["solve"] >= 0.015
    assert table["other"] >= 0.005
    assert table["total"] == pytest.approx(table["solve"] + table["other"], abs=1e-9)
    assert common.timing("nanoglue: solve")[0] >= 2


def test_a_phase_that_fails_counts_and_ends_its_stage():
    from nanoglue.runtime.fenics import PETSc
    from nanoglue.runtime.timers import Timers

    timers = Timers()

    def fail():
        with timers.phase("factor"):
            time.sleep(0.01)
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        fail()
    assert timers.seconds["factor"] >= 0.005
    with timers.phase("factor"):  # the stage can be entered again, and left
        pass
    assert PETSc.Log.Stage("nanoglue: factor").getName() == "nanoglue: factor"
