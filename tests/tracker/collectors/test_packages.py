"""What the package index says of a project's package, on the wire; and what it cannot say stays unknown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.tracker.collectors.bench import BORN, TODAY, Bench, bench
from tests.tracker.packages.shelf import Package, Shelf, shelf
from tracker.config import PackageIndex
from tracker.replay.synthetic import SyntheticWorld

NAMES = ("Theano/Theano", "pytorch/pytorch", "lab/net")
THEANO = 1_000


@pytest.fixture
def stock() -> Iterator[Shelf]:
    with shelf() as running:
        running.packages |= {"torch": Package()}
        yield running


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Iterator[Bench]:
    world = SyntheticWorld()
    for name in NAMES:
        world.add(name, BORN)
    with bench(engine, tmp_path, world) as running:
        running.follow(*NAMES)
        yield running


def look(desk: Bench, url: str | None, days: int = 0) -> list[str]:
    """A look of this collector alone; the reasons of its misses."""
    desk.at(TODAY + timedelta(days=days))
    index = PackageIndex(url) if url else PackageIndex(refused="pip is set to use no index")
    summary = desk.look(only=("packages",), index=lambda: index)
    return [m.reason for m in summary.misses]


def said(desk: Bench) -> list[tuple[str, str, str, object, object]]:
    rows = desk.store.notices.of([1_000, 1_001, 1_002])
    return [(r.place, r.declares, r.sentence, r.first_seen.date(), r.withdrawn_at) for r in rows]


def complete(desk: Bench) -> set[int]:
    rows = desk.rows(
        "SELECT repository_id FROM cursor WHERE collector = 'packages' AND position LIKE '%true%'"
    )
    return {row[0] for row in rows}


@pytest.mark.parametrize("status", ["archived", "deprecated"])
def test_a_project_status_is_as_old_as_our_first_reading_and_is_linked(
    desk: Bench, stock: Shelf, status: str
) -> None:
    stock.packages["theano"] = Package(status, "use pytensor")
    assert look(desk, stock.url) == []
    assert said(desk) == [("registry", "end-of-life", f"Theano is {status}: use pytensor", TODAY, None)]
    assert desk.store.notices.of([THEANO])[0].url == f"{stock.url}theano/"
    assert complete(desk) == {1_000, 1_001}  # the third has no package in the catalog


def test_the_classifier_of_the_newest_release_is_as_old_as_that_release(desk: Bench, stock: Shelf) -> None:
    releases = {"1.9": ("2019-01-01", "5 - Stable"), "1.10": ("2022-03-04", "7 - Inactive")}
    stock.packages["theano"] = Package(releases=releases)
    look(desk, stock.url)
    (found,) = said(desk)
    assert found[2] == "Theano 1.10: Development Status :: 7 - Inactive"
    assert found[3] == datetime(2022, 3, 4, tzinfo=UTC).date()


def test_a_quarantine_and_an_old_releases_classifier_say_nothing(desk: Bench, stock: Shelf) -> None:
    releases = {"1.0": ("2019-01-01", "7 - Inactive"), "2.0": ("2022-03-04", "4 - Beta")}
    stock.packages["theano"] = Package("quarantined", releases=releases)
    assert look(desk, stock.url) == []
    assert said(desk) == []


def test_a_status_taken_back_is_withdrawn_and_it_is_asked_weekly(desk: Bench, stock: Shelf) -> None:
    stock.packages["theano"] = Package("archived")
    look(desk, stock.url)
    stock.packages["theano"] = Package()
    asked = len(stock.asked)
    look(desk, stock.url, 6)
    assert len(stock.asked) == asked
    look(desk, stock.url, 7)
    assert said(desk)[0][4] == datetime(2026, 7, 7, 12, tzinfo=UTC)


def test_a_silent_index_is_asked_once_and_withdraws_nothing(desk: Bench, stock: Shelf) -> None:
    stock.packages["theano"] = Package("archived")
    look(desk, stock.url)
    reasons = look(desk, "http://127.0.0.1:9/simple/", 8)
    assert reasons[0] == "the package index cannot be asked (ConnectionError)"
    assert len(reasons) == 2
    assert said(desk)[0][4] is None


def test_what_was_never_answered_is_not_complete(desk: Bench, stock: Shelf) -> None:
    assert look(desk, stock.url) == ["Theano: the package index has no such package"]
    assert complete(desk) == {1_001}
    assert look(desk, None, 8) == ["the package index: pip is set to use no index"] * 2


def test_beside_a_played_back_github_no_index_is_asked(desk: Bench) -> None:
    summary = desk.look()
    assert "packages" not in summary.steps
    assert not [m for m in summary.misses if m.collector == "packages"]


def test_a_password_in_the_address_of_the_index_is_not_stored(desk: Bench, stock: Shelf) -> None:
    stock.packages["theano"] = Package("archived")
    look(desk, stock.url.replace("//", "//me:secret@"))
    assert desk.store.notices.of([THEANO])[0].url == f"{stock.url}theano/"
    assert "secret" not in repr(desk.rows("SELECT * FROM notice") + desk.rows("SELECT * FROM cursor"))
