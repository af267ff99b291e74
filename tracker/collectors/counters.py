"""Counters: every repository's totals and attributes, 25 to a GraphQL query, or by REST without a token."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from tracker.collectors.base import Context, Target
from tracker.cursors import CountersCursor
from tracker.github import queries
from tracker.github.batch import Batch, BatchResult, ask
from tracker.github.protocol import (
    AnswerKind,
    BadToken,
    GitHubError,
    Malformed,
    Offline,
    RateLimited,
    block_reason,
)
from tracker.github.repositories import from_graphql, from_rest
from tracker.records import Presence, RepositoryFacts

NAME = "counters"
MISSES_TO_BE_GONE = 3  # on as many days: in incidents GitHub answers 404 for good repositories
INCIDENT_SHARE, INCIDENT_LEAST = 0.2, 5
TOGETHER = 100  # readings in a commit

Absent = tuple[Presence, str]
Reading = tuple[Target, RepositoryFacts | Absent, str | None]  # the last: why it is not the whole of it


def collect(
    context: Context, targets: Sequence[Target], on_read: Callable[[Target], None] = lambda _target: None
) -> tuple[list[Target], list[tuple[Target, str]]]:
    """Read all targets; returns those read (under their present names) and what was missed of which, and why.

    `on_read` is told of each as soon as it is kept.

    When more than a fifth fail at once GitHub has a bad day: nothing is written about the failures.
    """
    absent: list[tuple[Target, Absent]] = []
    partly: list[tuple[Target, str]] = []
    kept = _Kept(context, on_read, partly)
    try:
        for target, found, lacking in _readings(context, targets):
            context.breathe()
            if lacking is not None:
                partly.append((target, f"only the simple totals could be read: {lacking}"))
            if isinstance(found, RepositoryFacts):
                kept.add(target, found)
            else:
                absent.append((target, found))
    finally:  # what was read before the quota, or the run, ended
        kept.write()
    read = kept.read
    if len(absent) >= INCIDENT_LEAST and len(absent) > INCIDENT_SHARE * len(targets):
        reason = (
            f"{len(absent)} of {len(targets)} repositories failed at once: taken for an incident at GitHub"
        )
        return read, partly + [(target, reason) for target, _ in absent]
    return read, partly + [(target, _note_absence(context, target, found)) for target, found in absent]


class _Kept:
    """Readings on their way to the store, many to a commit; one that cannot be kept spoils no other."""

    def __init__(
        self, context: Context, on_read: Callable[[Target], None], partly: list[tuple[Target, str]]
    ) -> None:
        self.context, self.on_read, self.partly = context, on_read, partly
        self.read: list[Target] = []
        self.waiting: list[tuple[Target, RepositoryFacts]] = []

    def add(self, target: Target, found: RepositoryFacts) -> None:
        self.waiting.append((target, found))
        if len(self.waiting) >= TOGETHER:
            self.write()

    def write(self) -> None:
        waiting, self.waiting = self.waiting, []
        if not waiting:
            return
        reasons: list[str] = []
        with self.context.alone(reasons.append):
            self._keep(waiting)
        if not reasons:
            return
        for one in waiting:  # which of them it was
            with self.context.alone(partial(self._spoilt, one[0])):
                self._keep([one])

    def _spoilt(self, target: Target, reason: str) -> None:
        self.partly.append((target, reason))

    def _keep(self, many: Sequence[tuple[Target, RepositoryFacts]]) -> None:
        context = self.context
        with context.store.transaction():
            facts = [found for _, found in many]
            written = context.store.repositories.save_all(facts, context.now(), context.source("github"))
            for target, found in many:
                if target.github_id is None:  # the name may be a former one: GitHub follows renames
                    context.store.watches.found(target.full_name, found.github_id)
                context.quiet(found.github_id, CountersCursor(complete=True))
            context.positions.flush()
        context.observations += written
        for target, found in many:
            self.read.append(target.read(found))
            self.on_read(target)


def _readings(context: Context, targets: Sequence[Target]) -> Iterator[Reading]:
    if not context.client.authorised:
        yield from ((target, _by_rest(context, target), None) for target in targets)
        return
    batch = Batch()
    known = [t for t in targets if t.node_id]
    named = [t for t in targets if not t.node_id]
    for target, result in ask(context.client, known, batch, _by_id, _by_id_light):
        yield target, *_reading(context, target, result)
    for target, result in ask(context.client, named, batch, _by_name):
        yield target, *_reading(context, target, result)


def _by_id(group: Sequence[Target]) -> tuple[str, dict[str, Any], list[str]]:
    ids = {"ids": [t.node_id for t in group]}
    return queries.COUNTERS, ids, [f"nodes.{n}" for n in range(len(group))]


def _by_id_light(group: Sequence[Target]) -> tuple[str, dict[str, Any], list[str]]:
    return queries.COUNTERS_LIGHT, *_by_id(group)[1:]


def _by_name(group: Sequence[Target]) -> tuple[str, dict[str, Any], list[str]]:
    variables = {}
    for n, target in enumerate(group):
        variables[f"o{n}"], variables[f"n{n}"] = target.full_name.split("/")
    return queries.by_name(len(group)), variables, [f"r{n}" for n in range(len(group))]


def _reading(
    context: Context, target: Target, result: BatchResult
) -> tuple[RepositoryFacts | Absent, str | None]:
    """A node as facts; anything in its place is looked up by REST, to learn why or what it says."""
    if result.node is not None and result.node.get("databaseId") is not None:
        try:
            return _same(target, from_graphql(result.node)), result.light
        except Malformed as error:
            return _by_rest(context, target), str(error)
    told = {"HEAVY": "too much for GitHub to answer", "REFUSED": "GitHub refuses our query"}
    return _by_rest(context, target), told.get(result.error or "")


def _by_rest(context: Context, target: Target) -> RepositoryFacts | Absent:
    """What REST says of a repository. Trouble with one is that one's alone, unless nobody answers at all."""
    try:
        return _ask_rest(context, target)
    except (BadToken, Offline, RateLimited):
        raise
    except GitHubError as error:
        return Presence.ACTIVE, str(error)


