"""What is wrong around the program is said before anything is loaded."""

import os
import subprocess
import sys

import pytest

from nanoglue.cli import doctor
from nanoglue.cli import mpiexec as launcher
from nanoglue.runtime import environment, jit
from nanoglue.runtime.environment import EnvironmentProblem


@pytest.mark.parametrize("variable", ["OMPI_COMM_WORLD_SIZE", "PMIX_RANK"])
def test_a_foreign_launcher_is_refused_before_mpi_starts(variable):
    with pytest.raises(EnvironmentProblem, match="nanoglue run -n N CASE"):
        environment.check_launcher({variable: "2"})


def test_mpich_is_recognised_where_variables_of_another_launcher_are_inherited():
    inherited = {"PMIX_RANK": "1", "OMPI_COMM_WORLD_SIZE": "2"}
    assert environment.foreign_launcher(inherited) is not None
    assert environment.foreign_launcher({**inherited, "PMI_FD": "9"}) is None


def test_only_the_first_rank_speaks():
    assert environment.first_rank({})
    assert not environment.first_rank({"PMI_RANK": "1"})


def test_the_launcher_takes_the_mpiexec_beside_this_python():
    line = launcher.command(3, ["run", "bare"])
    assert line[1:] == ["-n", "3", sys.executable, "-P", "-m", "nanoglue", "run", "bare"]
    assert os.path.dirname(line[0]) == os.path.dirname(sys.executable)


def test_threads_are_one_a_rank_unless_the_user_says_so(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    environment.one_thread_a_rank()
    assert os.environ["OMP_NUM_THREADS"] == "3"


def test_ranks_inside_ranks_are_refused(monkeypatch):
    monkeypatch.setenv("PMI_RANK", "0")
    with pytest.raises(EnvironmentProblem, match="leave it out"):
        launcher.launch(2, ["run", "bare"])


def test_missing_libraries_are_named_by_their_packages():
    packages = doctor.missing(doctor.GMSH_LIBRARIES, loads=lambda library: "GLU" not in library)
    assert packages == ["libglu1-mesa"]


def test_a_compilation_that_never_ended_is_found_and_a_finished_one_is_not(tmp_path):
    (tmp_path / "libffcx_forms_a.c").touch()
    (tmp_path / "libffcx_forms_b.c").touch()
    (tmp_path / "libffcx_forms_b.c.cached").touch()
    assert jit.stale(tmp_path, older=0.0) == [tmp_path / "libffcx_forms_a.c"]
    assert jit.stale(tmp_path, older=60.0) == []
    assert jit.stale(tmp_path / "nowhere") == []


def test_a_compilation_dated_in_the_future_is_abandoned(tmp_path):
    """The clock has been set back by an hour since; a few seconds may be between two machines."""
    for name, ahead in (("a", 3600.0), ("b", 5.0)):
        source = tmp_path / f"libffcx_forms_{name}.c"
        source.touch()
        dated = source.stat().st_mtime + ahead
        os.utime(source, (dated, dated))
    assert jit.stale(tmp_path, older=60.0) == [tmp_path / "libffcx_forms_a.c"]


def test_a_failing_rank_ends_the_others():
    code = (
        "import sys\n"
        "from nanoglue.cli import execution as process\n"
        "from nanoglue.runtime import fenics\n"
        "from mpi4py import MPI\n"
        "sys.excepthook = process.abort_all\n"
        "if MPI.COMM_WORLD.rank == 1: raise RuntimeError('rank 1 fails')\n"
        "MPI.COMM_WORLD.Barrier()"
    )
    line = [str(launcher.mpiexec()), "-n", "2", sys.executable, "-c", code]
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PMI", "MPI_"))}
    done = subprocess.run(line, capture_output=True, text=True, timeout=300, check=False, env=clean)
    assert done.returncode == 1
    assert "rank 1 fails" in done.stderr


def test_doctor_sees_a_cache_that_cannot_be_written(tmp_path):
    assert doctor.cache(tmp_path / "not" / "yet").good
    (tmp_path / "file").touch()
    found = doctor.cache(tmp_path / "file" / "forms")
    assert not found.good
    assert "set NANOGLUE_CACHE" in found.detail


def test_what_is_kept_follows_the_environment(tmp_path, monkeypatch):
    from nanoglue.runtime.cache import folder

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("NANOGLUE_CACHE", raising=False)
    assert folder("forms", "slab") == tmp_path / "nanoglue" / "forms" / "slab"
    monkeypatch.setenv("NANOGLUE_CACHE", str(tmp_path / "own"))
    assert folder("meshes") == tmp_path / "own" / "meshes"


def test_limits_of_the_memory_that_a_user_set_are_left_alone(monkeypatch):
    asked = []

    class Library:
        def mallopt(self, name, value):
            asked.append((name, value))

    monkeypatch.setattr(environment.ctypes, "CDLL", lambda _: Library())
    environment.keep_freed_memory({"MALLOC_ARENA_MAX": "1"})
    environment.keep_freed_memory({"GLIBC_TUNABLES": "glibc.malloc.trim_threshold=9"})
    assert not asked
    environment.keep_freed_memory({})
    assert asked == [(environment.M_MMAP_MAX, 0), (environment.M_TRIM_THRESHOLD, -1)]
