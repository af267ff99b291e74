"""A value kept as JSON is the same when it is read; earlier forms are read, later ones are refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.versioned import FromLaterVersion, NotReadable, Versioned


class Pair(NamedTuple):
    word: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Inner:
    first: date
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example(Versioned):
    VERSION: ClassVar[int] = 3
    WHAT: ClassVar[str] = "an example"
    CURE: ClassVar[str] = "make another"

    whole: bool = False
    many: int | None = None
    at: datetime | None = None
    day: date | None = None
    pairs: tuple[Pair, ...] = ()
    two: tuple[str, int] | None = None
    inner: Inner | None = None
    named: Mapping[str, tuple[str, ...]] | None = None


FLOATS = st.floats(allow_nan=False, allow_infinity=False)
EXAMPLES = st.builds(
    Example,
    whole=st.booleans(),
    many=st.none() | st.integers(),
    at=st.none() | st.datetimes(timezones=st.just(UTC)),
    day=st.none() | st.dates(),
    pairs=st.lists(st.builds(Pair, st.text(), st.none() | st.text()), max_size=3).map(tuple),
    two=st.none() | st.tuples(st.text(), st.integers()),
    inner=st.none() | st.builds(Inner, st.dates(), st.lists(st.none() | FLOATS, max_size=4).map(tuple)),
    named=st.none() | st.dictionaries(st.text(), st.lists(st.text(), max_size=2).map(tuple), max_size=2),
)


@pytest.mark.slow
@given(EXAMPLES)
def test_to_json_and_back_is_the_same(value: Example) -> None:
    assert Example.from_text(value.to_text()) == value
    assert json.loads(value.to_text())["version"] == 3


def test_what_an_earlier_version_wrote_has_the_defaults_of_what_it_did_not_know() -> None:
    assert Example.from_json({"whole": True, "of old": 1}) == Example(whole=True)
    assert Example.from_json({"version": 2, "many": None}) == Example()


def test_a_later_form_is_refused_in_one_sentence() -> None:
    with pytest.raises(
        FromLaterVersion, match=r"^an example was written by a later version of tracker \(form 4"
    ):
        Example.from_json({"version": 4, "many": "something else by then"})


@pytest.mark.parametrize(
    "found",
    [
        {"whole": 1}, {"many": "7"}, {"many": True}, {"at": "yesterday"}, {"day": 7}, {"pairs": [["one"]]},
        {"pairs": "ab"}, {"two": ["a"]}, {"inner": {"values": []}}, {"inner": []}, {"named": {"a": "bc"}},
    ],
)  # fmt: skip
def test_a_damaged_one_is_named_with_what_to_do(found: dict[str, Any]) -> None:
    with pytest.raises(NotReadable, match=r"^an example cannot be read \(.*\): make another$"):
        Example.from_json(found)


@pytest.mark.parametrize("text", ["", "[]", "7", "{", '"a"'])
def test_what_is_no_object_is_named_too(text: str) -> None:
    with pytest.raises(NotReadable, match=r"^an example is no JSON"):
        Example.from_text(text)
