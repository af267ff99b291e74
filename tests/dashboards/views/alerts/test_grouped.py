"""Alerts under the visitor's named lists; and rules that name a list nobody has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert
from starlette.testclient import TestClient

from dashboards.http.app import create_app
from tests.dashboards import sample
from tests.dashboards.views.alerts.test_page import HERE, alarmed, engine, local, token
from tracker.config import load
from tracker.store.models import alert
from tracker.store.session import connect, sqlite_url, upgrade
from tracker.store.store import Store

pytestmark = pytest.mark.slow

__all__ = ["alarmed", "engine"]  # fixtures


@pytest.fixture
def grouped(tmp_path: Path) -> Iterator[Engine]:
    """Three lives with an alert each: Theano on two lists, tensorflow on one, keras on none."""
    engine = connect(sqlite_url(tmp_path / "lists.db"))
    upgrade(engine)
    sample.fill(engine, sample.LIVES[:3])
    lists = Store(engine).lists
    lists.add("web", ["Theano/Theano", "tensorflow/tensorflow"], sample.NOW)
    lists.add("dormant", ["Theano/Theano"], sample.NOW)  # a name that is a verdict's too
    rows = [{"repository_id": n, "rule": "verdict", "state": "firing", "value": "dormant",
             "as_of": date(2026, 6, 1), "number": 0} for n in (1, 2, 3)]  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(alert), rows)
    yield engine
    engine.dispose()


def headings(text: str) -> list[tuple[str, int]]:
    """The headings of the groups with their counts."""
    found = re.findall(r'<h3 class="kind"[^>]*>(.*?) <span class="count">(\d+)</span></h3>', text, re.DOTALL)
    return [(re.sub(r"<.*?>", "", words).strip(), int(many)) for words, many in found]


def test_where_there_are_lists_alerts_are_grouped_by_them_and_each_stands_once(grouped: Engine) -> None:
    client = local(grouped)
    text = client.get("/alerts").text
    assert headings(text) == [("On dormant and web", 1), ("On web", 1), ("On no list", 1)]
    assert len(re.findall(r'<li id="alert-', text)) == 3
    assert text.count("Dormant</span>") >= 3  # the heading does not say the verdict, so each alert does
    assert headings(client.get("/alerts?by=verdict").text) == [("Dormant", 3)]
    assert headings(client.get("/alerts?list=dormant").text) == [("On dormant and web", 1)]


def test_a_grouping_that_is_none_is_refused_by_name(grouped: Engine) -> None:
    answer = local(grouped).get("/alerts?by=colour")
    assert answer.status_code == 400
    assert "by" in answer.text


def test_a_button_keeps_list_and_grouping(grouped: Engine) -> None:
    client = local(grouped)
    form = {"kind": "ack", "repository": "Theano/Theano", "rule": "verdict", "token": token(client)}
    answer = client.post(
        "/alerts?list=web&by=verdict", data=form, headers={"Origin": HERE}, follow_redirects=False
    )
    assert answer.status_code == 303
    assert {"list=web", "by=verdict", "done=ack"} <= set(answer.headers["location"].split("?")[1].split("&"))


def test_without_lists_they_are_grouped_by_verdict(alarmed: Engine) -> None:
    text = local(alarmed).get("/alerts").text
    assert headings(text) == [("End of life", 1)]
    assert "Grouped by" not in text


@pytest.mark.parametrize(("toml", "said"), [
    ('[[alerts.rules]]\nname = "mine"\nwhen = "gone"\nlists = ["wbe"]\n', "did you mean &#39;web&#39;?"),
    ('[alerts]\ntimezone = "Mars"\n', "Until that is mended no alert is evaluated or sent."),
], ids=["a list that is none", "a table in error"])  # fmt: skip
def test_what_is_wrong_with_the_rules_is_said_on_top(
    grouped: Engine, tmp_path: Path, toml: str, said: str
) -> None:
    (tmp_path / "tracker.toml").write_text(toml)
    asked = {"home": tmp_path, "database_url": grouped.url.render_as_string(), "clock": "2026-06-30"}
    settings = load({}, tmp_path, asked)
    text = TestClient(create_app(settings), base_url=HERE).get("/alerts").text
    notice = re.search(r'<p class="notice" data-astray>(.*?)</p>', text, re.DOTALL)
    assert notice
    assert said in notice[1]
