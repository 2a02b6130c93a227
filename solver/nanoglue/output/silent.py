"""Receiver of the steps of a run without a results folder."""

from nanoglue.case.schema.case import Case
from nanoglue.output.results_folder import NoCheckpoint
from nanoglue.runtime.exit_codes import ExitCode
from nanoglue.runtime.signals import StopRequest
from nanoglue.solvers.outcome import NotConverged
from nanoglue.stepping.step import Step


class Silent:
    """Receives the steps of a run that writes nothing, and that can always go on."""

    code: ExitCode | None = None
    interruption: StopRequest | None = None
    """It asks for no signals, which act as they do without a run."""

    def __init__(self, case: Case) -> None:
        """Take the events at which the run stops."""
        self.stops = case.stop_at
        self.cuts = self.failed_iterations = 0

    def begin(self, start: Step) -> bool:  # noqa: ARG002
        """Return that the run does not stop before its first step."""
        return False

    def resume(self) -> Step:
        """Refuse to resume, since there is no checkpoint.

        Raises:
            NoCheckpoint: always.
        """
        raise NoCheckpoint("a simulation without an output folder has no checkpoint")

    @property
    def doubtful(self) -> bool:
        """Whether a validity check has failed; none is made."""
        return False

    def accepted(self, step: Step) -> bool:
        """Return whether the run stops at an event of the step."""
        return step.stops_at(self.stops)

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
