"""The command line, called in this process or in one of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from traceback import format_exception

from typer.testing import CliRunner


def in_own_process(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Call ``nanoglue`` in a process of its own, as for ranks and options of PETSc."""
    command = [sys.executable, "-m", "nanoglue", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def in_process(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Call ``nanoglue`` in this process, which has imported the libraries already.

    An unforeseen exception is printed with its traceback, as Python does at the end of a process,
    which is also the end of signal handlers.
    """
    from nanoglue.cli.app import app
    from nanoglue.runtime.signals import restore_handlers

    try:
        done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    finally:
        restore_handlers()
    printed = done.stderr
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        printed += "".join(format_exception(done.exception))
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, printed)


def nanoglue(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Call ``nanoglue`` where it is quickest: in this process, if there is one rank."""
    if "-n" in arguments:
        return in_own_process(*arguments)
    sets_options = any("petsc" in str(argument) for argument in arguments)
    with petsc_options_restored() if sets_options else nullcontext():
        return in_process(*arguments)


@contextmanager
def petsc_options_restored() -> Iterator[None]:
    """Restore the options of PETSc, which otherwise remain in the process that sets them."""
    from nanoglue.runtime.fenics import PETSc
    from nanoglue.solvers import linear_solver

    database, prescribed = PETSc.Options(), set(linear_solver._PRESCRIBED)
    before = database.getAll()
    try:
        yield
    finally:
        for name in database.getAll().keys() - before.keys():
            database.delValue(name)
        for name, value in before.items():
            database.setValue(name, value)
        linear_solver._PRESCRIBED.clear()
        linear_solver._PRESCRIBED.update(prescribed)


def on_ranks(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Call ``nanoglue`` in the processes of all ranks of this session; collective.

    Every rank returns its own exit code, and what the first one has printed.
    """
    from nanoglue.runtime.fenics import MPI

    done = in_process(*arguments)
    printed = MPI.COMM_WORLD.bcast((done.stdout, done.stderr))
    return subprocess.CompletedProcess(arguments, done.returncode, *printed)
