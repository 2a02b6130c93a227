"""Runs of many cases in one process that keeps its libraries and compiled forms.

``python runner.py`` reads a folder, a command line of nanoglue and the name of an output file from
each line of standard input (a list in JSON), runs it there, and answers with its exit code. A
``Runner`` starts this process, replaces it where it ends or a run takes too long, and so separates
the runs from the study.
"""

import json
import os
import select
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

RUN = ("run", "case.yaml", "-o", "results", "-q")
HUNG = -1
"""Answer of a run that took longer than its limit."""
TRACEBACK = 1
"""Exit code of a fault of the program."""


class Runner:
    """A process that runs one case after the other."""

    def __init__(self, seconds: float) -> None:
        """Set the limit of the time of the processor [s] for a run."""
        self.seconds = seconds
        self.process: subprocess.Popen[str] | None = None

    def run(self, folder: Path, arguments: Sequence[str] = RUN, output: str = "output.txt") -> int:
        """Run a command line in a folder and return its exit code, or ``HUNG``."""
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                [sys.executable, str(Path(__file__).resolve())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        process = self.process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([str(folder), list(arguments), output]) + "\n")
        process.stdin.flush()
        began = processor_time(process.pid)
        while not select.select([process.stdout], [], [], 1.0)[0]:
            if processor_time(process.pid) - began > self.seconds:
                process.kill()
                process.wait()
                return HUNG
        answer = process.stdout.readline()
        return int(answer) if answer else process.wait()

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


def processor_time(pid: int) -> float:
    """Return the time of the processor [s] that a process and its children have used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Run the folders of standard input."""
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        folder, arguments, output = json.loads(line)
        os.chdir(folder)
        log = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.close(log)
        code = exit_code(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        answers.write(f"{code}\n")
        answers.flush()


def exit_code(arguments: Sequence[str]) -> int:
    """Run a command line of nanoglue and return its exit code."""
    import typer

    from nanoglue.cli.app import app

    began = time.perf_counter()
    try:
        code = typer.main.get_command(app).main(list(arguments), standalone_mode=False)
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        return TRACEBACK
    sys.stderr.write(f"{time.perf_counter() - began:.1f} s\n")
    return int(code or 0)


if __name__ == "__main__":
    main()
