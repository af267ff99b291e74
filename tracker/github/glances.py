"""A glance: what changed a little in many repositories, in one query; its rows read like REST's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.github.fields import count, flag, moment, part, required, rows, text, word
from tracker.github.protocol import reading
from tracker.github.queries import RATE, TAG_ROW

ISSUES, RELEASES, TAGS = 30, 10, 20  # rows of each to a repository
Json = Mapping[str, Any]
Tag = tuple[str, datetime]

ROWS = {
    "Who": "fragment Who on Actor { __typename login }",
    "IssueRow": """fragment IssueRow on Issue {
  number title createdAt updatedAt closedAt stateReason authorAssociation author { ...Who }
  comments { totalCount }
}""",
    "PullRow": """fragment PullRow on PullRequest {
  number title createdAt updatedAt closedAt mergedAt isDraft authorAssociation author { ...Who }
  comments { totalCount }
}""",
    "ReleaseRow": "fragment ReleaseRow on Release { tagName publishedAt isDraft isPrerelease description }",
    "TagRow": TAG_ROW,
}


@dataclass(frozen=True, slots=True)
class GlanceRequest:
    """What to look at in one repository: issues changed since, newest releases and tags, one file."""

    node_id: str
    since: datetime | None = None
    releases: bool = False
    readme: str | None = None


@dataclass(frozen=True, slots=True)
class Glance:
    """What was seen. None: it was not asked for, not answered, or is more than a glance holds.

    `issues` and `releases` are rows as REST writes them; releases and tags are the newest of all.
    `readme` is the object name of the file; '' when it is not there any more.
    """

    issues: list[Json] | None = None
    releases: list[Json] | None = None
    tags: list[Tag] | None = None
    readme: str | None = None


def query(wanted: Sequence[GlanceRequest]) -> tuple[str, dict[str, Any], list[str]]:
    """The query for several repositories, its variables, and where each one's answer is."""
    variables: dict[str, Any] = {}
    declared: list[str] = []
    fields: list[str] = []
    for n, one in enumerate(wanted):
        for name, kind, value in _variables(one):
            variables[f"{name}{n}"] = value
            declared.append(f"${name}{n}: {kind}!")
        parts = " ".join(_parts(one, n))
        fields.append(f"  q{n}: node(id: $n{n}) {{ __typename ... on Repository {{ id {parts} }} }}")
    body = "\n".join(fields)
    used = [text for name, text in ROWS.items() if f"...{name} " in body]
    used += [ROWS["Who"]] if any("...Who" in text for text in used) else []
    text = f"query Glance({', '.join(declared)}) {{\n{body}\n  {RATE}\n}}\n" + "\n".join(used)
    return text, variables, [f"q{n}" for n in range(len(wanted))]


def _variables(one: GlanceRequest) -> Iterator[tuple[str, str, str]]:
    yield "n", "ID", one.node_id
    if one.since:
        yield "s", "DateTime", one.since.isoformat()
    if one.readme:
        yield "e", "String", f"HEAD:{one.readme}"


def _parts(one: GlanceRequest, n: int) -> Iterator[str]:
    changed = "orderBy: {field: UPDATED_AT, direction:"
    page = "pageInfo { hasNextPage }"
    if one.since:
        since = f"filterBy: {{since: $s{n}}}"
        yield f"issues(first: {ISSUES}, {since}, {changed} ASC}}) {{ {page} nodes {{ ...IssueRow }} }}"
        yield f"pullRequests(first: {ISSUES}, {changed} DESC}}) {{ {page} nodes {{ ...PullRow }} }}"
    if one.releases:
        newest = "orderBy: {field: CREATED_AT, direction: DESC}"
        yield f"releases(first: {RELEASES}, {newest}) {{ nodes {{ ...ReleaseRow }} }}"
        newest = "orderBy: {field: TAG_COMMIT_DATE, direction: DESC}"
        yield f'refs(refPrefix: "refs/tags/", first: {TAGS}, {newest}) {{ nodes {{ ...TagRow }} }}'
    if one.readme:
        yield f"object(expression: $e{n}) {{ __typename oid }}"


def glance(node: Json, wanted: GlanceRequest) -> Glance:
    """What an answer says. Raises Malformed."""
    with reading("a glance"):
        return Glance(
            issues=_issues(node, wanted),
            releases=_releases(node) if wanted.releases else None,
            tags=tags(part(node, "refs")) if wanted.releases and node.get("refs") else None,
            readme=(text(part(node, "object"), "oid") or "") if wanted.readme and "object" in node else None,
        )


def tags(refs: Json) -> list[Tag]:
    """Names of tags with the day of the tagger, else of the commit; those without one are left out."""
    if "nodes" not in refs:
        raise KeyError("nodes")
    dated = ((word(ref, "name"), _tagged_at(part(ref, "target"))) for ref in rows(refs, "nodes"))
    return [(name, when) for name, when in dated if when is not None]


def _tagged_at(target: Json) -> datetime | None:
    tagged = moment(part(target, "tagger"), "date")
    return tagged or moment(part(target, "target"), "committedDate") or moment(target, "committedDate")


def _issues(node: Json, wanted: GlanceRequest) -> list[Json] | None:
    """Issues and pull requests changed since; None when there are more of either."""
    if wanted.since is None:
        return None
    if node.get("issues") is None or node.get("pullRequests") is None or _more(part(node, "issues")):
        return None
    pulls = rows(part(node, "pullRequests"), "nodes")
    newer = [row for row in pulls if required(row, "updatedAt") >= wanted.since]
    if len(newer) == len(pulls) and _more(part(node, "pullRequests")):
        return None
    issues = rows(part(node, "issues"), "nodes")
    return [_row(row) for row in issues] + [_row(row) | _pull(row) for row in newer]


def _more(connection: Json) -> bool:
    return bool(flag(part(connection, "pageInfo"), "hasNextPage"))


def _releases(node: Json) -> list[Json] | None:
    if node.get("releases") is None:
        return None
    return [release_row(row) for row in rows(part(node, "releases"), "nodes")]


def _row(row: Json) -> dict[str, Any]:
    author = part(row, "author")
    return {
        "number": row["number"],
        "title": row.get("title"),
        "created_at": row["createdAt"],
        "updated_at": row["updatedAt"],
        "closed_at": row.get("closedAt"),
        "state_reason": (text(row, "stateReason") or "").lower() or None,
        "author_association": row.get("authorAssociation"),
        "user": {"type": author.get("__typename"), "login": text(author, "login")} if author else None,
        "comments": count(part(row, "comments"), "totalCount"),
    }


def _pull(row: Json) -> dict[str, Any]:
    return {"pull_request": {"merged_at": row.get("mergedAt")}, "draft": row.get("isDraft")}


def release_row(row: Json) -> dict[str, Any]:
    """A release of GraphQL's as REST writes it."""
    return {
        "tag_name": row["tagName"],
        "published_at": row.get("publishedAt"),
        "draft": row.get("isDraft"),
        "prerelease": row.get("isPrerelease"),
        "body": row.get("description"),
    }
