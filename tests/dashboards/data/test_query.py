"""Queries: unknown keys are tolerated, bad values are named."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.data.query import QueryString
from tracker.asking import BadParameter


def asked(**values: str) -> QueryString:
    return QueryString({key.rstrip("_"): [value] for key, value in values.items()})


def test_empty_values_count_as_absent() -> None:
    assert asked(metric="  ").one_of("metric", ("stars", "forks"), "stars") == "stars"


def test_a_date_is_a_date() -> None:
    assert asked(as_of="2018-04-28").day("as_of") == date(2018, 4, 28)


@pytest.mark.parametrize("text", ["hello", "2018-13-01", "20180428", "2018-W17-6", "2018-4-28"])
def test_a_bad_date_names_its_parameter(text: str) -> None:
    with pytest.raises(BadParameter, match=r"from: .* Give a date like 2018-04-28"):
        asked(from_=text).day("from")


def test_a_bad_choice_lists_the_good_ones() -> None:
    with pytest.raises(BadParameter, match="Choose one of: linear, log"):
        asked(scale="cubic").one_of("scale", ("linear", "log"), "linear")


def test_names_come_from_commas_and_repeats_each_once() -> None:
    assert QueryString({"repos": ["a/b, c/d", "A/B", ""]}).names("repos") == ["a/b", "c/d"]


@pytest.mark.parametrize("text", ["1e3", "-1", "٣", "99999999999999999999", "3.5"])
def test_whole_numbers_are_whole_and_within_bounds(text: str) -> None:
    with pytest.raises(BadParameter):
        asked(width=text).whole("width", 800, 320, 1600)


@given(st.dictionaries(st.text(), st.lists(st.text(), max_size=3), max_size=5))
def test_whatever_is_asked_there_is_an_answer_or_a_named_refusal(values: dict[str, list[str]]) -> None:
    question = QueryString(values)
    for name in [*values, "as_of"]:
        for read in (question.day, question.flag, question.names, question.text):
            refused = None
            try:
                read(name)
            except BadParameter as error:
                refused = error.name
            assert refused in (None, name)
