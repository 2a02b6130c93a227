"""Forms that are declared first and compiled together, on one rank and on several."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import ufl

from nanoglue.mesh.quadrature_values import QuadratureValues
from nanoglue.runtime import form_libraries, worker
from nanoglue.runtime.fenics import MPI, fem, jit, mesh
from nanoglue.runtime.form_compiler import FormCompiler
from nanoglue.runtime.form_libraries import NotCompiled

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache of forms, the same on all ranks."""
    folder = MPI.COMM_WORLD.bcast(tmp_path)
    monkeypatch.setitem(jit.DOLFINX_DEFAULT_JIT_OPTIONS, "cache_dir", (str(folder), "of a test"))
    return folder


def square():
    return mesh.create_unit_square(MPI.COMM_WORLD, 2, 2)


def forms_of(domain, count):
    x = ufl.SpatialCoordinate(domain)
    return [x[0] ** power * ufl.dx for power in range(1, count + 1)]


def total(form):
    return MPI.COMM_WORLD.allreduce(fem.assemble_scalar(form))


@pytest.mark.parallel([1, 2])
def test_forms_and_expressions_declared_together_keep_their_order(cache):
    domain = square()
    compiler = FormCompiler(domain.comm)
    integrals = [compiler.form(form) for form in forms_of(domain, 5)]
    place = compiler.expression(ufl.SpatialCoordinate(domain), np.array([[0.25, 0.25]]))
    assert [total(integral()) for integral in integrals] == pytest.approx(
        [1 / (power + 1) for power in range(1, 6)]
    )
    values = place().eval(domain, np.arange(1, dtype=np.int32))
    assert values.shape[-1] == 2
    assert np.all((values > 0) & (values < 1))


@pytest.mark.parallel([1, 2])
def test_few_libraries_hold_all_forms_and_are_found_again(cache):
    domain = square()
    for _ in range(2):
        compiler = FormCompiler(domain.comm)
        integrals = [compiler.form(form) for form in forms_of(domain, 6)]
        assert total(integrals[0]()) == pytest.approx(1 / 2)
        domain.comm.barrier()
        assert len(list(cache.glob("libffcx_*.c"))) <= 2
        assert len(list(cache.glob("*.place"))) == 6


def test_a_form_declared_later_does_not_compile_the_others_again(cache):
    domain = square()
    first, second = forms_of(domain, 2)
    compiler = FormCompiler(domain.comm)
    compiler.form(first)()
    before = set(cache.glob("libffcx_*.c"))
    declared = [compiler.form(form) for form in (first, second, first)]
    assert [total(form()) for form in declared] == pytest.approx([1 / 2, 1 / 3, 1 / 2])
    (added,) = set(cache.glob("libffcx_*.c")) - before
    names = [file.read_text().split()[0] for file in cache.glob("*.place")]
    assert sum(name.startswith(added.stem) for name in names) == 1


@pytest.mark.parallel([1, 2])
def test_ranks_that_do_not_share_a_cache_compile_for_themselves(cache, monkeypatch):
    domain = square()
    own = cache / str(domain.comm.rank)
    monkeypatch.setitem(jit.DOLFINX_DEFAULT_JIT_OPTIONS, "cache_dir", (str(own), "of a rank"))
    compiler = FormCompiler(domain.comm)
    declared = [compiler.form(form) for form in forms_of(domain, 3)]
    assert [total(form()) for form in declared] == pytest.approx([1 / 2, 1 / 3, 1 / 4])
    assert len(list(own.glob("*.place"))) == 3


def test_a_lost_library_is_compiled_again(cache):
    domain = square()
    (form,) = forms_of(domain, 1)
    FormCompiler(domain.comm).form(form)()
    for file in cache.glob("libffcx_*"):
        file.unlink()
    assert total(FormCompiler(domain.comm).form(form)()) == pytest.approx(1 / 2)


def test_actions_come_after_the_forms_and_before_their_use(cache):
    domain = square()
    compiler = FormCompiler(domain.comm)
    weight = fem.Constant(domain, 0.0)
    declared = compiler.form(weight * ufl.dx)

    def set_weight() -> None:
        weight.value[...] = 3.0

    compiler.when_compiled(set_weight)
    assert weight.value == 0.0
    assert total(declared()) == pytest.approx(3.0)


