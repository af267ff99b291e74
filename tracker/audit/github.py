"""Asking GitHub about many repositories at once: by GraphQL with a token, else by REST, the gravest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tracker.audit.evidence import NEVER, Kept, kept, since_revision
from tracker.github import quick_look
from tracker.github.batch import Batch, ask, in_words
from tracker.github.client import GitHubClient
from tracker.github.protocol import AnswerKind, GitHubError, Malformed, RateLimited
from tracker.github.quick_look import WINDOW, QuickLook
from tracker.github.repositories import from_rest

Told = Callable[[str, "Kept | str"], None]  # a name, and its answer or why there is none
SPENT = "not asked: without a token GitHub answers 60 requests an hour; set TRACKER_TOKEN"
ONE_REQUEST = "without a token each repository is asked one question; set TRACKER_TOKEN"


def ask_all(client: GitHubClient, names: Sequence[str], now: datetime, told: Told) -> None:
    """Ask once about each, telling each answer; what a limit or a fault leaves open, with its reason."""
    waiting = dict.fromkeys(names)

    def tell(name: str, answer: Kept | str) -> None:
        waiting.pop(name, None)
        told(name, answer)

    try:
        (_by_graphql if client.authorised else _by_rest)(client, names, now, tell)
    except RateLimited as limit:
        reason = f"not asked: {limit}"
    except GitHubError as error:
        reason = str(error)
    else:
        reason = "GitHub gave no answer"
    for name in list(waiting):
        tell(name, reason)


def _by_graphql(client: GitHubClient, names: Sequence[str], now: datetime, tell: Told) -> None:
    since = now - timedelta(days=WINDOW)
    dated: list[tuple[str, Kept]] = []
    batch = Batch()
    looked = ask(client, names, batch, lambda group: quick_look.asking(group, since), quick_look.light)
    for name, result in looked:
        if result.node is None:
            tell(name, in_words(result.error))
            continue
        try:
            answer = replace(kept(quick_look.read(result.node), now), light=result.light)
        except Malformed as error:
            tell(name, str(error))
            continue
        if answer.readme and any(row[1] == "readme" for row in answer.notices):
            dated.append((name, answer))
        else:
            tell(name, answer)
    _date(client, dated, tell)


def _date(client: GitHubClient, dated: Sequence[tuple[str, Kept]], tell: Told) -> None:
    """Since when READMEs say what they say, as far as their newest revisions tell."""
    places = [((answer.node_id, answer.readme or ""), name, answer) for name, answer in dated]
    asked = ask(client, places, Batch(), lambda group: quick_look.dating([place for place, _, _ in group]))
    for (_, name, answer), result in asked:
        try:
            tell(name, since_revision(answer, quick_look.revisions(result.node)) if result.node else answer)
        except Malformed:
            tell(name, answer)


def _by_rest(client: GitHubClient, names: Sequence[str], now: datetime, tell: Told) -> None:
    """One request each, in the order given: its own counters, and when something was last pushed."""
    for name in names:
        if client.budget.left("core") == 0:
            tell(name, SPENT)
            continue
        answer = client.get(f"/repos/{name}", expect=dict, owner=name.partition("/")[0])
        if answer.outcome is AnswerKind.OK:
            try:
                facts = from_rest(answer.body)
            except Malformed as error:
                tell(name, str(error))
                continue
            look = QuickLook(facts, None, None, False, facts.pushed_at, None, (), None)
            without = ("releases", *(part for part in kept(look, now).without if part not in NEVER), *NEVER)
            tell(name, replace(kept(look, now), without=without, light=ONE_REQUEST))
        elif answer.outcome is AnswerKind.GONE:
            tell(name, in_words("NOT_FOUND"))
        else:
            tell(name, f"GitHub answered {answer.status}")
