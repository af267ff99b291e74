"""Used, starred, maintained: drawn where downloads are known, each fact for itself, unknown as a dash."""

from __future__ import annotations

import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from dashboards.data.snapshot import Snapshot
from dashboards.http.app import create_app
from dashboards.views.compare.beside import DAYS, three
from tests.dashboards import sample
from tracker.records import Observation
from tracker.store.session import connect, sqlite_url
from tracker.store.store import Store

pytestmark = pytest.mark.slow


@pytest.fixture
def used(world: Engine, tmp_path: Path) -> Iterator[Engine]:
    """The sample world, with downloads of Theano for sixty days, of pytorch with a hole."""
    with closing(sqlite3.connect(str(world.url.database))) as whole:  # a copy of the file would miss its log
        whole.execute(f"VACUUM INTO '{tmp_path / 'used.db'}'")
    engine = connect(sqlite_url(tmp_path / "used.db"))
    store, history = Store(engine), sample.history(engine)
    theano, torch = history.find("theano").github_id or 0, history.find("pytorch").github_id or 0
    days = [sample.TODAY - timedelta(days=n) for n in range(1, 61)]
    rows = [Observation(theano, "pypi_downloads", d, 100.0, "pypistats:theano") for d in days]
    rows += [Observation(torch, "pypi_downloads", d, 900.0, "pypistats:torch") for d in days if d.day != 15]
    store.observations.save(rows, sample.NOW)
    yield engine
    engine.dispose()


def test_thirty_days_are_added_up_and_a_hole_in_them_is_unknown(used: Engine) -> None:
    snapshot = Snapshot(sample.history(used))
    wanted = [snapshot.find(name) for name in ("theano", "pytorch")]
    title, (theano, torch) = three(snapshot, wanted, snapshot.today)
    assert title == "PyPI downloads"
    assert (theano.used, theano.source) == (100.0 * DAYS, "pypistats:theano")
    assert theano.headline == "end-of-life"
    assert torch.used is None
    assert torch.stars.value


def test_the_page_draws_them_with_a_dash_for_what_is_not_known(used: Engine) -> None:
    client = TestClient(create_app(history=lambda: sample.history(used)))
    text = client.get("/compare?repos=theano,pytorch").text
    drawn = text[text.index('<svg xmlns="http://www.w3.org/2000/svg" class="chart beside"') :]
    root = ET.fromstring(drawn[: drawn.index("</section>")].split("</svg></div>")[0] + "</svg>")
    words = ["".join(e.itertext()) for e in root]
    assert any("3,000 PyPI downloads in 30 days to 29 Jun 2026, source: pypistats:theano" in w for w in words)
    assert any("not known" in w and "–" in w for w in words)


def test_where_nobody_knows_of_downloads_there_is_no_such_picture(client: TestClient) -> None:
    assert "Used, starred, maintained" not in client.get("/compare?repos=theano,pytorch").text
