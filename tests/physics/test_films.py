"""Films of 4, 10 and 20 nm on a bump of lithium: which of them flatten it."""

import pytest


@pytest.mark.slow
@pytest.mark.parametrize(("h", "flattens"), [(4, False), (10, True), (20, True)])
def test_films_of_10_and_20_nm_flatten_a_bump_and_one_of_4_nm_does_not(march_case, h, flattens):
    film = march_case(f"dendrite/film_{h}nm", "time.end=0.4 s")
    amplitude = [1e3 * value for value in film.column("amplitude [um]")]
    assert (amplitude[-1] < 0.9 * 4) == flattens
    assert (min(amplitude) > 0.97 * 4) == (not flattens)
