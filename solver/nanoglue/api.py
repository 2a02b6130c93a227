"""Python interface: ``load`` a case, run a ``Simulation``, ``open`` its results.

>>> import nanoglue as ng
>>> case = ng.load("verification/mode_I", set={"time.end": "0.02 s"})
>>> simulation = ng.Simulation(case)
>>> simulation.run()
<ExitCode.DONE: 0>
>>> round(simulation.time, 3)
0.02
"""

import warnings
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nanoglue.case import Case, find, read
from nanoglue.case.renamed import CHANGED_DEFAULTS
from nanoglue.case.text.override import assignment
from nanoglue.post.run_results import Results
from nanoglue.runtime.exit_codes import ExitCode
from nanoglue.runtime.garbage import without_garbage_collection
from nanoglue.runtime.signals import handlers_restored, install_handlers
from nanoglue.stepping.body_fields import BodyFields

if TYPE_CHECKING:
    from nanoglue.output.run_lock import RunLock
    from nanoglue.runtime.fenics import MPI
    from nanoglue.solvers.outcome import NotConverged
    from nanoglue.stepping.step import Step

__all__ = ["BodyFields", "Results", "Simulation", "load", "open"]


def load(name: str | Path, set: Mapping[str, object] | None = None) -> Case:
    """Read and check a case.

    Args:
        name: a YAML file or the name of a built-in case such as ``nanoglue/bare``.
        set: values that replace those of the file, by dotted path; quantities with their unit.
            A text is read as YAML; lists, tuples, mappings, numbers and None are taken as they are.

    Returns:
        The case with all defaults, its quantities in internal units (um, MPa, s).

    Warnings are issued for keys of earlier releases and for doubtful values.

    Raises:
        CaseError: with every error of the file, each with line, column and remedy.

    >>> load("mode_I", set={"interfaces.top_bottom.law.strength": "60 MPa"}).title
    'Bilinear law in mode I between two stiff blocks'
    """
    case = read(find(name), [assignment(*item) for item in (set or {}).items()])
    for old in case.deprecated:
        warnings.warn(str(old), FutureWarning, stacklevel=2)
    if case.deprecated:
        warnings.warn(CHANGED_DEFAULTS, FutureWarning, stacklevel=2)
    for doubt in case.warnings:
        warnings.warn(doubt.lines()[0], UserWarning, stacklevel=2)
    return case


def open(directory: str | Path) -> Results:
    """Open the results folder of a run.

    Args:
        directory: the folder that ``nanoglue run`` or ``Simulation`` has written.

    Returns:
        History, events and summary as tables, and fields as grids; see ``Results``.

    Raises:
        FileNotFoundError: there is no history in it.

    >>> open("no_such_folder")
    Traceback (most recent call last):
    FileNotFoundError: no_such_folder: no history.csv; is it a results folder?
    """
    return Results(Path(directory))


