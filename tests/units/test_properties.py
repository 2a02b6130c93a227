"""Properties of quantities, tables in time and cohesive laws for any values."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanoglue.case.schema.time_function import InTime, Table
from nanoglue.models.registry import load
from nanoglue.units import quantities
from nanoglue.units.quantities import UNIT_LIST, to_internal

sizes = st.floats(1e-12, 1e12)
finite = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300)


@given(st.sampled_from(UNIT_LIST), finite)
def test_a_written_quantity_reads_back_to_the_last_digit(unit, value):
    assert unit.read(unit.written(value)) == value


@given(sizes)
def test_prefixes_are_powers_of_ten(value):
    metres = to_internal(f"{value!r} m", quantities.LENGTH)
    for prefix, power in (("n", 9), ("u", 6), ("m", 3), ("c", 2)):
        text = f"{value!r}e{power} {prefix}m" if "e" not in repr(value) else None
        if text is not None:
            assert to_internal(text, quantities.LENGTH) == pytest.approx(metres, rel=1e-12)


@given(st.floats(-360.0, 360.0))
def test_degrees_and_radians_are_one_angle(value):
    degrees = to_internal(f"{value!r} deg", quantities.ANGLE)
    assert degrees == pytest.approx(math.radians(value), rel=1e-14, abs=1e-300)
    assert to_internal(f"{degrees!r} rad", quantities.ANGLE) == degrees


@given(st.text(max_size=12))
def test_any_text_is_a_quantity_or_a_value_error(text):
    for unit in (quantities.LENGTH, quantities.NUMBER, quantities.RATE, quantities.ANGLE):
        try:
            found = unit.read(text)
        except ValueError:
            continue
        assert math.isfinite(found)


points = st.lists(st.tuples(st.floats(0, 1e4), st.floats(-1e3, 1e3)), min_size=2, max_size=8)
tables = points.map(lambda pairs: sorted({round(t, 3): v for t, v in pairs}.items())).filter(
    lambda pairs: len(pairs) > 1
)


@given(tables, st.floats(-1e3, 2e4))
def test_a_table_meets_its_points_and_stays_between_them(pairs, t):
    times, values = zip(*pairs, strict=True)
    table = Table(times, values)
    for time, value in pairs:
        assert table(time) == pytest.approx(value, rel=1e-12, abs=1e-9)
    assert min(values) - 1e-9 <= table(t) <= max(values) + 1e-9
    assert table(times[0] - 1) == values[0]
    assert table(times[-1] + 1) == values[-1]


@given(tables)
def test_a_written_table_reads_back(pairs):
    times, values = zip(*pairs, strict=True)
    course = InTime(quantities.STRESS)
    again = course.read(Table(times, values).written(quantities.STRESS))
    assert (again.time, again.value) == (times, values)


positive = st.floats(1e-2, 1e2)
jumps = st.floats(0.0, 1.0)


@given(positive, positive, positive, positive, jumps, jumps, st.floats(1.0, 10.0))
def test_bilinear_damage_grows_with_the_size_of_any_jump(n, s, first, second, o, t, factor):
    # Stiff enough for both modes: an onset at a hundredth of the final opening.
    stiffness = 50 * max(n, s) ** 2 / min(first, second)
    law = load("models.cohesive", "bilinear")(
        strength=n,
        strength_shear=s,
        toughness=first,
        toughness_shear=second,
        stiffness=stiffness,
    )
    small, large = law.damage(o, t), law.damage(factor * o, factor * t)
    assert 0 <= small <= 1
    assert large >= small - 1e-12


@given(positive, positive, st.floats(1e-3, 0.5))
def test_work_of_softening_laws_is_the_toughness(strength, toughness, slope):
    """By 2,000 trapezoids up to the final opening of the linear law."""
    law = load("models.cohesive", "linear_softening")(strength, toughness, slope)
    end, count = 2 * toughness / strength, 2000
    openings = [end * i / count for i in range(count + 1)]
    tractions = [(1 - law.damage(w, 0.0)) * law.normal_stiffness * w for w in openings]
    work = sum(tractions) * end / count
    assert work == pytest.approx(toughness, rel=1e-3)
