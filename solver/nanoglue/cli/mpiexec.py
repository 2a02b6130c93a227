"""Starting a run on several ranks with the mpiexec that belongs to this Python."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from nanoglue.runtime.environment import EnvironmentProblem, one_thread_a_rank


def mpiexec() -> Path:
    """The mpiexec beside this Python (the MPI wheel's), else the first on PATH.

    Raises:
        EnvironmentProblem: there is none.
    """
    beside = Path(sys.executable).parent / "mpiexec"
    found = beside if beside.exists() else shutil.which("mpiexec")
    if found is None:
        raise EnvironmentProblem("no mpiexec beside this Python or on PATH; install an MPI first")
    return Path(found)


def command(ranks: int, arguments: Sequence[str]) -> list[str]:
    """The command that runs ``nanoglue`` with some arguments on a number of ranks."""
    return [str(mpiexec()), "-n", str(ranks), sys.executable, "-P", "-m", "nanoglue", *arguments]


def refuse_ranks_in_ranks() -> None:
    """Refuse to start ranks from a rank.

    Raises:
        EnvironmentProblem: this process is one.
    """
    if any(name in os.environ for name in ("PMI_RANK", "OMPI_COMM_WORLD_RANK", "PMIX_RANK")):
        raise EnvironmentProblem("-n starts the ranks itself; leave it out under mpirun or srun")


def launch(ranks: int, arguments: Sequence[str]) -> None:
    """Become the mpiexec that runs ``nanoglue``; signals and exit codes are then its own.

    Raises:
        EnvironmentProblem: no mpiexec, or already inside one.
    """
    refuse_ranks_in_ranks()
    one_thread_a_rank()
    line = command(ranks, arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(line[0], line)


def launch_below_a_bar(ranks: int, arguments: Sequence[str], status: Path) -> int:
    """Run ``nanoglue`` on ranks that keep quiet, and draw their bar; its exit code.

    Ranks never see a terminal. Ctrl-C reaches them by the terminal, other signals are handed on.
    """
    import signal
    import subprocess

    from nanoglue.cli.progress import follow

    refuse_ranks_in_ranks()
    one_thread_a_rank()
    process = subprocess.Popen(command(ranks, [*arguments, "-q"]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGUSR1, signal.SIGHUP):
        signal.signal(number, lambda number, _: process.send_signal(number))
    return follow(process, status)


def without_ranks(arguments: Sequence[str]) -> list[str]:
    """A command line without its ``-n N``.

    >>> without_ranks(["run", "-n", "4", "bare", "-n2"])
    ['run', 'bare']
    """
    kept: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "-n":
            next(rest, None)
        elif not (argument.startswith("-n") and argument[2:].lstrip("=").isdecimal()):
            kept.append(argument)
    return kept
