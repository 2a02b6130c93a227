"""What a run leaves behind while it goes.

Log, history, events, fields, checkpoints, and the summary at its end.
"""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from nanoglue.case.event_types import EventType
from nanoglue.case.schema.case import Case
from nanoglue.observables import Observables
from nanoglue.output import results_folder as results
from nanoglue.output.checkpoint import Checkpoints
from nanoglue.output.fields import Fields
from nanoglue.output.log import (
    HEADER,
    close_log,
    condition,
    happened,
    increments,
    line,
    no_convergence,
    open_log,
    opening,
)
from nanoglue.output.rank_errors import raise_on_all_ranks
from nanoglue.output.run_lock import RunLock
from nanoglue.output.run_metadata import run_metadata
from nanoglue.output.summary import WARNINGS, headlines, lines
from nanoglue.output.tables import Tables
from nanoglue.physics.contact.stiffness import doubtful_penetrations
from nanoglue.runtime.cost import Cost, number
from nanoglue.runtime.exit_codes import ExitCode
from nanoglue.runtime.signals import StopRequest
from nanoglue.solvers.diagnosis import diagnose
from nanoglue.solvers.outcome import NotConverged, Outcome, StopReason
from nanoglue.solvers.petsc_options import unused
from nanoglue.solvers.rigid_body_modes import newly_unsupported
from nanoglue.stepping.events import Event, loss
from nanoglue.stepping.penetration import LargestPenetration
from nanoglue.stepping.step import Step
from nanoglue.stepping.validity import Validity
from nanoglue.stepping.validity_rules import sentence

if TYPE_CHECKING:
    from nanoglue.stepping.problem import Problem

log = logging.getLogger("nanoglue")
COLUMN = {"column": True}
"""Marks the lines of the log that a bar on the terminal stands for."""

