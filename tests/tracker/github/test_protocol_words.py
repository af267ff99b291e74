"""What is said of GitHub's answers, and where its words, clocks and numbers end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tracker.github.fields import Strange
from tracker.github.protocol import (
    API_VERSION,
    LONGEST_WAIT,
    AnswerKind,
    Malformed,
    RateLimited,
    block_reason,
    classify,
    next_link,
    reading,
    said,
    sent_at,
    wait_seconds,
    whole_number,
)


def test_outcomes_are_called_what_runs_and_messages_call_them() -> None:
    assert [str(one) for one in AnswerKind] == [
        "ok", "not modified", "moved", "empty", "pending", "bad token", "primary limit", "secondary limit",
        "organisation policy", "blocked", "gone", "disabled", "too large", "refused", "forbidden",
        "transient",
    ]  # fmt: skip


def test_the_version_asked_for_is_one_that_github_has_published() -> None:
    assert API_VERSION == "2026-03-10"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (KeyError("stars"), "GitHub's answer about keras lacks 'stars'"),
        (Strange("a text is no number"), "GitHub's answer about keras cannot be read: a text is no number"),
        (TypeError("secret"), "GitHub's answer about keras cannot be read (TypeError)"),
        (OverflowError("secret"), "GitHub's answer about keras cannot be read (OverflowError)"),
    ],
)
def test_an_answer_that_is_not_as_it_should_be_is_told_without_showing_it(
    error: Exception, told: str
) -> None:
    with pytest.raises(Malformed) as refused, reading("keras"):
        raise error
    assert str(refused.value) == told


def test_two_limits_that_say_the_same_are_two_errors() -> None:
    until = datetime(2026, 6, 30, tzinfo=UTC)
    assert RateLimited(until) != RateLimited(until)


def test_a_status_of_499_is_ours_and_one_of_500_is_theirs() -> None:
    assert classify(499, {}, None) is AnswerKind.REFUSED
    assert classify(500, {}, None) is AnswerKind.TRANSIENT


def test_what_is_no_message_means_nothing() -> None:
    assert classify(409, {}, {"note": "is empty"}) is AnswerKind.REFUSED
    assert classify(409, {}, ["is empty"]) is AnswerKind.REFUSED
    assert classify(403, {}, {"message": "forbids access via a classic token"}) is AnswerKind.POLICY


def test_waits_end_where_github_s_limits_do() -> None:
    assert LONGEST_WAIT == 86_400
    assert wait_seconds({"retry-after": "9" * 30}, now=0, attempt=0) == LONGEST_WAIT + 1
    spent = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1000"}
    assert wait_seconds(spent, now=5000, attempt=0) == 1
    assert [wait_seconds({}, now=0, attempt=n) for n in (0, 1, 5, 6, 7, 99)] == [
        60, 120, 1920, 3600, 3600, 3600,
    ]  # fmt: skip


def test_a_number_of_any_length_is_read_and_none_grows_beyond_what_can_be_counted() -> None:
    assert whole_number(" 12 ") == 12
    assert whole_number("9" * 15) == 999_999_999_999_999
    assert whole_number("9" * 16) == whole_number("9" * 5000) == 10**15
    assert [whole_number(text) for text in (None, "", "-1", "1.5", "١")] == [None] * 5


def test_github_s_own_time_is_read_in_utc() -> None:
    assert sent_at({"date": "Tue, 30 Jun 2026 13:05:00 GMT"}) == datetime(2026, 6, 30, 13, 5, tzinfo=UTC)
    assert sent_at({"date": "Tue, 30 Jun 2026 13:05:00 +0200"}) == datetime(2026, 6, 30, 11, 5, tzinfo=UTC)
    assert [sent_at(one) for one in ({}, {"date": "soon"}, {"date": "Tue, 99 Jun 2026 13:05:00 GMT"})] == [
        None
    ] * 3


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"block": {"reason": "dmca"}}, "dmca"),
        ({"block": {"reason": None}}, "unknown"),
        ({"block": {}}, "unknown"),
        ({"block": "tos"}, "unknown"),
        ({}, "unknown"),
        (["block"], "unknown"),
        (None, "unknown"),
    ],
)
def test_why_a_repository_is_blocked_is_said_as_github_says_it(body: object, reason: str) -> None:
    assert block_reason(body) == reason


def test_a_message_is_one_line_that_can_be_shown_and_holds_no_token() -> None:
    assert said({"message": "Not\n  Found\x1b[31m"}) == "Not Found[31m"
    assert said({"message": f"bad gho_{'a' * 36}"}) == "bad [token]"
    assert said({"message": "x" * 500}) == "x" * 200
    assert said({"message": " " * 399 + "yz"}) == "y"
    assert [said(body) for body in ({}, {"message": None}, ["message"], None, {"note": "x"})] == [""] * 5


def test_without_a_link_there_is_no_next_page() -> None:
    assert next_link(None) is None
    assert next_link("") is None
