"""The film that the front of the metal moves: compression at the tip, tension in the valley."""

from math import cosh, pi, sinh

import pytest


def test_the_tip_is_pressed_and_the_valley_is_pulled(march_case):
    """A layer on springs: the traction of a wave of amplitude A is A / (1/k_film + 1/K).

    k_film = (E/(1 - nu^2)) k/2 (sinh^2 kh - (kh)^2)/(sinh kh cosh kh + kh) of a free layer with a
    smooth base; the bond also resists sliding, which adds some per cent.
    """
    first = march_case(
        "sei/moved_film",
        "geometry.elements_across=20",
        "geometry.elements_up=3",
        "solver.control=time",
        most=1,
    )
    wave, height, amplitude = pi / 0.02, 0.004, 0.002 * first.steps[0].time
    kh, modulus = wave * height, 60e3 / (1 - 0.27**2)
    layer = modulus * wave / 2 * (sinh(kh) ** 2 - kh**2) / (sinh(kh) * cosh(kh) + kh)
    expected = amplitude / (1 / layer + 1 / 5e5)
    assert first.last["stress_yy:tip [MPa]"] == pytest.approx(-expected, rel=0.15)
    assert first.last["stress_yy:valley [MPa]"] == pytest.approx(expected, rel=0.15)
