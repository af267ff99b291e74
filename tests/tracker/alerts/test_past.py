"""Living through the past: each change once, from nothing that was learned later, and the docs' example."""

from __future__ import annotations

import re
import tomllib
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.conftest import Store
from tracker.alerts.conditions import CONDITIONS
from tracker.alerts.past import FEED, live_through
from tracker.alerts.replay import items_of, message_of, noon, play
from tracker.alerts.settings import parse
from tracker.channels import CHANNELS
from tracker.health import Rules
from tracker.records import Notice, RepositoryFacts
from tracker.series import History

NOW = datetime(2018, 3, 1, 12, tzinfo=UTC)
DOCS = Path(__file__).parents[3] / "docs" / "alerts.md"


@pytest.fixture
def history(store: Store) -> History:
    """Two repositories: one that ended on 6 October 2017, and one born in 2018 that had ended before."""
    for number, born, ended in ((1, 2012, date(2017, 10, 6)), (2, 2018, date(2018, 2, 10))):
        store.watches.add(f"owner/name{number}", None, "test", NOW)
        facts = RepositoryFacts(
            number, f"R_{number}", "owner", f"name{number}", created_at=datetime(born, 1, 1, tzinfo=UTC)
        )
        store.repositories.save(facts, NOW, "github")
        said = Notice(
            "end-of-life", "readme", "We will stop developing it.", "https://example.org", noon(ended)
        )
        store.notices.save(number, "readme", [said], NOW)
    return History(store, NOW.date())


def test_the_past_is_told_in_the_month_in_which_it_could_be_known(history: History) -> None:
    looks = list(play(history, parse({}, {}), date(2015, 1, 1), NOW.date(), Rules()))
    told = {look.as_of: [item.repository for item in items_of(look)] for look in looks if items_of(look)}
    assert told == {date(2017, 11, 1): ["owner/name1"], date(2018, 3, 1): ["owner/name2"]}


def test_nothing_is_told_of_a_repository_before_it_was_there(history: History) -> None:
    for look in play(history, parse({}, {}), date(2015, 1, 1), date(2017, 12, 31), Rules()):
        assert all(move.repository_id != 2 for move in look.moves)


def test_the_message_of_a_month_holds_the_evidence(history: History) -> None:
    looks = play(history, parse({}, {}), date(2017, 9, 1), date(2017, 11, 1), Rules())
    messages = [told for look in looks if (told := message_of(look))]
    assert "We will stop developing it." in messages[0].plain
    assert "Last looked on 1 Nov 2017." in messages[0].plain


def test_a_past_lived_through_is_recorded_and_delivered_once(
    history: History, store: Store, tmp_path: Path
) -> None:
    store = store
    assert live_through(store, history, tmp_path, NOW.date(), Rules()) == 2
    assert live_through(store, history, tmp_path, NOW.date(), Rules()) == 0
    entries = ET.parse(tmp_path / FEED).getroot().findall("{http://www.w3.org/2005/Atom}entry")
    assert [e.findtext("{http://www.w3.org/2005/Atom}updated") for e in entries] == [
        "2018-03-01T12:00:00Z",
        "2017-11-01T12:00:00Z",
    ]
    assert store.scalar("SELECT count(*) FROM notification WHERE state = 'sent'") == 2


def test_the_example_in_the_docs_is_a_file_that_works() -> None:
    text = DOCS.read_text(encoding="utf-8")
    found = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert found is not None
    table = tomllib.loads(found.group(1))
    settings = parse(table["alerts"], table["channels"])
    assert {channel.name for channel in settings.channels} == {"mail", "hook", "chat"}
    assert all(f"`{name}`" in text for name in (*CONDITIONS, *CHANNELS))
