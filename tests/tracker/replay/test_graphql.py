"""GraphQL: what is asked for and nothing else, partial data, prices and limits."""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest

from tracker.replay.gql_connections import place
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld
from tracker.replay.world import id_of_node, node_id

COUNTERS = """query Daily($ids: [ID!]!) {
  nodes(ids: $ids) { __typename ... on Repository {
    id databaseId nameWithOwner stargazerCount isArchived archivedAt isEmpty
    stargazers { totalCount }
    open: issues(states: OPEN) { totalCount }
    merged: pullRequests(states: MERGED) { totalCount }
    defaultBranchRef { name target { oid ... on Commit { committedDate history { totalCount } } } }
  } }
  rateLimit { cost nodeCount limit remaining used resetAt }
}"""
ROCKET = node_id(1000)


def ask(client: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    answer = client.post("/graphql", json={"query": query, "variables": variables})
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def test_a_batch_by_node_id_answers_aliases_and_fragments(client: httpx.Client) -> None:
    body = ask(client, COUNTERS, ids=[ROCKET, node_id(1001)])
    rocket, empty = body["data"]["nodes"]
    assert "errors" not in body
    assert (rocket["nameWithOwner"], rocket["databaseId"], rocket["stargazerCount"]) == (
        "acme/rocket",
        1000,
        7,
    )
    assert (rocket["open"]["totalCount"], rocket["merged"]["totalCount"]) == (12, 1)
    assert rocket["defaultBranchRef"]["target"]["history"]["totalCount"] == 69
    assert (empty["isEmpty"], empty["defaultBranchRef"]) == (True, None)


def test_the_connection_of_stargazers_counts_nobody(client: httpx.Client) -> None:
    rocket = ask(client, COUNTERS, ids=[ROCKET])["data"]["nodes"][0]
    assert (rocket["stargazers"]["totalCount"], rocket["stargazerCount"]) == (0, 7)


def test_a_dead_id_is_null_at_its_place_and_the_others_stay(
    world: SyntheticWorld, client: httpx.Client
) -> None:
    world.delete("acme/empty")
    body = ask(client, COUNTERS, ids=[ROCKET, node_id(1001), "R_nonsense"])
    assert [n and n["databaseId"] for n in body["data"]["nodes"]] == [1000, None, None]
    assert [(e["type"], e["path"]) for e in body["errors"]] == [
        ("NOT_FOUND", ["nodes", 1]),
        ("NOT_FOUND", ["nodes", 2]),
    ]
    assert "global id of" in body["errors"][0]["message"]


def test_a_name_follows_renames_and_a_missing_one_is_an_error_on_its_alias(
    world: SyntheticWorld, client: httpx.Client
) -> None:
    world.rename("acme/rocket", "acme/spaceship")
    query = """{ r0: repository(owner: "acme", name: "rocket") { databaseId nameWithOwner }
                 r1: repository(owner: "acme", name: "nothing") { databaseId }
                 r2: repository(owner: "acme", name: "rocket", followRenames: false) { databaseId } }"""
    body = ask(client, query)
    assert body["data"]["r0"] == {"databaseId": 1000, "nameWithOwner": "acme/spaceship"}
    assert [(e["type"], e["path"]) for e in body["errors"]] == [("NOT_FOUND", ["r1"]), ("NOT_FOUND", ["r2"])]
    assert body["errors"][0]["message"] == "Could not resolve to a Repository with the name 'acme/nothing'."


def test_an_organisations_refusal_stays_with_its_own_alias(
    world: SyntheticWorld, client: httpx.Client
) -> None:
    world.add("free/bird")
    world.refuse_tokens("acme")
    body = ask(client, COUNTERS, ids=[ROCKET, node_id(1002)])
    assert body["data"]["nodes"][0] is None
    assert body["data"]["nodes"][1]["nameWithOwner"] == "free/bird"
    assert [e["type"] for e in body["errors"]] == ["FORBIDDEN"]


def test_an_unknown_field_refuses_the_whole_query_in_githubs_words(client: httpx.Client) -> None:
    body = ask(client, '{ repository(owner: "acme", name: "rocket") { id stars } }')
    assert "data" not in body
    (error,) = body["errors"]
    assert error["message"] == "Field 'stars' doesn't exist on type 'Repository'"
    assert error["extensions"] == {"code": "undefinedField", "typeName": "Repository", "fieldName": "stars"}


@pytest.mark.parametrize("query", ["{ oops", "{ rateLimit { cost }", ""])
def test_a_query_that_cannot_be_read_is_an_error(client: httpx.Client, query: str) -> None:
    assert "errors" in ask(client, query)


def test_a_body_that_is_not_json_is_a_bad_request(client: httpx.Client) -> None:
    assert client.post("/graphql", content=b"{").status_code == 400


def test_more_than_a_hundred_ids_are_too_many(client: httpx.Client) -> None:
    body = ask(client, COUNTERS, ids=[ROCKET] * 101)
    assert [e["type"] for e in body["errors"]] == ["ARGUMENT_LIMIT"]
    assert len(ask(client, COUNTERS, ids=[ROCKET] * 100)["data"]["nodes"]) == 100


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        ("issues { nodes { number } }", "MISSING_PAGINATION_BOUNDARIES"),
        ("issues(first: 101) { totalCount }", "EXCESSIVE_PAGINATION"),
        (
            "issues(first: 100) { nodes { comments(first: 100) { nodes { id } } } }",
            "MAX_NODE_LIMIT_EXCEEDED",
        ),
    ],
)
def test_pages_must_be_bounded(client: httpx.Client, inside: str, kind: str) -> None:
    query = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Repository {{ {inside} }} }} }}"
    assert [e["type"] for e in ask(client, query, ids=[ROCKET] * 60)["errors"]] == [kind]


