"""Values that follow time."""

import pytest

from nanoglue.case.schema.time_function import InTime
from nanoglue.units import quantities

LENGTH = InTime(quantities.LENGTH)


def test_a_constant_is_the_same_at_all_times():
    assert LENGTH.read("3 nm")(7.0) == pytest.approx(3e-3)


def test_a_table_is_linear_between_and_constant_outside():
    table = LENGTH.read({"time": ["1 s", "3 s"], "value": ["0 nm", "4 nm"]})
    assert [table(t) for t in (0.0, 1.0, 2.0, 3.0, 9.0)] == pytest.approx([0, 0, 2e-3, 4e-3, 4e-3])


def test_an_expression_is_in_its_own_unit():
    growth_field = LENGTH.read({"expression": "0.3*sin(pi*t/2)", "unit": "nm"})
    assert growth_field(1.0) == pytest.approx(0.3e-3)


@pytest.mark.parametrize(
    ("expression", "unit", "start"),
    [("25 + 10*t", "degC", 298.15), ("77 + 18*t", "degF", 298.15), ("25 + 10*t", "K", 25.0)],
)
def test_an_expression_may_have_a_unit_with_a_zero_of_its_own(expression, unit, start):
    warming = InTime(quantities.TEMPERATURE).read({"expression": expression, "unit": unit})
    assert warming(0.0) == pytest.approx(start)
    assert warming(1.0) == pytest.approx(start + 10)


@pytest.mark.parametrize(
    "given",
    [
        "3 nm",
        {"time": ["0 s", "1 s"], "value": ["0 nm", "4 nm"]},
        {"expression": "2*t", "unit": "nm"},
    ],
)
def test_what_is_written_reads_back(given):
    function = LENGTH.read(given)
    again = LENGTH.read(function.written(quantities.LENGTH))
    assert again(0.7) == function(0.7)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"time": ["0 s", "0 s"], "value": ["0 nm", "1 nm"]}, "time must increase"),
        ({"time": ["0 s"], "value": ["0 nm"]}, "two at least"),
        ({"time": ["0 s", "1 s"], "value": ["0 nm"]}, "same length"),
        ({"time": "0 s", "value": "0 nm"}, "must be lists"),
        ({"time": ["0 s", "1 s"]}, "exactly the keys time and value"),
        ({"time": ["0 s", "1 s"], "value": ["0 nm", "1 J"]}, "must be a length"),
        ({"expression": "t"}, "exactly the keys expression and unit"),
        ({"expression": "t +", "unit": "um"}, "cannot be evaluated"),
        ({"expression": "volume", "unit": "um"}, "cannot be evaluated"),
        ({"expression": "1/t", "unit": "um"}, "cannot be evaluated"),
        ({"expression": "9**9**9", "unit": "um"}, "cannot be evaluated"),
        ({"expression": "().__class__", "unit": "um"}, "cannot be evaluated"),
        ({"expression": "open('x')", "unit": "um"}, "cannot be evaluated"),
        ({"expression": "t", "unit": "s"}, "must be a length"),
        ({"expression": [1], "unit": "um"}, "must be a formula"),
        ({"expression": "t", "unit": 3}, "unit must be a text"),
    ],
)
def test_what_is_no_course_of_time_is_told_why(given, told):
    with pytest.raises(ValueError, match=r"must|cannot") as caught:
        LENGTH.read(given)
    assert told in str(caught.value)


def test_a_ratio_must_stay_positive():
    with pytest.raises(ValueError, match="must be greater than 0"):
        InTime(quantities.NUMBER, above=0.0).read({"time": ["0 s", "1 s"], "value": [1, 0]})


def test_a_formula_that_fails_later_says_when():
    function = LENGTH.read({"expression": "sqrt(1 - t)", "unit": "um"})
    with pytest.raises(ValueError, match="at t = 2 s"):
        function(2.0)
