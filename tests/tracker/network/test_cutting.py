"""Connections of other libraries: cut when the time is over, and never before."""

from __future__ import annotations

import socket
import time

import pytest

from tests.tracker.network.raw import dripping, raw_server
from tracker.network.cutting import cut_after


def test_a_connection_that_drips_is_cut_in_time() -> None:
    with raw_server(dripping(b"2")) as port, cut_after(0.3) as cutter:
        connection = socket.create_connection(("127.0.0.1", port), timeout=5)
        cutter.watch(connection)
        began = time.monotonic()
        while connection.recv(10):
            assert time.monotonic() - began < 3
        connection.close()


def test_after_the_time_no_connection_is_begun() -> None:
    with raw_server(dripping(b"2")) as port, cut_after(60) as cutter:
        cutter.cut()
        with pytest.raises(TimeoutError):
            cutter.watch(socket.create_connection(("127.0.0.1", port), timeout=5))