def test_a_query_costs_a_hundredth_of_the_requests_inside_and_at_least_one(
    server: ReplayServer, client: httpx.Client
) -> None:
    # four connections for each of 25 repositories make 100 requests
    cheap, dear = (ask(client, COUNTERS, ids=[ROCKET] * n)["data"]["rateLimit"] for n in (1, 100))
    assert (cheap["cost"], cheap["nodeCount"], cheap["remaining"]) == (1, 1, 4_999)
    assert (dear["cost"], dear["nodeCount"], dear["remaining"]) == (4, 100, 4_995)
    assert server.spent("graphql") == 5


def test_comments_of_fifty_issues_cost_one_point(client: httpx.Client) -> None:
    query = """query($id: ID!) { node(id: $id) { ... on Repository { issues(first: 50) {
        nodes { number comments(first: 5) { nodes { createdAt } } } } } } rateLimit { cost nodeCount } }"""
    assert ask(client, query, id=ROCKET)["data"]["rateLimit"] == {"cost": 1, "nodeCount": 301}


def test_issues_page_by_cursor_in_the_order_asked_for(client: httpx.Client) -> None:
    query = """query($id: ID!, $after: String) { node(id: $id) { ... on Repository {
        issues(first: 10, after: $after, filterBy: {since: "2026-02-01T00:00:00Z"},
               orderBy: {field: UPDATED_AT, direction: ASC}) {
          totalCount pageInfo { hasNextPage endCursor } nodes { number state updatedAt } } } } }"""
    found, after = [], None
    while True:
        page = ask(client, query, id=ROCKET, after=after)["data"]["node"]["issues"]
        found += page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert [n["number"] for n in found] == list(range(1, 26, 2))
    assert page["totalCount"] == 13
    assert {n["state"] for n in found} == {"CLOSED"}


def test_answers_to_an_issue_come_with_who_gave_them(world: SyntheticWorld, client: httpx.Client) -> None:
    rocket = world["acme/rocket"]
    rocket.open_issue(date(2026, 3, 5), "Is this dead?", replies=[(1772800000, "MEMBER", False)], comments=1)
    query = """query($id: ID!) { node(id: $id) { ... on Repository { issue(number: 27) { title
        comments(first: 5) { nodes { createdAt authorAssociation author { __typename } } } } } } }"""
    issue = ask(client, query, id=ROCKET)["data"]["node"]["issue"]
    assert issue["title"] == "Is this dead?"
    (reply,) = issue["comments"]["nodes"]
    assert reply == {
        "createdAt": "2026-03-06T12:26:40Z", "authorAssociation": "MEMBER", "author": {"__typename": "User"},
    }  # fmt: skip


