"""The doctor's look at GitHub: reachable, token good, quota left, clocks agreeing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tracker.commands.shared.checkup import OK, PROBLEM, WARNING, CheckLine

if TYPE_CHECKING:
    from tracker.config import Settings
    from tracker.github.answers import Answer

SKEW = 60.0  # seconds
NO_LIMITS = 404  # what an Enterprise Server without limits answers to the question for them


def github(settings: Settings) -> Iterator[CheckLine]:
    """Ask for the rate limit, which is free, and read everything out of the answer."""
    from tracker.github.budget import Budget
    from tracker.github.client import GitHubClient
    from tracker.github.protocol import BadToken, GitHubError, Malformed, reading

    budget = Budget(authorised=settings.token is not None, rate=None, sleep=lambda seconds: None)
    client = GitHubClient(settings.github_api_url, settings.token, budget, timeout=10.0)
    try:
        answer = client.get("/rate_limit", expect=dict)
    except BadToken as error:
        yield CheckLine("API", OK, f"{client.api_url} answers")
        yield CheckLine("token", PROBLEM, f"{error} (it came from {settings.token_source})")
        return
    except GitHubError as error:
        about = "proxy" if "(the proxy " in str(error) else "API"
        yield CheckLine(about, PROBLEM, str(error))
        return
    finally:
        client.close()
    yield CheckLine("API", OK, f"{client.api_url} answers")
    if client.version.missing:
        spoken = f"this server speaks version {client.version.current} of the API"
        lacking = f"until then {client.version.missing} is missing for its repositories"
        yield CheckLine("version", WARNING, f"{spoken}: {lacking}", "update the Enterprise Server")
    try:
        with reading("how much may still be asked"):
            yield _token(settings, answer)
    except Malformed as error:
        yield CheckLine("API", WARNING, str(error), "is TRACKER_GITHUB_API_URL an API of GitHub's?")
    if not settings.clock:
        yield _clock(answer)


def git(settings: Settings) -> Iterator[CheckLine]:
    """Whether git reaches its server, by the proxy and the certificates that the API is asked with."""
    from tracker.github.gitreach import answers
    from tracker.github.gitrun import GitError
    from tracker.network.transport import without_user

    shown, _ = without_user(settings.git_url)
    if shown.startswith("file://"):
        return
    try:
        answers(settings.git_url)
    except GitError as error:
        about = "proxy" if str(error).startswith("the proxy") else "git"
        yield CheckLine(
            about, PROBLEM, f"git cannot reach {shown}: {error}", "until then no commit is counted"
        )
        return
    yield CheckLine("git", OK, f"{shown} answers git")


def _token(settings: Settings, answer: Answer) -> CheckLine:
    from tracker.github.fields import count, part

    if answer.status == NO_LIMITS and settings.token is not None:
        return CheckLine("token", OK, f"from {settings.token_source}; this server sets no limits")
    core = part(part(answer.body, "resources"), "core")
    remaining, limit = count(core, "remaining"), count(core, "limit")
    left = f"{'?' if remaining is None else remaining} of {limit or '?'} requests left this hour"
    if settings.token is None:
        todo = "set TRACKER_TOKEN (no rights needed) for 5,000 requests an hour and for GraphQL"
        return CheckLine("token", WARNING, f"none; {left}", todo)
    if remaining == 0:
        return CheckLine("token", WARNING, f"from {settings.token_source}; {left}", "wait for the next hour")
    return CheckLine("token", OK, f"from {settings.token_source}; {left}")


def _clock(answer: Answer) -> CheckLine:
    from tracker.github.protocol import sent_at

    sent = sent_at(answer.headers)
    if sent is None:
        return CheckLine("clock", WARNING, "the API says no time to compare with")
    skew = (datetime.now(UTC) - sent).total_seconds()
    if abs(skew) > SKEW:
        seen = f"this machine is {abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} the API"
        return CheckLine("clock", PROBLEM, seen, "set the clock: days would be counted wrongly")
    return CheckLine("clock", OK, "this machine and the API agree on the time")
