"""Named lists in pages and API: only who stands on one, and a sentence where there is none of that name."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from dashboards.http.app import create_app
from tests.dashboards import sample
from tests.dashboards.views.alerts.test_page import engine
from tracker.store.store import Store

pytestmark = pytest.mark.slow

__all__ = ["engine"]  # a fixture
NOW = datetime(2026, 6, 30, tzinfo=UTC)


@pytest.fixture
def client(engine: Engine) -> TestClient:
    store = Store(engine)
    first = store.watches.all()[0]["full_name"]
    store.lists.keep("mine", "/a/requirements.txt", [("theano", str(first))], {"theano"}, NOW)
    store.lists.keep("empty", "/a/none.txt", [], set(), NOW)
    return TestClient(create_app(history=lambda: sample.history(engine)))


def rows(client: TestClient, path: str) -> set[str]:
    text = unescape(client.get(path).text)
    return set(re.findall(r'<a class="repo"[^>]*>(.*?)</a>', text.split('id="table"')[-1]))


def test_the_overview_holds_who_stands_on_the_list_on_any_day(client: TestClient) -> None:
    everybody = client.get("/download/overview.csv").text.splitlines()[1:]
    mine = client.get("/download/overview.csv?list=mine").text.splitlines()[1:]
    assert len(mine) == 1
    assert mine[0] in everybody
    past = client.get("/download/overview.csv?list=mine&as_of=2026-05-01").text.splitlines()[1:]
    assert [line.split(",")[0] for line in past] == [line.split(",")[0] for line in mine]
    assert client.get("/download/overview.csv?list=empty").text.splitlines()[1:] == []
    page = unescape(client.get("/?list=mine").text)
    assert '<option value="mine" selected>' in page
    assert "list=mine" in page.split("CSV of this table")[0].rpartition("href=")[2]


@pytest.mark.parametrize("page", ["lifecycles", "quadrant"])
def test_lives_and_the_quadrant_are_narrowed_by_list_and_group_on_any_day(
    client: TestClient, engine: Engine, page: str
) -> None:
    Store(engine).lists.keep("over", "/a/over.txt", [("theano", "Theano/Theano")], {"theano"}, NOW)

    def named(query: str) -> set[str]:
        answer = client.get(f"/download/{page}.csv?{query}")
        return {line.split(",")[0] for line in answer.text.splitlines()[1:]}

    assert named("") >= named("list=over") == named("list=over&as_of=2026-05-01") == {"Theano/Theano"}
    assert named("group=frameworks&list=over") == {"Theano/Theano"}
    for other in ("list=empty", "list=mine", "group=frameworks&list=mine"):  # of them no life is known
        assert named(other) == set()
    text = unescape(client.get(f"/{page}?list=over").text)
    assert '<option value="over" selected>' in text
    assert f"{page}.csv?list=over" in text


def test_alerts_and_api_mean_the_same_list(client: TestClient, engine: Engine) -> None:
    (name,) = {
        line.split(",")[0] for line in client.get("/download/overview.csv?list=mine").text.splitlines()[1:]
    }
    found = client.get("/api/v1/repositories?list=mine").json()["data"]
    assert [one["repository"] for one in found] == [name]
    assert client.get("/alerts?list=mine").status_code == 200
    assert "No alert" in client.get("/alerts?list=empty").text


@pytest.mark.parametrize(
    "path", ["/", "/lifecycles", "/quadrant", "/alerts", "/api/v1/repositories", "/download/overview.csv"]
)
def test_a_list_that_is_none_is_refused_by_its_name(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?list=min")
    assert answer.status_code == (404 if "/api/" in path else 400)
    assert "did you mean 'mine'" in unescape(answer.text)
