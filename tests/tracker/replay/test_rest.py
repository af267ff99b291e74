"""REST as GitHub speaks it, pages, names and refusals included."""

from __future__ import annotations

import base64
from datetime import date, datetime, timedelta
from itertools import pairwise

import httpx
import pytest

from tests.tracker.replay.conftest import TODAY
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld

ROCKET = "/repos/acme/rocket"


def walk(client: httpx.Client, url: str) -> list[httpx.Response]:
    """Every page, by following the links."""
    pages = [client.get(url)]
    while following := pages[-1].links.get("next", {}).get("url"):
        pages.append(client.get(following))
    return pages


def test_a_repository_has_githubs_odd_names_for_its_counters(client: httpx.Client) -> None:
    body = client.get(ROCKET).json()
    assert (body["stargazers_count"], body["watchers_count"], body["subscribers_count"]) == (7, 7, 0)
    assert body["open_issues_count"] == 12
    assert body["pushed_at"] == "2026-03-10T09:00:00Z"
    assert "has_downloads" not in body


def test_an_empty_repository_has_no_commits_to_list(client: httpx.Client) -> None:
    answer = client.get("/repos/acme/empty/commits")
    assert (answer.status_code, answer.json()["message"]) == (409, "Git Repository is empty.")
    assert client.get("/repos/acme/empty").json()["pushed_at"] is None


def test_the_star_history_is_newest_first_from_sunday_with_days_to_come_as_zeros(
    client: httpx.Client,
) -> None:
    weeks = client.get(f"{ROCKET}/stargazers/history").json()
    assert weeks[0] == {"week": 1772928000, "total": 2, "days": [2, 0, 0, 0, 0, 0, 0]}
    assert {a["week"] - b["week"] for a, b in pairwise(weeks)} == {604800}