def _ask_rest(context: Context, target: Target) -> RepositoryFacts | Absent:
    path = f"/repositories/{target.github_id}" if target.github_id is not None else target.path
    answer = context.client.get(path, expect=dict, owner=target.owner)
    if answer.outcome is AnswerKind.OK:
        return _same(target, from_rest(answer.body))
    if answer.outcome is AnswerKind.BLOCKED:
        return Presence.BLOCKED, f"blocked by GitHub ({block_reason(answer.body)})"
    if answer.outcome is AnswerKind.GONE:
        return Presence.MISSING, "GitHub shows no such repository: deleted, made private, or never there"
    return Presence.ACTIVE, f"GitHub answered {answer.outcome.value} ({answer.status})"


def _same(target: Target, facts: RepositoryFacts) -> RepositoryFacts:
    """An answer about the repository that was asked for. Raises Malformed for one about another."""
    if target.github_id not in (None, facts.github_id):
        raise Malformed("GitHub's answer is about another repository than was asked for")
    return facts


def _note_absence(context: Context, target: Target, found: Absent) -> str:
    presence, reason = found
    if target.github_id is None:
        context.store.watches.set_problem(target.full_name, reason)
        return reason
    if presence is Presence.ACTIVE:
        return reason  # a refusal says nothing about the repository
    with context.store.transaction():
        position = context.positions.of(target.id, CountersCursor)
        misses = tuple(sorted({*position.misses, context.today}))
        if presence is Presence.MISSING and len(misses) >= MISSES_TO_BE_GONE:
            presence = Presence.GONE
        context.note(target.id, replace(position, misses=misses), done=False)
        context.store.repositories.mark_presence(target.id, presence, reason, context.now())
    return reason
