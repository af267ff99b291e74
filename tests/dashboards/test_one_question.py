"""One question everywhere: page, API and command answer it alike, or refuse it in the same sentence.

ONE_QUESTION_EXAMPLES sets how many questions are tried (15 by default).
"""

from __future__ import annotations

import csv
import io
import os
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dashboards.data.snapshot import Snapshot
from tests.dashboards import sample
from tracker.asking import PERIODS
from tracker.commands.export import command
from tracker.metrics import METRICS
from tracker.series import History

EXAMPLES = int(os.environ.get("ONE_QUESTION_EXAMPLES", "15"))
NAME = "Theano/Theano"
Rows = list[tuple[str, ...]]
Question = dict[str, str]


@dataclass
class Stand:
    """What the command is handed by its caller."""

    kept: History

    def history(self) -> History:
        return self.kept


@dataclass
class Answer:
    """Rows, or what was said instead."""

    rows: Rows | None
    said: str


def by_page(client: TestClient, question: Question) -> Answer:
    answer = client.get("/download/compare.csv", params={"repos": NAME, **question})
    assert answer.status_code in (200, 400), answer.text
    return Answer(rows(answer.text) if answer.status_code == 200 else None, unescape(answer.text))


def by_api(client: TestClient, question: Question) -> Answer:
    answer = client.get("/api/v1/exports/series.csv", params={"repository": NAME, **question})
    if answer.status_code == 200:
        return Answer(rows(answer.text), "")
    assert answer.status_code in (400, 404, 409), answer.text
    return Answer(None, answer.json()["errors"][0]["detail"])


def by_command(history: History, question: Question) -> Answer:
    typed = [part for name, value in question.items() for part in (f"--{name.replace('_', '-')}", value)]
    done = CliRunner().invoke(
        command, ["--repo", NAME, *typed], obj=Stand(history), help_option_names=["-h", "--help"]
    )
    assert done.exit_code in (0, 2), done.output
    told = " ".join(done.stderr.split())
    return Answer(rows(done.stdout) if done.exit_code == 0 else None, told)


def rows(text: str) -> Rows:
    return [
        (row["metric"], row["day"], str(float(row["value"])), row["quality"])
        for row in csv.DictReader(io.StringIO(text))
    ]


DAYS = st.integers(-400, 5_400).map(lambda back: str(sample.TODAY - timedelta(days=back)))
GOOD = st.fixed_dictionaries(
    {
        "metric": st.sampled_from([name for name, m in METRICS.items() if m.kind != "duration"]),
        "every": st.sampled_from(PERIODS),
    },
    optional={"from": DAYS, "to": DAYS},
)
# Each is a value of one parameter that nobody can use; durations by day are told by month on pages.
WORDS = st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=1, max_size=90).filter(
    lambda word: word not in METRICS
)
BAD = st.one_of(
    st.tuples(st.just("metric"), WORDS.filter(lambda word: "," not in word and word != "all")),
    st.tuples(st.just("every"), WORDS.filter(lambda word: word not in (*PERIODS, "auto"))),
    st.tuples(
        st.sampled_from(["from", "to", "as_of"]),
        WORDS | st.sampled_from(["2018-02-30", "20180228", "2018-W01-1", "0000-00-00"]),
    ),
    st.tuples(st.just("as_of"), st.sampled_from(["0001-01-01", "1899-12-31", "2200-01-01"])),
    st.tuples(st.just("as_of"), st.integers(1, 9_000).map(lambda on: str(sample.TODAY + timedelta(days=on)))),
)  # fmt: skip
same = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.mark.slow
@same
@given(GOOD)
def test_a_question_has_one_answer_or_one_refusal(
    client: TestClient, snapshot: Snapshot, question: Question
) -> None:
    page, api = by_page(client, question), by_api(client, question)
    typed = by_command(snapshot.history, question)
    assert page.rows == api.rows == typed.rows
    if api.rows is None:
        assert api.said in page.said
        assert api.said in typed.said


@same
@given(GOOD, BAD)
def test_what_cannot_be_asked_is_refused_in_the_same_sentence(
    client: TestClient, snapshot: Snapshot, question: Question, bad: tuple[str, str]
) -> None:
    question = {key: question[key] for key in ("metric", "every")} | dict([bad])
    page, api = by_page(client, question), by_api(client, question)
    typed = by_command(snapshot.history, question)
    assert (page.rows, api.rows, typed.rows) == (None, None, None)
    assert " ".join(api.said.split()) in " ".join(page.said.split())
    assert " ".join(api.said.split()) in typed.said


def test_a_repository_that_nobody_follows_is_told_in_the_same_sentence(
    client: TestClient, snapshot: Snapshot
) -> None:
    api = client.get("/api/v1/exports/series.csv?repository=no/body").json()["errors"][0]["detail"]
    page = client.get("/compare?repos=no/body")
    typed = CliRunner().invoke(
        command, ["--repo", "no/body"], obj=Stand(snapshot.history), help_option_names=["-h", "--help"]
    )
    assert api in unescape(page.text)
    assert api in str(typed.exception) + typed.stderr


def test_the_names_of_the_api_mean_the_same_on_a_page(client: TestClient) -> None:
    own = client.get(f"/download/compare.csv?repos={NAME}&metric=stars")
    assert client.get(f"/download/compare.csv?repository={NAME}&metric=stars").text == own.text
    living = client.get("/download/overview.csv?state=unmaintained").text
    assert client.get("/download/overview.csv?headline=unmaintained").text == living


@pytest.mark.parametrize("value", ["0", "501", "-1", "x", "9" * 30])
def test_a_number_out_of_bounds_is_refused_in_the_same_words(client: TestClient, value: str) -> None:
    api = client.get(f"/api/v1/repositories?limit={value}")
    assert api.status_code == 400
    assert "Give a whole number from 1 to 500." in api.json()["errors"][0]["detail"]
    if value != "501":
        page = client.get(f"/?rows={value}")
        assert page.status_code == 400
        assert "Give a whole number from 1 to" in page.text
