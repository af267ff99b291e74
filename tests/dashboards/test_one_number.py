"""One number everywhere: page, API, export and the repository alone agree, whatever is asked.

ONE_NUMBER_EXAMPLES sets how many questions are tried (12 by default).
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from starlette.testclient import TestClient

from dashboards.http.app import create_app
from tests.dashboards import sample
from tracker.health import Rules
from tracker.metrics import METRICS
from tracker.readmodel.keeping import refresh
from tracker.readmodel.stale import stale

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("ONE_NUMBER_EXAMPLES", "12"))
NAMES = [f"{life.owner}/{life.name}" for life in sample.LIVES if (life.owner, life.name) != sample.HOSTILE]
DAYS = st.integers(0, 5_400).map(lambda back: sample.TODAY - timedelta(days=back))
Rows = list[tuple[str, float, str]]


def table(client: TestClient, path: str, query: dict[str, object]) -> dict[str, Rows]:
    answer = client.get(path, params={k: v for k, v in query.items() if v})
    assert answer.status_code == 200, answer.text
    found: dict[str, Rows] = {}
    for row in csv.DictReader(io.StringIO(answer.text)):
        shown = (row["day"], round(float(row["value"]), 6), row["quality"])
        found.setdefault(row["repository"], []).append(shown)
    return found


@pytest.fixture
def kept(engine: Engine) -> Iterator[TestClient]:
    """The same world after its evaluation, on either database: everything is read from the read model."""
    sample.fill(engine)
    history = sample.history(engine)
    assert refresh(history, Rules())
    assert stale(history.store, history.tracked(), history.today, Rules()) == []
    with TestClient(create_app(history=lambda: sample.history(engine))) as client:
        yield client


SHOWN = (
    "/", "/?sort=gain90", "/?sort=release&order=up", "/?state=unmaintained", "/?as_of=2019-05-01",
    "/?as_of=2021-11-30&sort=release", "/quadrant", "/quadrant?as_of=2022-02-02", "/lifecycles",
    "/lifecycles?as_of=2018-01-01&order=stars", "/repositories/Theano/Theano", "/download/overview.csv",
    "/download/overview.csv?as_of=2020-02-29", "/api/v1/repositories",
    "/api/v1/repositories?as_of=2019-05-01", "/api/v1/verdicts", "/api/v1/metrics",
)  # fmt: skip


def test_what_is_kept_shows_what_facts_show(client: TestClient, kept: TestClient) -> None:
    for path in SHOWN:
        one, other = client.get(path), kept.get(path)
        assert one.status_code == other.status_code == 200, path
        assert one.text == other.text, path
    for every, day in (("day", sample.TODAY), ("month", date(2019, 5, 4)), ("quarter", date(2022, 2, 2))):
        roads_agree(kept, NAMES[:2], "stars", every, None, day)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True),
    st.sampled_from(sorted(METRICS)),
    st.sampled_from(["day", "week", "month", "quarter"]),
    st.none() | DAYS,
    DAYS,
)
def test_every_road_shows_the_same_number(
    client: TestClient, names: list[str], metric: str, every: str, start: date | None, end: date
) -> None:
    roads_agree(client, names, metric, every, start, end)


def roads_agree(
    client: TestClient, names: list[str], metric: str, every: str, start: date | None, end: date
) -> None:
    if METRICS[metric].kind == "duration" and every in ("day", "week"):
        every = "month"  # pages tell durations by month or longer
    if start and start > end:
        start, end = end, start
    asked = {"metric": metric, "every": every, "from": start and str(start)}
    page = table(client, "/download/compare.csv", {**asked, "repos": ",".join(names), "as_of": str(end)})
    exported = table(client, "/api/v1/exports/series.csv", {**asked, "repository": names, "to": str(end)})
    assert page == exported
    for name in names:
        alone = table(client, "/download/compare.csv", {**asked, "repos": name, "to": str(end)})
        assert alone.get(name, []) == page.get(name, [])
        one = client.get(
            f"/api/v1/repositories/{name}/series/{metric}",
            params={k: v for k, v in {**asked, "to": str(end)}.items() if v and k != "metric"},
        ).json()["data"]
        assert [(r["day"], round(r["value"], 6), r["quality"]) for r in one] == page.get(name, [])
