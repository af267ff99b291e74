"""Many alerts: found, grouped by what they say, shown by the hundred, and quieted together."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import Engine, insert

from tests.dashboards.views.alerts.test_page import HERE, alarmed, engine, local, silences, token
from tracker.store.models import alert

pytestmark = pytest.mark.slow

__all__ = ["alarmed", "engine"]  # fixtures
VALUES = ("end-of-life", "dormant", "dormant", "")  # the last is no verdict: its rule says what it is


@pytest.fixture
def many(engine: Engine) -> Engine:
    """A database with 130 alerts: 128 that stand, one known before, one only watched."""
    with engine.begin() as connection:
        rows = [
            {"repository_id": 1, "rule": f"rule {n:03}", "state": "firing", "value": VALUES[n % 4],
             "as_of": date(2026, 6, 1), "number": 0}
            for n in range(130)
        ]  # fmt: skip
        rows[0]["state"], rows[1]["state"] = "known", "pending"
        connection.execute(insert(alert), rows)
    return engine


def shown(text: str) -> list[str]:
    return re.findall(r'<li id="alert-1-(rule-\d+)"', text)


def ticked(*numbers: int) -> list[str]:
    return [f"Theano/Theano rule {n:03}" for n in numbers]


def test_the_headline_and_the_counts_below_it_agree(many: Engine) -> None:
    text = unescape(local(many).get("/alerts").text)
    assert "<h1>128 alerts stand</h1>" in text
    sections = {re.sub(r"<.*?>", "", a).strip(): int(n) for a, n in re.findall(
        r'<h2 id="s-\w+">(.*?) <span class="count">([\d,]+)</span></h2>', text
    )}  # fmt: skip
    assert sections["What stands"] == 128
    all_of_them = unescape(local(many).get("/alerts?rows=130").text)
    groups = re.findall(r'<h3 class="kind" id="[^"]*">.*?<span class="count">(\d+)</span></h3>', all_of_them)
    assert sum(map(int, groups)) == 130
    assert len(shown(all_of_them)) == 130


def test_they_are_grouped_by_what_they_say(many: Engine) -> None:
    text = local(many).get("/alerts?rows=130").text
    heads = [re.sub(r"<.*?>", "", head).split()[0]
             for head in re.findall(r'<h3 class="kind" id="[^"]*">(.*?)</h3>', text, re.DOTALL)]  # fmt: skip
    assert heads[:2] == ["End", "Dormant"]
    assert heads.count("End") == 2  # one that stands and one that was known before
    first = text.index("End of life")
    assert first < text.index("Dormant", first)


def test_the_first_hundred_are_shown_and_the_others_on_demand(many: Engine) -> None:
    client = local(many)
    text = client.get("/alerts").text
    assert len(shown(text)) == 100
    assert "The first 100 of 130 are shown" in text
    more = re.search(r'href="(/alerts\?[^"]*rows=[^"]*)"', text)
    assert more
    assert len(shown(client.get(unescape(more[1])).text)) == 130


@pytest.mark.parametrize(
    ("query", "found"), [("q=rule+017", 1), ("q=THEANO", 100), ("state=dormant", 65), ("q=nowhere", 0)]
)
def test_they_are_searched_by_words_and_kind(many: Engine, query: str, found: int) -> None:
    text = local(many).get(f"/alerts?{query}").text
    assert len(shown(text)) == found
    assert "<h1>128 alerts stand</h1>" in text  # a search changes nothing of what is so
    if not found:
        assert "No alert fits" in text


def test_a_kind_that_nobody_knows_is_refused(many: Engine) -> None:
    assert local(many).get("/alerts?state=nonsense").status_code == 400


@pytest.mark.parametrize("kind", ["ack", "snooze"])
def test_several_are_quieted_together_and_the_view_stays(many: Engine, kind: str) -> None:
    client = local(many)
    form = {"kind": kind, "days": "7", "token": token(client), "alert": ticked(2, 3, 5)}
    sent = client.post("/alerts?q=rule&rows=130", data=form)
    assert str(sent.url) == f"{HERE}/alerts?q=rule&rows=130&done={kind}&count=3"
    assert "3 alerts: " in sent.text
    assert "125 alerts stand" in sent.text
    assert silences(many) == [(kind, 1, f"rule {n:03}") for n in (2, 3, 5)]


def test_all_or_none_are_quieted(many: Engine) -> None:
    client = local(many)
    form = {"kind": "ack", "token": token(client), "alert": [*ticked(2, 3), "Theano/Theano no such rule"]}
    answer = client.post("/alerts", data=form)
    assert answer.status_code == 400
    assert "no such rule" in answer.text
    assert silences(many) == []


def test_a_button_pressed_twice_quiets_once(many: Engine) -> None:
    client = local(many)
    form = {"kind": "ack", "token": token(client), "alert": ticked(2, 2, 3)}
    client.post("/alerts", data=form)
    client.post("/alerts", data=form)
    assert silences(many) == [("ack", 1, "rule 002"), ("ack", 1, "rule 003")]


def test_nothing_ticked_is_said(many: Engine) -> None:
    client = local(many)
    answer = client.post("/alerts", data={"kind": "ack", "token": token(client), "together": "1"})
    assert answer.status_code == 400
    assert "Tick" in answer.text
    assert silences(many) == []
