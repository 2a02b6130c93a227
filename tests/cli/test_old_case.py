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


def test_an_upgrade_overwrites_no_other_file(tmp_path):
    new = tmp_path / "new.yaml"
    assert in_process("upgrade", OLD, "-o", new).returncode == 0
    written = new.read_text()
    refused = in_process("upgrade", OLD, "-o", new)
    assert refused.returncode == 2
    assert f"{new} exists" in refused.stderr
    assert new.read_text() == written
    missing = in_process("upgrade", OLD, "-o", tmp_path / "none" / "new.yaml")
    assert f"{tmp_path / 'none' / 'new.yaml'}: error: No such file" in missing.stderr
