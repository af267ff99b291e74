"""The first screen's lists: nobody stands in two that contradict each other."""

from __future__ import annotations

from datetime import date

from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import summaries
from dashboards.views.overview.lists import finding, shortlists


def test_who_loses_pace_gained_a_quarter_less_than_the_year_before(snapshot: Snapshot) -> None:
    found = summaries(snapshot, date(2026, 6, 30))
    named = {shortlist.name: shortlist for shortlist in shortlists(found)}
    slowing = named["slowing"].rows
    assert slowing
    for row in slowing:
        assert not row.unmaintained
        assert row.gain_change is not None
        assert row.gain_change <= -0.25
    assert [row.gain_change for row in slowing] == sorted(
        row.gain_change for row in slowing if row.gain_change is not None
    )
    assert f", {len(slowing)} losing pace." in finding(found, named)


def test_the_lists_of_the_living_have_nobody_in_common(snapshot: Snapshot) -> None:
    named = {
        shortlist.name: {r.name for r in shortlist.rows}
        for shortlist in shortlists(summaries(snapshot, snapshot.today))
    }
    assert not named["over"] & (named["rising"] | named["slowing"] | named["steady"])
    assert not named["rising"] & named["slowing"]
    assert not named["steady"] & (named["rising"] | named["slowing"])


def test_without_two_years_of_stars_nothing_is_said_of_the_pace(snapshot: Snapshot) -> None:
    young = {row.name: row for row in summaries(snapshot, date(2017, 3, 1))}
    assert young["pytorch/pytorch"].gain_change is None
