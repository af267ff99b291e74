"""What an alert carries is the same after it was kept; what was kept before there were versions is read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.channels.sample import PAYLOAD, an_item
from tracker.alerts.payload import AlertPayload, MonthlyCommits, Why
from tracker.versioned import FromLaterVersion

WORDS = st.text(max_size=20)
COUNTS = st.none() | st.integers(0, 10**6).map(float)
PAYLOADS = st.builds(
    AlertPayload,
    repository=WORDS, url=WORDS, when=WORDS, before=WORDS, value=WORDS, sure=WORDS,
    since=st.none() | st.dates(),
    looked=st.none() | st.dates(),
    why=st.lists(st.builds(Why, WORDS, st.none() | WORDS), max_size=3).map(tuple),
    instead=st.lists(WORDS, max_size=3).map(tuple),
    prompt=st.booleans(),
    silent=st.none() | WORDS,
    chart=st.none() | st.builds(MonthlyCommits, WORDS, st.lists(COUNTS, max_size=5).map(tuple)),
)  # fmt: skip


@given(PAYLOADS)
def test_to_json_and_back_is_the_same(payload: AlertPayload) -> None:
    assert AlertPayload.from_text(payload.to_text()) == payload


def test_what_was_kept_before_there_were_versions_is_read() -> None:
    read = AlertPayload.from_json(PAYLOAD)
    assert (read.since, read.looked) == (date(2017, 9, 28), date(2017, 10, 6))
    assert read.chart == MonthlyCommits("2015-01", (3.0, None, 8.0, 0.0))
    assert read.why[0].url == "https://github.com/Theano/Theano/issues/1"
    assert {name: value for name, value in read.to_json().items() if name != "version"} == {
        name: value for name, value in PAYLOAD.items() if value is not None
    }


def test_one_that_says_less_leaves_less_to_tell() -> None:
    assert AlertPayload.from_text('{"sure": "11 of 11."}') == AlertPayload(sure="11 of 11.")


def test_a_later_form_is_refused() -> None:
    with pytest.raises(FromLaterVersion, match="what an alert carries was written by a later version"):
        an_item(version=2)
