"""The REST half of the replay: finds the repository, says why not, or hands over to what was asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from tracker.replay import rest_content, rest_lists, shapes, stars
from tracker.replay.limits import Accounts
from tracker.replay.links import numbered
from tracker.replay.replies import (
    VERSIONS,
    Reply,
    Request,
    answer,
    blocked,
    moved,
    not_found,
    policy_text,
    refusal,
)
from tracker.replay.world import ReplayRepository, World

BY_NAME = re.compile(r"^/repos/([^/]+)/([^/]+)(/.*)?$")
BY_NUMBER = re.compile(r"^/repositories/(\d+)(/.*)?$")
SEARCH_TERM = re.compile(r"\b(topic|stars|archived):(\S+)")
Tail = Callable[[Request, ReplayRepository, World], Reply]


@dataclass(frozen=True, slots=True)
class Rest:
    """REST over a world."""

    world: World
    accounts: Accounts

    def handle(self, request: Request) -> Reply:
        """The answer to a GET; anything that changes something is not found."""
        if request.method not in ("GET", "HEAD"):
            return not_found()
        if request.path == "/rate_limit":
            return self.accounts.overview(request.token, request.now, request.version)
        if request.path == "/versions":
            return answer(sorted(VERSIONS))
        if request.path == "/search/repositories":
            return search(request, self.world)
        if match := BY_NUMBER.match(request.path):
            return self._repository(request, self.world.by_id(int(match[1])), match[2] or "")
        if match := BY_NAME.match(request.path):
            return self._named(request, f"{match[1]}/{match[2]}", match[3] or "")
        return not_found()

    def _named(self, request: Request, name: str, tail: str) -> Reply:
        found = self.world.find(name)
        if found is None:
            return not_found()
        repository, former = found
        if former and repository.presence == "here":
            query = f"?{urlencode(request.query)}" if request.query else ""
            return moved(f"{request.base}/repositories/{repository.github_id}{tail}{query}")
        return self._repository(request, repository, tail)

    def _repository(self, request: Request, repository: ReplayRepository | None, tail: str) -> Reply:
        if repository is None or repository.presence == "gone" or repository.created_at > request.now:
            return not_found()
        if repository.presence in ("dmca", "tos"):
            return blocked(repository.presence)
        owner = shapes.owner_of(repository)
        if request.token and owner.lower() in {o.lower() for o in self.world.refusing_owners}:
            return refusal(403, policy_text(owner))
        return _tail(tail)(request, repository, self.world)


def _tail(tail: str) -> Tail:
    """What serves the part of the path after the repository."""
    if tail in TAILS:
        return TAILS[tail]
    for prefix, serve in PREFIXES.items():
        if tail.startswith(prefix):
            return serve
    return lambda request, repository, world: not_found()


def _facts(request: Request, repository: ReplayRepository, world: World) -> Reply:
    return answer(shapes.repository_json(repository, world, request.now, request.base))


def _star_history(request: Request, repository: ReplayRepository, world: World) -> Reply:
    if request.query.get("page", "1").isdigit() and int(request.query.get("page", "1")) > 100:
        return refusal(422, "Validation Failed")
    rows = stars.weeks(repository, request.now.date())
    page, link = numbered(request, repository.github_id, "/stargazers/history", rows, most=30)
    return answer(page, headers=link)


def _star_count(request: Request, repository: ReplayRepository, world: World) -> Reply:
    return answer({"count": repository.total("stars", request.now)})


def _not_computed(request: Request, repository: ReplayRepository, world: World) -> Reply:
    return answer({}, 202)


def _too_large(request: Request, repository: ReplayRepository, world: World) -> Reply:
    text = (
        "The history or contributor list is too large to list contributors for this repository via the API."
    )
    return refusal(403, text)


def matching(query: str, world: World, now: datetime) -> list[ReplayRepository]:
    """Repositories by topic, least stars and archived flag, most stars first. ValueError: any other."""
    wanted = dict(SEARCH_TERM.findall(query))
    if not wanted or SEARCH_TERM.sub("", query).strip():
        raise ValueError(f"the replay's search knows topic:, stars:>=N and archived:, not {query!r}")
    least = wanted.get("stars", "").lstrip(">=")
    found = [
        r
        for r in world.repositories()
        if r.presence == "here"
        and r.created_at <= now
        and ("topic" not in wanted or wanted["topic"] in r.attributes.topics)
        and r.total("stars", now) >= (int(least) if least.isdigit() else 0)
        and ("archived" not in wanted or str(shapes.is_archived(r, now)).lower() == wanted["archived"])
    ]
    return sorted(found, key=lambda r: -r.total("stars", now))


def search(request: Request, world: World) -> Reply:
    """Repositories that match, from the search bucket."""
    try:
        found = matching(request.query.get("q", ""), world, request.now)
    except ValueError as error:
        return _for_search(refusal(422, f"Validation Failed: {error}"))
    size, number = request.number("per_page", 30, 100), request.number("page", 1, 10_000)
    page = found[(number - 1) * size : number * size]
    items = [shapes.repository_json(r, world, request.now, request.base) for r in page]
    reply = answer({"total_count": len(found), "incomplete_results": False, "items": items})
    if number * size < len(found):
        following = urlencode(dict(request.query) | {"page": str(number + 1)})
        reply.headers["link"] = f'<{request.base}/search/repositories?{following}>; rel="next"'
    return _for_search(reply)


def _for_search(reply: Reply) -> Reply:
    reply.resource = "search"
    return reply


TAILS: dict[str, Tail] = {
    "": _facts,
    "/stargazers/history": _star_history,
    "/stargazers/count": _star_count,
    "/issues": rest_lists.issues,
    "/pulls": rest_lists.pulls,
    "/releases": rest_lists.releases,
    "/tags": rest_lists.tags,
    "/commits": rest_lists.commits,
    "/readme": rest_content.readme,
    "/contributors": _too_large,
}
PREFIXES: dict[str, Tail] = {
    "/stats/": _not_computed,
    "/contents/": rest_content.contents,
    "/commits/": rest_content.commit,
}
