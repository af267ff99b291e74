"""A row of the overview: whatever a project calls itself stays text, and what is unknown says why."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from dashboards.data.figures import NoFigures
from dashboards.data.row import RepositorySummary
from dashboards.data.told import Untold
from dashboards.http.links import Links
from dashboards.http.overview_row import OverviewRowWriter
from tests.dashboards.http.test_cells import EVIL, Plain
from tracker.series import Repository

TODAY = date(2026, 6, 30)
REPOSITORY = Repository("keras-team/keras", 7, "keras-team/keras", "frameworks")


def written(repository: Any, **figures: Any) -> str:
    links: Links = Plain()  # type: ignore[assignment]
    links.live = True
    told = Untold(EVIL, EVIL, ("stars", "commit_authors", "time_to_close"))
    numbers: Any = SimpleNamespace(
        numbers=NoFigures().numbers, trend=(), commits_year=None, last_release=None, **figures
    )
    write = OverviewRowWriter(links, TODAY, False, "time_to_close", lambda moment: "today")
    return str(write(RepositorySummary(repository, told, numbers)))


def test_whatever_a_row_is_given_stays_text() -> None:
    hostile = replace(REPOSITORY, full_name=f"x/{EVIL}", category=EVIL, successors=(f"y/{EVIL}",))
    row = written(hostile)
    assert "<script" not in row
    assert row.count("<td") == 12


def test_what_is_unknown_is_a_dash_and_says_why() -> None:
    row = written(REPOSITORY)
    assert row.count(">–<") >= 6
    assert "unknown: commits have not been counted" in row
    assert "unknown: whether it has released is not known" in row
    assert not re.search(r">0<", row)
