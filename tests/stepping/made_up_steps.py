"""Steps with made-up outcomes, and a step-size controller for them."""

from types import SimpleNamespace

from nanoglue.stepping.step_size import StepSizeController


def controller(**changed):
    values = {
        "fixed": None,
        "first": 1.0,
        "smallest": 0.01,
        "largest": 10.0,
        "expansion": 0.1,
        "damage": 0.2,
        "error": None,
        "method": "backward_euler",
    }
    return StepSizeController(SimpleNamespace(**values | changed))


def step(dt=1.0, effort=3, damage=0.0, error=0.0):
    return SimpleNamespace(
        dt=dt,
        time=0.5,
        outcome=SimpleNamespace(effort=effort, error=error),
        observed=SimpleNamespace(damage_growth=damage),
    )
