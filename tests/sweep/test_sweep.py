"""A sweep survives points that fail, and does again only what is not done."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars
import pytest

from nanoglue.case import CaseError, find
from nanoglue.sweep import OtherResults, Plan, points

OVER = "solver.iterations=6,7,1,8,9,10,11,12"
"""Eight points; one iteration is not enough for the third."""
KILLED = "005"


def sweep(folder: Path, *more: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "nanoglue", "sweep", "mode_I", "--over", OVER, "-j", "2"]
    return subprocess.Popen(
        [*command, "-o", str(folder), *more], stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )


def kill(folder: Path) -> None:
    """Kill -9 the run of a folder."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"run" in words and os.fsencode(folder) in words:
            os.kill(int(process.name), signal.SIGKILL)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="finds the run by /proc")
def test_a_point_that_diverges_and_one_that_is_killed_are_marked_and_run_again_alone(tmp_path):
    folder = tmp_path / "sweep"
    with sweep(folder) as process:
        while not (folder / KILLED / "resolved.yaml").exists():
            assert process.poll() is None
            time.sleep(0.005)
        kill(folder / KILLED)
        _, told = process.communicate(timeout=300)
    assert process.returncode == 0, told
    table = polars.read_csv(folder / "sweep.csv", schema_overrides={"point": polars.String})
    assert table.equals(polars.read_parquet(folder / "sweep.parquet").cast(table.schema))
    status = dict(table.select("point", "status").iter_rows())
    assert len(status) == 8
    assert (status.pop("002"), status.pop(KILLED)) == ("failed", "stopped")
    assert set(status.values()) == {"done"}
    done = table.filter(polars.col("status") == "done")
    assert done["seconds"].min() > 0
    assert done["end [s]"].null_count() == 0

    with sweep(folder) as process:
        _, told = process.communicate(timeout=300)
    lines = told.decode().splitlines()
    assert lines[0].startswith("2 of 8 points to run")
    assert sorted(line.split()[0] for line in lines[1:]) == ["002", KILLED]
    table = polars.read_csv(folder / "sweep.csv")
    assert table["status"].to_list() == ["done"] * 2 + ["failed"] + ["done"] * 5


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


def test_results_of_another_case_are_not_overwritten_unasked(tmp_path):
    plan = Plan(find("mode_I"), (), points(["time.end=1 s"]), tmp_path)
    (tmp_path / "000").mkdir()
    (tmp_path / "000" / "resolved.yaml").write_text("title: another\n")
    with pytest.raises(OtherResults, match="--force"):
        plan.check(force=False)
    plan.check(force=True)
    assert plan.waiting()


def test_a_sweep_of_ten_million_points_is_refused_at_once():
    values = ",".join(map(str, range(1, 3163)))
    with pytest.raises(CaseError, match="9998244 points are more than"):
        points([f"solver.iterations={values}", f"output.checkpoint.every={values}"])
