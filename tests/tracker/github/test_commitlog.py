"""The commit log: whatever git prints, in pieces of any size, is counted by day, people being numbers."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tracker.github.authors import author_key
from tracker.github.commitlog import Commit, count_days, parse

KEY = b"k" * 32
NOON = 1_780_315_200  # 2026-06-01 12:00 UTC


def commit(committed: int = NOON, address: str = "ada@x.org", subject: str = "Fix", **more: object) -> Commit:
    return Commit(
        "0" * 40, committed, bool(more.get("merge")), str(more.get("name", "Ada")), address, subject
    )


class Dripping(io.RawIOBase):
    """A stream that gives a few bytes at a time, as a pipe may."""

    def __init__(self, data: bytes, step: int) -> None:
        self.data, self.step = data, step

    def read(self, size: int = -1) -> bytes:
        part, self.data = self.data[: self.step], self.data[self.step :]
        return part


WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=6), st.integers(1, 50))
def test_records_are_read_whole_in_pieces_of_any_size(rows: list[tuple[str, str, str]], step: int) -> None:
    data = b"".join("\0".join(("a" * 40, str(NOON), "b c", *row)).encode() + b"\0" for row in rows)
    found = [(c.author, c.address, c.subject) for c in parse(Dripping(data, step))]
    assert found == rows


def test_the_last_record_may_lack_its_end() -> None:
    data = "\0".join(("a" * 40, str(NOON), "b", "Ada", "ada@x.org", "Fix")).encode()
    assert [c.subject for c in parse(io.BytesIO(data))] == ["Fix"]


def test_names_that_are_not_utf8_are_read() -> None:
    data = b"\0".join((b"a" * 40, str(NOON).encode(), b"", b"J\xf6rg", b"j@x.org", b"Fix")) + b"\0"
    assert next(parse(io.BytesIO(data))).author == "J\N{REPLACEMENT CHARACTER}rg"


def test_a_commit_without_a_readable_date_stops_nobody() -> None:
    data = b"\0".join((b"a" * 40, b"", b"", b"Ada", b"a@x.org", b"Fix")) + b"\0"
    assert next(parse(io.BytesIO(data))).committed == 0


def test_days_are_those_of_the_committer_in_utc() -> None:
    days = count_days([commit(NOON + 43_199), commit(NOON + 43_200)], KEY)
    assert [(d.day, d.commits) for d in days] == [(date(2026, 6, 1), 1), (date(2026, 6, 2), 1)]


def test_broken_clocks_are_left_out_instead_of_ending_the_run() -> None:
    days = count_days([commit(-5), commit(2**62), commit(NOON)], KEY)
    assert [(d.day, d.commits) for d in days] == [(date(2026, 6, 1), 1)]


def test_kinds_are_counted_apart_and_only_people_are_authors() -> None:
    days = count_days(
        [
            commit(),
            commit(address="ADA@x.org"),
            commit(merge=True),
            commit(name="dependabot[bot]", address="dependabot[bot]@users.noreply.github.com"),
            commit(address="bob@x.org", subject="Automated Code Change"),
        ],
        KEY,
    )
    assert [(d.commits, d.human, d.substantive) for d in days] == [(5, 3, 2)]
    assert sorted(days[0].authors) == sorted([author_key(KEY, "ada@x.org"), author_key(KEY, "bob@x.org")])


def test_memory_does_not_grow_with_the_number_of_commits() -> None:
    def history(length: int) -> Iterator[Commit]:
        return (commit(NOON + n % 100, f"dev{n % 10}@x.org", f"Step {n}") for n in range(length))

    def peak(length: int) -> int:
        tracemalloc.start()
        count_days(history(length), KEY)
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    assert peak(20_000) < peak(200) + 20_000
