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
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nanoglue.case import Case, find, read
from nanoglue.runtime.exit_codes import ExitCode

if TYPE_CHECKING:
    import polars
    import pyvista

    from nanoglue.output.run_lock import RunLock
    from nanoglue.runtime.fenics import MPI, fem
    from nanoglue.solvers.outcome import NotConverged
    from nanoglue.stepping.problem import Problem
    from nanoglue.stepping.step import Step


def load(name: str | Path, set: Mapping[str, object] | None = None) -> Case:
    """Read and check a case.

    Args:
        name: a YAML file or the name of a built-in case such as ``nanoglue/bare``.
        set: values that replace those of the file, by dotted path.

    Warnings are issued for keys of earlier releases and for doubtful values.

    Raises:
        CaseError: with every error of the file, each with line, column and remedy.

    >>> load("mode_I", set={"interfaces.top_bottom.law.strength": "60 MPa"}).title
    'Bilinear law in mode I between two stiff blocks'
    """
    case = read(find(name), [f"{path}={value}" for path, value in (set or {}).items()])
    for old in case.deprecated:
        warnings.warn(str(old), FutureWarning, stacklevel=2)
    for doubt in case.warnings:
        warnings.warn(doubt.lines()[0], UserWarning, stacklevel=2)
    return case


def open(directory: str | Path) -> "Results":
    """Open the results folder of a run.

    Args:
        directory: the folder that ``run`` or ``Simulation`` has written.

    Raises:
        FileNotFoundError: there is no history in it.
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
        from nanoglue.physics.interface_law import check_resolution
        from nanoglue.recorder import Recorder, Silent
        from nanoglue.runtime.fenics import world  # first, as it loads DOLFINx
        from nanoglue.runtime.timers import Timers
        from nanoglue.stepping.problem import Problem

        self.case, self.comm = case, world() if comm is None else comm
        if output is not None and lock is None:
            from nanoglue.output.run_lock import RunLock

            lock = RunLock(Path(output), self.comm)
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

    @property
    def time(self) -> float:
        """End [s] of the last accepted step."""
        return self.last.time

    @property
    def finished(self) -> bool:
        """Whether the run has ended."""
        return self._ended or self.time >= max(self.problem.breakpoints) * (1 - 1e-12)

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
            0 done, 3 no convergence, 4 stopped early with a checkpoint.
        """
        from nanoglue.solvers.outcome import NotConverged

        try:
            if not self.finished:
                self._advance(callback)
            code = self.recorder.finish(self.last)
        except NotConverged as error:
            self.failure = error
            code = self.recorder.stuck(error)
        return ExitCode(code)

    def _advance(self, callback: "Callable[[Simulation, Step], bool | None] | None") -> None:
        """Run the time loop from the last step until the callback or the recorder ends it."""
        from nanoglue.stepping.events import event_detector
        from nanoglue.stepping.time_loop import run_time_loop

        if self.problem.path is not None:
            self.problem.path.restart()
        events, stops = event_detector(self.domain), self.problem.breakpoints
        listener = _Listener(self, callback)
        run_time_loop(self.problem, self.observables, events, listener, self.last, stops)

    @cached_property
    def fields(self) -> "Mapping[str, BodyFields]":
        """Fields of each body by its name: ``simulation.fields["particle"].displacement``."""
        return {name: BodyFields(self.problem, name) for name in self.case.bodies}


class _Listener:
    """Passes every step to the recorder and to the callback of a simulation."""

    def __init__(
        self,
        simulation: Simulation,
        callback: "Callable[[Simulation, Step], bool | None] | None",
    ) -> None:
        self.simulation, self.callback = simulation, callback

    def accepted(self, step: "Step") -> bool:
        """Record an accepted step; True ends the loop."""
        simulation = self.simulation
        simulation.last = step
        simulation._ended = simulation.recorder.accepted(step)
        called = bool(self.callback and self.callback(simulation, step))
        return simulation._ended or called

    def cut(self, step: "Step", last: "Step") -> bool:
        """Record a step that is tried again; True ends the loop."""
        simulation = self.simulation
        simulation._ended = simulation.recorder.cut(step, last)
        return simulation._ended


