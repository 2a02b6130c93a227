"""Run of a case: mesh, problem, time loop, results and figures."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from nanoglue.api import Simulation
from nanoglue.case.schema.case import Case
from nanoglue.output.run_lock import RunLock
from nanoglue.runtime.exit_codes import ExitCode
from nanoglue.runtime.signals import begin_setup, restore_handlers

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import MPI

log = logging.getLogger("nanoglue")


def run(
    case: Case,
    comm: "MPI.Comm",
    directory: Path,
    force: bool = False,
    resume: bool = False,
    accept_changes: bool = False,
    strict: bool = False,
) -> ExitCode:
    """Run a case and write its results, figures included, to a folder.

    Args:
        case: as read and checked.
        comm: MPI communicator; every rank calls this alike.
        directory: results folder, which is created.
        force: overwrite results that are in it.
        resume: continue from the last checkpoint in it.
        accept_changes: resume even if the physics of the case has changed.
        strict: whether warnings of the case and violated validity checks are an error.

    Returns:
        Exit code: 0 done, 3 no convergence, 4 stopped early with a checkpoint, and 7 if
        ``strict`` and the result is doubtful.
    """
    begin_setup()
    lock = RunLock(directory, comm)
    try:
        modes = force, resume, accept_changes, strict
        return _run(case, comm, directory, modes, lock)
    finally:
        lock.release()
        restore_handlers()


def _run(
    case: Case, comm: "MPI.Comm", directory: Path, modes: tuple[bool, ...], lock: RunLock
) -> ExitCode:
    """Run a case in a folder whose lock is held."""
    force, resume, accept_changes, strict = modes
    simulation = Simulation(
        case, comm, directory, force, resume, accept_changes=accept_changes, lock=lock
    )
    code = simulation.run()
    if case.output.pictures and code != ExitCode.STOPPED:  # a job has no time left for figures
        draw_figures(comm, directory)
    doubtful = bool(case.warnings or simulation.recorder.doubtful)
    if strict and doubtful and code == ExitCode.DONE:
        code = ExitCode.DOUBTFUL
        simulation.recorder.record_exit(code)
    simulation.recorder.close()
    return code


def draw_figures(comm: "MPI.Comm", directory: Path) -> None:
    """Draw the figures of a completed run on rank 0, in a process of their own."""
    from nanoglue.output.rank_errors import raise_on_all_ranks
    from nanoglue.post.figures import draw

    with raise_on_all_ranks(comm) as root:
        if root:
            for message in draw(directory):
                log.info("%s", message)
