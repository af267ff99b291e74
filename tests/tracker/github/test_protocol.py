"""What GitHub's answers mean: every row of the tables of its behaviour."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.github.answers import graphql_outcome
from tracker.github.authors import author_key
from tracker.github.authors import classify as kind_of
from tracker.github.names import BadName, parse_repository
from tracker.github.protocol import AnswerKind, RateLimited, classify, next_link, redact, wait_seconds
from tracker.github.stars import BrokenContract, by_day, check_sum, parse_page

LEFT = {"x-ratelimit-remaining": "4000"}
NONE_LEFT = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1000"}


@pytest.mark.parametrize(
    ("status", "headers", "body", "outcome"),
    [
        (200, {}, {}, AnswerKind.OK),
        (202, {}, {}, AnswerKind.PENDING),
        (204, {}, None, AnswerKind.EMPTY),
        (301, {}, {}, AnswerKind.MOVED),
        (302, {}, {}, AnswerKind.MOVED),
        (307, {}, {}, AnswerKind.MOVED),
        (304, {}, None, AnswerKind.NOT_MODIFIED),
        (400, {}, {"message": "Problems parsing JSON"}, AnswerKind.REFUSED),
        (403, NONE_LEFT, {"message": "API rate limit exceeded for 1.2.3.4."}, AnswerKind.PRIMARY),
        (403, NONE_LEFT, {"message": "You have exceeded a secondary rate limit."}, AnswerKind.SECONDARY),
        (403, LEFT, {"message": "You have triggered an abuse detection mechanism."}, AnswerKind.SECONDARY),
        (403, LEFT, {"message": "the owner has an IP allow list enabled"}, AnswerKind.POLICY),
        (403, LEFT, {"message": "blocked", "block": {"reason": "unavailable"}}, AnswerKind.BLOCKED),
        (409, {}, {"message": "Conflict"}, AnswerKind.REFUSED),
        (410, {}, {"message": "This API version is no longer supported"}, AnswerKind.REFUSED),
        (422, {}, {"message": "In order to keep the API fast for everyone, pagination"}, AnswerKind.REFUSED),
        (500, {}, None, AnswerKind.TRANSIENT),
        (503, {}, None, AnswerKind.TRANSIENT),
        (504, {}, {"message": "Gateway Timeout"}, AnswerKind.TRANSIENT),
        (401, {}, {"message": "Bad credentials"}, AnswerKind.BAD_TOKEN),
        (403, NONE_LEFT, {"message": "API rate limit exceeded for user ID 1."}, AnswerKind.PRIMARY),
        (429, NONE_LEFT, {"message": "API rate limit exceeded"}, AnswerKind.PRIMARY),
        (403, LEFT, {"message": "You have exceeded a secondary rate limit."}, AnswerKind.SECONDARY),
        (429, LEFT, {"message": "Too many"}, AnswerKind.SECONDARY),
        (403, {**LEFT, "retry-after": "30"}, {"message": "wait"}, AnswerKind.SECONDARY),
        (
            403,
            LEFT,
            {"message": "The 'W' organization forbids access via a fine-grained …"},
            AnswerKind.POLICY,
        ),
        (403, LEFT, {"message": "Resource protected by organization SAML enforcement."}, AnswerKind.POLICY),
        (403, LEFT, {"message": "Repository access blocked", "block": {"reason": "tos"}}, AnswerKind.BLOCKED),
        (
            451,
            LEFT,
            {"message": "Repository access blocked", "block": {"reason": "dmca"}},
            AnswerKind.BLOCKED,
        ),
        (
            403,
            LEFT,
            {"message": "The history or contributor list is too large to list"},
            AnswerKind.TOO_LARGE,
        ),
        (403, LEFT, {"message": "Resource not accessible"}, AnswerKind.FORBIDDEN),
        (404, {}, {"message": "Not Found"}, AnswerKind.GONE),
        (409, {}, {"message": "Git Repository is empty."}, AnswerKind.EMPTY),
        (410, {}, {"message": "Issues are disabled for this repo"}, AnswerKind.DISABLED),
        (422, {}, {"message": "Validation Failed"}, AnswerKind.REFUSED),
        (502, {}, None, AnswerKind.TRANSIENT),
        (520, {}, None, AnswerKind.TRANSIENT),
    ],
)
def test_an_answer_is_understood(
    status: int, headers: dict[str, str], body: object, outcome: AnswerKind
) -> None:
    assert classify(status, headers, body) is outcome


@pytest.mark.parametrize("status", [402, 405, 406, 408, 415, 418, 423, 428, 431, 499])
def test_a_4xx_that_nobody_knows_is_refused_and_never_asked_again_unchanged(status: int) -> None:
    assert classify(status, {}, {"message": "I'm a teapot"}) is AnswerKind.REFUSED
    assert classify(status, {}, None) is AnswerKind.REFUSED


@pytest.mark.parametrize("status", [500, 501, 502, 503, 504, 505, 507, 520, 599])
def test_trouble_at_github_s_side_is_worth_another_try(status: int) -> None:
    assert classify(status, {}, None) is AnswerKind.TRANSIENT


@pytest.mark.parametrize(
    ("status", "outcome"), [(308, AnswerKind.MOVED), (300, AnswerKind.REFUSED), (303, AnswerKind.REFUSED)]
)
def test_of_redirections_those_that_keep_the_method_are_followed(status: int, outcome: AnswerKind) -> None:
    assert classify(status, {}, None) is outcome


@pytest.mark.parametrize(
    ("status", "headers", "body", "outcome"),
    [
        (409, {}, None, AnswerKind.REFUSED),
        (410, {}, None, AnswerKind.DISABLED),
        (403, {}, None, AnswerKind.FORBIDDEN),
        (403, {}, ["block"], AnswerKind.FORBIDDEN),
        (403, {"x-ratelimit-remaining": "1"}, {"message": "no"}, AnswerKind.FORBIDDEN),
        (403, LEFT, {"message": "API rate limit exceeded"}, AnswerKind.SECONDARY),
        (429, {}, None, AnswerKind.SECONDARY),
        (200, NONE_LEFT, {"message": "is empty, too large, version"}, AnswerKind.OK),
        (404, NONE_LEFT, {"message": "API rate limit exceeded", "block": {}}, AnswerKind.GONE),
    ],
)  # fmt: skip
def test_each_status_is_read_by_its_own_signs_alone(
    status: int, headers: dict[str, str], body: object, outcome: AnswerKind
) -> None:
    assert classify(status, headers, body) is outcome


def test_waits_follow_the_documented_order() -> None:
    assert wait_seconds({"retry-after": "8", **NONE_LEFT}, now=900, attempt=0) == 9
    assert wait_seconds(NONE_LEFT, now=900, attempt=0) == 101
    assert [wait_seconds({}, now=0, attempt=n) for n in (0, 1, 2)] == [60, 120, 240]
    assert wait_seconds({}, now=0, attempt=50) == 3600


def test_the_next_page_is_read_from_the_link_header_alone() -> None:
    header = (
        '<https://api.github.com/repositories/1/issues?after=abc&per_page=30>; rel="next", '
        '<https://api.github.com/repositories/1/issues?page=9>; rel="last"'
    )
    assert next_link(header) == "https://api.github.com/repositories/1/issues?after=abc&per_page=30"
    assert next_link('<https://api.github.com/x?page=1>; rel="prev"') is None
    assert next_link(None) is None
    assert next_link("<https://api.github.com/x?labels=a,b&page=2>; rel=next") == (
        "https://api.github.com/x?labels=a,b&page=2"
    )
    assert next_link('<https://api.github.com/x?page=1>; rel="first", no link at all') is None


HEADER = st.text(st.characters(max_codepoint=255), max_size=40)


@given(HEADER, HEADER, st.sampled_from(["0", "1", "", "x"]), st.integers(0, 60))
def test_no_header_whatever_breaks_the_waits_or_makes_them_shorter_than_a_second(
    after: str, reset: str, remaining: str, attempt: int
) -> None:
    headers = {"retry-after": after, "x-ratelimit-reset": reset, "x-ratelimit-remaining": remaining}
    assert wait_seconds(headers, now=1_800_000_000, attempt=attempt) >= 1.0


@example("²", "²")
@given(HEADER, HEADER)
def test_no_status_and_no_words_whatever_break_the_reading_of_an_answer(message: str, link: str) -> None:
    assert isinstance(wait_seconds({"retry-after": message}, now=0, attempt=0), float)
    assert next_link(link) is None or f"<{next_link(link)}>" in link
    for status in (200, 403, 409, 410, 429, 599):
        assert classify(status, {"retry-after": message}, {"message": message}) in AnswerKind


@pytest.mark.parametrize(
    ("body", "headers", "outcome"),
    [
        ({"data": {}, "errors": [{"type": "NOT_FOUND", "path": ["r1"]}]}, LEFT, None),
        ({"data": {}, "errors": [{"type": "FORBIDDEN"}]}, LEFT, None),
        ({"errors": [{"type": "RATE_LIMIT", "code": "graphql_rate_limit"}]}, NONE_LEFT, AnswerKind.PRIMARY),
        ({"errors": [{"type": "RATE_LIMITED"}]}, NONE_LEFT, AnswerKind.PRIMARY),
        ({"errors": [{"type": "RATE_LIMITED"}]}, LEFT, AnswerKind.SECONDARY),
        ({"errors": [{"message": "You have exceeded a secondary rate limit."}]}, LEFT, AnswerKind.SECONDARY),
        ({"message": "You have exceeded a secondary rate limit."}, LEFT, AnswerKind.SECONDARY),
        ({"errors": ["a string", None]}, LEFT, None),
        ("<html>", LEFT, AnswerKind.TRANSIENT),
        (None, LEFT, AnswerKind.TRANSIENT),
    ],
)
def test_a_limit_inside_a_200_of_graphql_is_told_from_other_errors(
    body: object, headers: dict[str, str], outcome: AnswerKind | None
) -> None:
    assert graphql_outcome(body, headers) is outcome


def test_a_token_is_never_shown() -> None:
    assert redact(f"bad ghp_{'a' * 36} and github_pat_{'b' * 40}!") == "bad [token] and [token]!"


def test_a_limit_says_when_to_go_on() -> None:
    limit = RateLimited(datetime(2026, 6, 30, 13, 5, tzinfo=UTC))
    assert str(limit) == "GitHub's limit for core requests is reached; go on after 2026-06-30 13:05 UTC"


@pytest.mark.parametrize(
    "text",
    [
        "Theano/Theano",
        " Theano/Theano ",
        "https://github.com/Theano/Theano",
        "https://github.com/Theano/Theano.git",
        "https://www.github.com/Theano/Theano/issues?q=is%3Aopen#top",
        "git@github.com:Theano/Theano.git",
        "git+https://github.com/Theano/Theano",
        "ssh://git@github.com/Theano/Theano.git",
        "github.com/Theano/Theano/",
    ],
)
def test_a_repository_may_be_named_in_any_usual_form(text: str) -> None:
    assert parse_repository(text) == ("Theano", "Theano")


@pytest.mark.parametrize(
    "text",
    [
        "", "Theano", "/", "a/..", "a/b/c", "https://gitlab.com/a/b", "https://github.com/a", "a b/c",
        "-a/b", "a/" + "b" * 101,
    ],
)  # fmt: skip
def test_what_names_no_repository_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadName, match="give OWNER/NAME"):
        parse_repository(text)


@given(st.text(max_size=60))
def test_no_text_whatever_breaks_the_reading_of_names(text: str) -> None:
    try:
        owner, name = parse_repository(text)
    except BadName:
        return
    assert owner
    assert name not in ("", ".", "..")
    assert "/" not in owner + name


SUNDAY = 1_677_369_600  # 2023-02-26, a Sunday


def week(start: int, *days: int) -> dict[str, object]:
    return {"week": start, "total": sum(days), "days": list(days)}


def test_a_page_of_weeks_is_read_with_github_s_own_day_labels() -> None:
    page = parse_page([week(SUNDAY, 0, 0, 0, 10, 15, 4, 7)])
    days = by_day(page, date(2023, 1, 1), date(2023, 3, 1))
    assert days == {date(2023, 2, 26): 0, date(2023, 2, 27): 0, date(2023, 2, 28): 0, date(2023, 3, 1): 10}


@pytest.mark.parametrize(
    "body",
    [
        {"message": "no"},
        [{"week": SUNDAY}],
        [{**week(SUNDAY, 1, 1, 1, 1, 1, 1, 1), "total": 8}],
        [week(SUNDAY, 1, 1, 1, 1, 1, 1)],
        [week(SUNDAY, -1, 1, 0, 0, 0, 0, 0)],
        [week(SUNDAY, *[0] * 7), week(SUNDAY - 14 * 86_400, *[0] * 7)],
        [week(SUNDAY, *[0] * 7), week(SUNDAY, *[0] * 7)],
    ],
)
def test_a_history_that_breaks_its_contract_is_not_believed(body: object) -> None:
    with pytest.raises(BrokenContract):
        parse_page(body)


@pytest.mark.parametrize(
    ("total", "count", "good"),
    [(10, 15, True), (10, 16, False), (99_500, 100_000, True), (99_499, 100_000, False)],
)
def test_the_sum_may_differ_by_five_or_half_a_percent(total: int, count: int, good: bool) -> None:
    if good:
        check_sum(total, count)
    else:
        with pytest.raises(BrokenContract):
            check_sum(total, count)


LEAVES = st.none() | st.integers() | st.text(max_size=5)
KEYS = st.sampled_from(["week", "days", "total"])


@given(st.recursive(LEAVES, lambda c: st.lists(c) | st.dictionaries(KEYS, c), max_leaves=12))
def test_no_json_whatever_does_anything_but_break_the_contract(body: object) -> None:
    with suppress(BrokenContract):
        parse_page(body)


@pytest.mark.parametrize(
    ("name", "address", "subject", "merge", "kind"),
    [
        ("Ada", "ada@x.org", "Fix the loss", False, "substantive"),
        ("Ada", "ada@x.org", "Merge branch 'main'", True, "merge"),
        ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", "Bump x", False, "robot"),
        ("generatedunixname89002005307016", "x@fb.com", "Fix", False, "robot"),
        ("Trax Team", "no-reply@google.com", "Simplify", False, "robot"),
        ("pytorchmergebot", "pytorchmergebot@users.noreply.github.com", "[x] Fix", False, "robot"),
        ("Copybara-Service", "copybara-worker@google.com", "Sync", False, "robot"),
        ("Ada", "ada@x.org", "Automated Code Change", False, "automated"),
        ("Ada", "ada@x.org", "Bump numpy from 1.2 to 1.3", False, "automated"),
        ("Ada", "ada@x.org", "Revert D12345678", False, "automated"),
        ("Abbott", "abbott@x.org", "Add a layer", False, "substantive"),
        ("Teamo Bot", "teamo@x.org", "Add a layer", False, "substantive"),
    ],
)
def test_people_and_robots_are_told_apart(
    name: str, address: str, subject: str, merge: bool, kind: str
) -> None:
    assert kind_of(name, address, subject, merge) == kind


@pytest.mark.parametrize(
    ("name", "address", "kind"),
    [
        ("Travis Oliphant", "travis@example.org", "substantive"),
        ("Jenkins Mary", "mary@example.org", "substantive"),
        ("Renovate Smith", "smith@example.org", "substantive"),
        ("travis", "travis@example.org", "robot"),
        ("Travis CI User", "travis@example.org", "robot"),
        ("jenkins-ci", "x@example.org", "robot"),
        ("renovate-bot", "x@example.org", "robot"),
        ("FooBot-2", "x@example.org", "robot"),
        ("PaddleBot CI", "x@example.org", "robot"),
        ("release bot 3", "x@example.org", "robot"),
        ("Rob Talbot", "rob@example.org", "substantive"),
        ("Jo Abbot", "jo@example.org", "substantive"),
        ("svc-builds", "x@example.org", "robot"),
        ("foo service-account", "x@example.org", "robot"),
        ("WidgetDev", "opensource@example.org", "robot"),
        ("WidgetDev", "ada@example.org", "substantive"),
        ("Kapil Dev", "kapil@example.org", "substantive"),
        ("copilot-swe-agent[bot]", "1+copilot@users.noreply.github.com", "substantive"),
        ("Claude", "noreply@example.org", "substantive"),
    ],
)
def test_a_name_that_begins_like_a_robots_is_a_persons_and_an_agents_work_is_work(
    name: str, address: str, kind: str
) -> None:
    assert kind_of(name, address, "Teach the widget to turn", False) == kind


def test_a_person_is_a_keyed_number_whatever_the_case_of_the_address() -> None:
    assert author_key(b"k", "Ada@x.org ") == author_key(b"k", "ada@x.org")
    assert author_key(b"k", "ada@x.org") != author_key(b"j", "ada@x.org")
    assert -(2**63) <= author_key(b"k", "ada@x.org") < 2**63


@pytest.mark.parametrize("status", [402, 405, 406, 418, 428, 431, 499])
def test_a_refusal_that_nobody_documented_is_not_asked_again(status: int) -> None:
    assert classify(status, {}, None) is AnswerKind.REFUSED


@pytest.mark.parametrize("status", [501, 505, 520, 599])
def test_trouble_at_the_other_end_that_nobody_documented_is_worth_another_try(status: int) -> None:
    assert classify(status, {}, None) is AnswerKind.TRANSIENT
