"""One number everywhere: page, API, export and the repository alone agree, whatever is asked.

ONE_NUMBER_EXAMPLES sets how many questions are tried (12 by default).
"""

from __future__ import annotations

import csv
import io
import os
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.dashboards import sample
from tracker.metrics import METRICS

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