def test_history_is_counted_within_committer_dates(client: httpx.Client) -> None:
    query = """query($id: ID!) { node(id: $id) { ... on Repository {
        defaultBranchRef { target { ... on Commit {
        d1: history(since: "2026-03-01T00:00:00Z", until: "2026-03-02T23:59:59Z") { totalCount }
        history(first: 2, after: null) { nodes { oid parents { totalCount } } pageInfo { endCursor } }
        } } } } } }"""
    commit = ask(client, query, id=ROCKET)["data"]["node"]["defaultBranchRef"]["target"]
    assert commit["d1"]["totalCount"] == 2
    assert len(commit["history"]["nodes"]) == 2
    assert commit["history"]["pageInfo"]["endCursor"] == place(1)


def test_tags_are_annotated_with_their_own_date(world: SyntheticWorld, client: httpx.Client) -> None:
    world["acme/rocket"].tag("v2", date(2026, 2, 2))
    query = """query($id: ID!) { node(id: $id) { ... on Repository {
        refs(refPrefix: "refs/tags/", first: 5, orderBy: {field: TAG_COMMIT_DATE, direction: DESC}) {
          nodes { name target { ... on Tag { tagger { date } target { oid } } } } }
        latestRelease { tagName isLatest } } } }"""
    node = ask(client, query, id=ROCKET)["data"]["node"]
    assert node["refs"]["nodes"][0]["name"] == "v2"
    assert node["refs"]["nodes"][0]["target"]["tagger"]["date"] == "2026-02-02T09:00:00Z"
    assert node["latestRelease"] == {"tagName": "v1", "isLatest": True}


def test_the_readme_is_a_blob_and_a_missing_one_is_null(client: httpx.Client) -> None:
    query = """query($id: ID!) { node(id: $id) { ... on Repository {
        md: object(expression: "HEAD:README.md") { ... on Blob { text byteSize } }
        rst: object(expression: "HEAD:README.rst") { ... on Blob { text } } } } }"""
    node = ask(client, query, id=ROCKET)["data"]["node"]
    assert node == {"md": {"text": "# rocket\n", "byteSize": 9}, "rst": None}


def test_pinned_issues_are_shown(world: SyntheticWorld, client: httpx.Client) -> None:
    rocket = world["acme/rocket"]
    rocket.pin(rocket.open_issue(date(2026, 3, 3), "The end", association="OWNER"))
    query = """query($id: ID!) { node(id: $id) { ... on Repository {
        pinnedIssues(first: 3) { nodes { issue { title authorAssociation } } } } } }"""
    nodes = ask(client, query, id=ROCKET)["data"]["node"]["pinnedIssues"]["nodes"]
    assert nodes == [{"issue": {"title": "The end", "authorAssociation": "OWNER"}}]


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("502", 502, "Server Error"),
        ("504", 504, "Server Error"),
        ("resource_limits", 200, "RESOURCE_LIMITS_EXCEEDED"),
        ("something_went_wrong", 200, "Something went wrong while executing your query"),
        ("timeout_on_validation", 200, "Timeout on validation of query"),
    ],
)
def test_a_query_beyond_the_capacity_fails_in_githubs_ways(
    server: ReplayServer, client: httpx.Client, kind: str, status: int, words: str
) -> None:
    server.limits.graphql_capacity, server.limits.over_capacity = 5, kind
    answer = client.post("/graphql", json={"query": COUNTERS, "variables": {"ids": [ROCKET] * 6}})
    assert answer.status_code == status
    assert words in answer.text
    assert len(ask(client, COUNTERS, ids=[ROCKET] * 5)["data"]["nodes"]) == 5


def test_node_ids_of_both_forms_name_the_same_repository() -> None:
    assert node_id(155220641) == "R_kgDOCUB6oQ"
    assert id_of_node("R_kgDOCUB6oQ") == id_of_node("MDEwOlJlcG9zaXRvcnkxNTUyMjA2NDE=") == 155220641
    assert [id_of_node(n) for n in ("", "R_", "R_####", "U_kgDOCUB6oQ", "MDQ6VXNlcjE=")] == [None] * 5
