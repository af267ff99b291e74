"""Alerts in the database: thousands in one order under their headings, as a list in memory has them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert

from tests.conftest import Store
from tests.tracker.store.makers import NOW, known
from tracker.store.alert_listing import QUIETED, AlertQuery
from tracker.store.models import alert, transition

pytestmark = pytest.mark.slow

SPOKEN = {"archived": "archived", "end-of-life": "end of life", "dormant": "dormant"}
SECTIONS = ("firing", "pending", "known", QUIETED)
QUERY = AlertQuery(SECTIONS, SPOKEN, NOW)
MANY = 2_000
LATER = NOW + timedelta(days=1)


@pytest.fixture
def alarmed(store: Store) -> Store:
    """Thousands of alerts of a few repositories, some of them quieted by each kind of silence."""
    repositories, random = range(1, 9), Random(7)
    known(store, *repositories)
    alerts, changes = [], []
    for n in range(MANY):
        own = {
            "repository_id": random.choice(repositories), "rule": f"Rule {n:04}", "number": 1,
            "value": random.choice((*SPOKEN, "", "100% À la carte")), "as_of": date(2026, 1, 1),
        }  # fmt: skip
        alerts.append({**own, "state": random.choice((*SECTIONS[:3], "resolved")), "since": None})
        if n % 9:
            at = NOW - timedelta(hours=random.randrange(40))
            changes.append({**own, "id": n + 1, "from_state": "inactive", "to_state": "firing", "at": at,
                            "reason": f"reason {n}", "payload": "{}"})  # fmt: skip
    with store.transaction() as connection:
        connection.execute(insert(alert), alerts)
        connection.execute(insert(transition), changes)
    store.silences.add_all("ack", [(r["repository_id"], r["rule"]) for r in alerts[::11]], None, "", NOW)
    store.silences.add("mute", 3, None, None, "", NOW)
    store.silences.add("mute", None, "Rule 0007", LATER, "", NOW)
    store.silences.add("snooze", 5, None, NOW - timedelta(days=1), "", NOW)  # over
    store.silences.end(store.silences.add("mute", None, None, None, "", NOW), NOW)  # lifted
    return store


def filed(store: Store, asked: AlertQuery) -> list[tuple[Any, ...]]:
    """The same in memory: (section, heading, kind, repository, rule, silence) in order."""
    quiet: dict[Any, int] = {}
    for one in store.silences.in_force(asked.now):
        quiet.setdefault((one.repository_id, one.rule), one.id)
    found = []
    for row in store.alerts.all(SECTIONS):
        keys = ((row.repository_id, row.rule), (row.repository_id, None), (None, row.rule), (None, None))
        silence = next((quiet[key] for key in keys if key in quiet), None)
        held = f"{row.repository} {row.rule} {SPOKEN.get(row.value, row.value)}".lower()
        is_it = asked.kind is None or asked.kind == (row.value if row.value in SPOKEN else "")
        if not is_it or not all(word in held for word in asked.words):
            continue
        if asked.among is not None and row.repository_id not in asked.among:
            continue
        kind = row.value if row.value in SPOKEN else row.rule
        on = [n for n, ids in enumerate(asked.headings) if row.repository_id in ids]
        heading = on[0] if on else len(asked.headings)
        gravity = list(SPOKEN).index(kind) if kind in SPOKEN else len(SPOKEN)
        section = QUIETED if silence else row.state
        newest = -row.at.timestamp() if row.at else float("inf")
        place = (SECTIONS.index(section), heading, gravity, kind, newest, row.repository, row.rule)
        found.append((place, (section, heading, kind, row.repository, row.rule, silence, row.reason)))
    return [told for _, told in sorted(found, key=lambda one: one[0])]


ASKED = {
    "all": QUERY,
    "a verdict": replace(QUERY, kind="dormant"),
    "no verdict": replace(QUERY, kind=""),
    "words": replace(QUERY, words=("rule", "00", "life")),
    "a sign": replace(QUERY, words=("100%", "à")),
    "nothing": replace(QUERY, words=("nowhere",)),
    "some": replace(QUERY, among=(2, 3)),
    "nobody": replace(QUERY, among=()),
    "headings": replace(QUERY, headings=((2, 4), (7,))),
    "a day later": replace(QUERY, now=LATER),
}


def test_the_database_files_them_as_a_list_in_memory_would(alarmed: Store) -> None:
    for name, asked in ASKED.items():
        expected = filed(alarmed, asked)
        rows = alarmed.alert_listing.page(asked, MANY)
        told = [(r.section, r.heading, r.kind, r.repository, r.rule, r.silence_id, r.reason) for r in rows]
        assert told == expected, name
        first = alarmed.alert_listing.page(asked, 100)
        assert [r.rule for r in first] == [one[4] for one in expected[:100]], name
        counts = {(r.section, r.heading, r.kind): r.many for r in alarmed.alert_listing.counts(asked)}
        assert counts == Counter(one[:3] for one in expected), name
    assert len(filed(alarmed, ASKED["a sign"])) > 0


def test_keys_and_counts_are_of_all_that_stands_or_stood(alarmed: Store) -> None:
    rows = alarmed.alerts.all()
    assert alarmed.alerts.keys() == {(row.repository_id, row.rule) for row in rows}
    counts = {(row.rule, row.state): row.many for row in alarmed.alerts.counts()}
    assert counts == Counter((row.rule, row.state) for row in rows)
