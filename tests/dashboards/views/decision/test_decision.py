"""Side by side on a page: the same rows as in the terminal, a picture and a CSV of them, kind to mistakes."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from html import unescape

import pytest
from starlette.testclient import TestClient

from dashboards.data.snapshot import Snapshot
from tests.dashboards import sample
from tracker.decision import decide
from tracker.health import Rules

FOUR = "pytorch/pytorch,tensorflow/tensorflow,Theano/Theano,microsoft/CNTK"


@pytest.mark.slow
def test_the_page_says_what_the_rows_say(client: TestClient, snapshot: Snapshot) -> None:
    text = unescape(client.get(f"/decision?repos={FOUR}").text)
    found = [snapshot.find(name) for name in FOUR.split(",")]
    decision = decide(snapshot.history, found, snapshot.today, Rules())
    assert decision.sentence in text
    for row in decision.rows:
        assert row.title in text
        for cell in row.cells:
            assert row.key == "change" or cell.text in text
            assert cell.value is not None or str(cell.reason) in text
    assert text.count('class="best"') == sum(len(row.best) for row in decision.rows) > 0


def test_its_csv_holds_every_answer_with_day_source_and_label(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(f"/download/decision.csv?repos={FOUR}").text)))
    assert {row["repository"] for row in rows} == set(FOUR.split(","))
    assert all(row["quality"] != "unknown" or row["reason"] for row in rows)
    assert [r["repository"] for r in rows if r["row"] == "stars" and r["better"]] == ["tensorflow/tensorflow"]


@pytest.mark.slow
def test_its_picture_stands_alone_as_svg_and_png(client: TestClient) -> None:
    drawn = client.get(f"/download/decision.svg?repos={FOUR}").text
    words = " ".join("".join(node.itertext()) for node in ET.fromstring(drawn).iter() if node.text)
    assert (
        "source: git, github, the catalog of this project" in words
    )  # those it has, not those it might have
    assert "no longer maintained" in words.replace("\n", " ")
    assert "Time to close an issue" in words.replace("  ", " ") or "Time to close" in words
    for path in ("/download/decision.png", "/card/decision.png"):
        answer = client.get(f"{path}?repos={FOUR}")
        assert answer.content.startswith(b"\x89PNG")


def test_mistakes_are_answered_by_name(client: TestClient) -> None:
    many = ",".join(f"{life.owner}/{life.name}" for life in sample.LIVES if life.owner != "evil")
    assert client.get(f"/decision?repos={many}").status_code == 200
    thirteen = f"{many},vanished/repository,nobody/nothing"
    answer = client.get(f"/decision?repos={thirteen}")
    assert answer.status_code == 400
    assert "at most 12" in answer.text
    assert "nowhere/at-all is not followed" in client.get("/decision?repos=nowhere/at-all").text
    assert client.get("/decision?as_of=2099-01-01").status_code == 400


def test_the_last_one_taken_out_leaves_none(client: TestClient) -> None:
    for path in ("/decision", "/compare"):
        one = client.get(f"{path}?repos=Theano/Theano").text
        assert f'href="{path}?repos=none" aria-label="Take Theano/Theano out"' in one
        none = client.get(f"{path}?repos=none")
        assert none.status_code == 200
        assert "No repository is chosen" in none.text
        assert "Take " not in none.text
        assert "Take Theano/Theano out" in client.get(f"{path}?repos=none&add=theano").text


def test_ticks_on_the_overview_lead_here_without_a_script(client: TestClient) -> None:
    text = client.get("/").text
    assert 'name="repos" value="Theano/Theano" form="choose"' in text
    answer = client.get("/decision?repos=Theano/Theano&repos=pytorch/pytorch&as_of=")
    assert "Take pytorch/pytorch out" in answer.text
