"""Ways of living and of ending that no table names: what each must be called at worst, and at last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from tests.tracker.dossiers import attribute, dossier, noon, releases, spread, unknown_after
from tracker.dossier import Dossier
from tracker.health import history

END = "2026-06-30"
YEARS = range(2016, 2027)


def yearly(count: int, first: int = 2016) -> dict[int, int]:
    return dict.fromkeys(range(first, 2027), count)


def headlines(subject: Dossier) -> list[str]:
    """The headlines from 2015 to 2026, each once in a row."""
    found: list[str] = []
    for verdict in history(subject, date(2015, 1, 1), date(2026, 6, 1)):
        if not found or found[-1] != verdict.headline:
            found.append(verdict.headline)
    return found


def every(months: Iterable[int], years: Iterable[int] = YEARS) -> list[str]:
    days = [f"{year}-{month:02}-03" for year in years for month in months]
    return [day for day in days if day < END]


LIVING = {
    "a mature library with a release each year": (spread(yearly(60), END), every([5])),
    "a few commits a year and a release each year": (spread({**yearly(8), 2016: 60}, END), every([9])),
    "monthly releases of hardly any commits": (spread({**yearly(5), 2016: 200}, END), every(range(1, 13))),
    "one squashed import a month": (spread(yearly(12), END), every([6])),
    "a long slow decline": (
        spread(dict(zip(YEARS, (1000, 700, 500, 350, 250, 170, 120, 80, 60, 40, 15), strict=True)), END),
        every([6], range(2016, 2026)),
    ),
    "much work and never a release": (spread(yearly(300), END), []),
    "a series that begins late": (spread(yearly(100, 2023), END), every([4], range(2023, 2027))),
}


@pytest.mark.parametrize("name", LIVING)
def test_what_lives_slowly_is_never_called_dormant(name: str) -> None:
    commits, published = LIVING[name]
    seen = headlines(dossier("example/living", commits, releases=releases(*published)))
    assert set(seen) <= {"unknown", "active", "slow"}
    assert seen[-1] != "unknown"


def test_the_end_of_the_data_is_not_the_end_of_the_project() -> None:
    known = unknown_after(spread(yearly(300), END), "2022-03-31")
    assert headlines(dossier("example/cut", known, releases=releases("2022-02-01"))) == [
        "unknown",
        "active",
        "unknown",
    ]


def test_research_code_frozen_at_birth_is_found_once_and_stays_found() -> None:
    seen = headlines(dossier("example/paper", spread({2019: 40}, END), releases=()))
    assert seen[-1] == "dormant"
    assert seen.count("dormant") == 1


def test_robots_alone_keep_nothing_alive() -> None:
    robots = spread(yearly(500, 2018), END)
    people = spread({2018: 300, 2019: 200}, END)
    seen = headlines(dossier("example/robots", people, all_commits=robots, releases=()))
    assert seen[-1] == "dormant"
    assert seen.count("dormant") == 1


def test_years_of_silence_end_with_work_and_dormancy_does_not_come_back() -> None:
    work = {**yearly(200), 2018: 20, 2019: 0, 2020: 0, 2021: 0}
    seen = headlines(dossier("example/revived", spread(work, END), releases=()))
    assert seen.count("dormant") == 1
    assert seen[-1] == "active"


def test_an_archive_that_was_opened_again_is_judged_by_its_work() -> None:
    marks = (attribute("archived", "true", "2020-01-02"), attribute("archived", "false", "2020-06-01"))
    opened = dossier(
        "example/opened",
        spread(yearly(100), END),
        archived_at=noon("2020-01-01"),
        attributes=marks,
        releases=(),
    )
    assert headlines(opened)[1:] == ["active", "archived", "active"]
