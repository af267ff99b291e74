"""Listening and ending: a taken port is said or stepped over, a signal ends without killing."""

from __future__ import annotations

import os
import signal
import socket
from threading import Event

import pytest

from tracker.commands.shared.serving import PortTaken, address, bind, stop_on_signals


def test_a_taken_port_is_an_error_when_it_was_asked_for_and_the_next_free_one_when_not() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"port {port} .* in use; choose another with --port"):
            bind("127.0.0.1", port, or_next=False)
        with bind("127.0.0.1", port, or_next=True) as other:
            assert port < other.getsockname()[1] < port + 20


def test_an_address_that_is_not_ours_is_said() -> None:
    with pytest.raises(PortTaken, match=r"cannot listen on 203\.0\.113\.1"):
        bind("203.0.113.1", 0, or_next=False)


def test_the_address_shown_can_be_opened() -> None:
    with bind("0.0.0.0", 0, or_next=False) as bound:
        assert address(bound) == f"http://127.0.0.1:{bound.getsockname()[1]}/"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_to_stop_and_the_old_handler_comes_back(number: signal.Signals) -> None:
    before, stopping = signal.getsignal(number), Event()
    with stop_on_signals(stopping):
        os.kill(os.getpid(), number)
        assert stopping.wait(2)
    assert signal.getsignal(number) is before
