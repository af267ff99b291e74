"""One look at many repositories, frugally: 25 in a query, with what a verdict can be made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.github.authors import Kind, classify
from tracker.github.fields import count, flag, moment, part, required, rows, text
from tracker.github.glances import ROWS, Tag, release_row, tags
from tracker.github.pinned import Pin, pins
from tracker.github.protocol import reading
from tracker.github.queries import LIGHT, RATE
from tracker.github.repositories import from_graphql
from tracker.records import RepositoryFacts

READMES = ("README.md", "README.rst", "readme.md", "README", "README.txt", "Readme.md")
COMMITS = 100  # of each, newest first
WINDOW = 800  # days of commits that are asked for: two years and a little
REVISIONS = 10  # of a README that says something: since when, as far as they reach
Json = Mapping[str, Any]

LOOK = f"""
fragment Look on Repository {{
  ...Light
  parent {{ databaseId }}
  repositoryTopics(first: 20) {{ nodes {{ topic {{ name }} }} }}
  {" ".join(f'f{n}: object(expression: "HEAD:{name}") {{ ...File }}' for n, name in enumerate(READMES))}
  head: object(expression: "HEAD") {{ __typename ... on Commit {{
    committedDate history(first: {COMMITS}, since: $since) {{
      pageInfo {{ hasNextPage }}
      nodes {{ committedDate messageHeadline author {{ name email }} parents {{ totalCount }} }}
    }}
  }} }}
  releases(first: 10, orderBy: {{field: CREATED_AT, direction: DESC}}) {{ nodes {{ ...ReleaseRow }} }}
  refs(refPrefix: "refs/tags/", first: 10, orderBy: {{field: TAG_COMMIT_DATE, direction: DESC}}) {{
    nodes {{ ...TagRow }}
  }}
  pinnedIssues(first: 3) {{
    nodes {{ issue {{ number title body createdAt lastEditedAt closedAt authorAssociation }} }}
  }}
}}
fragment File on GitObject {{ __typename ... on Blob {{ text }} }}
"""


@dataclass(frozen=True, slots=True)
class QuickLook:
    """What one look showed. None: it was not answered. Commits are days and kinds, without their people."""

    facts: RepositoryFacts
    readme: tuple[str, str] | None  # its path and its text
    commits: tuple[tuple[datetime, Kind], ...] | None  # newest first, since the time asked
    complete: bool  # whether those are all commits since
    head: datetime | None  # the newest commit, however old
    releases: tuple[Json, ...] | None  # as REST writes them
    tags: tuple[Tag, ...]
    pins: tuple[Pin, ...] | None


def asking(names: Sequence[str], since: datetime) -> tuple[str, dict[str, Any], list[str]]:
    """The query for repositories by name, its variables, and where each answer is."""
    variables: dict[str, Any] = {"since": since.isoformat()}
    declared, fields = ["$since: GitTimestamp!"], []
    for n, full_name in enumerate(names):
        variables[f"o{n}"], _, variables[f"n{n}"] = full_name.partition("/")
        declared.append(f"$o{n}: String!, $n{n}: String!")
        fields.append(f"  r{n}: repository(owner: $o{n}, name: $n{n}, followRenames: true) {{ ...Look }}")
    body = "\n".join([*fields, f"  {RATE}"])
    asked = f"query Look({', '.join(declared)}) {{\n{body}\n}}\n{LOOK}{LIGHT}"
    return asked + ROWS["ReleaseRow"] + "\n" + ROWS["TagRow"], variables, [f"r{n}" for n in range(len(names))]


def light(names: Sequence[str]) -> tuple[str, dict[str, Any], list[str]]:
    """What is left to ask of a repository that is too much for GitHub to show."""
    variables: dict[str, Any] = {}
    declared, fields = [], []
    for n, full_name in enumerate(names):
        variables[f"o{n}"], _, variables[f"n{n}"] = full_name.partition("/")
        declared.append(f"$o{n}: String!, $n{n}: String!")
        fields.append(f"  r{n}: repository(owner: $o{n}, name: $n{n}, followRenames: true) {{ ...Light }}")
    body = "\n".join([*fields, f"  {RATE}"])
    return (
        f"query Light({', '.join(declared)}) {{\n{body}\n}}\n{LIGHT}",
        variables,
        [f"r{n}" for n in range(len(names))],
    )


def read(node: Json) -> QuickLook:
    """What an answer shows. Raises Malformed."""
    facts = from_graphql(node)
    with reading("a look at a repository"):
        head = part(node, "head")
        history = part(head, "history")
        seen = "nodes" in history
        return QuickLook(
            facts=facts,
            readme=next(_readmes(node), None),
            commits=tuple(_commit(c) for c in rows(history, "nodes")) if seen else None,
            complete=seen and flag(part(history, "pageInfo"), "hasNextPage") is False,
            head=moment(head, "committedDate"),
            releases=_releases(node),
            tags=tuple(tags(part(node, "refs"))) if node.get("refs") else (),
            pins=tuple(pins(node)) if "pinnedIssues" in node else None,
        )


def _readmes(node: Json) -> Iterator[tuple[str, str]]:
    for n, name in enumerate(READMES):
        if found := text(part(node, f"f{n}"), "text"):
            yield name, found


def _releases(node: Json) -> tuple[Json, ...] | None:
    if node.get("releases") is None:
        return None
    return tuple(release_row(row) for row in rows(part(node, "releases"), "nodes"))


def _commit(row: Json) -> tuple[datetime, Kind]:
    """When, and of what kind; who it was is looked at here and dropped."""
    author = part(row, "author")
    name, address = text(author, "name") or "", text(author, "email") or ""
    merge = (count(part(row, "parents"), "totalCount") or 0) > 1
    kind = classify(name, address, text(row, "messageHeadline") or "", merge)
    return required(row, "committedDate"), kind


def dating(places: Sequence[tuple[str, str]]) -> tuple[str, dict[str, Any], list[str]]:
    """The newest revisions of READMEs, by node id and path."""
    variables: dict[str, Any] = {}
    declared, fields = [], []
    for n, (node_id, path) in enumerate(places):
        variables |= {f"n{n}": node_id, f"p{n}": path}
        declared.append(f"$n{n}: ID!, $p{n}: String!")
        fields.append(
            f'  q{n}: node(id: $n{n}) {{ __typename ... on Repository {{ object(expression: "HEAD") {{ '
            f"__typename ... on Commit {{ history(path: $p{n}, first: {REVISIONS}) {{ nodes {{ "
            f"committedDate file(path: $p{n}) {{ object {{ __typename ... on Blob {{ text }} }} }} }} "
            "} } } } }"
        )
    body = "\n".join([*fields, f"  {RATE}"])
    return (
        f"query Dates({', '.join(declared)}) {{\n{body}\n}}",
        variables,
        [f"q{n}" for n in range(len(places))],
    )


def revisions(node: Json) -> list[tuple[datetime, str]]:
    """A README's newest revisions, newest first: when, and what it said. Raises Malformed."""
    with reading("a README's revisions"):
        history = part(part(node, "object"), "history")
        return [
            (required(row, "committedDate"), text(part(part(row, "file"), "object"), "text") or "")
            for row in rows(history, "nodes")
        ]
