"""Remembering what was made: each thing once, however many ask for it at the same time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class OnceCache:
    """Remembers what was made, by key: each thing is made once, by whoever asks first; others wait for it."""

    def __init__(self, most: int = 400) -> None:
        self._most = most
        self._lock = Lock()
        self._made: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gave for this key. What it raises is raised to all who wait, and not kept."""
        with self._lock:
            future = self._made.get(key)
            mine = future is None
            if future is None:
                future = self._made[key] = Future()
                if len(self._made) > self._most:
                    self._made.popitem(last=False)
            self._made.move_to_end(key)
        if mine:
            try:
                future.set_result(make())
            except BaseException as error:  # noqa: BLE001 - handed on to all who wait, and raised below
                with self._lock:
                    self._made.pop(key, None)
                future.set_exception(error)
        found: T = future.result()
        return found
