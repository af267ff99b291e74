"""Who carries on is told with whose word it is, and a chain is followed to an end that lives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.tracker.dossiers import daily, dossier, noon, spread
from tracker.health import explain_text, judge
from tracker.health.many import join
from tracker.health.verdict import Verdict
from tracker.records import Notice, Succession

DAY = date(2024, 6, 1)
ALIVE = daily("2022-01-01", "2024-06-01", 1.0)
SAYS = "Foo is no longer maintained. Use Bar (github.com/new/bar) instead."


def over(name: str, sentence: str, **facts: object) -> Verdict:
    notice = Notice(
        "end-of-life", "readme", sentence, f"https://github.com/{name}/blob/1/README.md", noon("2023-05-04")
    )
    return judge(dossier(name, commits=spread({2020: 90}, "2024-06-01"), notices=(notice,), **facts), DAY)


def test_what_the_project_names_comes_first_with_its_source_and_day() -> None:
    first, second = over("old/foo", SAYS, successors=("other/baz",)).successors
    assert (first.repository, first.named_by, first.since) == ("new/bar", "project", date(2023, 5, 4))
    assert first.source == "https://github.com/old/foo/blob/1/README.md"
    assert (second.repository, second.named_by) == ("other/baz", "catalog")


def test_who_carries_on_is_told_from_whom_the_project_names() -> None:
    fork = Succession("else/foo", "others", "https://github.com/else/foo", date(2023, 7, 1))
    named = over(
        "old/foo", "Foo is no longer maintained.", successors=("else/foo", "c/d"), successions=(fork,)
    )
    first, second = named.successors
    assert (first.named_by, first.source, first.since) == ("others", fork.source, fork.since)
    assert second.named_by == "catalog"
    told = explain_text(named)
    assert "else/foo (not followed here); carried on by others since 1 Jul 2023" in " ".join(told.split())


def test_that_none_is_named_says_where_that_was_read() -> None:
    nobody = over("old/foo", "Foo is no longer maintained.", no_successor="https://github.com/old/foo")
    said = next(f for f in nobody.evidence if f.signal == "successors")
    assert said.url == "https://github.com/old/foo"
    assert "neither by the project" in said.sentence


def test_what_was_not_said_yet_names_nobody() -> None:
    told = dossier(
        "old/foo", commits=ALIVE, notices=(Notice("moved", "readme", SAYS, None, noon("2023-05-04")),)
    )
    assert judge(told, date(2023, 5, 3)).successors == ()


def test_a_repository_is_not_its_own_successor() -> None:
    assert over("old/foo", "Foo has ended, see github.com/Old/Foo for its last release.").successors == ()


def test_a_chain_is_followed_to_an_end_that_lives() -> None:
    verdicts = {
        "a/theano": over("a/theano", "Deprecated, use github.com/b/aesara now."),
        "b/aesara": over("b/aesara", "Moved on to github.com/c/pytensor now."),
        "c/pytensor": judge(dossier("c/pytensor", commits=ALIVE), DAY),
    }
    found = join(verdicts, {}, DAY)["a/theano"].successors
    assert [(s.repository, s.headline, s.named_by) for s in found] == [
        ("b/aesara", "end-of-life", "project"),
        ("c/pytensor", "active", "chain"),
    ]


def test_two_that_name_each_other_are_no_endless_chain() -> None:
    verdicts = {
        "a/foo": over("a/foo", "Deprecated, use github.com/b/bar now."),
        "b/bar": over("b/bar", "Deprecated, use github.com/a/foo now."),
    }
    assert [s.repository for s in join(verdicts, {}, DAY)["a/foo"].successors] == ["b/bar"]


def test_a_part_of_the_list_keeps_what_the_whole_says() -> None:
    whole = over("old/foo", SAYS)
    assert whole.as_json()["successors"] == [
        {
            "repository": "new/bar",
            "headline": None,
            "named_by": "project",
            "source": "https://github.com/old/foo/blob/1/README.md",
            "since": "2023-05-04",
        }
    ]
    assert replace(whole, successors=()).as_json()["successors"] == []
