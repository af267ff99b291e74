"""Commits, issues, releases and notices as they change between looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.tracker.collectors.bench import BORN, TODAY, Bench
from tracker.collectors.issues import SWITCHED_OFF
from tracker.replay.commit_log import CommitRow


def day_of(offset: int) -> datetime:
    return datetime(BORN.year, BORN.month, BORN.day, 9, tzinfo=UTC) + timedelta(days=offset)


def test_only_new_commits_change_their_days(lab: Bench) -> None:
    lab.look()
    before = lab.series("commits")
    lab.world["lab/net"].commit(TODAY, "Dev 9", "dev9@example.invalid", subject="More")
    lab.look()
    after = lab.series("commits")
    assert {d: v for d, v in after.items() if before[d] != v} == {TODAY: 1}


def test_merges_and_robots_are_counted_and_told_apart(lab: Bench) -> None:
    net = lab.world["lab/net"]
    net.commit(TODAY, "dependabot[bot]", "dependabot[bot]@users.noreply.github.com", "Bump x from 1 to 2")
    net.commit(TODAY, "Ada", "ada@example.invalid", "Merge pull request #1", merge=True)
    net.commit(TODAY, "Ada", "ada@example.invalid", "Fix the loss")
    lab.look()
    found = [lab.series(m)[TODAY] for m in ("commits", "commits_human", "commits_substantive")]
    assert found == [3, 1, 1]


def test_a_force_push_counts_the_branch_anew(lab: Bench) -> None:
    lab.look()
    net = lab.world["lab/net"]
    when = int(day_of(300).timestamp())
    net.force_push(10, CommitRow(when, "Ada", "ada@example.invalid", "Rewritten", False))
    lab.look()
    commits = lab.series("commits")
    assert sum(commits.values()) == 31
    assert commits[day_of(300).date()] == 1
    assert commits[day_of(7 * 39).date()] == 0  # its commit was thrown away
    authors = {r[0] for r in lab.rows("SELECT DISTINCT day FROM author_day")}
    assert len(authors) == 31


def test_an_empty_repository_has_unknown_commits_and_not_zero(lab: Bench) -> None:
    lab.world.add("lab/empty", BORN)
    lab.follow("lab/empty")
    summary = lab.look()
    assert [m.reason for m in summary.misses if m.collector == "commits"] == ["the repository is empty"]
    assert lab.series("commits", 1_001) == {}


def test_only_issues_changed_since_the_last_look_are_asked_for(lab: Bench) -> None:
    lab.look()
    net = lab.world["lab/net"]
    net.close(1, TODAY)
    asked = len(lab.server.log)
    lab.look()
    assert lab.asked(asked) == ["POST /graphql"] * 2  # the counters and a glance
    assert lab.rows("SELECT closed_at FROM issue WHERE number = 1")[0][0] is not None


def test_issues_that_are_switched_off_are_a_reason_and_not_a_zero(lab: Bench) -> None:
    lab.world["lab/net"].attributes.has_issues = False
    lab.token = None
    summary = lab.look(only=("issues",))
    assert [m.reason for m in summary.misses] == [SWITCHED_OFF]


def test_a_walk_beyond_the_depth_github_allows_goes_on_from_the_last_row(lab: Bench) -> None:
    net = lab.world["lab/net"]
    for n in range(250):
        net.open_issue(day_of(300) + timedelta(minutes=n))
    lab.server.fail_next("schema", times=0)
    lab.look()
    assert len(lab.rows("SELECT * FROM issue")) == 291


def test_nothing_that_was_written_by_people_is_stored(lab: Bench) -> None:
    lab.world["lab/net"].open_issue(TODAY, "A title by Grace Hopper", body="Words by Grace Hopper")
    lab.world["lab/net"].commit(TODAY, "Grace Hopper", "grace@example.invalid", "Debug")
    lab.look()
    tables = [r[0] for r in lab.rows("SELECT name FROM metric")]  # the database is readable
    assert tables
    for table in ("issue", "author_day", "repository", "attribute", "cursor", "notice", "release"):
        text = repr(lab.rows(f"SELECT * FROM {table}"))
        assert "race" not in text.replace("trace", "")
        assert "dev1@" not in text
