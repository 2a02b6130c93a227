"""Formulas of a case: their grammar and their values."""

import math
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanoglue.models import formula


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2*t + 1", 7.0),
        ("-t**2", -9.0),
        ("max(0, t - 2, 5)", 5.0),
        ("1 if t < 2 else 4", 4.0),
        ("(t > 2)*6", 6.0),
        ("7 % 4 + floor(2.5)", 5.0),
        ("sin(pi*t/6)", 1.0),
        ("x + 10*z", 21.0),
        ("  t ", 3.0),
    ],
)
def test_a_formula_has_the_value_of_its_arithmetic(text, value):
    assert formula.number(text, 3.0, 1.0, 2.0) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("t;t", "syntax"),
        ("t=1", "syntax"),
        ("t:=1", "syntax"),
        ("t\nt", "syntax"),
        ("", "syntax"),
        ("(" * 300 + "t" + ")" * 300, "characters"),
        ("(" * 250 + "t" + ")" * 250, "cannot be evaluated"),
        ("-" * 599 + "t", "cannot be evaluated"),
        ("'a'*9", "is not a number"),
        ("True", "is not a number"),
        ("2j*t", "is not a number"),
        ("u + 1", "unknown name 'u'"),
        ("sin", "cannot be evaluated"),
        ("t.real", "may not stand in a formula"),
        ("[t][0]", "may not stand in a formula"),
        ("lambda: 1", "may not stand in a formula"),
        ("t and t", "may not stand in a formula"),
        ("t << 9", "may not stand in a formula"),
        ("3*t^2", "'^' may not stand in a formula; write ** for a power"),
        ("sin(t, t)", "takes 1 argument"),
        ("min(t)", "takes 2 arguments"),
        ("round(t)", "there is no function 'round'"),
        ("max(t, *[1, 2])", "may not stand in a formula"),
        ("sqrt(-t)", "at t = 3 s"),
        ("(-t)**0.5", "at t = 3 s"),
        ("1/(t - 3)", "at t = 3 s"),
        ("exp(1000*t)", "at t = 3 s"),
        ("3999999**3999999", "at t = 3 s"),
        ("9**9**9", "at t = 3 s"),
        ("floor(exp(500))*floor(exp(500))", "at t = 3 s"),
        ("x", "its value is nan"),
    ],
)
def test_anything_else_is_refused_at_once(text, reason):
    begin = time.process_time()
    with pytest.raises(ValueError, match=r"cannot be evaluated|at most 600 characters") as caught:
        formula.number(text, 3.0)
    assert reason in str(caught.value)
    assert time.process_time() - begin < 1.0


@given(st.text(st.sampled_from("txyrz0123456789.+-*/%()<>=,; eminasq"), max_size=60))
def test_any_text_has_a_finite_value_or_is_refused(text):
    with suppress(ValueError):
        assert math.isfinite(formula.number(text, 0.7, 0.3, 0.2))


def test_what_a_form_cannot_hold_is_named():
    assert formula.not_smooth("1 if x > 0 else 2") == "1 if x > 0 else 2"
    assert formula.not_smooth("min(x, y, 1)") == "min"
    assert formula.not_smooth("sin(x)**2 + abs(y)/3") is None
