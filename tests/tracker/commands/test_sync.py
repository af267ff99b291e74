"""`tracker sync` as a user meets it: what was done, what is missing, and what to do when it cannot."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.tracker.commands.github import TODAY, TOKEN, environment, small_world
from tests.tracker.commands.shell import Shell
from tests.tracker.github.test_version import enterprise
from tests.tracker.network.raw import answering, raw_server
from tracker.collectors import COLLECTORS
from tracker.replay.replies import Reply
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld

ALL = ("acme/rocket", "acme/ended")


@pytest.fixture
def world() -> SyntheticWorld:
    return small_world()


@pytest.fixture
def server(world: SyntheticWorld, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReplayServer]:
    with ReplayServer(TODAY, token=TOKEN, repositories=world, git_home=shell.home / "upstream") as running:
        for name, value in environment(running).items():
            monkeypatch.setenv(name, value)
        yield running


def headlines(shell: Shell) -> dict[str, str]:
    return {r["repository"]: r["headline"] for r in json.loads(shell("status", "--json").out)["repositories"]}


@pytest.mark.slow
def test_from_watching_to_a_verdict_with_its_sentence(server: ReplayServer, shell: Shell) -> None:
    assert shell("watch", "add", *ALL).code == 0
    answer = shell("sync")
    assert answer.code == 0, answer.err
    assert "2 repositories" in answer.err
    assert headlines(shell) == {"acme/ended": "end-of-life", "acme/rocket": "active"}
    told = " ".join(shell("explain", "acme/ended").out.split())
    assert "The README has said since 1 Jun 2023: “This project is no longer maintained" in told
    assert json.loads(shell("compare", *ALL, "--json").out)["repositories"][0]["value"] == 7


def test_a_second_sync_asks_only_what_may_have_changed(server: ReplayServer, shell: Shell) -> None:
    shell("watch", "add", *ALL)
    shell("sync")
    before = len(server.log)
    answer = shell("sync", "--json")
    assert answer.code == 0
    asked = [record.path for record in server.log[before:]]
    assert asked.count("/graphql") == 1
    assert len(asked) <= 1 + len(ALL)
    assert json.loads(answer.out)["observations"] == 0


def test_json_is_one_document_and_everything_else_is_on_stderr(server: ReplayServer, shell: Shell) -> None:
    shell("watch", "add", *ALL)
    answer = shell("sync", "--json")
    assert json.loads(answer.out)["outcome"] == "done"
    assert "collect: done" in answer.err


def test_a_name_github_does_not_know_leaves_the_others_alone_and_exits_3(
    server: ReplayServer, shell: Shell
) -> None:
    shell("watch", "add", *ALL, "acme/typo")
    answer = shell("sync")
    assert answer.code == 3
    assert "acme/typo" in answer.err
    assert headlines(shell)["acme/rocket"] == "active"
    listed = json.loads(shell("watch", "list", "--json").out)["repositories"]
    assert "no such repository" in next(r["problem"] for r in listed if r["repository"] == "acme/typo")


def test_a_name_that_was_given_up_leads_to_the_repository(
    server: ReplayServer, world: SyntheticWorld, shell: Shell
) -> None:
    world.rename("acme/rocket", "moon/lander")
    shell("watch", "add", "acme/rocket")
    assert shell("sync").code == 0
    assert headlines(shell) == {"moon/lander": "active"}
    assert shell("explain", "acme/rocket").code == 0
    assert "1 followed already" in shell("watch", "add", "moon/lander").err


def test_only_some_collectors_of_only_some_repositories(server: ReplayServer, shell: Shell) -> None:
    shell("watch", "add", *ALL)
    assert shell("sync", "acme/rocket", "--only", "counters,stars").code == 0
    assert not [r for r in server.log if "ended" in r.path or "/issues" in r.path]
    refused = shell("sync", "--only", "starz")
    assert refused.code == 2
    assert "counters, stars" in refused.err
    assert shell("sync", "nobody/here").code == 2


def test_without_a_token_it_works_by_rest_alone(
    server: ReplayServer, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRACKER_TOKEN")
    server.ensure_git()
    shell("watch", "add", *ALL)
    assert shell("sync").code == 0
    assert not [r for r in server.log if r.path == "/graphql"]
    assert headlines(shell) == {"acme/ended": "end-of-life", "acme/rocket": "active"}


def test_a_token_github_refuses_is_said_in_a_line_without_the_token(
    server: ReplayServer, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("watch", "add", *ALL)
    monkeypatch.setenv("TRACKER_TOKEN", "ghp_" + "b" * 36)
    answer = shell("sync")
    assert answer.code == 1
    assert "refuses the token" in answer.err
    assert "bbbb" not in answer.err
    assert len(answer.err.strip().splitlines()) == 1


def test_a_rate_limit_stops_with_the_position_kept_and_says_when_to_go_on(
    server: ReplayServer, shell: Shell
) -> None:
    shell("watch", "add", *ALL)
    server.limits.core = 54  # four requests above the reserve
    answer = shell("sync")
    assert answer.code == 4
    assert "position kept; go on after 2026-03-10" in answer.err
    server.limits.core = 5000
    server.clock = TODAY.replace(day=11)
    assert shell("sync").code in (0, 4)


def test_nobody_at_the_address_is_said_in_a_line(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_GITHUB_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("TRACKER_CLOCK", "2026-03-10")
    monkeypatch.setattr("tracker.github.budget.Budget._wait_until", lambda *_: None)
    monkeypatch.setattr("jobs.base.Workspace.sleep", lambda *_: None)
    shell("watch", "add", "a/b")
    answer = shell("sync")
    assert answer.code == 1
    assert "127.0.0.1:9 cannot be asked" in answer.err
    assert "TRACKER_GITHUB_API_URL" in answer.err
    assert len(answer.err.strip().splitlines()) == 1


def test_nothing_followed_says_how_to_begin_and_makes_no_database(shell: Shell) -> None:
    answer = shell("sync")
    assert answer.code == 2
    assert "tracker watch add" in answer.err
    assert not list(shell.home.iterdir())


def test_the_doctor_finds_all_well_with_a_good_token_and_names_a_bad_one(
    server: ReplayServer, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("watch", "add", *ALL)
    checks = {c["about"]: c for c in json.loads(shell("doctor", "--json").out)["checks"]}
    assert {about: c["state"] for about, c in checks.items()} == dict.fromkeys(
        (
            "settings",
            "file",
            "rules",
            "alerts",
            "channels",
            "audit",
            "database",
            "writing",
            "git",
            "disk",
            "API",
            "token",
        ),
        "ok",
    )
    monkeypatch.setenv("TRACKER_TOKEN", "ghp_" + "b" * 36)
    answer = shell("doctor")
    assert answer.code == 1
    assert "✗ problem  token" in answer.out


@pytest.mark.parametrize(
    "said",
    [b"{}", b'{"resources": 7}', b'{"resources": {"core": []}}', b'{"resources": {"core": {"limit": "x"}}}'],
)
def test_the_doctor_goes_on_where_the_limits_and_the_time_are_nonsense(
    server: ReplayServer, shell: Shell, said: bytes
) -> None:
    server.faults.twist = lambda _, reply: Reply(200, said, reply.headers | {"date": "-0000"})
    answer = shell("doctor")
    assert answer.code == 0, answer.err
    assert "ok       API" in answer.out
    assert "unforeseen" not in answer.err


@pytest.mark.parametrize(
    ("variable", "value"),
    [("HTTP_PROXY", "http://[::1"), ("HTTP_PROXY", "htps://x"), ("SSL_CERT_FILE", "/nowhere/ca.pem"),
     ("TRACKER_GITHUB_API_URL", "https://[::1"), ("TRACKER_GITHUB_API_URL", "https://a b/"),
     ("TRACKER_GITHUB_API_URL", "https://host:99999"), ("TRACKER_GIT_URL", "https://"),
     ("TRACKER_PYPISTATS_URL", "http://\x1b[31m/")],
)  # fmt: skip
def test_the_doctor_names_the_variable_that_nobody_can_use(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv("TRACKER_GITHUB_API_URL", "http://127.0.0.2:9")
    monkeypatch.setenv(variable, value)
    checks = json.loads(shell("doctor", "--json").out)["checks"]
    assert [c["about"] for c in checks if c["state"] == "problem" and variable in c["seen"]]


def test_the_doctor_says_what_is_missing_on_an_older_enterprise_server(
    server: ReplayServer, shell: Shell
) -> None:
    server.faults.twist = enterprise
    checks = {c["about"]: c for c in json.loads(shell("doctor", "--json").out)["checks"]}
    assert checks["API"]["state"] == checks["token"]["state"] == "ok"
    assert checks["version"]["state"] == "warning"
    assert "2022-11-28" in checks["version"]["seen"]
    assert "the star history is missing" in checks["version"]["seen"]


def test_the_doctor_tries_both_ways_shows_no_password_and_blames_the_proxy(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    with raw_server(answering(b"", status="404 Not Found")) as port:
        monkeypatch.setenv("TRACKER_GIT_URL", f"http://me:very-secret@127.0.0.1:{port}")
        assert f"http://127.0.0.1:{port} answers git" in shell("doctor").out
    with raw_server(answering(b"", status="407 Proxy Authentication Required")) as port:
        monkeypatch.setenv("TRACKER_GITHUB_API_URL", "http://me:very-secret@api.test")
        monkeypatch.setenv("TRACKER_GIT_URL", "http://me:very-secret@git.test")
        database = "postgresql://u:very-secret@127.0.0.1:9/x?sslpassword=very-secret"
        monkeypatch.setenv("TRACKER_DATABASE_URL", database)
        monkeypatch.setenv("http_proxy", f"http://me:very-secret@127.0.0.1:{port}")
        answer = shell("doctor")
    assert answer.out.count("✗ problem  proxy") == 2
    assert "very-secret" not in answer.out + answer.err


@pytest.mark.slow
def test_a_plan_asks_for_nothing_but_the_limits_and_its_costs_are_what_is_spent(
    server: ReplayServer, shell: Shell
) -> None:
    shell("watch", "add", *ALL)
    shell("sync")
    server.world["acme/rocket"].star(TODAY, 3)
    before = len(server.log)
    plan = json.loads(shell("sync", "--plan", "--json").out)
    assert [r.path for r in server.log[before:]] == ["/rate_limit"]
    assert plan["fits"]
    assert plan["allowed"]["requests"] <= 4_500
    asked = {c["collector"]: c["requests"] for c in plan["collectors"]}
    assert set(asked) == {"counters", *(member.name for member in COLLECTORS)} - {"packages", "downloads"}
    before = len(server.log)
    assert shell("sync").code == 0
    spent = [r.path for r in server.log[before:] if r.path != "/graphql"]
    assert len(spent) <= sum(asked.values())


def test_a_plan_for_people_says_who_when_and_why(server: ReplayServer, shell: Shell) -> None:
    shell("watch", "add", *ALL)
    answer = shell("sync", "--plan")
    assert answer.code == 0
    assert "acme/rocket" in answer.out
    assert "never collected" in answer.out
    assert "about 70" in answer.out
    assert "All of it fits" in answer.err
    assert not server.log[1:]


def test_without_a_token_a_days_plan_says_in_which_hour_each_ones_turn_comes(
    server: ReplayServer, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRACKER_TOKEN")
    shell("watch", "add", *ALL)
    plan = json.loads(shell("sync", "--plan", "--json").out)
    assert plan["each_hour"]["requests"] == 60
    hours = [r["done_by"] for r in plan["repositories"]]
    assert hours == ["2026-03-10T13:00+00:00", "2026-03-10T14:00+00:00"]
    assert not plan["fits"]


def test_what_did_not_fit_is_named_with_its_reason_and_goes_first_next_time(
    server: ReplayServer, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRACKER_TOKEN")
    server.ensure_git()
    shell("watch", "add", *ALL)
    server.limits.core_anonymous = 9
    answer = shell("sync", "--json")
    assert answer.code == 4
    missing = json.loads(answer.out)["missing"]
    assert any("put off to the next run" in m["reason"] for m in missing)
    assert "go on after 2026-03-10 13:00 UTC" in answer.err
    plan = json.loads(shell("sync", "--plan", "--json").out)
    assert plan["repositories"][0]["why"] == "put off last time"


def test_a_simulation_needs_no_database_and_says_how_many_tokens_a_million_takes(shell: Shell) -> None:
    answer = shell("sync", "--plan", "--simulate", "1000000", "--tokens", "6", "--json")
    assert answer.code == 0, answer.err
    told = json.loads(answer.out)
    assert told["repositories"] == {"quiet": 900_000, "active": 95_000, "busy": 5_000}
    assert 1 < told["tokens_for_a_daily_answer"] < 6
    assert told["oldest_answer_days"] == 1
    assert list(shell.home.glob("*.db")) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--simulate", "9"], "goes with --plan"),
        (["--plan", "--simulate", "9", "--mix", "50,50"], "three shares in per cent"),
        (["--plan", "--simulate", "9", "--mix", "nan,50,50"], "three shares in per cent"),
        (["--plan", "--simulate", "0"], "0 is not in the range"),
        (["--plan", "--simulate", "1e12"], "'1e12' is not a whole number"),
    ],
)
def test_a_simulation_that_makes_no_sense_is_refused(shell: Shell, words: list[str], said: str) -> None:
    answer = shell("sync", *words)
    assert answer.code == 2
    assert said in answer.err
