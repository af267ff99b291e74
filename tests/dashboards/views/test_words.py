"""What pages say is never more than what is known, and the same everywhere."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine, update
from starlette.testclient import TestClient

from dashboards.data.figures import NoFigures
from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import summaries
from dashboards.http.app import create_app
from dashboards.http.staleness import told
from dashboards.views.lifecycles.data import Lanes
from dashboards.views.lifecycles.page import finding as lifecycles_finding
from dashboards.views.overview.lists import finding, shortlists
from dashboards.views.quadrant.page import finding as quadrant_finding
from tests.dashboards import sample
from tracker.store.models import repository
from tracker.store.session import connect, sqlite_url, upgrade
from tracker.writing import month

FUTURE = "as_of=2099-01-01"


@pytest.mark.parametrize("path", ["/", "/compare", "/lifecycles", "/quadrant", "/repositories/Theano/Theano"])
def test_a_day_to_come_is_refused_on_every_page(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?{FUTURE}")
    assert answer.status_code == 400
    assert "lies after today" in answer.text


@pytest.mark.parametrize("path", ["verdicts", "repositories", "repositories/Theano/Theano/verdict"])
def test_a_day_to_come_is_refused_by_the_api_too(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/v1/{path}?{FUTURE}")
    assert answer.status_code == 409
    assert "lies after today" in answer.json()["detail"]


def test_the_headline_of_an_indexed_chart_is_about_the_indexed_lines(client: TestClient) -> None:
    page = client.get("/compare?repos=tensorflow/tensorflow,tinygrad/tinygrad,keras-team/keras&scale=indexed")
    title = unescape(re.search(r'class="finding">([^<]+)', page.text)[1])  # type: ignore[index]
    rows = client.get(
        "/download/compare.csv?repos=tensorflow/tensorflow,tinygrad/tinygrad,keras-team/keras&scale=indexed"
    ).text.splitlines()[1:]
    ends = {row.split(",")[0].split("/")[1]: float(row.split(",")[3]) for row in rows}
    assert title.startswith(max(ends, key=lambda name: ends[name]))
    assert "leads with" not in title


def test_nothing_is_said_of_growth_that_was_not_measured(snapshot: Snapshot) -> None:
    rows = [replace(row, figures=NoFigures()) for row in summaries(snapshot, snapshot.today)]
    said = finding(rows, {one.name: one for one in shortlists(rows)})
    assert "none is growing" not in said
    assert "not known" in said


def test_nobody_is_said_to_be_worked_on_who_was_never_looked_at(snapshot: Snapshot) -> None:
    none = np.array([0])
    assert "known" in lifecycles_finding(Lanes(none, none > 0, none, none, lambda _: ()))


@pytest.mark.parametrize(("newest", "said"), [("2025-09-08", "11 months old"), ("2026-07-30", "")])
def test_an_old_reading_is_said_in_words(newest: str, said: str) -> None:
    line = told(datetime.fromisoformat(newest).replace(tzinfo=UTC), date(2026, 8, 1))
    assert said in line
    assert bool(said) == bool(line)


def test_the_same_projects_are_not_listed_twice(snapshot: Snapshot) -> None:
    lists = shortlists(summaries(snapshot, snapshot.today))
    names = [tuple(sorted(row.name for row in one.rows)) for one in lists if one.rows]
    assert len(set(names)) == len(names)


@pytest.mark.slow
def test_the_lines_of_the_reference_page_lead_to_the_api(client: TestClient) -> None:
    page = unescape(client.get("/api/v1/docs").text)
    lines = re.findall(r"<pre[^>]*>(.+?)</pre>", page)
    assert len(lines) == 5
    for line in lines:
        address = re.search(r"https?://[^\"' ]+", line)[0]  # type: ignore[index]
        query = re.search(r"-d (\S+)", line)
        answer = client.get(address + (f"?{query[1]}" if query else ""))
        assert answer.status_code == 200, address
    assert "`" not in re.sub(r"<pre[^>]*>.*?</pre>", "", page)
    for link in re.findall(r'href="(\.\./\.\./[^"]*)"', page):
        assert client.get(link.replace("../../", "/")).status_code == 200


@pytest.mark.parametrize(
    ("path", "row"), [("/quadrant", '<tr role="row"><th'), ("/lifecycles", '<tr><th scope="row"')]
)
@pytest.mark.parametrize("day", ["", "&as_of=2019-05-01"])
def test_of_many_the_first_are_drawn_and_the_page_says_how_many_there_are(
    client: TestClient, path: str, row: str, day: str
) -> None:
    page = client.get(f"{path}?rows=3{day}")
    many = len(client.get(f"/download{path}.csv?rows=3{day}").text.splitlines()) - 1
    assert page.text.count(row) - page.text.count('<tr role="row"><th scope="col"') == 3
    assert re.search(r"3 (most starred )?of (\d+) are drawn", page.text)
    assert "rows=" in page.text  # and where to see the others
    assert many > 3  # the file has all


def test_a_past_day_tells_the_release_that_was_the_last_then(snapshot: Snapshot) -> None:
    day = date(2019, 5, 1)
    for row in summaries(snapshot, day):
        dossier = snapshot.dossier(row.repository)
        released = [r for r in (dossier and dossier.released_until(day)) or () if not r.is_prerelease]
        if row.verdict is not None:
            assert (row.last_release and row.last_release.tag) == (released[-1].tag if released else None)


@pytest.mark.slow
def test_a_fact_that_ended_long_ago_says_when(world: Engine) -> None:
    later = sample.TODAY + timedelta(days=80)
    client = TestClient(create_app(history=lambda: sample.history(world, later)))
    snapshot = Snapshot(sample.history(world, later))
    rows = [row for row in summaries(snapshot, later) if row.commits_until]
    assert rows
    overview = unescape(client.get("/").text)
    for row in rows[:3]:
        page = unescape(client.get(f"/repositories/{row.name}").text)
        assert row.commits_until is not None
        assert f"<dt>Commits in a year to {month(row.commits_until)}</dt>" in page
        line = overview[overview.index(f'value="{row.name}"') :].split("</tr>")[0]
        cell = line.split('data-label="Commits in a year">')[1].split("</td>")[0]
        assert month(row.commits_until) in cell


def test_metrics_of_which_nothing_is_known_are_not_offered_like_the_others(client: TestClient) -> None:
    page = unescape(client.get("/compare?repos=Theano/Theano").text)
    known, unknown = page.split('<optgroup label="Nothing is known yet">')
    assert '<option value="stars" selected>' in known
    offered = re.findall(r'<option value="(\w+)"', unknown.split("</optgroup>")[0])
    assert offered
    for metric in offered:
        assert (
            len(client.get(f"/download/compare.csv?repos=Theano/Theano&metric={metric}").text.splitlines())
            == 1
        )


@pytest.mark.slow
def test_a_repository_that_was_not_read_lately_says_so_though_others_were(tmp_path: Path) -> None:
    copy = connect(sqlite_url(tmp_path / "copy.db"))
    upgrade(copy)
    sample.fill(copy)
    with copy.begin() as connection:
        row = repository.c.github_id == 1  # Theano
        connection.execute(update(repository).where(row).values(seen_at=datetime(2026, 3, 1, 12, tzinfo=UTC)))
    client = TestClient(create_app(history=lambda: sample.history(copy)))
    assert "Last read 1 Mar 2026" in client.get("/repositories/Theano/Theano").text
    assert "Last read" not in client.get("/repositories/keras-team/keras").text
    assert "Last read" not in client.get("/").text
    copy.dispose()


def test_of_one_repository_the_headline_is_about_it(snapshot: Snapshot) -> None:
    for row in summaries(snapshot, snapshot.today):
        if row.headline == "unknown":
            continue
        said = finding([row], {one.name: one for one in shortlists([row])})
        assert said.startswith(row.name.split("/")[1])
        assert ("should not be built on" in said) == row.unmaintained


def test_nothing_is_said_of_who_is_over_where_nobody_was_judged(snapshot: Snapshot) -> None:
    assert "known" in quadrant_finding([])
    rows = [r for r in summaries(snapshot, snapshot.today) if r.stars is not None and not r.unmaintained]
    said = quadrant_finding(rows)
    assert "none is known to be over" in said
    over = [
        replace(r, figures=NoFigures()) for r in summaries(snapshot, snapshot.today)
        if r.unmaintained
    ]  # fmt: skip
    assert "known" in quadrant_finding(over)  # what they gained is not


def test_a_duration_has_its_unit_wherever_it_is_written(client: TestClient) -> None:
    page = unescape(client.get("/compare?repos=Theano/Theano&metric=time_to_close").text)
    title = re.search(r'class="finding">([^<]+)', page)[1]  # type: ignore[index]
    assert re.search(r"\d (minutes?|hours?|days?|months?|years?)", title)
    for cell in re.findall(r'data-label="(?:At the end|In range)"><span class="n "[^>]*>([^<]+)', page):
        assert re.search(r"\d (min|h|d|mo|y)$", cell), cell


def test_a_search_says_what_it_found(client: TestClient) -> None:
    page = unescape(client.get("/?q=theano").text)
    assert re.search(r"data-found>1 of \d+ fits “theano”", page)
    assert re.search(r"data-found>0 of \d+ fit “nowhere”", unescape(client.get("/?q=nowhere").text))
