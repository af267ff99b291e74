"""A small share of the fault suite, each time the tests run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.faults import (
    answers,
    bombs,
    clocks,
    clones,
    handles,
    outages,
    requests,
    sealed,
    storms,
    together,
    upgrades,
)
from tests.faults.asking import Asker
from tests.faults.wrong import Mutator

pytestmark = pytest.mark.slow


def test_mutated_answers_end_no_run_and_cost_no_row(tmp_path: Path) -> None:
    figures = answers.run(tmp_path, 80, seed=7)
    assert figures.tried >= 80
    assert figures.notes["whole bodies replaced"] != "0"
    assert not figures.bad()


def test_mutated_requests_are_answered_with_a_sentence(tmp_path: Path) -> None:
    figures = requests.run(tmp_path, 60, seed=7)
    assert figures.tried == 60
    assert not figures.bad()


def test_what_should_not_be_in_an_answer_is_seen_across_its_pieces() -> None:
    async def app(_scope: Any, receive: Any, send: Any) -> None:
        said = (await receive())["body"]
        await send({"type": "http.response.start", "status": 500, "headers": [(b"x", b"y")]})
        for place in range(0, len(said), 7):
            await send({"type": "http.response.body", "body": said[place : place + 7], "more_body": True})
        await send({"type": "http.response.body"})

    asker = Asker(app, (requests.TRACEBACK, *requests.EVIL))
    heard = asker.ask(
        "POST", "/a?b", {}, b"." * 200 + b"Traceback (most recent call last) <img src=x onerror="
    )
    assert heard.found == {requests.TRACEBACK, requests.EVIL[1]}
    assert (heard.status, heard.headers, heard.begins) == (500, {"x": "y"}, b".......")
    asker.close()


def test_storms_end_no_sync_and_cost_no_row(tmp_path: Path) -> None:
    figures = storms.run(tmp_path, 6, seed=7)
    assert figures.tried == 6
    assert not figures.bad()


@pytest.mark.component
def test_a_damaged_clone_costs_no_commit(tmp_path: Path) -> None:
    figures = clones.run(tmp_path, 8, seed=7)
    assert figures.tried == 8
    assert not figures.bad()


def test_bombs_end_no_sync_and_cost_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bombs, "SIZE", 96 << 20)  # more than is ever unpacked, and quick to make
    figures = bombs.run(tmp_path, 10, seed=7)
    assert figures.tried == 10
    assert not figures.bad()


def test_every_earlier_version_is_upgraded_whole(tmp_path: Path) -> None:
    figures = upgrades.run(tmp_path, len(upgrades.versions()))
    assert figures.tried
    assert not figures.bad()


@pytest.mark.component
def test_a_server_that_goes_and_comes_back_costs_no_row(tmp_path: Path) -> None:
    figures = outages.run(tmp_path, 2, seed=7)
    assert figures.tried == 2
    assert not figures.bad()


@pytest.mark.component
@pytest.mark.parametrize(
    ("part", "many"),
    [(clocks, 2), (sealed, 19), (together, 2), (handles, 2)],
    ids=["clocks", "sealed", "together", "handles"],
)
def test_wrong_clocks_shut_homes_neighbours_and_few_descriptors_cost_nothing(
    tmp_path: Path, part: Any, many: int
) -> None:
    figures = part.run(tmp_path, many, seed=7)
    assert figures.tried >= many
    assert not figures.bad()


def test_every_field_has_its_turn() -> None:
    mutator = Mutator(1, share=1.0)
    for _ in range(60):
        mutator.mutated("a", b'{"a": [{"b": 1, "c": {"d": null}}], "e": "x"}')
    assert set(mutator.tried) == {("a", path) for path in (
        ("a",), ("a", "*"), ("a", "*", "b"), ("a", "*", "c"), ("a", "*", "c", "d"), ("e",))}  # fmt: skip
    assert all(mutator.tried.values())