class BodyFields:
    """Unknowns of one body as DOLFINx functions, by their names."""

    def __init__(self, problem: "Problem", name: str) -> None:
        """Collect the fields of a body."""
        self._fields = {f.name: f for f in problem.fields_of(name)}

    def __getattr__(self, name: str) -> "fem.Function":
        """Return a field, such as ``displacement`` [um] or ``stoichiometry`` [-].

        Raises:
            AttributeError: the body has no such field.
        """
        if name.startswith("_") or name not in self._fields:
            raise AttributeError(f"no field {name!r}; there are {', '.join(self._fields)}")
        return self._fields[name]

    def __dir__(self) -> list[str]:
        """Names of the fields."""
        return sorted(self._fields)


class Results:
    """Results of a run, read from its folder."""

    def __init__(self, directory: Path) -> None:
        """Open a folder.

        Raises:
            FileNotFoundError: there is no history in it.
        """
        self.directory = directory
        if not (directory / "history.csv").is_file():
            raise FileNotFoundError(f"{directory}: no history.csv; is it a results folder?")

    @cached_property
    def history(self) -> "polars.DataFrame":
        """A row per accepted step; ``.to_pandas()`` gives a pandas table."""
        import polars

        return polars.read_csv(self.directory / "history.csv", infer_schema_length=None)

    @cached_property
    def events(self) -> "polars.DataFrame":
        """A row per event."""
        import polars

        return polars.read_csv(self.directory / "events.csv", infer_schema_length=None)

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Headline numbers by name, each with value, unit, published value and basis."""
        return self._json("summary.json")

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """Case, versions, cost and exit code of the run."""
        return self._json("run.json")

    def _json(self, name: str) -> dict[str, Any]:
        import json

        file = self.directory / name
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return found

    def fields(self, at: float | str) -> "pyvista.MultiBlock":
        """Return the fields of all bodies and interfaces at a time or event.

        Args:
            at: a time [s], or the name of an event such as ``onset``.

        Returns:
            Blocks by name, with the fields written nearest to that time.

        Raises:
            LookupError: there is no such event, or no field was written.
        """
        import pyvista

        time = self._time_of(at) if isinstance(at, str) else float(at)
        blocks = pyvista.MultiBlock()
        for file in sorted((self.directory / "fields").glob("*.pvd")):
            reader = pyvista.PVDReader(str(file))
            times = reader.time_values
            reader.set_active_time_value(min(times, key=lambda t: abs(t - time)))
            blocks.append(reader.read()[0], file.stem)
        if not len(blocks):
            raise LookupError(f"{self.directory} holds no fields; see output.fields of the case")
        return blocks

    def _time_of(self, event: str) -> float:
        found = self.events.filter(self.events["event"] == event)
        if not len(found):
            known = ", ".join(sorted(set(self.events["event"])))
            raise LookupError(f"no event {event!r} in {self.directory}; there are {known}")
        return float(found["time [s]"][0])

    def plot(self, *columns: str, over: str = "time [s]", axes: Any = None) -> Any:
        """Plot columns of the history and return the Matplotlib axes.

        Args:
            columns: names of columns, or their beginnings such as ``bonded_fraction``.
            over: column on the horizontal axis.
            axes: Matplotlib axes to draw on; new ones if it is None.

        Raises:
            LookupError: a name fits no column.
        """
        import matplotlib.pyplot as plt

        axes = plt.subplots(layout="constrained")[1] if axes is None else axes
        for name in columns:
            fitting = [column for column in self.history.columns if column.startswith(name)]
            if not fitting:
                raise LookupError(f"no column begins with {name!r}")
            for column in fitting:
                axes.plot(self.history[over], self.history[column], label=column)
        axes.set_xlabel(over)
        axes.legend()
        return axes
