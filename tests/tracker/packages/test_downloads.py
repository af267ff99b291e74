"""The client of pypistats: within its limits, believing only what an answer can say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.tracker.collectors.bench import noon
from tracker.packages.downloads import Statistics, StatisticsSilent, UnknownPackage, by_day
from tracker.replay.pypistats import Pypistats

DAY = date(2026, 6, 1)


def row(day: str, many: Any, category: str = "without_mirrors") -> dict[str, Any]:
    return {"category": category, "date": day, "downloads": many}


def document(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"data": list(rows), "package": "a", "type": "overall_downloads"}


def test_forty_packages_are_asked_about_without_one_refusal() -> None:
    slept = [0.0]

    def sleep(seconds: float) -> None:
        slept[0] += seconds

    packages = {f"p{n}": {DAY: n + 1} for n in range(40)}
    with Pypistats(noon(), packages, seconds=lambda: slept[0]) as server:
        statistics = Statistics(server.url, sleep, now=lambda: slept[0])
        assert [statistics.daily(name) for name in packages] == [{DAY: n + 1} for n in range(40)]
        statistics.close()
        assert {status for _, status in server.log} == {200}
    assert 60 < slept[0] < 130


def test_names_are_written_as_pypistats_knows_them() -> None:
    with Pypistats(noon(), {"theano": {DAY: 3}, "zope-interface": {DAY: 4}}) as server:
        statistics = Statistics(server.url, sleep=lambda _s: None)
        assert statistics.daily("Theano") == {DAY: 3}
        assert statistics.daily("zope.interface") == {DAY: 4}
        with pytest.raises(UnknownPackage, match="no package nothing"):
            statistics.daily("nothing")
        statistics.close()


def test_nobody_there_is_silence() -> None:
    statistics = Statistics("http://127.0.0.1:9", sleep=lambda _s: None)
    with pytest.raises(StatisticsSilent, match="cannot be asked"):
        statistics.daily("a")
    statistics.close()


def test_a_day_between_without_a_row_had_none_and_a_day_outside_is_unknown() -> None:
    found = by_day(document(row("2026-06-01", 5), row("2026-06-03", 2**33)), "a")
    assert found == {date(2026, 6, 1): 5, date(2026, 6, 2): 0, date(2026, 6, 3): 2**33}


def test_a_day_that_only_mirrors_had_is_a_zero() -> None:
    found = by_day(document(row("2026-06-01", 9, "with_mirrors"), row("2026-06-02", 5)), "a")
    assert found == {date(2026, 6, 1): 0, date(2026, 6, 2): 5}


def test_nothing_known_is_nothing() -> None:
    assert by_day(document(), "a") == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"data": [], "package": "b", "type": "overall_downloads"},
        {"data": [], "package": "a", "type": "recent_downloads"},
        document(row("2026-06-01", -1)),
        document(row("2026-06-01", 1.5)),
        document(row("2026-06-01", True)),
        document(row("2026-06-01", "7")),
        document(row("yesterday", 7)),
        document(row("2026-06-01", 1), row("2026-06-01", 2)),
    ],
)
def test_what_such_an_answer_cannot_say_is_not_believed(wrong: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        by_day(wrong, "a")
