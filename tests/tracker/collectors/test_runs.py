"""A run over a real wire: what it writes, what it costs, and what it does when it cannot go on."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.tracker.collectors.bench import BORN, TODAY, Bench, bench, lively
from tracker.collectors import NAMES
from tracker.github.protocol import BadToken, Unreachable
from tracker.replay.faults import Faults
from tracker.replay.limits import Limits
from tracker.replay.synthetic import SyntheticWorld

ASKED = [name for name in NAMES if name not in ("packages", "downloads")]  # none stands beside a made-up one


def test_a_first_look_writes_every_kind_of_fact(lab: Bench) -> None:
    summary = lab.look()
    assert not summary.misses
    assert set(summary.steps) == set(ASKED)
    assert sum(lab.series("star_arrivals").values()) == lab.series("star_count")[TODAY]
    assert sum(lab.series("commits").values()) == 40
    assert len(lab.rows("SELECT * FROM issue")) == 41
    assert lab.rows("SELECT tag, is_prerelease, is_tag_only FROM release ORDER BY tag") == [
        ("v1.0", False, False),
        ("v1.1rc1", True, True),
    ]


def test_a_second_look_on_the_same_day_costs_one_query_and_changes_nothing(lab: Bench) -> None:
    lab.look()
    before, asked = lab.picture(), len(lab.server.log)
    summary = lab.look()
    assert lab.asked(asked) == ["POST /graphql"]
    assert summary.observations == 0
    assert lab.picture() == before


def test_a_star_history_costs_one_request_per_thirty_weeks(lab: Bench) -> None:
    lab.look()
    weeks = (TODAY - BORN).days // 7 + 1
    assert lab.asked().count("GET /repos/lab/net/stargazers/history") == ceil(weeks / 30)


def test_a_new_star_costs_one_page_of_history_and_nothing_else(lab: Bench) -> None:
    lab.look()
    asked = len(lab.server.log)
    lab.world["lab/net"].star(TODAY)
    lab.look()
    assert lab.asked(asked) == ["POST /graphql", "GET /repos/lab/net/stargazers/history"]
    assert lab.series("star_arrivals")[TODAY] == 1


def test_days_without_change_are_written_as_zeros_without_asking_for_them(lab: Bench) -> None:
    lab.look()
    asked = len(lab.server.log)
    lab.at(TODAY + timedelta(days=3))
    lab.look()
    assert lab.asked(asked) == ["POST /graphql"]
    for metric in ("star_arrivals", "commits"):
        assert [lab.series(metric)[TODAY + timedelta(days=n)] for n in (1, 2, 3)] == [0, 0, 0]


@pytest.mark.slow
def test_a_hundred_repositories_are_read_with_four_queries(engine: Engine, tmp_path: Path) -> None:
    world = SyntheticWorld.many(100, TODAY, days=60)
    with bench(engine, tmp_path, world) as lab:
        lab.follow(*(r.full_name for r in world.repositories()))
        lab.look(only=("counters",))
        asked = len(lab.server.log)
        lab.look(only=("counters",))
        assert lab.asked(asked) == ["POST /graphql"] * 4


def test_without_a_token_rest_says_what_it_can_within_sixty_requests(lab: Bench) -> None:
    lab.token = None
    summary = lab.look()
    assert not summary.misses
    assert summary.requests <= 12
    assert not [line for line in lab.asked() if "graphql" in line]
    assert sum(lab.series("star_arrivals").values()) == lab.series("star_count")[TODAY]
    assert lab.series("open_issues") == {}  # REST counts pull requests among them: unknown, not wrong


def test_with_and_without_a_token_the_histories_are_the_same(
    engine: Engine, tmp_path: Path, lab: Bench
) -> None:
    lab.look()
    with_token = {m: lab.series(m) for m in ("star_arrivals", "commits", "commits_substantive")}
    tags = lab.rows("SELECT tag, published_at FROM release ORDER BY tag")
    lab.token = None
    lab.look(full=True)
    assert {m: lab.series(m) for m in with_token} == with_token
    assert lab.rows("SELECT tag, published_at FROM release ORDER BY tag") == tags


def test_a_limit_ends_the_run_with_its_position_kept_and_the_next_run_goes_on(
    engine: Engine, tmp_path: Path
) -> None:
    world = SyntheticWorld()
    lively(world, weeks=55)
    with bench(engine, tmp_path, world, limits=Limits(core_anonymous=4)) as lab:
        lab.follow("lab/net")
        lab.token, lab.max_wait = None, 60.0
        looks = [lab.look()]
        while (until := looks[-1].limited_until) is not None:
            lab.server.clock = until + timedelta(seconds=1)
            looks.append(lab.look())
            assert len(looks) < 12
        assert len(looks) > 1
        assert not looks[-1].misses
        assert (
            sum(lab.series("star_arrivals").values()) == lab.rows("SELECT max(value) FROM observation")[0][0]
        )
        assert len(lab.rows("SELECT * FROM issue")) == 56


@pytest.mark.parametrize("seed", range(3))
def test_under_twenty_percent_faults_the_data_are_those_of_an_undisturbed_run(
    engine: Engine, tmp_path: Path, seed: int
) -> None:
    pictures = []
    for name, faults in (("calm", Faults()), ("stormy", Faults(rate=0.2, seed=seed, slow_seconds=0.01))):
        world = SyntheticWorld()
        lively(world)
        with bench(engine, tmp_path / name, world, faults=faults) as lab:
            lab.follow("lab/net")
            assert not lab.look(full=True).misses
            pictures.append(lab.picture())
    assert pictures[0] == pictures[1]


def test_a_401_in_the_middle_of_a_run_is_asked_again(lab: Bench) -> None:
    lab.server.fail_next("401", path="/issues")
    assert not lab.look().misses


def test_a_bad_token_ends_the_run_at_once_and_is_not_shown(lab: Bench) -> None:
    lab.token = "ghp_" + "x" * 36
    with pytest.raises(BadToken) as caught:
        lab.look()
    assert lab.token not in str(caught.value)
    assert len(lab.server.log) == 1


def test_an_address_where_nobody_answers_is_named(lab: Bench) -> None:
    context = lab.context()
    context.client.api_url = "http://127.0.0.1:9"
    from tracker.collectors.runner import collect

    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:9 cannot be asked .*TRACKER_GITHUB_API_URL"):
        collect(context, lab.targets())


def test_an_owner_who_refuses_tokens_is_asked_without_one(lab: Bench) -> None:
    lab.world.refuse_tokens("lab")
    summary = lab.look(only=("stars",))
    assert not summary.misses
    assert lab.series("star_count")[TODAY] == sum(lab.series("star_arrivals").values())
    assert [r.authorised for r in lab.server.log if "lab/net" in r.path or "history" in r.path][-2:] == [
        False,
        False,
    ]


def test_one_repositorys_trouble_stops_nobody_else(lab: Bench) -> None:
    lively(lab.world, "lab/other")
    lab.follow("lab/other")
    lab.world["lab/other"].fixed["stars"] = 10_000
    summary = lab.look()
    assert [(m.collector, m.full_name) for m in summary.misses] == [("stars", "lab/other")]
    assert lab.series("star_arrivals", 1_000)
    assert lab.series("commits", 1_001)


def test_progress_is_told_for_every_step(lab: Bench) -> None:
    from tracker.collectors.runner import RunProgress, collect

    told: list[RunProgress] = []
    lab.server.ensure_git()
    collect(lab.context(), lab.targets(), on_progress=told.append)
    assert [p.done for p in told] == list(range(1, len(ASKED) + 1))
    assert told[-1].total == len(ASKED)


def test_a_replay_of_figures_is_never_called_github(lab: Bench) -> None:
    context = lab.context()
    context.client.provenance = "replay"
    assert context.source("git") == "replay"


def test_the_day_of_a_run_is_the_days_of_the_clock(lab: Bench) -> None:
    lab.at(date(2026, 7, 4))
    lab.look(only=("counters",))
    assert list(lab.series("star_count")) == [date(2026, 7, 4)]
