"""The Alerts page: what stands and why, and its buttons, which only its own forms on this computer press."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select
from starlette.testclient import TestClient

from dashboards.http.app import create_app
from tests.dashboards import sample
from tracker.alerts.items import item
from tracker.alerts.payload import AlertPayload
from tracker.config import Settings
from tracker.store.models import alert, silence, transition
from tracker.store.session import connect, sqlite_url, upgrade

pytestmark = pytest.mark.slow

HERE = "http://127.0.0.1:8765"
THEANO = {"repository": "Theano/Theano", "rule": "verdict"}
SAID = "The README has said since 6 Oct 2017: “<b>over</b>”."


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database with one life."""
    engine = connect(sqlite_url(tmp_path / "alerts.db"))
    upgrade(engine)
    sample.fill(engine, sample.LIVES[:1])
    yield engine
    engine.dispose()


@pytest.fixture
def alarmed(engine: Engine) -> Engine:
    """The same with an alert that stands."""
    with engine.begin() as connection:
        shared = {"repository_id": 1, "rule": "verdict", "value": "end-of-life", "as_of": date(2017, 11, 1)}
        payload = {
            "why": [[SAID, "javascript:alert(1)"], ["Second.", "https://example.org/x"]],
            "sure": "11 of 11.",
        }
        connection.execute(insert(alert).values(state="firing", since=date(2017, 10, 6), number=1, **shared))
        connection.execute(
            insert(transition).values(
                id=7, number=1, from_state="inactive", to_state="firing", at=sample.NOW,
                payload=json.dumps(payload), reason="its headline is end of life", **shared,
            )
        )  # fmt: skip
    return engine


def local(engine: Engine) -> TestClient:
    """A browser on the computer that runs the tracker."""
    return TestClient(
        create_app(history=lambda: sample.history(engine)), base_url=HERE, client=("127.0.0.1", 50000)
    )


def token(client: TestClient) -> str:
    found = re.search(r'name="token" value="([^"]*)"', client.get("/alerts").text)
    assert found
    return found[1]


def silences(engine: Engine) -> list[tuple[str, int | None, str | None]]:
    with engine.connect() as connection:
        rows = connection.execute(select(silence).where(silence.c.ended_at.is_(None))).all()
    return [(row.kind, row.repository_id, row.rule) for row in rows]


def test_it_shows_what_changed_why_and_who_was_told(alarmed: Engine) -> None:
    client = local(alarmed)
    text = client.get("/alerts").text
    assert "1 alert stands" in text
    assert "&lt;b&gt;over" in text
    assert "javascript:" not in text
    assert 'href="https://example.org/x"' in text
    assert "11 of 11." in text
    assert "nobody yet" in text
    rows = list(csv.DictReader(io.StringIO(client.get("/download/alerts.csv").text)))
    assert rows[0]["to_state"] == "firing"


def test_it_is_made_anew_though_no_run_has_ended(engine: Engine) -> None:
    client = local(engine)
    assert "No alert stands" in client.get("/alerts").text
    with engine.begin() as connection:
        connection.execute(
            insert(alert).values(
                repository_id=1, rule="gone", value="", as_of=sample.TODAY, state="firing", number=0
            )
        )
    assert "1 alert stands" in client.get("/alerts").text


@pytest.mark.parametrize(
    ("kind", "word"), [("ack", "acknowledged"), ("mute", "muted"), ("snooze", "snoozed until 7 Jul 2026")]
)
def test_an_alert_is_quieted_and_lifted_again(alarmed: Engine, kind: str, word: str) -> None:
    client = local(alarmed)
    sent = client.post("/alerts", data={**THEANO, "kind": kind, "days": "7", "token": token(client)})
    assert sent.history[0].status_code == 303
    assert str(sent.url) == f"{HERE}/alerts?done={kind}"
    assert word in sent.text
    assert "No alert stands" in sent.text or "Nothing new" in sent.text
    assert silences(alarmed) == [(kind, 1, "verdict")]
    lifted = client.post("/alerts", data={"kind": "lift", "silence": "1", "token": token(client)})
    assert "Lifted" in lifted.text
    assert silences(alarmed) == []


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
     {"Sec-Fetch-Site": "same-site"}, {"Host": "evil.example"}, {"X-Forwarded-For": "203.0.113.9"}],
    ids=str,
)  # fmt: skip
def test_what_does_not_come_from_our_own_form_here_changes_nothing(
    alarmed: Engine, headers: dict[str, str]
) -> None:
    client = local(alarmed)
    form = {**THEANO, "kind": "ack", "token": token(client)}
    answer = client.post("/alerts", data=form, headers=headers)
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.text
    assert silences(alarmed) == []


