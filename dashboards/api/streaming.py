"""From a writer that pushes to a reader that pulls: a thread writes, the answer takes, little waits."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import IO, Any

BLOCK = 64 * 1024
WAITING = 16  # blocks
PATIENCE = 1.0  # seconds between two looks whether the other side is still there


class ClientGone(Exception):
    """The client has hung up: nobody reads what is written."""


class _QueueWriter:
    """The writer's end."""

    def __init__(self) -> None:
        self.queue: Queue[bytes | BaseException | None] = Queue(WAITING)
        self.gone = Event()
        self._kept = bytearray()

    def write(self, data: bytes | memoryview) -> int:
        self._kept += data
        if len(self._kept) >= BLOCK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self._kept:
            self.put(bytes(self._kept))
            self._kept.clear()

    def put(self, item: bytes | BaseException | None) -> None:
        while not self.gone.is_set():
            try:
                self.queue.put(item, timeout=PATIENCE)
            except Full:
                continue
            return
        raise ClientGone


def streamed(write: Callable[[IO[bytes]], Any], gzipped: bool = False) -> Iterator[bytes]:
    """What `write` writes, block by block. An error in it breaks the answer off: half never looks whole."""
    inlet = _QueueWriter()

    def work() -> None:
        try:
            write(inlet)  # type: ignore[arg-type]
            inlet.flush()
            inlet.put(None)
        except ClientGone:
            return
        except BaseException as error:  # noqa: BLE001 - handed to the reader, which raises it
            inlet.put(error)

    thread = Thread(target=work, name="export", daemon=True)
    thread.start()
    try:
        yield from _compressed(_taken(inlet, thread)) if gzipped else _taken(inlet, thread)
    finally:
        inlet.gone.set()


def _taken(inlet: _QueueWriter, thread: Thread) -> Iterator[bytes]:
    while True:
        try:
            item = inlet.queue.get(timeout=PATIENCE)
        except Empty:
            if not thread.is_alive() and inlet.queue.empty():
                raise RuntimeError("the export ended without a word") from None
            continue
        if item is None:
            return
        if isinstance(item, BaseException):
            raise item
        yield item


def _compressed(blocks: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(3, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for block in blocks:
        if packed := packer.compress(block):
            yield packed
    yield packer.flush()
