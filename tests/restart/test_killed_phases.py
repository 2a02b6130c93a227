"""Runs that are killed while they compile, write fields or draw go on as if they had not been."""

import importlib.util
import os
import signal
import sys
from pathlib import Path

import pytest

from nanoglue.runtime import cache

pytestmark = pytest.mark.slow

FILE = Path(__file__).parents[2] / "benchmarks/robustness/kill_phases.py"


@pytest.fixture(scope="module")
def study():
    """The module of the study of killed runs."""
    spec = importlib.util.spec_from_file_location("kill_phases", FILE)
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(FILE.parent))  # of the module that it imports
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def warm():
    """The cache of the user, where the forms are compiled."""
    return Path(os.environ.get("NANOGLUE_CACHE") or cache.folder("meshes").parent)


@pytest.fixture(scope="module")
def whole(study, warm, tmp_path_factory):
    """Folder of an uninterrupted run on one rank."""
    folder = tmp_path_factory.mktemp("whole") / "results"
    assert study.ended(folder, 1, warm) == 0
    return folder


@pytest.mark.parametrize(
    ("phase", "ranks"), [("compilation", 1), ("fields", 1), ("fields", 2), ("figures", 1)]
)
def test_a_run_killed_in_a_phase_is_resumed(study, warm, whole, tmp_path, phase, ranks):
    out, killed = study.kill(tmp_path, phase, signal.SIGKILL, warm)
    assert killed == "exit -9"
    place = tmp_path / "cache" if phase == "compilation" else warm
    _, code = study.resumed(out, tmp_path / "resumed", ranks, place)
    assert code == 0
    found, reference = study.rows(tmp_path / "resumed"), study.rows(whole)
    assert len(found) == len(reference)
    assert study.difference(reference, found) < study.ALLOWED
    assert list((tmp_path / "resumed/figures").glob("*.png"))


def test_a_killed_report_is_written_by_the_next_one(study, whole):
    (whole / "report.html").unlink(missing_ok=True)
    assert study.report_killed(whole, signal.SIGKILL) == (-9, 0)
    assert "</html>" in (whole / "report.html").read_text()
    assert not list(whole.glob("*.tmp"))