MAY_CHANGE = (
    *("case.time.", "case.output.", "case.stepping.", "case.solver.", "case.stop_at"),
    *("case.title", "case.source", "case.published", "case.accepted_values"),
)
"""What may change when a run is resumed; anything else is another case."""


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
            ResultsExist: on every rank, if it holds results that nobody asked to overwrite, or that
                belong to another case.
            NoCheckpoint: on every rank, if the case of the folder cannot be read.
            OSError: on every rank, if it cannot be written to.
        """
        self.problem, self.observables, self.directory = problem, observables, directory
        self.case, self.watch, self.comm = problem.case, problem.watch, problem.domain.mesh.comm
        self.resolution, self.resumed = dict(resolution), resume
        self.penetration = LargestPenetration(doubtful_penetrations(self.case, problem.domain))
        self.checkpoints = Checkpoints(directory / "checkpoint", problem, observables)
        self.validity = Validity(problem, self.resolution, self.penetration.doubtful)
        self.events: list[Event] = []  # of an earlier part of the run too, when it goes on
        self.interruption = StopRequest(self.comm, self.case.time.wall_time)
        self.cost = Cost(self.watch, self.comm.size)
        self.stopped = ""
        self.lock = lock
        self.failed: Step | None = None  # the last attempt that was cut
        self.tries: list[int] = []  # iterations of those since the last step
        self.depleted: Outcome | None = None  # a cut since the last step, for want of ions
        with raise_on_all_ranks(self.comm) as root:
            if root:
                changes = self.checkpoints.changes() if resume else []
                others = [change for change in changes if not change.startswith(MAY_CHANGE)]
                if others and not accept_changes:
                    raise results.OtherCase(_other_case(directory, others))
                results.prepare(directory, force, resume)
                results.write_text(directory / "case.yaml", self.case.text)
                results.write_yaml(directory / "resolved.yaml", self.case.resolved())
                open_log(directory / "log.txt", append=resume)
                self._report(changes)

    def _report(self, changes: Sequence[str]) -> None:
        """Log a replaced lock and what has changed in the case since the earlier part."""
        if self.lock is not None and self.lock.replaced:
            log.warning("replaced the lock of a run that has ended: %s", self.lock.replaced)
        self.cost.changes = [change.removeprefix("case.") for change in changes]
        for change in changes:
            write = log.info if change.startswith(MAY_CHANGE) else log.warning
            write("goes on with another %s", change.removeprefix("case."))

    def resume(self) -> Step:
        """Set the problem to its last whole checkpoint, or to its start if none was written yet.

        Raises:
            NoCheckpoint: on every rank, if none is whole or none fits.
        """
        if self.checkpoints.any():
            reached = self.checkpoints.resume()
            self.cost.first, self.cost.earlier = reached.number, self.checkpoints.parts
            self.problem.move(reached.time)
            return reached
        self.resumed = False
        if self.comm.rank == 0:
            log.info("no checkpoint yet: from the start")
        start: Step = self.problem.start(self.observables)
        return start

    def begin(self, start: Step) -> bool:
        """Write the initial state; True if the run is to stop before its first step."""
        self.fields = Fields(
            self.directory / "fields", self.problem, start if self.resumed else None
        )
        self.written_at = start.observed.chemical
        violations = self.validity.start()
        if self.resumed:
            earlier = results.read_json(self.directory / "warnings.json", [])
            self.validity.restore(earlier, start.time)
        with raise_on_all_ranks(self.comm) as root:
            if root:
                self.tables = Tables(self.directory, start, self.resumed, self.checkpoints.lengths)
                self.events = list(self.tables.earlier)
                for told in opening(self.problem, self.resolution):
                    log.info("%s", told)
                for violation in violations:
                    log.info("%s", violation)
                log.info("%s", HEADER, extra=COLUMN)
        if not self.resumed:
            self._write_fields(start)
        self.stopped = self.interruption.reason()
        if self.stopped:
            self._write_checkpoint(start)
        return bool(self.stopped)

    def accepted(self, step: Step) -> bool:
        """Log, tabulate, write fields and checkpoints; True where the run is to stop."""
        self.tries, self.depleted = [], None
        self.penetration.observe(step.observed)
        violations = self.validity.check(step)
        self.cost.iterations += step.outcome.iterations
        unsupported = newly_unsupported(self.problem)
        step.events += [step.event(EventType.UNSUPPORTED, body) for body in unsupported]
        self.events += step.events
        with self.watch.phase("output"), raise_on_all_ranks(self.comm) as root:
            if root:
                if self.lock is not None:
                    self.lock.check()
                if step.number % 50 == 0:
                    log.info("%s", HEADER, extra=COLUMN)
                status = condition(step, max(self.problem.breakpoints))
                log.info("%s", line(step), extra={"status": status})
                log.debug("%s", increments(step), extra=COLUMN)
                self.tables.add(step)
                for violation in violations:
                    log.info("%s", violation)
                if violations:
                    kept = self.validity.entries()
                    results.write_json(self.directory / "warnings.json", kept)
                for event in step.events:
                    self._record_event(event)
                results.write_json(self.directory / "status.json", status)
        if step.events or self._fields_due(step):
            self._write_fields(step)
        self.stopped = self.interruption.reason()
        if self.checkpoints.due(step, self.case.output.checkpoint) or self.stopped:
            self._write_checkpoint(step)
        stops = (EventType.UNSUPPORTED, *self.case.stop_at)
        return bool(self.stopped) or any(event.event in stops for event in step.events)

    def cut(self, step: Step, last: Step) -> bool:
        """Log a step that is tried again; True where the run is to stop at the last one."""
        self.stopped = self.interruption.reason()
        if self.stopped:  # the tries since the last step will be made again, and count then
            self.cost.cuts -= len(self.tries)
            self.cost.iterations -= sum(self.tries)
            self._write_checkpoint(last)
            return True
        self.failed = step
        if step.outcome.reason is StopReason.IONS_DEPLETED:
            self.depleted = step.outcome
        self.tries.append(step.outcome.iterations)
        self.cost.cuts += 1
        self.cost.iterations += step.outcome.iterations
        if self.comm.rank == 0:
            log.info("%s", line(step, f"cut: {step.outcome}"), extra=COLUMN)
            log.debug("%s", increments(step), extra=COLUMN)
            self.tables.add_attempt(step)
        return False

    def _write_checkpoint(self, step: Step) -> None:
        """Write a checkpoint after the rows up to it have reached the disk."""
        lengths = self.tables.lengths() if self.comm.rank == 0 else None
        self.checkpoints.write(step, self.cost.parts(step.number), lengths)

    def _record_event(self, event: Event) -> None:
        log.info("%s", happened(event, self.case.swells))
        if event.event is EventType.UNSUPPORTED:
            log.warning("%s", loss(event.where, event.time))
        self.tables.record_event(event)

    def _fields_due(self, step: Step) -> bool:
        wanted = self.case.output.fields
        moved = abs(step.observed.chemical - self.written_at)
        if wanted.every and moved >= wanted.every:
            return True
        return any(abs(time - step.time) < 1e-9 * max(time, 1e-12) for time in wanted.times)

    def _write_fields(self, step: Step) -> None:
        wanted = self.case.output.fields
        if not wanted.every and not wanted.times:
            return
        self.written_at = step.observed.chemical
        with self.watch.phase("output"):
            self.fields.write(step)

    def stuck(self, error: NotConverged) -> int:
        """Keep the last good state and say what may help; exit code 3."""
        last = error.last
        parts = self.cost.parts(last.number)
        self._write_checkpoint(last)
        failed = self.failed.outcome if self.failed else last.outcome
        if self.depleted is not None:
            failed = self.depleted
            where = ", ".join(self.problem.depositions)
            self.events.append(last.event(EventType.IONS_DEPLETED, where))
            with raise_on_all_ranks(self.comm) as root:
                if root:
                    self._record_event(self.events[-1])
        told = diagnose(self.problem, failed, last.observed)
        if self.comm.rank == 0:
            dt = self.failed.dt if self.failed else last.dt
            effort = f"{last.number} steps, {number(parts, 'cuts')} cut, the last of {dt:.1e} s"
            kept = self.directory / "checkpoint" / f"ckpt_{last.number:06d}.npz"
            for shown in no_convergence(last, error, effort, told, kept):
                log.error("%s", shown)
        return self._close(last, ExitCode.NO_CONVERGENCE)

    def finish(self, last: Step) -> int:
        """Write the summary; exit code 0, or 4 where the run was stopped early."""
        end = last.event(EventType.END, "")
        if not self.stopped:
            self.events.append(end)
            with raise_on_all_ranks(self.comm) as root:
                if root:
                    self._record_event(end)
        self._write_fields(last)
        if self.stopped and self.comm.rank == 0:
            log.info("stopped by %s with a checkpoint; go on with --resume", self.stopped)
        return self._close(last, ExitCode.STOPPED if self.stopped else ExitCode.DONE)

    def _close(self, last: Step, code: int) -> int:
        self.interruption.restore_handlers()
        with raise_on_all_ranks(self.comm) as root:
            if root:
                if self.lock is not None:
                    self.lock.check()
                table = headlines(self.case, self.events, last.observed, self.penetration.largest)
                for shown in lines(table):
                    log.info("%s", shown)
                entries = self.validity.entries()
                results.write_json(self.directory / "summary.json", {**table, WARNINGS: entries})
                for entry in entries:
                    log.warning("%s", sentence(entry))
                for option in self._unused_options():
                    hint = "; -v shows Newton's increments" if option.startswith("snes_") else ""
                    log.warning("PETSc had no use for solver.petsc.%s%s", option, hint)
                self.tables.close()
                parts = self.cost.parts(last.number)
                card = run_metadata(self.case, self.problem, last, parts, code)
                card["facets_in_cohesive_length"] = self.resolution
                card["doubtful_penetration"] = self.penetration.doubtful
                results.write_json(self.directory / "run.json", card)
        return code

    def record_exit(self, code: ExitCode) -> None:
        """Write another exit code, which strictness imposes, to run.json; collective."""
        with raise_on_all_ranks(self.comm) as root:
            if root:
                file = self.directory / "run.json"
                results.write_json(file, {**results.read_json(file, {}), "exit": code})

    @property
    def doubtful(self) -> bool:
        """Whether a validity check has failed."""
        return bool(self.validity.found)

    def close(self) -> None:
        """Close the log."""
        if self.comm.rank == 0:
            close_log()

    def _unused_options(self) -> list[str]:
        return unused(self.case.solver.petsc, [system.prefix for system in self.problem.systems])


class Silent:
    """Receives the steps of a run that writes nothing."""

    def __init__(self, case: Case) -> None:
        """Take the events at which the run stops."""
        self.stops = (EventType.UNSUPPORTED, *case.stop_at)
        self.cuts = self.failed_iterations = 0

    def begin(self, start: Step) -> bool:  # noqa: ARG002
        """Return that the run does not stop before its first step."""
        return False

    def resume(self) -> Step:
        """Refuse to resume, since there is no checkpoint.

        Raises:
            NoCheckpoint: always.
        """
        raise results.NoCheckpoint("a simulation without an output folder has no checkpoint")

    @property
    def doubtful(self) -> bool:
        """Whether a validity check has failed; none is made."""
        return False

    def accepted(self, step: Step) -> bool:
        """Return whether the run stops at an event of the step."""
        return any(event.event in self.stops for event in step.events)

    def cut(self, step: Step, last: Step) -> bool:  # noqa: ARG002
        """Count a step that is tried again."""
        self.cuts += 1
        self.failed_iterations += step.outcome.iterations
        return False

    def finish(self, last: Step) -> int:  # noqa: ARG002
        """Return the exit code of a run that is done."""
        return ExitCode.DONE

    def stuck(self, error: NotConverged) -> int:  # noqa: ARG002
        """Return the exit code of a run without convergence."""
        return ExitCode.NO_CONVERGENCE

    def record_exit(self, code: ExitCode) -> None:
        """Do nothing, since nothing is written."""

    def close(self) -> None:
        """Do nothing, since no file is open."""


def _other_case(directory: Path, changes: Sequence[str]) -> str:
    """Return why results cannot be resumed with a case that has changed."""
    shown = "\n".join(f"  {change.removeprefix('case.')[:200]}" for change in changes[:10])
    more = f"\n  and {len(changes) - 10} more" if len(changes) > 10 else ""
    return (
        f"{directory} holds results of another case:\n{shown}{more}\n"
        "--accept-changes goes on with the changed case, --force begins anew"
    )
