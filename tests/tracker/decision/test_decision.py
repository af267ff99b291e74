"""Side by side: what is marked, what is not, and a sentence that says no more than the rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.dashboards import sample
from tracker.decision import Cell, Criterion, SideBySide, decide
from tracker.decision.documents import COLUMNS, as_json, lines
from tracker.decision.table import unknown
from tracker.health import Rules
from tracker.records import Gap, Quality
from tracker.store.session import connect, sqlite_url, upgrade

DAY = date(2026, 6, 30)
NAMES = ("pytorch/pytorch", "Theano/Theano", "microsoft/CNTK", "nobody/nothing")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    found = connect(sqlite_url(Path(tmp_path_factory.mktemp("decision")) / "sample.db"))
    upgrade(found)
    sample.fill(found, sample.LIVES[:5])
    yield found
    found.dispose()


def decided(engine: Engine, *names: str, as_of: date = DAY) -> SideBySide:
    history = sample.history(engine)
    return decide(history, [history.find(name) for name in names], as_of, Rules())


def cell(rank: float | None, day: date | None = DAY, least: bool = False) -> Cell:
    value = None if rank is None else rank
    return Cell(value, str(value), day, "github", Quality.EXACT, "why" if rank is None else None, rank, least)


def row(*cells: Cell, better: str = "more") -> Criterion:
    return Criterion("stars", "Stars", better, cells)


def test_the_largest_rank_is_the_better_one_and_equals_are_not() -> None:
    assert row(cell(1), cell(3), cell(2)).best == {1}
    assert row(cell(3), cell(3), cell(2)).best == {0, 1}
    assert row(cell(3), cell(3)).best == frozenset()
    assert row(cell(1), cell(3), better="").best == frozenset()


def test_nobody_is_better_than_what_is_not_known() -> None:
    assert row(cell(1), unknown("never read")).best == frozenset()
    assert row(cell(1), unknown("never read"), cell(0)).best == {0}


def test_what_may_be_more_than_is_known_loses_to_nobody() -> None:
    assert row(cell(5), cell(3, least=True)).best == frozenset()
    assert row(cell(5, least=True), cell(3)).best == {0}


def test_readings_of_other_times_are_not_held_against_each_other() -> None:
    old = row(cell(5), cell(3, DAY - timedelta(days=200)))
    assert old.best == frozenset()
    assert "120 days apart" in old.note
    assert row(cell(5), cell(3, DAY - timedelta(days=20))).note == ""


@given(st.lists(st.none() | st.floats(-1e9, 1e9), max_size=6))
def test_the_marked_are_known_and_none_is_larger(ranks: list[float | None]) -> None:
    found = row(*[unknown("x") if rank is None else cell(rank) for rank in ranks])
    known = [rank for rank in ranks if rank is not None]
    assert all(ranks[place] == max(known) for place in found.best)
    assert len(found.best) < len(known) or not found.best


@pytest.mark.slow
def test_every_cell_is_known_with_its_label_or_says_why_not(engine: Engine) -> None:
    found = decided(engine, *NAMES)
    assert found.repositories == NAMES
    for line in found.rows:
        for one in line.cells:
            if one.value is None:
                assert (one.text, one.quality) == ("–", Quality.UNKNOWN)
                assert one.reason, line.key
            else:
                assert one.source, line.key
                assert one.quality is not Quality.UNKNOWN
                assert one.day is not None or line.key == "backing"
                assert one.day is None or one.day <= DAY
    assert found.row("stars").cells[3].reason == "GitHub knows no repository of this name"
    assert {c.reason for c in (line.cells[3] for line in found.rows)} != {None}


def test_the_sentence_names_the_over_and_counts_what_is_marked(engine: Engine) -> None:
    found = decided(engine, "pytorch/pytorch", "tensorflow/tensorflow", "Theano/Theano", "microsoft/CNTK")
    assert found.sentence.startswith(
        "Theano (end of life since 2017) and CNTK (archived since 2023) are no longer"
    )
    led = [line for line in found.rows if len(line.best) == 1]
    ours = sum(line.best == {0} for line in led)
    assert f"of the {len(led)} rows that one of these leads" in found.sentence
    assert f"pytorch (active) leads {ours}" in found.sentence or f"pytorch (active) {ours}" in found.sentence


def test_of_what_nobody_read_the_sentence_claims_nothing(engine: Engine) -> None:
    assert decided(engine, "nobody/nothing").sentence == "Too little is known of nothing to say."
    before = decided(engine, "pytorch/pytorch", "Theano/Theano", as_of=date(2009, 1, 1))
    assert "Too little is known" in before.sentence
    assert "active" not in before.sentence
    assert decided(engine).sentence == "Nothing is known of these repositories."


def test_a_past_day_knows_nothing_of_what_came_later(engine: Engine) -> None:
    then = date(2017, 6, 30)
    found = decided(engine, "tensorflow/tensorflow", "Theano/Theano", as_of=then)
    assert all(c.day is None or c.day <= then for line in found.rows for c in line.cells)
    assert found.row("verdict").cells[1].value != "end-of-life"
    assert str(found.row("release").cells[0].value) <= then.isoformat()
    assert "before 30 Jun 2017" in str(found.row("licence").cells[0].reason)


def test_json_and_lines_say_what_the_rows_say(engine: Engine) -> None:
    found = decided(engine, *NAMES)
    document, long = as_json(found), lines(found)
    assert len(long) == len(found.rows) * len(NAMES)
    assert all(len(line) == len(COLUMNS) for line in long)
    better = [(r["row"], c["repository"]) for r in document["rows"] for c in r["cells"] if c["better"]]
    assert better == [(line[0], line[2]) for line in long if line[5] == "yes"]
    assert ("verdict", "pytorch/pytorch") in better


def test_of_releases_that_were_not_all_read_neither_the_last_nor_none_is_told(engine: Engine) -> None:
    history = sample.history(engine)
    number = history.find("tensorflow/tensorflow").github_id
    assert number is not None
    with history.store.transaction():
        gap = Gap("releases", date(2015, 1, 1), DAY, "not counted in the figures this comes from.")
        history.store.gaps.save(number, gap)
    found = decided(engine, "tensorflow/tensorflow", "pytorch/pytorch")
    for row in ("release", "rhythm"):
        told = found.row(row).cells[0]
        assert (told.value, told.quality) == (None, Quality.UNKNOWN)
        assert "not counted in the figures" in str(told.reason)
        assert found.row(row).best == frozenset()


@pytest.mark.slow
def test_a_successor_is_not_told_of_a_day_before_it_was_named(engine: Engine) -> None:
    then = decided(engine, "Theano/Theano", as_of=date(2018, 4, 1)).row("successor").cells[0]
    now = decided(engine, "Theano/Theano").row("successor").cells[0]
    assert now.value
    assert then.value is None
    assert then.reason is not None
    assert then.reason.startswith("none is known to have been named by 1 Apr 2018; today: ")
