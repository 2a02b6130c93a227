"""Faulty recipes, solver settings and control characters are refused at their place."""

import pytest

from nanoglue.case import CaseError, find, read

RECIPE = """\
from dataclasses import dataclass
from nanoglue.recipe import Metre, PartLabels

@dataclass(frozen=True)
class Parameters:
    width: Metre = 1.0

def describe(parameters):
    return PartLabels(("upper", "lower"), {"upper_lower": ("upper", "lower")},
                      {"top": "upper", "bottom": "lower", "sides": ("upper", "lower")})

def draw(model, parameters):
    pass
"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("def draw", "def paint", "has no function 'draw'"),
        ("def describe", "def tell", "has no function 'describe'"),
        ("def draw(model, parameters):\n    pass", "draw = 3", "has no function 'draw'"),
        ("class Parameters", "class Sizes", "has no attribute 'Parameters'"),
        ("    width: Metre = 1.0", "    width: object() = 1.0", "cannot be used"),
        ("    return Part", "    return 3\n    return Part", "no PartLabels but int"),
        ('PartLabels(("upper", "lower"),', "PartLabels((),", "no bodies"),
        ('("upper", "lower")},\n', '("upper",)},\n', "without a pair of bodies"),
        ('("upper", "lower")})', '("upper", "lower")}, dim=1)', "a dimension other than 2 and 3"),
        (
            '("upper", "lower")})',
            '("upper", "lower")}, dim=3)',
            "blocks_of_a_test.py has tetrahedra, but the coordinates are",
        ),
        ('"top": "upper"', '"top": "uper"', "with the unknown body 'uper'"),
        ("    return Part", "    1 / 0\n    return Part", "blocks_of_a_test.py:9)"),
        ("    return Part", "    return open('/')\n    return Part", "IsADirectoryError"),
        ("from dataclasses", "import nowhere\nfrom dataclasses", "blocks_of_a_test.py:1)"),
        ("def draw", "def draw(:", "blocks_of_a_test.py:12)"),
        ("1.0\n", "1.0\n    def __post_init__(self):\n        self.x = 1\n", "Parameters failed"),
    ],
)
def test_a_faulty_recipe_is_refused_at_the_key_that_names_it(case_file, old, new, reason):
    assert old in RECIPE
    recipe = case_file.with_name("blocks_of_a_test.py")
    recipe.write_text(RECIPE.replace(old, new))
    with pytest.raises(CaseError) as caught:
        read(case_file)
    assert reason in str(caught.value)
    assert f"{case_file}:" in str(caught.value)
    assert "error: geometry" in str(caught.value)


@pytest.mark.parametrize(
    "override",
    [
        "solver.tolerance=0.5",
        "solver.tolerance=1e300",
        "solver.tolerance=1e-30",
        "solver.iterations=100000",
        "stepping.damage=3",
        "stepping.expansion=100",
        "stepping.event_tolerance=1",
        "stepping.error=2",
        "geometry.max_elements=0",
    ],
)
def test_settings_that_switch_a_check_off_are_refused(override):
    with pytest.raises(CaseError, match=r"must be (at|less|greater)"):
        read(find("mode_I"), [override])


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("title: Two blocks", 'title: "Two\\x1b[2J blocks"', "U+001B"),
        ("title: Two blocks", 'title: "Two\\a blocks"', "U+0007"),
        ("title: Two blocks", 'title: "Two \\u202eblocks"', "U+202E"),
        ("title: Two blocks", 'title: "Two\\nblocks"', "on one line"),
        ("source: nobody\n", 'source: "no\\bbody"\n', "U+0008"),
        ("source: a guess", 'source: "a \\eguess"', "U+001B"),
        ("title:", '"title\\x1b":', "U+001B"),
    ],
)
def test_control_characters_are_refused(case_file, old, new, code):
    text = case_file.read_text()
    assert old in text
    case_file.write_text(text.replace(old, new, 1))
    with pytest.raises(CaseError) as caught:
        read(case_file)
    assert code in str(caught.value)
    assert "\x1b" not in str(caught.value)
