"""Exit codes of the program, defined once."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended."""

    DONE = 0
    """Done, also at a limit or an interruption that the case allows."""
    FAULT = 1
    """A fault of the program."""
    INVALID_INPUT = 2
    """The input is invalid; nothing was computed."""
    NO_CONVERGENCE = 3
    """No convergence; the last accepted state is kept."""
    STOPPED = 4
    """Stopped early with a checkpoint, by a signal or the wall time."""
    MISSED = 5
    """A verification problem or an expectation was missed."""
    ENVIRONMENT = 6
    """The environment does not allow the run."""
    DOUBTFUL = 7
    """The result is doubtful, under ``--strict``."""