def test_pages_let_the_browser_say_where_a_form_stands(alarmed: Engine) -> None:
    assert local(alarmed).get("/alerts").headers["referrer-policy"] == "same-origin"  # else Origin is 'null'


def test_our_own_page_is_known_by_what_browsers_say_of_it(alarmed: Engine) -> None:
    client = local(alarmed)
    form = {**THEANO, "kind": "ack", "token": token(client)}
    for headers in ({"Origin": HERE}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}):
        assert client.post("/alerts", data=form, headers=headers, follow_redirects=False).status_code == 303


@pytest.mark.parametrize("given", ["", "guessed", "ünï"])
def test_a_form_without_this_process_s_token_changes_nothing(alarmed: Engine, given: str) -> None:
    answer = local(alarmed).post("/alerts", data={**THEANO, "kind": "ack", "token": given})
    assert answer.status_code == 403
    assert "reload it" in answer.text
    assert silences(alarmed) == []


def test_from_another_computer_the_buttons_are_off_and_it_says_why(alarmed: Engine) -> None:
    client = TestClient(create_app(history=lambda: sample.history(alarmed)), client=("192.0.2.7", 50000))
    text = client.get("/alerts").text
    assert "on the computer that runs the tracker" in text
    assert (
        'value="ack" title="Somebody is at it: nothing more is told of it until it is over" disabled' in text
    )
    assert client.post("/alerts", data={**THEANO, "kind": "ack"}).status_code == 403


SECRET = "a secret that a proxy shows"


@pytest.mark.parametrize(
    ("policy", "secret", "shown", "status"),
    [("everywhere", SECRET, SECRET, 200), ("everywhere", SECRET, "another", 403),
     ("everywhere", SECRET, "", 403),
     ("everywhere", None, "", 403), ("never", SECRET, SECRET, 403)],
)  # fmt: skip
def test_from_elsewhere_those_may_act_whom_a_proxy_vouches_for(
    alarmed: Engine, tmp_path: Path, policy: str, secret: str | None, shown: str, status: int
) -> None:
    settings = Settings(
        tmp_path, database_url=str(alarmed.url), clock="2026-06-30", acts=policy, acts_secret=secret,
        allowed_hosts="testserver",
    )  # fmt: skip
    client = TestClient(
        create_app(settings),
        client=("192.0.2.7", 50000),
        headers={"X-Tracker-Secret": shown} if shown else {},
    )
    may = status == 200
    assert ("disabled" in client.get("/alerts").text) != may
    form = {**THEANO, "kind": "ack", "token": token(client) if may else "guessed"}
    assert client.post("/alerts", data=form).status_code == status


@pytest.mark.parametrize(
    ("wrong", "word"),
    [({"kind": "explode"}, "kind: "), ({"rule": "no such"}, "rule: "),
     ({"repository": "no/body"}, "repository: "),
     ({"kind": "snooze", "days": "0"}, "days: "), ({"kind": "snooze", "days": "9" * 40}, "days: "),
     ({"kind": "lift", "silence": "99"}, "silence: ")],
)  # fmt: skip
def test_a_value_that_cannot_be_used_is_refused_by_name(
    alarmed: Engine, wrong: dict[str, str], word: str
) -> None:
    client = local(alarmed)
    answer = client.post("/alerts", data={**THEANO, "kind": "ack", "token": token(client), **wrong})
    assert answer.status_code == 400
    assert word in answer.text
    assert silences(alarmed) == []


def test_a_flood_and_a_jumble_are_refused(alarmed: Engine) -> None:
    client = local(alarmed)
    assert client.post("/alerts", content=b"x" * 100_001).status_code == 413
    assert client.post("/alerts", content=b"\xff\xfe=1").status_code == 400
    assert client.post("/alerts", content=b"&".join(b"a=1" for _ in range(600))).status_code == 400


def test_the_link_in_a_message_leads_to_a_page(engine: Engine) -> None:
    payload = AlertPayload(repository="Theano/Theano", when="headline", value="end-of-life")
    told = item(7, "verdict", "firing", sample.NOW, "", payload, HERE)
    assert told.page
    answer = local(engine).get(told.page)
    assert answer.status_code == 200
    assert "Theano" in answer.text
