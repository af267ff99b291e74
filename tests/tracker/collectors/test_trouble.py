"""Trouble of one kind, or of one repository, stays where it is; and what was not read is not claimed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from tests.tracker.collectors.bench import BORN, TODAY, Bench, bench, lively
from tracker.collectors.runner import collect
from tracker.github.protocol import Offline
from tracker.replay.synthetic import SyntheticWorld


def covered(lab: Bench, collector: str) -> date | None:
    """Up to which day a ledger is said to be complete."""
    for row in lab.store.progress.cursors([1_000]):
        if row.collector == collector and json.loads(row.position).get("complete"):
            return row.updated_at.date()
    return None


class Enough(Exception):
    """Ends a run in the middle, as a stop would."""


def cut_off(lab: Bench, only: str, after: int) -> None:
    """A run that is ended after so many breaths: one for each repository's counters, one before each page."""
    breaths = iter(range(after))

    def breathe() -> None:
        if next(breaths, None) is None:
            raise Enough

    context = lab.context(breathe=breathe)
    with pytest.raises(Enough):
        collect(context, lab.targets(), only=(only,))
    context.client.close()


@pytest.mark.parametrize("path", ["/issues", "/releases", "history", "/readme"])
def test_a_changed_schema_in_one_place_is_that_places_trouble_alone(lab: Bench, path: str) -> None:
    lab.server.fail_next("schema", times=20, path=path)
    summary = lab.look()
    assert len(summary.misses) <= 1  # a README under another schema is one without words
    assert lab.series("commits")
    assert lab.series("star_count")
    lab.server.faults._planned.clear()
    assert not lab.look(full=True).misses


def test_a_changed_schema_of_graphql_is_made_up_for_by_rest(lab: Bench) -> None:
    lab.server.fail_next("schema", times=50, path="/graphql")
    summary = lab.look(only=("stars", "issues"))
    assert [m.collector for m in summary.misses] == []
    assert lab.series("star_count")[TODAY] == sum(lab.series("star_arrivals").values())


def test_one_repository_that_cannot_be_read_does_not_end_a_run_without_a_token(lab: Bench) -> None:
    lively(lab.world, "lab/other", weeks=3)
    lab.token = None
    lab.follow("lab/other")
    lab.server.fail_next("500", times=50, path="/repos/lab/net")
    summary = lab.look(only=("stars",))
    assert [(m.full_name, "status 500" in m.reason) for m in summary.misses] == [("lab/net", True)]
    assert lab.series("star_arrivals", 1_001)


def test_a_network_that_goes_away_ends_the_run_soon_instead_of_after_every_repository(
    engine: Engine, tmp_path: Path
) -> None:
    world = SyntheticWorld.many(40, TODAY, days=60)
    with bench(engine, tmp_path, world) as lab:
        lab.follow(*(r.full_name for r in world.repositories()))
        context = lab.context()
        real, asked = context.client._http, []

        def handle(request: httpx.Request) -> httpx.Response:
            asked.append(request.url.path)
            if len(asked) > 10:
                raise httpx.ConnectError("no route to host")
            answer = real.request(
                request.method, str(request.url), content=request.content, headers=request.headers
            )
            return httpx.Response(
                answer.status_code,
                headers={"content-type": answer.headers["content-type"]},
                content=answer.content,
            )

        context.client._http = httpx.Client(transport=httpx.MockTransport(handle))
        with pytest.raises(Offline, match="no route to host"):
            collect(context, lab.targets(), only=("stars",))
        context.client.close()
        real.close()
        assert len(asked) < 80
        assert not lab.look(only=("stars",)).misses


def test_a_walk_of_yesterday_is_not_taken_for_todays(lab: Bench) -> None:
    """A walk that was cut off is gone on with on the same day only: later its newest weeks have changed."""
    cut_off(lab, "stars", after=2)  # the counters, and one page of two
    assert lab.series("star_arrivals") == {}
    lab.at(TODAY + timedelta(days=1))
    lab.world["lab/net"].star(TODAY, 500)
    assert not lab.look(only=("stars",)).misses
    assert lab.series("star_arrivals")[TODAY] == 500


def test_a_broken_history_is_not_asked_for_again_on_the_same_day_unless_the_count_moves(lab: Bench) -> None:
    lab.world["lab/net"].fixed["stars"] = 5_000
    first = lab.look(only=("stars",))
    asked = len(lab.server.log)
    again = lab.look(only=("stars",))
    assert again.misses == first.misses
    assert lab.asked(asked) == ["POST /graphql"]
    lab.at(TODAY + timedelta(days=1))
    lab.look(only=("stars",))
    assert any("history" in line for line in lab.asked(asked))


def test_a_ledger_read_in_part_is_not_said_to_reach_until_today(lab: Bench) -> None:
    lab.look()
    assert covered(lab, "issues") == TODAY
    later = TODAY + timedelta(days=5)
    lab.at(later)
    for _ in range(150):
        lab.world["lab/net"].open_issue(later)
    cut_off(lab, "issues", after=2)  # the counters, and one page of two
    assert len(lab.rows("SELECT * FROM issue")) > 41
    assert covered(lab, "issues") == TODAY
    lab.look(only=("issues",))
    assert covered(lab, "issues") == later


def test_releases_that_were_not_asked_for_are_not_said_to_be_none(lab: Bench) -> None:
    lab.token = None
    lab.look()
    assert covered(lab, "releases") == TODAY
    lab.at(TODAY + timedelta(days=2))
    lab.look()
    assert covered(lab, "releases") == TODAY  # without a token nothing says whether there are new ones
    lab.at(TODAY + timedelta(days=8))
    lab.look()
    assert covered(lab, "releases") == TODAY + timedelta(days=8)


def test_a_repository_that_is_missing_was_last_seen_when_it_was_seen(lab: Bench) -> None:
    lab.look()
    lab.world.delete("lab/net")
    lab.at(TODAY + timedelta(days=1))
    lab.look()
    assert covered(lab, "counters") == TODAY


def test_a_full_look_asks_for_every_issue_again(lab: Bench) -> None:
    lab.look()
    asked = len(lab.server.log)
    lab.look(only=("issues",), full=True)
    issues = [r for r in lab.server.log[asked:] if r.path.split("?")[0].endswith("/issues")]
    assert "since=1970" in issues[0].path


def test_a_listing_that_never_moves_on_ends(lab: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand rows of one second, beyond which GitHub does not page: a reason, not an endless walk."""
    same = BORN + timedelta(days=3)
    for _ in range(130):
        lab.world["lab/net"].open_issue(same)
    context = lab.context()
    real, asked = context.client.get, []

    def get(path: str, *rest: object, **more: object) -> object:
        answer = real(path, *rest, **more)  # type: ignore[arg-type]
        if "/issues" not in path:
            return answer
        asked.append(path)
        if path.startswith("http"):
            return replace(
                answer, outcome=type(answer.outcome).REFUSED, status=422, body={"message": "too deep"}
            )
        return answer

    monkeypatch.setattr(context.client, "get", get)
    summary = collect(context, lab.targets(), only=("issues",))
    context.client.close()
    assert len(asked) < 12
    assert [m.reason for m in summary.misses] == ["issues: refused (422, too deep)"]
