"""Wrong overrides and recipes that do not work are refused with their place."""

import pytest

from nanoglue.case import CaseError, read


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("time.end", "--set: error: must be path=value, not 'time.end'"),
        ("=3", "--set: error: must be path=value"),
        ("time..end=3 s", "--set: error: must be path=value"),
        ("time.end=3 m", "--set time.end: error: time.end: must be a time such as 5 hour"),
        ("time.end=", "--set time.end: error: time.end: must be a time"),
        ("time.end=[", "--set time.end:1:2: error: this is not YAML"),
        ("title.x=3", "title is 'Two blocks', which has no keys"),
        ("protocol.4.rate=1 /s", "protocol.4: no item 4; the list has 0 to 0"),
        ("protocol.x=1 /s", "no item x"),
        ("tim.end=3 s", "--set tim.end: error: tim: unknown key (did you mean 'time'?)"),
        ("bodies.upper.elasticity={model: hencky}", "youngs_modulus: missing; must be a stress"),
    ],
)
def test_a_wrong_override_is_named_by_its_path(case_file, assignment, message):
    with pytest.raises(CaseError) as caught:
        read(case_file, [assignment])
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("recipe", "message"),
    [
        ("import nothing_of_this_name", "cannot be used: ModuleNotFoundError"),
        ("def broken(:", "cannot be used: SyntaxError"),
        ("x = 1", "cannot be used: TypeError"),
        ("import sys; sys.exit(0)", "cannot be used: SystemExit"),
        ("Parameters = describe = draw = print", "cannot be used: "),
    ],
)
def test_a_recipe_that_does_not_work_is_refused(case_file, recipe, message):
    case_file.with_name("blocks_of_a_test.py").write_text(recipe)
    with pytest.raises(CaseError) as caught:
        read(case_file)
    assert f":5:11: error: geometry.recipe: {message}" in str(caught.value)
