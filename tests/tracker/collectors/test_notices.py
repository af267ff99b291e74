"""What the README says of the project's future, and since which of its commits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.tracker.collectors.bench import TODAY, Bench
from tests.tracker.collectors.test_ledgers import day_of

OVER = "# Net\nThis project is no longer maintained.\n"
PLAIN = "# Net\nA neural network library.\n"


def said(lab: Bench) -> list[tuple[str, str, object, object]]:
    rows = lab.store.notices.of([1_000])
    return [(r.place, r.declares, r.first_seen, r.withdrawn_at) for r in rows if r.place == "readme"]


def queries(lab: Bench, since: int = 0) -> list[str]:
    """The names of the GraphQL queries asked."""
    return [r.operation for r in lab.server.log[since:] if r.operation]


def test_the_notice_is_dated_and_linked_by_the_first_revision_that_said_so(lab: Bench) -> None:
    net = lab.world["lab/net"]
    net.write_readme(day_of(100), "# Net\nMore words.\n")
    net.write_readme(day_of(200), OVER)
    net.write_readme(day_of(250), OVER + "Use other/net.\n")
    lab.look()
    assert said(lab) == [("readme", "end-of-life", day_of(200), None)]
    found = lab.store.notices.of([1_000])[0]
    assert found.sentence == "This project is no longer maintained."
    commit, path = found.url.removeprefix("https://github.com/lab/net/blob/").split("/")
    assert (len(commit), path) == (40, "README.md")
    assert queries(lab).count("ReadmeHistory") == 1


def test_every_notice_there_ever_was_is_found_with_the_day_it_was_taken_back(lab: Bench) -> None:
    net = lab.world["lab/net"]
    net.write_readme(day_of(50), OVER)
    net.write_readme(day_of(120), PLAIN)
    net.write_readme(day_of(200), "# Net\nThis project is in maintenance mode.\n")
    net.write_readme(day_of(300), OVER)
    lab.look()
    assert said(lab) == [
        ("readme", "end-of-life", day_of(50), day_of(120)),
        ("readme", "maintenance-only", day_of(200), day_of(300)),
        ("readme", "end-of-life", day_of(300), None),
    ]


def test_later_only_what_is_new_of_the_history_is_read_and_dates_the_change(lab: Bench) -> None:
    net = lab.world["lab/net"]
    for n in range(40):
        net.write_readme(day_of(100 + n), f"{OVER}Word {n}.\n")
    lab.look()
    assert queries(lab).count("ReadmeHistory") == 2  # 41 revisions, 25 to a page
    net.write_readme(day_of(394), PLAIN)
    net.commit(day_of(394), subject="Welcome back")
    lab.at(TODAY + timedelta(days=1))
    asked = len(lab.server.log)
    lab.look()
    assert said(lab) == [("readme", "end-of-life", day_of(100), day_of(394))]
    assert queries(lab, asked).count("ReadmeHistory") == 1
    assert queries(lab, asked).count("Folder") == 0


def test_a_readme_that_did_not_change_is_seen_in_a_glance(lab: Bench) -> None:
    lab.world["lab/net"].write_readme(day_of(200), OVER)
    lab.look()
    lab.world["lab/net"].commit(day_of(394), subject="Something else")
    lab.at(TODAY + timedelta(days=1))
    asked = len(lab.server.log)
    lab.look()
    assert "ReadmeHistory" not in queries(lab, asked)
    assert [r.status for r in lab.server.log[asked:] if r.path.endswith("/readme")] == []
    lab.at(TODAY + timedelta(days=8))
    lab.look()  # once a week all the same, with its validator: free
    assert [r.status for r in lab.server.log[asked:] if r.path.endswith("/readme")] == [304]
    assert said(lab) == [("readme", "end-of-life", day_of(200), None)]


def test_the_walk_follows_a_readme_that_was_called_otherwise_before(lab: Bench) -> None:
    net = lab.world["lab/net"]
    net._readmes.clear()
    net.write_readme(day_of(1), "Net\n===\n", path="README.rst")
    net.write_readme(day_of(60), f"Net\n===\n{OVER.splitlines()[1]}\n", path="README.rst")
    net.write_readme(day_of(90), OVER, path="README.md")
    net.write_readme(day_of(150), PLAIN)
    lab.look()
    assert said(lab) == [("readme", "end-of-life", day_of(60), day_of(150))]


def test_a_removed_readme_takes_its_notice_back_on_the_day_it_went(lab: Bench) -> None:
    net = lab.world["lab/net"]
    net.write_readme(day_of(200), OVER)
    lab.look()
    net.write_readme(day_of(394), None)
    net.commit(day_of(394), subject="Remove the README")
    lab.at(TODAY + timedelta(days=2))
    lab.look()
    assert said(lab) == [("readme", "end-of-life", day_of(200), day_of(394))]


def test_a_walk_broken_off_goes_on_where_it_stopped(lab: Bench) -> None:
    net = lab.world["lab/net"]
    net.write_readme(day_of(10), OVER)
    for n in range(60):
        net.write_readme(day_of(100 + n), f"{OVER}Word {n}.\n")
    pages = 0

    def breathe() -> None:
        nonlocal pages
        pages += 1
        if pages == 3:  # the counters', then one before each page
            raise KeyboardInterrupt

    lab.look(only=("releases",))  # the repository is known
    with pytest.raises(KeyboardInterrupt):
        lab.look(only=("notices",), breathe=breathe)
    assert said(lab) == []
    asked = len(lab.server.log)
    lab.look(only=("notices",))
    assert queries(lab, asked).count("ReadmeHistory") == 2  # of the three pages
    assert said(lab) == [("readme", "end-of-life", day_of(10), None)]


def test_a_history_rewritten_is_walked_anew(lab: Bench) -> None:
    net = lab.world["lab/net"]
    net.write_readme(day_of(200), OVER)
    lab.look()
    net._readmes.clear()
    net.write_readme(day_of(30), PLAIN)
    net.write_readme(day_of(220), OVER + "Really.\n")
    net.commit(day_of(394), subject="Rewritten")
    lab.at(TODAY + timedelta(days=1))
    lab.look()
    assert said(lab) == [("readme", "end-of-life", day_of(220), None)]


def test_without_a_token_the_standing_notice_is_dated_by_a_search_by_halves(lab: Bench) -> None:
    net = lab.world["lab/net"]
    for n in range(20):
        net.write_readme(day_of(100 + n), f"{PLAIN}Word {n}.\n")
    net.write_readme(day_of(200), OVER)
    net.write_readme(day_of(250), OVER + "Use other/net.\n")
    lab.token = None
    lab.look(only=("notices",))
    assert said(lab) == [("readme", "end-of-life", day_of(200), None)]
    assert sum("/readme" in r.path for r in lab.server.log) <= 1 + 5


def test_a_token_that_comes_later_finds_what_the_search_could_not(lab: Bench) -> None:
    net = lab.world["lab/net"]
    net.write_readme(day_of(50), OVER)
    net.write_readme(day_of(120), PLAIN)
    net.write_readme(day_of(200), OVER)
    token, lab.token = lab.token, None
    lab.look(only=("notices",))
    assert said(lab)[-1][3] is None
    lab.token = token
    lab.at(TODAY + timedelta(days=8))
    lab.look()
    assert said(lab) == [
        ("readme", "end-of-life", day_of(50), day_of(120)),
        ("readme", "end-of-life", day_of(200), None),
    ]


def test_a_history_github_cannot_answer_is_said_and_the_notice_kept(lab: Bench) -> None:
    lab.world["lab/net"].write_readme(day_of(200), OVER)
    lab.look(only=("releases",))
    breaths = iter((None, lambda: lab.server.fail_next("504", 99, path="/graphql")))
    summary = lab.look(only=("notices",), breathe=lambda: (next(breaths, None) or str)())
    assert [m.reason for m in summary.misses if m.collector == "notices"] == [
        "the README's history: it is too much for GitHub to answer; "
        "a notice is dated by a search of its newest 100 revisions"
    ]
    assert said(lab) == [("readme", "end-of-life", day_of(200), None)]
