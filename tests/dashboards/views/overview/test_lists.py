"""The first screen's lists: nobody stands in two that contradict each other."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import Engine, update
from starlette.testclient import TestClient

from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import summaries
from dashboards.http.app import create_app
from dashboards.views.overview.lists import by_group, finding, shortlists
from tests.dashboards import sample
from tracker.store.models import watch
from tracker.store.session import connect, sqlite_url


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


def test_thousands_are_written_with_a_comma_in_headline_lists_and_table(snapshot: Snapshot) -> None:
    rows = [one for one in summaries(snapshot, snapshot.today) if one.living] * 300
    said = finding(rows, {one.name: one for one in shortlists(rows)})
    assert f"None of {len(rows):,} repositories" in said
    assert not re.search(r"\d{4}", said)


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


@pytest.mark.slow
def test_groups_count_their_own_and_lead_to_them(world: Engine, tmp_path: Path) -> None:
    with (
        closing(sqlite3.connect(str(world.url.database))) as given,
        closing(sqlite3.connect(tmp_path / "copy.db")) as taken,
    ):
        given.backup(taken)
    copy = connect(sqlite_url(tmp_path / "copy.db"))
    with copy.begin() as connection:
        connection.execute(update(watch).where(watch.c.repository_id <= 3).values(category="old & gone"))
    snapshot = Snapshot(sample.history(copy))
    client = TestClient(create_app(history=lambda: sample.history(copy)))
    rows = summaries(snapshot, snapshot.today)
    found = by_group(rows, {one.name: one for one in shortlists(rows)})
    grouped = [r for r in rows if r.repository.category]
    assert len(found) > 1
    assert sum(group.many for group in found) == len(grouped)
    assert sum(group.over for group in found) == len([r for r in grouped if r.unmaintained])
    page = unescape(client.get("/").text)
    for group in found:
        link = re.search(f'href="([^"]*)">{re.escape(group.name)}</a>', page)
        assert link
        shown = unescape(client.get(link[1].removesuffix("#table")).text)
        assert shown.count("data-tick>") == group.many
    copy.dispose()