class Simulation:
    """A case with its mesh, its unknowns and its time loop.

    All ranks of the communicator create and call it alike. Without an output folder nothing is
    written; with one it holds what the command ``nanoglue run`` writes.

    >>> import nanoglue as ng
    >>> simulation = ng.Simulation(ng.load("verification/mode_I"))
    >>> simulation.step().number
    1
    >>> simulation.fields["top"].displacement.name
    'displacement'
    """

    _lock: "RunLock | None" = None  # of its own

    @handlers_restored()
    @without_garbage_collection()
    def __init__(
        self,
        case: Case,
        comm: "MPI.Comm | None" = None,
        output: str | Path | None = None,
        force: bool = False,
        resume: bool = False,
        partitioner: Callable[..., Any] | None = None,
        accept_changes: bool = False,
        lock: "RunLock | None" = None,
    ) -> None:
        """Mesh the case and compile its forms.

        Args:
            case: from ``load``.
            comm: MPI communicator; all processes if it is None.
            output: results folder.
            force: overwrite results that are in it.
            resume: continue from the last checkpoint in it.
            partitioner: assigns cells to ranks; that of DOLFINx if it is None.
            accept_changes: resume even if the physics of the case has changed.
            lock: lock of the results folder, if it is already held.

        Raises:
            EnvironmentProblem: DOLFINx is missing or does not fit.
            CaseError: the case does not fit its mesh.
            ResultsExist: the folder holds results, and neither ``force`` nor ``resume`` is given.
        """
        from nanoglue.mesh.domain import Domain
        from nanoglue.observables import Observables
        from nanoglue.output.silent import Silent
        from nanoglue.physics.interface_law import check_resolution
        from nanoglue.recorder import Recorder
        from nanoglue.runtime.fenics import world  # first, as it loads DOLFINx
        from nanoglue.runtime.timers import Timers
        from nanoglue.stepping.problem import Problem

        self.case, self.comm = case, world() if comm is None else comm
        with ExitStack() as undone:  # what a failure undoes
            if output is not None and lock is None:
                from nanoglue.output.run_lock import RunLock

                lock = self._lock = RunLock(Path(output), self.comm)
                undone.callback(lock.release)
            self.timers = Timers()
            with self.timers.phase("mesh"):
                self.domain = Domain.from_case(case, self.comm, partitioner)
            resolution = check_resolution(case, self.domain)
            self.problem = Problem(case, self.domain, self.timers)
            self.observables = Observables(self.problem)
            self.recorder: Recorder | Silent = Silent(case)
            if output is not None:
                modes = force, resume, accept_changes
                parts = self.problem, self.observables, Path(output), resolution
                self.recorder = Recorder(*parts, *modes, lock)
            self.last = self.recorder.resume() if resume else self.problem.start(self.observables)
            self.failure: NotConverged | None = None
            """Why the run ended without convergence, if it did."""
            self._ended = self.recorder.begin(self.last)
            undone.pop_all()

    @property
    def time(self) -> float:
        """End [s] of the last accepted step."""
        return self.last.time

    @property
    def finished(self) -> bool:
        """Whether the run has ended; always once ``run`` has completed the results folder."""
        return self._ended or self.time >= max(self.problem.protocol.breakpoints) * (1 - 1e-12)

    def step(self) -> "Step":
        """Advance by one accepted step and return it; at the end return the last one.

        Raises:
            NotConverged: the step failed at the smallest length.
        """
        if not self.finished:
            self._advance(lambda *_: True)
        return self.last

    def run(self, callback: "Callable[[Simulation, Step], bool | None] | None" = None) -> ExitCode:
        """Advance to the end of the run and complete the results folder.

        Args:
            callback: called with the simulation and every accepted step, on every rank; True ends
                the run.

        Returns:
            0 done, 3 no convergence, 4 stopped early with a checkpoint; the same if called again.
        """
        from nanoglue.solvers.outcome import NotConverged

        if self.recorder.code is not None:
            return self.recorder.code
        try:
            if not self.finished:
                self._advance(callback)
            code = self.recorder.finish(self.last)
        except NotConverged as error:
            self.failure = error
            code = self.recorder.stuck(error)
        self._ended = self._ended or self.recorder.code is not None
        if self._lock is not None:
            self._lock.release()
            self.recorder.close()
        return ExitCode(code)

    @handlers_restored()
    def _advance(self, callback: "Callable[[Simulation, Step], bool | None] | None") -> None:
        """Run the time loop from the last step until the callback or the recorder ends it."""
        from nanoglue.stepping.events import event_detector
        from nanoglue.stepping.time_loop import run_time_loop

        if self.recorder.interruption is not None:
            install_handlers()
        if self.problem.path is not None:
            self.problem.path.restart()
        events, stops = event_detector(self.case, self.domain), self.problem.protocol.breakpoints
        listener = _Listener(self, callback)
        run_time_loop(self.problem, self.observables, events, listener, self.last, stops)

    @cached_property
    def fields(self) -> Mapping[str, BodyFields]:
        """Fields of each body by its name: ``simulation.fields["particle"].displacement``."""
        return {name: BodyFields(self.problem, name) for name in self.case.bodies}


@dataclass(slots=True)
class _Listener:
    """Passes every step to the recorder and to the callback of a simulation."""

    simulation: Simulation
    callback: Callable[[Simulation, "Step"], bool | None] | None

    def accepted(self, step: "Step") -> bool:
        """Record an accepted step; True ends the loop."""
        simulation = self.simulation
        simulation.last = step
        simulation._ended = simulation.recorder.accepted(step)
        called = bool(self.callback and self.callback(simulation, step))
        return simulation._ended or called

    def cut(self, step: "Step", last: "Step") -> bool:
        """Record a step that is tried again; True ends the loop."""
        self.simulation._ended = self.simulation.recorder.cut(step, last)
        return self.simulation._ended
