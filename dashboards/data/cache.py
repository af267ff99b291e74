"""Remembering what was made: each thing once, however many ask for it at the same time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class OnceCache:
    """Remembers what was made, by key: each thing is made once, by whoever asks first; others wait for it.

    With a `weight`, all of them together weigh at most `heaviest`.
    """

    def __init__(
        self, most: int = 400, weight: Callable[[Any], int] | None = None, heaviest: int = 0
    ) -> None:
        self._most, self._weight, self._heaviest = most, weight, heaviest
        self._weights: OrderedDict[Hashable, int] = OrderedDict()
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
                made = make()
                future.set_result(made)
                self._weigh(key, made)
            except BaseException as error:  # noqa: BLE001 - handed on to all who wait, and raised below
                with self._lock:
                    self._made.pop(key, None)
                future.set_exception(error)
        found: T = future.result()
        return found

    def kept(self, key: Hashable) -> Any:
        """What was made for this key, or None; nothing is made and nobody waited for."""
        with self._lock:
            future = self._made.get(key)
        return future.result() if future is not None and future.done() and not future.exception() else None

    def _weigh(self, key: Hashable, made: Any) -> None:
        """Let the oldest go until what is kept is light enough; what alone is too heavy is not kept."""
        if self._weight is None:
            return
        with self._lock:
            self._weights[key] = self._weight(made)
            for gone in [k for k in self._weights if k not in self._made]:
                del self._weights[gone]
            while sum(self._weights.values()) > self._heaviest:
                oldest, _ = self._weights.popitem(last=False)
                self._made.pop(oldest, None)
