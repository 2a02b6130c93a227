"""A case file of the first release runs."""

from pathlib import Path

from tests.command_line import in_process

OLD = Path(__file__).parents[1] / "case" / "old_cases" / "conductance.yaml"


def test_an_old_case_runs_with_warnings_alone(tmp_path):
    folder = tmp_path / "out"
    done = in_process("run", OLD, "-o", folder, "--set", "time.end=0.02 s")
    assert done.returncode == 0, done.stderr[-2000:]
    assert "'conductance' is deprecated; write 'permeability'" in done.stderr
    assert "the defaults of traction_area, diffusivity_is" in done.stderr
    assert "error" not in done.stderr
    assert len((folder / "history.csv").read_text().splitlines()) == 3
