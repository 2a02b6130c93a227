"""Record of a run: log, history, events, fields, checkpoints, and the summary at its end."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from nanoglue.case.event_types import EventType
from nanoglue.observables import Observables
from nanoglue.output import case_changes, run_log
from nanoglue.output import results_folder as results
from nanoglue.output.checkpoint import Checkpoints
from nanoglue.output.cut_attempts import CutAttempts
from nanoglue.output.log import close_log, condition, open_log
from nanoglue.output.rank_errors import raise_on_all_ranks
from nanoglue.output.run_lock import RunLock
from nanoglue.output.run_metadata import run_metadata, symmetry_axes
from nanoglue.output.scheduled_fields import ScheduledFields
from nanoglue.output.summary import WARNINGS, headlines
from nanoglue.output.tables import Tables
from nanoglue.output.watched import Watched
from nanoglue.runtime.cost import Cost, number
from nanoglue.runtime.exit_codes import ExitCode
from nanoglue.runtime.signals import StopRequest
from nanoglue.solvers.diagnosis import diagnose
from nanoglue.solvers.outcome import NotConverged
from nanoglue.stepping.events import Event
from nanoglue.stepping.step import Step

if TYPE_CHECKING:
    from nanoglue.stepping.problem import Problem

log = logging.getLogger("nanoglue")


class Recorder:
    """Recorder of a run; only rank 0 writes and logs."""

    def __init__(
        self,
        problem: "Problem",
        observables: Observables,
        directory: Path,
        resolution: Mapping[str, float],
        force: bool,
        resume: bool,
        accept_changes: bool = False,
        lock: RunLock | None = None,
    ) -> None:
        """Open the results folder.

        Args:
            problem: problem of the run.
            observables: observables of the run.
            directory: results folder.
            resolution: facets in the cohesive length of the interfaces where it matters.
            force: overwrite results that are there.
            resume: go on with them.
            accept_changes: even if the case has changed.
            lock: lock of the folder.

        Raises:
            ResultsExist: on every rank, if it holds results that nobody asked to overwrite.
            OtherCase: on every rank, if these results belong to another case.
            NoCheckpoint: on every rank, if the case of the folder cannot be read.
            OSError: on every rank, if it cannot be written to.
        """
        self.problem, self.observables, self.directory = problem, observables, directory
        self.case, self.watch, self.comm = problem.case, problem.watch, problem.domain.mesh.comm
        self.resolution, self.resumed = dict(resolution), resume
        self.watched = Watched(problem, self.resolution)
        self.checkpoints = Checkpoints(directory / "checkpoint", problem, observables)
        self.events: list[Event] = []  # of an earlier part of the run too, when it goes on
        self.fields: ScheduledFields | None = None  # until the run begins
        self.tables: Tables | None = None  # until the run begins, and on other ranks than 0
        self.interruption = StopRequest(self.comm, self.case.time.wall_time)
        self.cost = Cost(self.watch, self.comm.size)
        self.stopped, self.lock = "", lock
        self.symmetry_axes = symmetry_axes(problem)
        self.code: ExitCode | None = None  # once the folder is complete
        self.attempts = CutAttempts(self.cost)
        with raise_on_all_ranks(self.comm) as root:
            if root:
                changes = self.checkpoints.changes() if resume else []
                if not accept_changes:
                    case_changes.refuse(directory, changes)
                results.prepare(directory, force, resume)
                results.write_text(directory / "case.yaml", self.case.text)
                results.write_yaml(directory / "resolved.yaml", self.case.resolved())
                open_log(directory / "log.txt", append=resume)
                if lock is not None and lock.replaced:
                    log.warning("replaced the lock of a run that has ended: %s", lock.replaced)
                self.cost.note_changes(case_changes.record(changes))

    def resume(self) -> Step:
        """Set the problem to its last whole checkpoint, or to its start if none was written yet.

        Raises:
            NoCheckpoint: on every rank, if none is whole or none fits.
        """
        if self.checkpoints.any():
            reached = self.checkpoints.resume()
            self.cost.begin_at(reached.number, self.checkpoints.parts)
            self.problem.move(reached.time)
            return reached
        self.resumed = False
        if self.comm.rank == 0:
            log.info("no checkpoint yet: from the start")
        return self.problem.start(self.observables)

    def begin(self, start: Step) -> bool:
        """Write the initial state; True if the run is to stop before its next step."""
        stored = self.checkpoints.watched if self.resumed else None
        self.fields = ScheduledFields(self.directory / "fields", self.problem, start, stored)
        violations = self.watched.start(stored)
        with raise_on_all_ranks(self.comm) as root:
            if root:
                self.tables = Tables(self.directory, start, self.resumed, self.checkpoints.lengths)
                self.events = list(self.tables.earlier)
                run_log.begin(self.problem, self.resolution, violations)
        if not self.resumed:
            self.fields.write(start)
        self.stopped = self.interruption.reason()
        if self.stopped:
            self._write_checkpoint(start)
        return bool(self.stopped) or start.stops_at(self.case.stop_at)

    def accepted(self, step: Step) -> bool:
        """Log, tabulate, write fields and checkpoints; True where the run is to stop."""
        self.attempts.accept()
        violations = self.watched.check(step)
        self.cost.add_accepted(step.outcome.iterations)
        self.events += step.events
        with self.watch.phase("output"), raise_on_all_ranks(self.comm) as root:
            if root and self.tables is not None:
                if self.lock is not None:
                    self.lock.check()
                status = condition(step, max(self.problem.protocol.breakpoints))
                run_log.accepted(step, status, violations)
                self.tables.add(step)
                if violations:
                    results.write_json(
                        self.directory / "warnings.json", self.watched.validity.entries()
                    )
                for event in step.events:
                    self._record_event(event, self.tables)
                results.write_json(self.directory / "status.json", status)
        if self.fields is not None and (step.events or self.fields.due(step)):
            self.fields.write(step)
        self.stopped = self.interruption.reason()
        if self.checkpoints.due(step, self.case.output.checkpoint) or self.stopped:
            self._write_checkpoint(step)
        return bool(self.stopped) or step.stops_at(self.case.stop_at)

    def cut(self, step: Step, last: Step) -> bool:
        """Log a step that is tried again; True where the run is to stop at the last one."""
        self.stopped = self.interruption.reason()
        if self.stopped:
            self.attempts.discount()
            self._write_checkpoint(last)
            return True
        self.attempts.add(step)
        if self.tables is not None:
            run_log.cut(step)
            self.tables.add_attempt(step)
        return False

    def _write_checkpoint(self, step: Step) -> None:
        """Write a checkpoint after the rows up to it have reached the disk."""
        lengths = self.tables.lengths() if self.tables is not None else None
        watched = self.watched.stored({} if self.fields is None else self.fields.written_at)
        self.checkpoints.write(step, self.cost.parts(step.number), lengths, watched)

    def _record_event(self, event: Event, tables: Tables) -> None:
        run_log.happened(event, self.case.swells)
        tables.record_event(event)

    def _add_event(self, event: Event) -> None:
        """Append an event that no step has found; collective."""
        self.events.append(event)
        with raise_on_all_ranks(self.comm) as root:
            if root and self.tables is not None:
                self._record_event(event, self.tables)

    def stuck(self, error: NotConverged) -> ExitCode:
        """Keep the last good state and say what may help; exit code 3."""
        last = error.last
        self._write_checkpoint(last)
        failed = self.attempts.last or last
        outcome = failed.outcome
        if self.attempts.depleted is not None:
            outcome = self.attempts.depleted
            if all(event.event != EventType.IONS_DEPLETED for event in self.events):
                where = ", ".join(self.problem.depositions)
                self._add_event(last.event(EventType.IONS_DEPLETED, where))
        diagnosis = diagnose(self.problem, outcome, last.observed, initial=last.number == 0)
        if self.comm.rank == 0:
            kept = self.directory / "checkpoint" / f"ckpt_{last.number:06d}.npz"
            cuts = number(self.cost.parts(last.number), "cuts")
            run_log.failed(last, error, (cuts, failed.dt), diagnosis, kept)
        return self._close(last, ExitCode.NO_CONVERGENCE)

    def finish(self, last: Step) -> ExitCode:
        """Write the summary; exit code 0, or 4 where the run was stopped early."""
        if not self.stopped:
            self._add_event(last.event(EventType.END, ""))
        if self.fields is not None:
            self.fields.write(last)
        if self.stopped and self.comm.rank == 0:
            log.info("stopped by %s with a checkpoint; go on with --resume", self.stopped)
        return self._close(last, ExitCode.STOPPED if self.stopped else ExitCode.DONE)

    def _close(self, last: Step, code: ExitCode) -> ExitCode:
        self.interruption.restore_handlers()
        with raise_on_all_ranks(self.comm) as root:
            if root and self.tables is not None:
                if self.lock is not None:
                    self.lock.check()
                violations, largest = (
                    self.watched.validity.entries(),
                    self.watched.penetration.largest,
                )
                table = headlines(self.case, self.events, last.observed, largest)
                run_log.end(self.problem, table, violations)
                results.write_json(self.directory / "summary.json", {**table, WARNINGS: violations})
                self.tables.close()
                parts = self.cost.parts(last.number)
                card = run_metadata(self.case, self.problem, last, parts, code)
                card["symmetry_axes"] = self.symmetry_axes
                card["facets_in_cohesive_length"] = self.resolution
                card["doubtful_penetration"] = self.watched.penetration.doubtful
                results.write_json(self.directory / "run.json", card)
        self.code = code
        return code

    def record_exit(self, code: ExitCode) -> None:
        """Write another exit code, which strictness imposes, to run.json; collective."""
        with raise_on_all_ranks(self.comm) as root:
            if root:
                results.record_exit(self.directory, code)

    @property
    def doubtful(self) -> bool:
        """Whether a validity check has failed."""
        return bool(self.watched.validity.found)

    def close(self) -> None:
        """Close the log, unless a later run has one."""
        if self.comm.rank == 0:
            close_log(self.directory / "log.txt")
