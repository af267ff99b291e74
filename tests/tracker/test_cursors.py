"""Where a collector stands is the same after it was kept; what versions without a number kept is read."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.collectors import COLLECTORS
from tracker.cursors import (
    CURSORS,
    KINDS,
    BrokenStars,
    CommitsCursor,
    CountersCursor,
    Cursor,
    DownloadsCursor,
    IssuesCursor,
    NoticesCursor,
    PinnedCursor,
    PullsCursor,
    ReadmeWalk,
    ReleasesCursor,
    ResponsesCursor,
    Said,
    StarsCursor,
    StarsWalk,
    read_cursor,
)
from tracker.versioned import FromLaterVersion

SEEN = datetime(2026, 6, 30, 12, tzinfo=UTC)
TODAY = date(2026, 6, 30)
SAID = ["end-of-life", "It is over.", "f00", "README.md", "2017-10-06T00:00:00+00:00"]

# As they were written before cursors had a version: null for what was not known, some keys not there at all.
OLD: list[tuple[dict[str, Any], Cursor]] = [
    ({"complete": True, "misses": [], "seen": "2026-06-30T12:00:00+00:00"},
     CountersCursor(complete=True, seen=SEEN)),
    ({"misses": ["2026-06-30"]}, CountersCursor(misses=(TODAY,))),
    ({"walked": "2026-06-30", "count": 7, "day": "2026-06-30", "complete": True},
     StarsCursor(walked=TODAY, count=7, day=TODAY, complete=True)),
    ({"broken": {"day": "2026-06-30", "count": None, "reason": "a hole"}, "complete": None, "seen": None},
     StarsCursor(broken=BrokenStars(TODAY, None, "a hole"))),
    ({"walk": {"day": "2026-06-30", "page": 2, "more": True, "weeks": [[739000, 1, 2, 3, 4, 5, 6, 7]]}},
     StarsCursor(walk=StarsWalk(TODAY, 2, True, ((739000, 1, 2, 3, 4, 5, 6, 7),)))),
    ({"walk": None, "walked": None}, StarsCursor()),
    ({"since": "1970-01-01T00:00:00Z", "complete": False}, IssuesCursor(since="1970-01-01T00:00:00Z")),
    ({"since": "2026-06-30T12:00:00Z", "complete": True, "counts": [1, 2, None],
      "looked": "2026-06-30"},
     IssuesCursor(since="2026-06-30T12:00:00Z", complete=True, counts=(1, 2, None), looked=TODAY)),
    ({"next": None, "since": "", "complete": True, "counts": None}, PullsCursor(since="", complete=True)),
    ({"complete": True, "counts": [3, 4], "looked": "2026-06-30", "walked": "2026-06-30"},
     ReleasesCursor(complete=True, counts=(3, 4), looked=TODAY, walked=TODAY)),
    ({"oid": "f00", "until": "2026-06-30", "complete": True, "first": None},
     CommitsCursor(oid="f00", until=TODAY, complete=True)),
    ({"complete": True, "oid": None, "looked": "2026-06-30", "sha": ""},
     NoticesCursor(complete=True, looked=TODAY, sha="")),
    ({"said": [SAID], "newest": "f00", "path": "README.md"},
     NoticesCursor(said=(Said(*SAID),), newest="f00", path="README.md")),
    ({"walk": {"start": "HEAD", "path": "README", "after": "c", "read": 25, "newest": "f00", "said": [SAID]}},
     NoticesCursor(walk=ReadmeWalk("HEAD", "README", "c", 25, "f00", (Said(*SAID),)))),
    ({"complete": True, "looked": "2026-06-30", "said": {"https://x.org": ["archived", "Over.", "2020"]}},
     PinnedCursor(complete=True, looked=TODAY, said={"https://x.org": ("archived", "Over.", "2020")})),
    ({"after": ["2026-06-30T12:00:00+00:00", 7], "complete": True, "issues": None},
     ResponsesCursor(after=(SEEN, 7), complete=True)),
    ({"full": "2026-06-30"}, ResponsesCursor(full=TODAY)),
    ({"looked": "2026-06-30", "complete": False}, DownloadsCursor(looked=TODAY)),
]  # fmt: skip


def test_every_collector_has_a_cursor_of_its_own() -> None:
    assert set(CURSORS) == {member.name for member in COLLECTORS} | {"counters", "pulls"}
    assert len(CURSORS) == len(KINDS)


@given(st.one_of(*map(st.from_type, KINDS)))
def test_to_json_and_back_is_the_same(cursor: Cursor) -> None:
    assert read_cursor(cursor.NAME, cursor.to_text()) == cursor
    assert read_cursor(cursor.NAME, cursor.to_json()) == cursor
    assert cursor.to_json()["complete"] is cursor.complete  # the store asks for these letters


@pytest.mark.parametrize(("kept", "read"), OLD)
def test_what_an_earlier_version_wrote_is_read(kept: dict[str, Any], read: Cursor) -> None:
    assert read_cursor(read.NAME, json.dumps(kept)) == read


def test_a_damaged_one_stands_before_its_first_page() -> None:
    assert read_cursor("stars", '{"day": "yesterday", "complete": true}') == StarsCursor()
    assert read_cursor("stars", "[]") == StarsCursor()


@pytest.mark.parametrize("name", CURSORS)
def test_one_of_a_later_version_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(
        FromLaterVersion, match=r"^the cursor of .* was written by a later version of tracker"
    ):
        read_cursor(name, '{"version": 99}')


def test_a_collector_that_is_none_of_ours_has_none() -> None:
    assert read_cursor("weather", "{}") is None
