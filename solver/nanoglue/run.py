"""Run of a case: mesh, problem, time loop, results and figures."""

import logging
from pathlib import Path
from typing import Any

from nanoglue.case.schema.case import Case
from nanoglue.runtime import fenics

log = logging.getLogger("nanoglue")


def run(case: Case, comm: Any, directory: Path, force: bool = False, resume: bool = False) -> int:
    """Compute a case and leave its results in a folder.

    Args:
        case: as read and checked.
        comm: MPI communicator; every rank calls this alike.
        directory: results folder, made here.
        force: overwrite results that are there.
        resume: go on from the last checkpoint of the folder.

    Returns:
        Exit code: 0 done, 3 no convergence, 4 stopped early with a checkpoint.
    """
    fenics.load()
    from nanoglue.mesh.domain import Domain
    from nanoglue.observables import Observables
    from nanoglue.physics.interface_law import check_resolution
    from nanoglue.recorder import Recorder
    from nanoglue.runtime.timers import Timers
    from nanoglue.stepping.events import event_detector
    from nanoglue.stepping.problem import Problem
    from nanoglue.stepping.time_loop import NotConverged, run_time_loop

    watch = Timers()
    with watch.phase("mesh"):
        domain = Domain.from_case(case, comm)
    resolution = check_resolution(case, domain)
    problem = Problem(case, domain, watch)
    observables = Observables(problem)
    record = Recorder(problem, observables, directory, resolution, force, resume)
    start = record.resume() if resume else problem.start(observables)
    record.begin(start)
    events = event_detector(domain)
    try:
        last = run_time_loop(problem, observables, events, record, start, problem.breakpoints)
        code = record.finish(last)
    except NotConverged as error:
        code = record.stuck(error)
    if case.output.pictures:
        draw_figures(comm, directory)
    record.close()
    return code


def draw_figures(comm: Any, directory: Path) -> None:
    """Draw the figures of a completed run on rank 0, in a process of their own."""
    from nanoglue.output.rank_errors import raise_on_all_ranks
    from nanoglue.post.figures import draw

    with raise_on_all_ranks(comm) as root:
        if root:
            for message in draw(directory):
                log.info("%s", message)
