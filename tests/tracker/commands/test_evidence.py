"""From the wire to the sentence in `tracker explain`, for each place where a project says that it ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from tests.tracker.commands.github import TODAY, TOKEN, environment, small_world
from tests.tracker.commands.shell import Shell
from tests.tracker.packages.shelf import Package, shelf
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticRepository, SyntheticWorld
from tracker.replay.world import Discussion

ROCKET = "acme/rocket"


@pytest.fixture
def world() -> SyntheticWorld:
    return small_world()


@pytest.fixture
def server(world: SyntheticWorld, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReplayServer]:
    with ReplayServer(TODAY, token=TOKEN, repositories=world, git_home=shell.home / "upstream") as running:
        for name, value in environment(running).items():
            monkeypatch.setenv(name, value)
        yield running


def by_readme(rocket: SyntheticRepository) -> None:
    rocket.write_readme(date(2024, 1, 1), "# rocket\n")
    rocket.write_readme(date(2025, 10, 6), "# rocket\n\nWe will stop developing rocket.\n")


def by_issue(rocket: SyntheticRepository) -> None:
    number = rocket.open_issue(date(2025, 10, 6), "rocket is no longer maintained", association="OWNER")
    rocket.pin(number)


def by_discussion(rocket: SyntheticRepository) -> None:
    body = "This project is in maintenance mode."
    rocket.attributes.pinned_discussions.append(Discussion(9, rocket.created_at, "Plans", body))


def by_release(rocket: SyntheticRepository) -> None:
    rocket.release("v2", date(2025, 10, 6), "This will be the last main release.")


def by_description(rocket: SyntheticRepository) -> None:
    rocket.attributes.description = "Unmaintained: a rocket"


def by_topic(rocket: SyntheticRepository) -> None:
    rocket.attributes.topics = ("rockets", "deprecated")


def by_archiving(rocket: SyntheticRepository) -> None:
    rocket.archive(date(2025, 10, 6))


PLACES: dict[str, tuple[Callable[[SyntheticRepository], None], str, str, str]] = {
    "readme": (
        by_readme,
        "end of life since 6 Oct 2025",
        "The README has said since 6 Oct 2025: “We will stop developing rocket.”",
        "https://github.com/acme/rocket/blob/",
    ),
    "issue": (
        by_issue,
        "end of life since 6 Oct 2025",
        "A maintainer's issue has said since 6 Oct 2025: “rocket is no longer maintained”.",
        "https://github.com/acme/rocket/issues/26",
    ),
    "discussion": (
        by_discussion,
        "maintenance only since 1 Jan 2024",
        "A maintainer's discussion has said since 1 Jan 2024: “This project is in maintenance mode.”",
        "https://github.com/acme/rocket/discussions/9",
    ),
    "release": (
        by_release,
        "end of life since 6 Oct 2025",
        "A release's text has said since 6 Oct 2025: “This will be the last main release.”",
        "https://github.com/acme/rocket/releases/tag/v2",
    ),
    "description": (
        by_description,
        "end of life since 10 Mar 2026",
        "The repository's description has said since 10 Mar 2026: “Unmaintained: a rocket”.",
        "https://github.com/acme/rocket",
    ),
    "topic": (
        by_topic,
        "end of life since 10 Mar 2026",
        "A topic of the repository has said since 10 Mar 2026: “deprecated”.",
        "https://github.com/acme/rocket",
    ),
    "archive": (
        by_archiving,
        "archived since 6 Oct 2025",
        "Its owners archived the repository on 6 Oct 2025: it is read-only.",
        "https://github.com/acme/rocket",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_what_a_project_says_is_told_with_its_words_its_day_and_its_link(
    place: str, server: ReplayServer, world: SyntheticWorld, shell: Shell
) -> None:
    happens, headline, sentence, link = PLACES[place]
    happens(world[ROCKET])
    shell("watch", "add", ROCKET)
    assert shell("sync").code == 0
    text = shell("explain", ROCKET).out
    told = " ".join(text.split()).replace(".”", ".”")
    assert text.splitlines()[0] == f"{ROCKET}: {headline}"
    assert sentence.replace(".”", ".”") in told
    assert any(line.strip().startswith(link) for line in text.splitlines())
    found = json.loads(shell("explain", ROCKET, "--json").out)
    assert any(e["outcome"] == "raised" and str(e["url"]).startswith(link) for e in found["evidence"])


def test_before_the_day_on_which_it_was_said_it_is_not_known(
    server: ReplayServer, world: SyntheticWorld, shell: Shell
) -> None:
    by_readme(world[ROCKET])
    shell("watch", "add", ROCKET)
    shell("sync")
    assert json.loads(shell("explain", ROCKET, "--json", "--as-of", "2025-10-05").out)["declared"] == "none"
    assert (
        json.loads(shell("explain", ROCKET, "--json", "--as-of", "2025-10-06").out)["declared"]
        == "end-of-life"
    )


def test_a_notice_taken_back_while_work_goes_on_is_history_and_no_verdict(
    server: ReplayServer, world: SyntheticWorld, shell: Shell
) -> None:
    rocket = world[ROCKET]
    by_readme(rocket)
    rocket.write_readme(date(2025, 11, 20), "# rocket\n\nWe are back.\n")
    shell("watch", "add", ROCKET)
    shell("sync")
    months = json.loads(shell("explain", ROCKET, "--history", "--json").out)["months"]
    told = {month["as_of"]: month["declared"] for month in months}
    assert told["2025-10-01"] == "none"
    assert told["2025-11-01"] == "end-of-life"
    assert told["2026-01-01"] == "none"


def test_what_nobody_has_read_is_unknown_and_not_quiet(
    server: ReplayServer, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRACKER_TOKEN")
    shell("watch", "add", ROCKET)
    shell("sync", "--only", "commits")
    unknown = [
        e["sentence"]
        for e in json.loads(shell("explain", ROCKET, "--json").out)["evidence"]
        if e["outcome"] == "unknown"
    ]
    assert "The README has not been read yet." in unknown
    assert "Pinned issues and discussions have not been read yet." in unknown
    shell("sync", "--only", "pinned")
    shell("sync", "--only", "notices")
    text = shell("explain", ROCKET).out
    assert "The README has not been read yet" not in text
    assert "not been read yet: pinned issues are read by GraphQL, which wants a token" in " ".join(
        text.split()
    )


@pytest.mark.slow
def test_a_verdict_says_why_a_place_was_not_read_as_it_was_recorded(
    server: ReplayServer, shell: Shell
) -> None:
    shell("watch", "add", ROCKET)
    shell("sync", "--only", "counters")
    server.limits.graphql_capacity, server.limits.over_capacity = 0, "resource_limits"
    shell("sync", "--only", "pinned")
    recorded = "Pinned issues and discussions have not been read yet: it is too much for GitHub to answer."
    sentences = [e["sentence"] for e in json.loads(shell("explain", ROCKET, "--json").out)["evidence"]]
    assert recorded in sentences
    server.limits.graphql_capacity = None
    shell("sync", "--only", "pinned")
    assert "too much for GitHub" not in shell("explain", ROCKET).out


@pytest.mark.slow
def test_the_package_index_is_told_with_its_day_and_its_link(
    server: ReplayServer, world: SyntheticWorld, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    theano = world.add("Theano/Theano", date(2024, 1, 1))
    theano.commit_daily(date(2025, 9, 1), TODAY)
    monkeypatch.setattr("jobs.context._is_played", lambda _settings: False)
    monkeypatch.setenv("TRACKER_PYPISTATS_URL", "off")
    with shelf() as stock:
        stock.packages["theano"] = Package("archived", "use pytensor")
        monkeypatch.setenv("UV_DEFAULT_INDEX", stock.url)
        shell("watch", "add", "Theano/Theano")
        assert shell("sync").code == 0
    text = shell("explain", "Theano/Theano").out
    assert text.startswith("Theano/Theano: end of life since 10 Mar 2026")
    assert "The package index has said since 10 Mar 2026: “Theano is archived: use pytensor”." in " ".join(
        text.split()
    )
    assert f"{stock.url}theano/" in text
    before = (TODAY - timedelta(days=1)).isoformat()
    assert json.loads(shell("explain", "Theano", "--json", "--as-of", before).out)["declared"] == "none"
