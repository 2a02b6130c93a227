"""Rows of the table of cycles."""

from benchmarks.coating.cycle import last
from benchmarks.coating.run import Run

ROWS = [{"time [s]": time} for time in (0.0, 10.0, 11.5, 11.9, 12.0)]


def test_the_last_row_before_a_loss_of_support_is_before_the_burst():
    lost = Run(ROWS, {("unsupported", "particle"): (2.33, 2.05)}, {})
    assert ROWS[last(lost)]["time [s]"] == 10.0


def test_the_last_row_of_a_run_that_is_held_is_its_end():
    held = Run(ROWS, {("detached", "particle_fibre"): (2.33, 2.05)}, {})
    assert last(held) == len(ROWS) - 1
