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
def lab(engine: Engine, tmp_path: Path) -> Iterator[Bench]:
    world = SyntheticWorld()
    for name in NAMES:
        world.add(name, BORN)
    with bench(engine, tmp_path, world) as running:
        running.follow(*NAMES)
        yield running


def look(lab: Bench, url: str | None, days: int = 0) -> list[str]:
    """A look of this collector alone; the reasons of its misses."""
    lab.at(TODAY + timedelta(days=days))
    index = PackageIndex(url) if url else PackageIndex(refused="pip is set to use no index")
    summary = lab.look(only=("packages",), index=lambda: index)
    return [m.reason for m in summary.misses]


def said(lab: Bench) -> list[tuple[str, str, str, object, object]]:
    rows = lab.store.notices.of([1_000, 1_001, 1_002])
    return [(r.place, r.declares, r.sentence, r.first_seen.date(), r.withdrawn_at) for r in rows]


def complete(lab: Bench) -> set[int]:
    rows = lab.rows(
        "SELECT repository_id FROM cursor WHERE collector = 'packages' AND position LIKE '%true%'"
    )
    return {row[0] for row in rows}


@pytest.mark.parametrize("status", ["archived", "deprecated"])
def test_a_project_status_is_as_old_as_our_first_reading_and_is_linked(
    lab: Bench, stock: Shelf, status: str
) -> None:
    stock.packages["theano"] = Package(status, "use pytensor")
    assert look(lab, stock.url) == []
    assert said(lab) == [("registry", "end-of-life", f"Theano is {status}: use pytensor", TODAY, None)]
    assert lab.store.notices.of([THEANO])[0].url == f"{stock.url}theano/"
    assert complete(lab) == {1_000, 1_001}  # the third has no package in the catalog


def test_the_classifier_of_the_newest_release_is_as_old_as_that_release(lab: Bench, stock: Shelf) -> None:
    releases = {"1.9": ("2019-01-01", "5 - Stable"), "1.10": ("2022-03-04", "7 - Inactive")}
    stock.packages["theano"] = Package(releases=releases)
    look(lab, stock.url)
    (found,) = said(lab)
    assert found[2] == "Theano 1.10: Development Status :: 7 - Inactive"
    assert found[3] == datetime(2022, 3, 4, tzinfo=UTC).date()


def test_a_quarantine_and_an_old_releases_classifier_say_nothing(lab: Bench, stock: Shelf) -> None:
    releases = {"1.0": ("2019-01-01", "7 - Inactive"), "2.0": ("2022-03-04", "4 - Beta")}
    stock.packages["theano"] = Package("quarantined", releases=releases)
    assert look(lab, stock.url) == []
    assert said(lab) == []


def test_a_status_taken_back_is_withdrawn_and_it_is_asked_weekly(lab: Bench, stock: Shelf) -> None:
    stock.packages["theano"] = Package("archived")
    look(lab, stock.url)
    stock.packages["theano"] = Package()
    asked = len(stock.asked)
    look(lab, stock.url, 6)
    assert len(stock.asked) == asked
    look(lab, stock.url, 7)
    assert said(lab)[0][4] == datetime(2026, 7, 7, 12, tzinfo=UTC)


def test_a_silent_index_is_asked_once_and_withdraws_nothing(lab: Bench, stock: Shelf) -> None:
    stock.packages["theano"] = Package("archived")
    look(lab, stock.url)
    reasons = look(lab, "http://127.0.0.1:9/simple/", 8)
    assert reasons[0] == "the package index cannot be asked (ConnectionError)"
    assert len(reasons) == 2
    assert said(lab)[0][4] is None


def test_what_was_never_answered_is_not_complete(lab: Bench, stock: Shelf) -> None:
    assert look(lab, stock.url) == ["Theano: the package index has no such package"]
    assert complete(lab) == {1_001}
    assert look(lab, None, 8) == ["the package index: pip is set to use no index"] * 2


def test_beside_a_played_back_github_no_index_is_asked(lab: Bench) -> None:
    summary = lab.look()
    assert "packages" not in summary.steps
    assert not [m for m in summary.misses if m.collector == "packages"]


def test_a_password_in_the_address_of_the_index_is_not_stored(lab: Bench, stock: Shelf) -> None:
    stock.packages["theano"] = Package("archived")
    look(lab, stock.url.replace("//", "//me:secret@"))
    assert lab.store.notices.of([THEANO])[0].url == f"{stock.url}theano/"
    assert "secret" not in repr(lab.rows("SELECT * FROM notice") + lab.rows("SELECT * FROM cursor"))
