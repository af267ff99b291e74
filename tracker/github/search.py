"""Searching repositories by topic, within the bucket that searching has of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.github.client import GitHubClient
from tracker.github.fields import number, rows, word
from tracker.github.paging import Trail
from tracker.github.protocol import AnswerKind, reading

TOPIC = re.compile(r"^[a-z0-9][a-z0-9-]{0,49}$")
MOST = 1_000  # GitHub shows no more of any search
PAGE = 100


class BadSearch(ValueError):
    """A search GitHub does not answer, or answers in part only; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """Names in the order of their stars, and how many there are in all."""

    names: list[str]
    total: int


def search(client: GitHubClient, topic: str, least: int, limit: int) -> Found:
    """Repositories of a topic with at least `least` stars. Raises BadSearch, and what the client raises.

    An answer that GitHub itself calls incomplete is refused: what it left out would look as if it were not.
    """
    if not TOPIC.match(topic):
        raise BadSearch(f"{topic!r} is no topic: small letters, digits and hyphens, such as deep-learning")
    if not 1 <= limit <= MOST:
        raise BadSearch(f"the limit is {limit}: GitHub shows from 1 to {MOST:,} repositories of a search")
    names: dict[str, None] = {}
    total = 0
    query = {"q": f"topic:{topic} stars:>={max(0, least)}", "sort": "stars", "order": "desc"}
    trail = Trail()
    url: str | None = "/search/repositories"
    parameters: dict[str, str | int] | None = {**query, "per_page": min(limit, PAGE)}
    while url is not None and len(names) < limit:
        answer = client.get(url, parameters, expect=dict)
        if answer.outcome is not AnswerKind.OK:
            raise BadSearch(f"GitHub refuses the search ({answer.status})")
        if answer.body.get("incomplete_results"):
            raise BadSearch("GitHub answered the search in part only, as on busy days: try again later")
        with reading("a search"):
            total = number(answer.body, "total_count")
            names |= dict.fromkeys(word(item, "full_name") for item in rows(answer.body, "items"))
        url, parameters = trail.next(answer), None
    return Found(list(names)[:limit], total)
