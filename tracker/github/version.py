"""Which version of GitHub's API is spoken: ours, or the older one that an Enterprise Server knows."""

from __future__ import annotations

from threading import Lock

from tracker.github.answers import Answer
from tracker.github.protocol import API_VERSION, said

SPOKEN = (API_VERSION, "2022-11-28")  # newest first; the first that is not refused is kept
MISSING = {"2022-11-28": "the star history"}  # what an older version does not have


class Version:
    """The version agreed on, shared by all threads of a client."""

    def __init__(self) -> None:
        self._at = 0
        self._lock = Lock()

    @property
    def current(self) -> str:
        return SPOKEN[self._at]

    @property
    def missing(self) -> str | None:
        """What is not to be had in the version agreed on; None when it is ours."""
        return MISSING.get(self.current)

    def refused(self, answer: Answer, asked_in: str) -> bool:
        """Whether an answer refuses the version asked in and there is an older one to ask in again."""
        if answer.status not in (400, 410) or "version" not in said(answer.body).lower():
            return False
        with self._lock:
            if asked_in == self.current and self._at + 1 < len(SPOKEN):
                self._at += 1
            return asked_in != self.current
