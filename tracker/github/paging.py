"""Lists in pages: followed as long as they lead on. A list that leads back or never ends is refused."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tracker.github.answers import Answer
from tracker.github.protocol import Malformed

MOST = 5_000  # pages of a list: half a million issues


class Trail:
    """The pages of one list that were read. `next` gives the address of the one after an answer."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._last: Any = None

    def next(self, answer: Answer) -> str | None:
        """The next page's address; None at the end. Raises Malformed for a list that does not lead on."""
        url = answer.next
        path = urlsplit(answer.url).path
        if url is None:
            return None
        if url in self._seen or url == answer.url or answer.body == self._last:
            raise Malformed(
                f"GitHub's list at {path} leads to a page that was read before: is a cache between?"
            )
        if len(self._seen) >= MOST:
            raise Malformed(f"GitHub's list at {path} does not end after {MOST:,} pages")
        self._seen.add(url)
        self._last = answer.body
        return url

    def cursor(self, after: str) -> str:
        """A cursor of GraphQL's, of which each is new as long as a list leads on. Raises Malformed."""
        if after in self._seen or len(self._seen) >= MOST:
            raise Malformed("GitHub's list leads to a page that was read before, or does not end")
        self._seen.add(after)
        return after
