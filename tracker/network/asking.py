"""Asking a public service for one document at a time: bounded, within one deadline, never redirected."""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from tracker.network.bounds import TooLarge, whole
from tracker.network.deadline import deadline
from tracker.network.transport import ProxyFailed, Transport

__all__ = ["Asker", "NoAnswer", "ServiceAnswer", "TooLarge"]


class NoAnswer(Exception):
    """Nothing came, or not all of it; the message names the kind of trouble and no address.

    `proxy`: it is the proxy's trouble, and trying again soon is of no use.
    """

    def __init__(self, reason: str, *, proxy: bool = False) -> None:
        super().__init__(reason)
        self.proxy = proxy


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """A status and, with 200, the whole body."""

    status: int
    content: bytes


class Asker:
    """One client for one service. `most` bytes of an answer, `seconds` for all of it."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        headers = {"User-Agent": "framework-tracker", "Accept": "application/json"}
        self._client = httpx.Client(
            transport=Transport(), timeout=httpx.Timeout(seconds), headers=headers,
            follow_redirects=False, trust_env=False,
        )  # fmt: skip

    def close(self) -> None:
        self._client.close()

    def get(self, url: str) -> ServiceAnswer:
        """The answer to one GET. Raises NoAnswer, and TooLarge for more than was asked for."""
        try:
            with deadline(self._seconds), self._client.stream("GET", url) as answer:
                content = whole(answer.iter_bytes(), self._most) if answer.status_code == 200 else b""
                return ServiceAnswer(answer.status_code, content)
        except ProxyFailed as error:
            raise NoAnswer(str(error), proxy=True) from None
        except (httpx.HTTPError, OSError) as error:
            raise NoAnswer(type(error).__name__) from None
