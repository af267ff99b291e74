"""What a repository's own page says of its future: dated by the readings between which it changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from tracker.dossier import Dossier
from tracker.health import judge
from tracker.records import RepositoryFacts
from tracker.series import History
from tracker.signals.phrases import find_label
from tracker.store.store import Store

FIRST = datetime(2026, 1, 1, 12, tzinfo=UTC)
TODAY = date(2026, 6, 30)


def read(engine: Engine, *readings: dict[str, object]) -> Dossier:
    """A repository read once a month, each time with these attributes; its dossier."""
    store = Store(engine)
    store.watches.add("lab/net", None, "test", FIRST)
    for month, attributes in enumerate(readings):
        facts = RepositoryFacts(1, "R_1", "lab", "net", created_at=FIRST - timedelta(days=900), **attributes)
        store.repositories.save(facts, FIRST + timedelta(days=30 * month), "github")
    history = History(Store(engine), TODAY)
    return history.dossiers(history.tracked())["lab/net"]


def said(dossier: Dossier) -> list[tuple[str, str, str, int, int | None]]:
    """(where, what, words, found at which reading, gone at which)."""
    return [
        (n.where, n.declares, n.sentence, (n.first_seen - FIRST).days // 30,
         None if n.withdrawn_at is None else (n.withdrawn_at - FIRST).days // 30)
        for n in dossier.notices
    ]  # fmt: skip


def test_a_description_says_it_from_the_reading_that_found_it_to_the_one_that_missed_it(
    engine: Engine,
) -> None:
    dossier = read(
        engine,
        {"description": "A library"},
        {"description": "DEPRECATED: a library"},
        {"description": "DEPRECATED: use other/net"},
        {"description": "A library, back again"},
    )
    assert said(dossier) == [("description", "end-of-life", "DEPRECATED: a library", 1, 3)]
    assert judge(dossier, date(2026, 1, 15)).declared == "none"
    found = judge(dossier, date(2026, 2, 15))
    (evidence,) = [f for f in found.evidence if f.signal == "description_notice"]
    assert found.headline == "end-of-life"
    assert evidence.sentence == (
        "The repository's description has said since 31 Jan 2026: “DEPRECATED: a library”."
    )
    assert evidence.url == "https://github.com/lab/net"


def test_a_topic_and_an_address_are_read_by_whole_words(engine: Engine) -> None:
    dossier = read(
        engine,
        {"topics": ("deep-learning",), "homepage": "https://net.example/archived-papers"},
        {"topics": ("deep-learning", "unmaintained"), "homepage": "https://lab.example/deprecated/net"},
        {"topics": ("deep-learning",), "homepage": ""},
    )
    assert said(dossier) == [
        ("topics", "end-of-life", "unmaintained", 1, 2),
        ("homepage", "end-of-life", "deprecated", 1, 2),
    ]
    sentences = [f.sentence for f in judge(dossier, date(2026, 2, 15)).evidence]
    assert "A topic of the repository has said since 31 Jan 2026: “unmaintained”." in sentences


def test_what_was_not_answered_takes_nothing_back(engine: Engine) -> None:
    dossier = read(engine, {"description": "Unmaintained."}, {"description": None}, {"topics": ()})
    assert said(dossier) == [("description", "end-of-life", "Unmaintained.", 0, None)]


@pytest.mark.parametrize("label", ["deprecated-apis", "archive", "maintenance", "legacy", ""])
def test_labels_that_only_sound_like_an_end_say_nothing(label: str) -> None:
    assert find_label([label]) is None


def test_of_several_labels_the_gravest_counts() -> None:
    assert find_label(["maintenance-mode", "Unmaintained"]) == ("end-of-life", "Unmaintained")