def test_the_whole_star_history_costs_a_request_for_thirty_weeks_and_sums_to_the_count(
    client: httpx.Client,
) -> None:
    pages = walk(client, f"{ROCKET}/stargazers/history?per_page=100")
    weeks = [w for page in pages for w in page.json()]
    assert len(pages) == -(-len(weeks) // 30) == 3
    assert pages[0].links["last"]["url"].endswith("page=3")
    assert sum(w["total"] for w in weeks) == client.get(f"{ROCKET}/stargazers/count").json()["count"] == 7
    assert all(len(w["days"]) == 7 and sum(w["days"]) == w["total"] for w in weeks)
    assert client.get(f"{ROCKET}/stargazers/history?page=101").status_code == 422
    assert client.get(f"{ROCKET}/stargazers/history?page=4").json() == []


def test_who_takes_a_star_back_vanishes_from_the_day_it_was_given(
    world: SyntheticWorld, client: httpx.Client
) -> None:
    world["acme/rocket"].unstar(date(2025, 1, 1), 3)
    weeks = [w for page in walk(client, f"{ROCKET}/stargazers/history") for w in page.json()]
    assert weeks[-1]["total"] == 2
    with pytest.raises(ValueError, match="only 2 stars"):
        world["acme/rocket"].unstar(date(2025, 1, 1), 3)


@pytest.mark.parametrize("tail", ["/stargazers", "/subscribers"])
def test_the_lists_of_people_are_closed(client: httpx.Client, tail: str) -> None:
    assert client.get(ROCKET + tail).status_code == 404


def test_issues_and_pull_requests_come_in_one_stream_led_by_cursors(client: httpx.Client) -> None:
    url = f"{ROCKET}/issues?state=all&sort=updated&direction=asc&per_page=10&since=1970-01-01T00:00:00Z"
    pages = walk(client, url)
    rows = [row for page in pages for row in page.json()]
    assert [len(p.json()) for p in pages] == [10, 10, 6]
    assert sorted(row["number"] for row in rows) == list(range(1, 27))
    assert [row["updated_at"] for row in rows] == sorted(row["updated_at"] for row in rows)
    link = pages[0].headers["link"]
    assert "/repositories/1000/issues?" in link
    assert "after=" in link
    assert 'rel="last"' not in link
    pulls = [row for row in rows if "pull_request" in row]
    assert [p["pull_request"]["merged_at"] for p in pulls] == ["2026-03-02T09:00:00Z"]


def test_since_looks_at_the_last_update(client: httpx.Client) -> None:
    rows = client.get(f"{ROCKET}/issues?state=all&since=2026-02-24T00:00:00Z&per_page=100").json()
    assert {row["number"] for row in rows} == {23, 25, 26}


def test_the_past_shows_issues_open_that_were_closed_later(
    server: ReplayServer, client: httpx.Client
) -> None:
    server.clock = datetime(2026, 1, 20)
    rows = client.get(f"{ROCKET}/issues?state=all&per_page=100").json()
    assert len(rows) == 18
    assert {row["state"] for row in rows} == {"open"}


def test_deep_pages_are_refused_and_so_are_strange_cursors(client: httpx.Client) -> None:
    answer = client.get(f"{ROCKET}/issues?page=101")
    assert answer.status_code == 422
    assert "cursor based pagination" in answer.json()["message"]
    assert client.get(f"{ROCKET}/issues?after=nonsense").status_code == 422
    assert client.get(f"{ROCKET}/issues?since=yesterday").status_code == 422


def test_switched_off_issues_are_gone_while_pull_requests_stay(
    world: SyntheticWorld, client: httpx.Client
) -> None:
    world["acme/rocket"].attributes.has_issues = False
    assert client.get(f"{ROCKET}/issues").status_code == 410
    assert [p["number"] for p in client.get(f"{ROCKET}/pulls?state=all").json()] == [26]


def test_a_renamed_repository_leads_on_by_its_number(world: SyntheticWorld, client: httpx.Client) -> None:
    world.rename("acme/rocket", "acme/spaceship")
    answer = client.get(f"{ROCKET}/issues?state=all")
    assert answer.status_code == 301
    assert answer.headers["location"] == f"{client.base_url}/repositories/1000/issues?state=all".replace(
        "0//", "0/"
    )
    assert answer.json()["message"] == "Moved Permanently"
    assert client.get("/repositories/1000").json()["full_name"] == "acme/spaceship"
    newcomer = world.add("acme/rocket")
    assert client.get(ROCKET).json()["id"] == newcomer.github_id != 1000


def test_gone_and_blocked_repositories_say_so_in_their_own_ways(
    world: SyntheticWorld, client: httpx.Client
) -> None:
    world.block("acme/rocket", "dmca")
    answer = client.get(ROCKET)
    assert (answer.status_code, answer.json()["block"]["reason"]) == (451, "dmca")
    world.block("acme/rocket", "tos")
    answer = client.get(ROCKET)
    assert (answer.status_code, answer.json()["block"]["reason"]) == (403, "tos")
    world.unblock("acme/rocket")
    world.delete("acme/rocket")
    assert [client.get(p).status_code for p in (ROCKET, "/repositories/1000")] == [404, 404]
    world.restore("acme/rocket", 1000)
    assert client.get(ROCKET).status_code == 200


def test_a_repository_does_not_exist_before_it_was_created(
    server: ReplayServer, client: httpx.Client
) -> None:
    server.clock = date(2024, 12, 31)
    assert client.get(ROCKET).status_code == 404


def test_an_organisation_can_refuse_tokens_though_its_repositories_are_public(
    world: SyntheticWorld, client: httpx.Client, anonymous: httpx.Client
) -> None:
    world.refuse_tokens("Acme")
    answer = client.get(ROCKET)
    assert answer.status_code == 403
    assert "lifetime is greater than 366 days" in answer.json()["message"]
    assert int(answer.headers["x-ratelimit-remaining"]) > 4_000
    assert anonymous.get(ROCKET).status_code == 200


def test_releases_and_tags_are_two_lists(client: httpx.Client) -> None:
    (release,) = client.get(f"{ROCKET}/releases").json()
    assert (release["tag_name"], release["published_at"], release["draft"]) == (
        "v1",
        "2025-06-01T09:00:00Z",
        False,
    )
    assert client.get(f"{ROCKET}/tags").json()[0]["name"] == "v1"


def test_pages_by_number_link_both_ways(client: httpx.Client) -> None:
    answer = client.get(f"{ROCKET}/commits?per_page=10&page=2")
    assert {k: v["url"].rpartition("page=")[2] for k, v in answer.links.items()} == {
        "prev": "1", "next": "3", "last": "7", "first": "1",
    }  # fmt: skip
    assert "link" not in client.get(f"{ROCKET}/commits?per_page=100").headers


def test_commits_are_listed_within_dates_and_each_can_be_asked_for(client: httpx.Client) -> None:
    rows = client.get(f"{ROCKET}/commits?since=2026-03-01T00:00:00Z&until=2026-03-03T00:00:00Z").json()
    assert [r["commit"]["committer"]["date"][:10] for r in rows] == ["2026-03-02", "2026-03-01"]
    one = client.get(f"{ROCKET}/commits/{rows[1]['sha']}").json()
    assert one == rows[1]
    assert rows[0]["parents"][0]["sha"] == rows[1]["sha"]
    assert client.get(f"{ROCKET}/commits/HEAD").json()["commit"]["committer"]["date"][:10] == "2026-03-10"
    assert client.get(f"{ROCKET}/commits/{'f' * 40}").status_code == 422


def test_the_readme_is_plain_when_asked_for_raw_and_wrapped_otherwise(client: httpx.Client) -> None:
    raw = client.get(f"{ROCKET}/readme", headers={"accept": "application/vnd.github.raw+json"})
    assert raw.text == "# rocket\n"
    wrapped = client.get(f"{ROCKET}/readme").json()
    assert base64.b64decode(wrapped["content"]).decode() == "# rocket\n"
    assert client.get("/repos/acme/empty/readme").status_code == 404


def test_every_revision_of_the_readme_can_be_dated_and_read(
    world: SyntheticWorld, client: httpx.Client
) -> None:
    rocket = world["acme/rocket"]
    rocket.write_readme(date(2025, 9, 1), "# rocket\n\nNo longer maintained.\n")
    rocket.write_readme(TODAY + timedelta(days=1), "# rocket\n\nBack again.\n")
    rows = client.get(f"{ROCKET}/commits?path=README.md").json()
    assert [r["commit"]["committer"]["date"][:10] for r in rows] == ["2025-09-01", "2025-01-01"]
    raw = {"accept": "application/vnd.github.raw+json"}
    texts = [client.get(f"{ROCKET}/readme?ref={r['sha']}", headers=raw).text for r in rows]
    assert texts == ["# rocket\n\nNo longer maintained.\n", "# rocket\n"]
    assert client.get(f"{ROCKET}/contents/README.md?ref={rows[1]['sha']}", headers=raw).text == "# rocket\n"


def test_repositories_are_found_by_topic_and_stars(world: SyntheticWorld, client: httpx.Client) -> None:
    for name in ("acme/rocket", "acme/empty"):
        world[name].attributes.topics = ("deep-learning",)
    found = client.get("/search/repositories", params={"q": "topic:deep-learning stars:>=5"})
    assert [i["full_name"] for i in found.json()["items"]] == ["acme/rocket"]
    assert found.headers["x-ratelimit-resource"] == "search"
    both = client.get("/search/repositories", params={"q": "topic:deep-learning", "per_page": "1"})
    assert (both.json()["total_count"], len(both.json()["items"])) == (2, 1)
    assert len(client.get(both.links["next"]["url"]).json()["items"]) == 1
    assert client.get("/search/repositories", params={"q": "language:python"}).status_code == 422


def test_statistics_are_never_ready(client: httpx.Client) -> None:
    assert client.get(f"{ROCKET}/stats/commit_activity").status_code == 202
