"""GitHub's JSON as facts: REST and GraphQL say the same, what is missing is unknown, nonsense is refused."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.github.items import issue, release
from tracker.github.protocol import Malformed
from tracker.github.repositories import from_graphql, from_rest
from tracker.records import Counters, RepositoryFacts

REST = {
    "id": 7, "node_id": "R_7", "full_name": "Theano/Theano", "created_at": "2011-08-10T03:48:06Z",
    "pushed_at": "2023-01-02T00:00:00Z", "archived": False, "description": "Fast", "homepage": None,
    "topics": [], "fork": False, "mirror_url": None, "default_branch": "main", "has_issues": True,
    "license": {"spdx_id": "NOASSERTION"}, "language": "Python", "stargazers_count": 9_900,
    "watchers_count": 9_900, "forks_count": 2_500, "subscribers_count": 500, "open_issues_count": 700,
}  # fmt: skip
NODE = {
    "id": "R_7", "databaseId": 7, "nameWithOwner": "Theano/Theano", "createdAt": "2011-08-10T03:48:06Z",
    "pushedAt": "2023-01-02T00:00:00Z", "isArchived": False, "description": "Fast", "homepageUrl": None,
    "repositoryTopics": {"nodes": []}, "isFork": False, "isMirror": False, "mirrorUrl": None,
    "defaultBranchRef": {"name": "main", "target": {"oid": "a" * 40}}, "hasIssuesEnabled": True,
    "licenseInfo": {"spdxId": "NOASSERTION"}, "primaryLanguage": {"name": "Python"},
    "stargazerCount": 9_900, "forkCount": 2_500, "watchers": {"totalCount": 500},
}  # fmt: skip
ISSUE: dict[str, Any] = {
    "number": 5, "created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-03T00:00:00Z",
    "closed_at": "2020-01-02T00:00:00Z", "state_reason": "completed", "comments": 2,
    "author_association": "OWNER", "user": {"login": "ada", "type": "User"}, "title": "Is this dead?",
    "body": "Words",
}  # fmt: skip


def test_rest_and_graphql_say_the_same_of_a_repository() -> None:
    rest, node = from_rest(REST), from_graphql(NODE)
    for name in (f.name for f in fields(RepositoryFacts)):
        if name not in ("head_oid",):
            assert getattr(rest, name) == getattr(node, name), name


def test_watchers_are_subscribers_and_not_the_stars_that_rest_calls_watchers() -> None:
    assert from_rest(REST).counters.watchers == 500


def test_rests_issue_count_holds_pull_requests_and_is_not_taken() -> None:
    assert from_rest(REST).counters.open_issues is None


def test_what_was_not_said_is_unknown_and_never_zero() -> None:
    bare = from_graphql({"id": "R_7", "databaseId": 7, "nameWithOwner": "a/b", "watchers": None})
    assert bare.counters == Counters()
    assert bare.archived is None
    assert bare.topics is None
    assert bare.default_branch is None


def test_an_attribute_that_is_empty_is_not_one_that_is_unknown() -> None:
    assert from_graphql(NODE).homepage == ""
    assert from_graphql({k: v for k, v in NODE.items() if k != "homepageUrl"}).homepage is None


def test_an_issue_is_read_without_its_words() -> None:
    read = issue(ISSUE, lambda title: "dead" in title)
    assert read.asks_if_alive
    assert read.closed_at == datetime(2020, 1, 2, tzinfo=UTC)
    assert not read.is_pull_request
    assert "Words" not in repr(read)
    assert "ada" not in repr(read)


def test_a_maintainers_notice_is_kept_and_a_passers_by_is_not() -> None:
    def find(text: str) -> tuple[str, str] | None:
        return ("end-of-life", "is dead") if "dead" in text else None

    assert issue(ISSUE, find_notice=find).notice == "is dead"
    assert issue({**ISSUE, "author_association": "NONE"}, find_notice=find).notice is None


def test_a_pull_request_is_told_by_its_key() -> None:
    read = issue({**ISSUE, "pull_request": {"merged_at": "2020-01-02T00:00:00Z"}}, lambda _title: True)
    assert read.is_pull_request
    assert read.merged_at == datetime(2020, 1, 2, tzinfo=UTC)
    assert not read.asks_if_alive


@pytest.mark.parametrize(
    ("user", "is_bot"),
    [
        ({"type": "Bot", "login": "x"}, True),
        ({"type": "User", "login": "dependabot[bot]"}, True),
        ({"type": "User", "login": "ada"}, False),
        (None, None),  # the account is gone
    ],
)
def test_robots_among_authors(user: object, is_bot: bool | None) -> None:
    assert issue({**ISSUE, "user": user}).author_is_bot is is_bot


def test_a_draft_release_is_none() -> None:
    entry = {"tag_name": "v1", "published_at": "2020-01-01T00:00:00Z", "prerelease": True}
    assert release({**entry, "draft": True}) is None
    assert release({**entry, "published_at": None}) is None
    found = release(entry)
    assert found is not None
    assert found.is_prerelease


def test_a_changed_schema_is_named_by_what_it_lacks() -> None:
    renamed = {f"{key}_v2": value for key, value in ISSUE.items()}
    with pytest.raises(Malformed, match="about an issue lacks 'number'"):
        issue(renamed)
    with pytest.raises(Malformed, match="about a repository lacks 'id'"):
        from_rest({})
    with pytest.raises(Malformed, match="lacks 'updated_at'"):
        issue({**ISSUE, "updated_at": None})


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda c: st.lists(c, max_size=3) | st.dictionaries(st.text(max_size=4), c, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from(sorted({*REST, *NODE, *ISSUE, "tag_name", "published_at"})), JUNK), JUNK
)
def test_no_json_whatever_does_anything_but_be_malformed(body: dict[str, Any], other: Any) -> None:
    for read in (from_rest, from_graphql, issue, release):
        for entry in (body, {**REST, **body}, {**NODE, **body}, {**ISSUE, **body}, other):
            with suppress(Malformed):
                read(entry)  # type: ignore[operator]


@pytest.mark.parametrize("lie", [{"tag_name": "v" * 256}, {"tag_name": "x" * 9_000}])
def test_names_longer_than_any_are_refused_and_not_kept(lie: dict[str, Any]) -> None:
    with pytest.raises(Malformed, match="tag_name is longer than 255 characters"):
        release({"tag_name": "v1", "published_at": "2020-01-01T00:00:00Z", "draft": False} | lie)
    branch = {"name": "main", "target": {"oid": "a" * 65}}
    with pytest.raises(Malformed, match="oid is longer than 64 characters"):
        from_graphql({**NODE, "defaultBranchRef": branch})
    with pytest.raises(Malformed, match="id is longer than 100 characters"):
        from_graphql({**NODE, "id": "R" * 101})
