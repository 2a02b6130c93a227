"""The whole story: from a case to its results."""

from pathlib import Path
from typing import Any

from nanoglue.case.schema.case import Case
from nanoglue.runtime import fenics


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
    try:
        return record.finish(
            run_time_loop(
                problem, observables, event_detector(domain), record, start, problem.breakpoints
            )
        )
    except NotConverged as stuck:
        return record.stuck(stuck)
