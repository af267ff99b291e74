"""Identity: history follows the number, names are history, and nothing is lost when GitHub says 404."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from tests.tracker.collectors.bench import TODAY, Bench, bench, lively
from tracker.replay.synthetic import SyntheticWorld


def presence(lab: Bench) -> tuple[str, str | None]:
    return lab.rows("SELECT presence, presence_reason FROM repository WHERE github_id = 1000")[0]  # type: ignore[return-value]


def test_a_renamed_repository_keeps_its_history_under_both_names(lab: Bench) -> None:
    lab.look()
    stars = lab.series("star_arrivals")
    lab.world.rename("lab/net", "lab/network")
    lab.look()
    assert lab.series("star_arrivals") == stars
    assert {r[0] for r in lab.rows("SELECT full_name FROM repository_name")} == {"lab/net", "lab/network"}
    found = lab.store.repositories.find("lab/net")
    assert found is not None
    assert found["name"] == "network"


def test_a_rename_without_a_token_is_noticed_by_the_redirect(lab: Bench) -> None:
    lab.look()
    lab.world.rename("lab/net", "group/net")
    lab.token = None
    lab.look()
    assert lab.rows("SELECT owner, name FROM repository") == [("group", "net")]


def test_another_repository_that_takes_the_old_name_is_not_mixed_in(lab: Bench) -> None:
    lab.look()
    before = lab.series("star_arrivals")
    lab.world.rename("lab/net", "lab/net-old")
    lab.world.add("lab/net", TODAY - timedelta(days=10)).star(TODAY, 3)
    lab.look()
    assert lab.series("star_arrivals") == before
    assert lab.rows("SELECT github_id, name FROM repository") == [(1_000, "net-old")]


def test_one_404_is_missing_and_three_days_of_it_are_gone_with_every_row_kept(lab: Bench) -> None:
    lab.look()
    rows = len(lab.rows("SELECT * FROM observation"))
    lab.world.delete("lab/net")
    for n in range(3):
        lab.at(TODAY + timedelta(days=n))
        lab.look()
        lab.look()  # twice a day counts once
        assert presence(lab)[0] == ("missing" if n < 2 else "gone")
    assert "deleted, made private" in str(presence(lab)[1])
    assert len(lab.rows("SELECT * FROM observation")) == rows


def test_a_repository_that_comes_back_is_active_again(lab: Bench) -> None:
    lab.look()
    lab.world.delete("lab/net")
    lab.look()
    lab.world.restore("lab/net", 1_000)
    assert not lab.look().misses
    assert presence(lab) == ("active", None)


def test_a_blocked_repository_says_why(lab: Bench) -> None:
    lab.look()
    lab.world.block("lab/net", "dmca")
    lab.look()
    assert presence(lab) == ("blocked", "blocked by GitHub (dmca)")


def test_a_name_that_github_does_not_know_is_a_problem_of_the_watch_list(lab: Bench) -> None:
    lab.follow("nobody/nothing")
    summary = lab.look(only=("counters",))
    assert [m.full_name for m in summary.misses] == ["nobody/nothing"]
    problems = lab.rows("SELECT problem FROM watch WHERE full_name = 'nobody/nothing'")
    assert "no such repository" in str(problems[0][0])


def test_when_many_fail_at_once_it_is_an_incident_and_nothing_is_written_about_them(
    engine: Engine, tmp_path: Path
) -> None:
    world = SyntheticWorld()
    names = [f"lab/net-{n}" for n in range(10)]
    for name in names:
        lively(world, name, weeks=2)
    with bench(engine, tmp_path, world) as lab:
        lab.follow(*names)
        lab.look(only=("counters",))
        for name in names[:6]:
            world.delete(name)
        summary = lab.look(only=("counters",))
        assert len(summary.misses) == 6
        assert "incident" in summary.misses[0].reason
        assert {r[0] for r in lab.rows("SELECT presence FROM repository")} == {"active"}


def test_an_archived_repository_is_known_with_its_date(lab: Bench) -> None:
    lab.look()
    lab.world["lab/net"].archive(TODAY - timedelta(days=1))
    lab.look()
    assert lab.rows("SELECT archived FROM repository")[0][0]
    values = lab.rows("SELECT value FROM attribute WHERE name = 'archived' ORDER BY seen_at, value")
    assert [v[0] for v in values] == ["true"] or [v[0] for v in values] == ["false", "true"]
