"""A run that is killed during a calibration does not change its result."""

from pathlib import Path

import pytest

from nanoglue.calibration import Request, posterior
from nanoglue.sweep import Workers

CASE = Path(__file__).with_name("case.yaml")
BRIEF = {"runs": 5, "refinements": 0, "effective_samples": 200, "max_steps": 400}


@pytest.mark.slow
def test_a_killed_run_of_the_solver_leaves_the_posterior_as_it_is(
    monkeypatch, tmp_path, cli_killed_at
):
    settings = {f"calibration.posterior.{key}": value for key, value in BRIEF.items()}
    whole = posterior(Request(CASE, tmp_path / "whole", set=settings))

    command, killed = Workers._command, []

    def replaced(self, point):
        made = command(self, point)
        if point.number == 2 and not killed:
            killed.append(point)
            return [*cli_killed_at(1), *made[made.index("run") :]]
        return made

    monkeypatch.setattr(Workers, "_command", replaced)
    lines = []
    partly = posterior(Request(CASE, tmp_path / "killed", set=settings, report=lines.append))
    states = [line.split()[1] for line in lines if line.startswith("002 ")]
    assert states == ["stopped", "done"]
    assert (whole.posterior.failed, partly.posterior.failed) == (0, 0)
    assert partly.parameters == whole.parameters
    for name in ("samples.csv", "runs.csv"):
        first, second = (tmp_path / folder / name for folder in ("whole", "killed"))
        assert first.read_text() == second.read_text()