@pytest.mark.parallel([1, 2])
def test_a_compilation_that_fails_is_raised_on_every_rank(cache, monkeypatch):
    domain = square()
    compile_share = form_libraries._compile

    def fails_on_the_last(share):
        if domain.comm.rank == domain.comm.size - 1:
            raise OSError("no space left on device")
        compile_share(share)

    monkeypatch.setattr(form_libraries, "_compile", fails_on_the_last)
    compiler = FormCompiler(domain.comm)
    declared = [compiler.form(form) for form in forms_of(domain, 2)]
    with pytest.raises(NotCompiled, match=r"not be compiled: OSError: no space left.*doctor"):
        declared[0]()


@LINUX
def test_a_forked_process_that_fails_leaves_its_part_to_this_one(tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "_may_fork", lambda: True)
    here = os.getpid()

    def work(part):
        if part == 1 and os.getpid() != here:
            os._exit(9)
        (tmp_path / str(part)).write_text(str(os.getpid()))

    worker.in_two_processes(work)
    assert {file.read_text() for file in tmp_path.iterdir()} == {str(here)}
    assert len(list(tmp_path.iterdir())) == 2


LEFT_BEHIND = """
import os, sys, time
from nanoglue.runtime import worker

worker._may_fork = lambda: True

def work(part):
    if part == 0:
        time.sleep(1)
        os.kill(os.getpid(), 9)
    with open(sys.argv[1], "w") as file:
        file.write(str(os.getpid()))
    time.sleep(60)

worker.in_two_processes(work)
"""


def runs(process: str) -> bool:
    """Whether a process exists and has not ended, even if nobody has asked how."""
    try:
        state = Path("/proc", process, "stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


@LINUX
def test_the_other_process_ends_with_one_that_is_killed(tmp_path):
    noted = tmp_path / "process"
    killed = subprocess.run([sys.executable, "-c", LEFT_BEHIND, noted], timeout=60, check=False)
    assert killed.returncode == -9
    for _ in range(200):
        if not runs(noted.read_text()):
            break
        time.sleep(0.1)
    assert not runs(noted.read_text())


@LINUX
def test_the_second_part_is_done_by_another_process(tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "_may_fork", lambda: True)
    worker.in_two_processes(lambda part: (tmp_path / str(part)).write_text(str(os.getpid())))
    first, second = ((tmp_path / part).read_text() for part in "01")
    assert int(first) == os.getpid() != int(second)


def test_dolfinx_compiles_alone_afterwards(cache):
    domain = square()
    alone = jit.ffcx_jit
    FormCompiler(domain.comm).form(forms_of(domain, 1)[0])()
    assert jit.ffcx_jit is alone
    assert total(fem.form(forms_of(domain, 2)[1])) == pytest.approx(1 / 3)


@pytest.mark.parallel([1, 2])
def test_a_rank_without_cells_compiles_with_the_others(cache):
    domain = square()
    first = domain.comm.rank == 0
    cells = np.arange(domain.topology.index_map(2).size_local if first else 0, dtype=np.int32)
    part = mesh.create_submesh(domain, 2, cells)[0]
    compiler = FormCompiler(domain.comm)
    values = QuadratureValues(compiler, part, 2, [ufl.SpatialCoordinate(part)])
    (places,) = values()
    assert places.shape[1:] == (3, 2)
    assert compiler.batches == [1]
    assert bool(len(places)) == bool(len(values.cells))
    if first:
        assert len(places) > 0


def test_a_form_that_is_never_used_is_compiled_but_not_created(cache):
    domain = square()
    compiler = FormCompiler(domain.comm)
    used, unused = (compiler.form(form) for form in forms_of(domain, 2))
    assert total(used()) == pytest.approx(1 / 2)
    assert unused.compiled is not None
    assert unused.ready is None
    assert total(unused()) == pytest.approx(1 / 3)
    assert compiler.batches == [2]


def test_a_process_that_also_compiles_expressions_gets_fewer_forms():
    domain = square()
    forms = {f"form {i}": form for i, form in enumerate(forms_of(domain, 12))}
    x = ufl.SpatialCoordinate(domain)
    both = forms | {"expression": (x, np.array([[0.25, 0.25]]))}
    alone = [len(share) for share in form_libraries._shares(forms, 2)]
    assert alone == [6, 6]
    first, second = form_libraries._shares(both, 2)
    assert len(first) < len(second)
    assert "expression" in first
