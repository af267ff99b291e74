"""The first screen's lists: nobody stands in two that contradict each other."""

from __future__ import annotations

from datetime import date

from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import rows
from dashboards.views.overview.lists import answers, finding


def test_who_loses_pace_gained_a_quarter_less_than_the_year_before(snapshot: Snapshot) -> None:
    found = rows(snapshot, date(2026, 6, 30))
    named = {answer.name: answer for answer in answers(found)}
    slowing = named["slowing"].rows
    assert slowing
    for row in slowing:
        assert not row.unmaintained
        assert row.pace is not None
        assert row.pace <= -0.25
    assert [row.pace for row in slowing] == sorted(row.pace for row in slowing if row.pace is not None)
    assert f", {len(slowing)} losing pace." in finding(found, named)


def test_the_lists_of_the_living_have_nobody_in_common(snapshot: Snapshot) -> None:
    named = {answer.name: {r.name for r in answer.rows} for answer in answers(rows(snapshot, snapshot.today))}
    assert not named["over"] & (named["rising"] | named["slowing"] | named["steady"])
    assert not named["rising"] & named["slowing"]
    assert not named["steady"] & (named["rising"] | named["slowing"])


def test_without_two_years_of_stars_nothing_is_said_of_the_pace(snapshot: Snapshot) -> None:
    young = {row.name: row for row in rows(snapshot, date(2017, 3, 1))}
    assert young["pytorch/pytorch"].pace is None
