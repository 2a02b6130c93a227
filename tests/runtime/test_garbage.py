"""Python's search for cycles is off in set-up and on again after it."""

import gc

import pytest

from nanoglue.runtime.garbage import without_garbage_collection


@without_garbage_collection()
def searching():
    return gc.isenabled()


def test_no_cycles_are_searched_meanwhile_and_the_search_goes_on_after():
    assert gc.isenabled()
    assert not searching()
    assert gc.isenabled()


def test_the_search_goes_on_after_an_error():
    with pytest.raises(ValueError, match="stop"), without_garbage_collection():
        raise ValueError("stop")
    assert gc.isenabled()


def test_a_search_that_was_off_stays_off():
    gc.disable()
    try:
        assert not searching()
        assert not gc.isenabled()
    finally:
        gc.enable()
