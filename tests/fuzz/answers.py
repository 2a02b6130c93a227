"""What nanoglue answers to a case file: that it is good, or what is wrong with it."""

import contextlib
import re
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

from nanoglue.case import CaseError, read

PATIENCE = 20
"""Time of the processor [s] from which a case counts as hanging; most take a hundredth of one."""

FIRST = re.compile(r".+: error: .+")
LAST = re.compile(r"\d+ errors?; nothing was run")


class Hung(BaseException):
    """Reading took too long."""


@contextlib.contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raise ``Hung`` after so much time of the processor, whatever else runs on the machine."""

    def give_up(number: int, frame: object) -> None:
        raise Hung

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def answer(file: Path, raw: bytes, overrides: Sequence[str] = ()) -> str:
    """``accepted``, or the first line of the error; any other exception goes on to the caller."""
    file.write_bytes(raw)
    try:
        with patience(PATIENCE):
            case = read(file, overrides)
            case.resolved()
    except CaseError as error:
        return readable(str(error))
    return "accepted"


def readable(told: str) -> str:
    """The first line of an error, which must be fit for a terminal and not too long."""
    lines = told.splitlines()
    assert FIRST.fullmatch(lines[0]), told
    assert LAST.fullmatch(lines[-1]), told
    assert all(line.isprintable() for line in lines), [x for x in lines if not x.isprintable()]
    assert max(map(len, lines)) < 1000, told
    assert "Traceback" not in told
    return lines[0]
