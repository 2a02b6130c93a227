"""A sweep survives points that fail, and does again only what is not done."""

from pathlib import Path

import polars
import pytest
from tests.command_line import in_process

from nanoglue.case import CaseError, find
from nanoglue.runtime.exit_codes import ExitCode
from nanoglue.sweep import OtherResults, Plan, Workers, points

OVER = "solver.iterations=6,1,8"
"""Three points; one iteration is not enough for the second."""
KILLED = "002"


def sweep(folder: Path, code: ExitCode) -> list[str]:
    """Lines that a sweep on two cores, which ends with a code, prints on standard error."""
    settings = ("--set", "stepping.fixed=0.1 s", "--set", "output.pictures=false")
    done = in_process("sweep", "mode_I", "--over", OVER, "-j", "2", *settings, "-o", folder)
    assert done.returncode == code, done.stderr
    return done.stderr.splitlines()


def test_a_point_that_diverges_and_one_that_is_killed_are_marked_and_run_again_alone(
    tmp_path, cli_killed_at, monkeypatch
):
    folder, command = tmp_path / "sweep", Workers._command

    def killing(workers, point):
        made = command(workers, point)
        kill = point.name == KILLED
        return [*cli_killed_at(5), *made[made.index("run") :]] if kill else made

    monkeypatch.setattr(Workers, "_command", killing)
    sweep(folder, ExitCode.STOPPED)
    monkeypatch.undo()
    table = polars.read_csv(folder / "sweep.csv", schema_overrides={"point": polars.String})
    assert table.equals(polars.read_parquet(folder / "sweep.parquet").cast(table.schema))
    assert table["status"].to_list() == ["done", "failed", "stopped"]
    done = table.filter(polars.col("status") == "done")
    assert done["seconds"].min() > 0
    assert done["end [s]"].null_count() == 0

    lines = sweep(folder, ExitCode.NO_CONVERGENCE)
    assert lines[0].startswith("2 of 3 points to run")
    assert sorted(line.split()[0] for line in lines[1:]) == ["001", KILLED]
    table = polars.read_csv(folder / "sweep.csv")
    assert table["status"].to_list() == ["done", "failed", "done"]


@pytest.mark.parametrize("over", ["time.end", "time.end=", "=1", "time.end=1 s,,2 s"])
def test_values_that_are_no_list_are_refused(over):
    with pytest.raises(CaseError, match=r"must be path=value,value"):
        points([over])


def test_a_path_given_twice_is_refused():
    with pytest.raises(CaseError, match=r"'time\.end' is given twice"):
        points(["time.end=1 s", "time.end=2 s"])


def test_a_point_with_a_bad_value_is_marked_and_a_sweep_of_them_is_refused(tmp_path):
    plan = Plan(find("mode_I"), (), points(["time.end=1 s,1 m"]), tmp_path)
    plan.check(force=False)
    assert [plan.status(point) for point in plan.points] == ["not run", "bad case"]
    assert [point.name for point in plan.waiting()] == ["000"]
    with pytest.raises(CaseError, match=r"time\.end: must be a time"):
        Plan(find("mode_I"), (), points(["time.end=1 m,2 m"]), tmp_path).check(force=False)


def test_a_sweep_states_why_a_point_is_not_run(tmp_path):
    done = in_process("sweep", "mode_I", "--over", "time.end=1 m,0.01 s", "-o", tmp_path)
    assert done.returncode == ExitCode.INVALID_INPUT, done.stderr
    first, second = done.stderr.splitlines()[:2]
    assert first.startswith("000  bad case: --set time.end: error: time.end: must be a time")
    assert second.startswith("1 of 2 points to run")


def test_results_of_another_case_are_not_overwritten_unasked(tmp_path):
    plan = Plan(find("mode_I"), (), points(["time.end=1 s"]), tmp_path)
    (tmp_path / "000").mkdir()
    (tmp_path / "000" / "resolved.yaml").write_text("title: another\n")
    with pytest.raises(OtherResults, match="--force"):
        plan.check(force=False)
    plan.check(force=True)
    assert plan.waiting()


def test_results_of_another_law_or_mesh_at_the_same_path_are_not_taken(tmp_path):
    """The case states the path of such a file and not its content."""
    case = tmp_path / "case.yaml"
    in_process("copy", "mode_I", case)
    law = (Path(__file__).parents[2] / "docs/examples/polynomial.py").read_text()
    (tmp_path / "law.py").write_text(law.replace("class Polynomial", "class Law"))
    given = "interfaces.top_bottom.law={model: ./law.py, strength: 50 MPa, toughness: 5 J/m^2}"
    command = ["sweep", case, "--over", "time.end=0.02 s", "-o", tmp_path / "out", "--set", given]
    assert "1 of 1 points to run" in in_process(*command).stderr
    assert "0 of 1 points to run" in in_process(*command).stderr
    (tmp_path / "law.py").write_text(law.replace("class Polynomial", "class Law") + "# changed\n")
    refused = in_process(*command)
    assert refused.returncode == 2
    assert "000 holds results of another case" in refused.stderr


def test_a_sweep_of_ten_million_points_is_refused_at_once():
    values = ",".join(map(str, range(1, 3163)))
    with pytest.raises(CaseError, match="9998244 points are more than"):
        points([f"solver.iterations={values}", f"output.checkpoint.every={values}"])
