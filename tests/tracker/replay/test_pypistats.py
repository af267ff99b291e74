"""The pypistats of the replay is strict where the real one is: names, limits, days, refusals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import httpx
import pytest

from tests.tracker.collectors.bench import TODAY, noon
from tracker.replay.pypistats import Pypistats


@pytest.fixture
def server() -> Iterator[Pypistats]:
    days = {TODAY - timedelta(days=n): n % 3 for n in range(400)}
    with Pypistats(noon(), {"theano": days, "a-b": {TODAY - timedelta(days=2): 5}}) as running:
        yield running


def get(server: Pypistats, path: str) -> httpx.Response:
    return httpx.get(f"{server.url}/api/packages/{path}", trust_env=False)


def test_only_points_and_underscores_become_hyphens(server: Pypistats) -> None:
    assert get(server, "a_b/overall").json()["package"] == "a-b"
    assert get(server, "a.b/recent").status_code == 200
    assert get(server, "Theano/overall").status_code == 404


def test_an_unknown_package_is_a_404_here_and_an_empty_list_there(server: Pypistats) -> None:
    assert [get(server, f"nothing/{what}").status_code for what in ("overall", "recent")] == [404, 404]
    assert get(server, "nothing/system").json() == {
        "data": [], "package": "nothing", "type": "system_downloads"
    }  # fmt: skip


def test_a_wrong_period_is_a_404_and_a_wrong_mirrors_is_ignored(server: Pypistats) -> None:
    assert get(server, "theano/recent?period=year").status_code == 404
    assert set(get(server, "theano/recent?period=week").json()["data"]) == {"last_week"}
    categories = {row["category"] for row in get(server, "theano/overall?mirrors=maybe").json()["data"]}
    assert categories == {"with_mirrors", "without_mirrors"}


def test_rows_are_sorted_and_a_day_without_downloads_has_none(server: Pypistats) -> None:
    rows = [(r["category"], r["date"], r["downloads"]) for r in get(server, "theano/overall").json()["data"]]
    assert rows == sorted(rows)
    assert all(many for _, _, many in rows)
    assert min(day for _, day, _ in rows) >= str(TODAY - timedelta(days=180))


def test_yesterday_is_there_from_one_oclock_on(server: Pypistats) -> None:
    def last() -> date:
        return date.fromisoformat(get(server, "theano/overall?mirrors=false").json()["data"][-1]["date"])

    assert last() == TODAY - timedelta(days=1)
    server.clock = server.clock.replace(hour=0)
    assert last() == TODAY - timedelta(days=2)


@pytest.mark.slow
def test_the_sixth_request_of_a_second_and_the_thirty_first_of_a_minute_are_refused() -> None:
    now = [0.0]
    with Pypistats(noon(), {"a": {}}, seconds=lambda: now[0]) as server:
        assert [get(server, "a/overall").status_code for _ in range(6)] == [200] * 5 + [429]
        for second in range(2, 7):
            now[0] = float(second)
            assert [get(server, "a/overall").status_code for _ in range(5)] == [200] * 5
        now[0] = 10.0
        assert get(server, "a/overall").status_code == 429
        now[0] = 62.0
        assert get(server, "a/overall").status_code == 200
