"""Handlers note signals to stop and are restored."""

import os
import signal

from tests.command_line import in_process

from nanoglue.runtime import signals


class Alone:
    """A communicator of one rank."""

    def allgather(self, value):
        return [value]


def test_handlers_note_a_signal_and_are_restored():
    before = signal.getsignal(signal.SIGHUP)
    request = signals.StopRequest(Alone(), None)
    os.kill(os.getpid(), signal.SIGHUP)
    assert request.reason() == "SIGHUP"
    request.restore_handlers()
    assert signal.getsignal(signal.SIGHUP) == before
    assert signals.received() == ""


def test_an_ignored_hangup_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        signals.install_handlers()
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signals.restore_handlers()
        signal.signal(signal.SIGHUP, before)


def test_a_command_in_this_process_leaves_no_handlers(tmp_path):
    before = signal.getsignal(signal.SIGHUP)
    file = tmp_path / "case.yaml"
    file.write_text("title: A case without bodies\n")
    assert in_process("run", file).returncode == 2
    assert signal.getsignal(signal.SIGHUP) == before
