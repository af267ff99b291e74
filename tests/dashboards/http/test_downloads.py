"""Pictures and tables as files: exactly what is shown, in one's own colours, for a past day too."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET

import pytest
from starlette.testclient import TestClient

from dashboards.drawing.svg.standalone import standalone
from tests.dashboards.views.test_pages import EVIL

PICTURES = [
    "lifecycles", "quadrant", "compare", "repositories/Theano/Theano", EVIL.removeprefix("/")
]  # fmt: skip


@pytest.mark.parametrize("name", PICTURES)
def test_every_drawn_chart_is_a_picture_that_stands_alone(client: TestClient, name: str) -> None:
    answer = client.get(f"/download/{name}.svg?theme=dark")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert re.fullmatch(r'attachment; filename="[\w.-]+\.svg"', answer.headers["content-disposition"])
    root = ET.fromstring(answer.text)
    assert float(root.attrib["height"]) > 60
    assert "#14171b" in answer.text
    assert "prefers-color-scheme" not in answer.text
    assert not list(root.iter("{http://www.w3.org/2000/svg}a"))
    assert "<script" not in answer.text


def test_a_picture_follows_the_reader_s_colours_unless_told_otherwise(client: TestClient) -> None:
    assert "prefers-color-scheme:dark" in client.get("/download/quadrant.svg").text
    assert client.get("/download/quadrant.svg?theme=pink").status_code == 400
    assert client.get("/download/data.svg").status_code == 404
    assert client.get("/download/repositories/no/body.svg").status_code == 404


@pytest.mark.parametrize("name", ["lifecycles", "quadrant"])
def test_table_and_picture_of_a_past_day_show_that_day(client: TestClient, name: str) -> None:
    page = client.get(f"/{name}?as_of=2016-06-30").text
    for kind in ("svg", "csv"):
        address = re.search(rf'href="(/download/{name}\.{kind}[^"]*)"', page)
        assert address
        found = client.get(address[1].replace("&amp;", "&"))
        assert "Theano" in found.text
        assert "tinygrad" not in found.text
    rows = list(csv.DictReader(io.StringIO(client.get(f"/download/{name}.csv?as_of=2016-06-30").text)))
    assert all(row.get("to", "") <= "2016-06-30" for row in rows)


def test_the_overview_s_file_has_the_order_of_the_page(client: TestClient) -> None:
    page = client.get("/?sort=name&order=down").text
    address = re.search(r'href="(/download/overview\.csv[^"]*)"', page)
    assert address
    text = client.get(address[1].replace("&amp;", "&")).text
    names = [row["repository"] for row in csv.DictReader(io.StringIO(text))]
    assert names == sorted(names, key=str.lower, reverse=True)


def test_a_long_title_is_broken_into_lines() -> None:
    drawn = '<svg viewBox="0 0 400 200"></svg>'
    root = ET.fromstring(standalone(drawn, "seven words and more " * 10, "<b>", "light"))
    titles = [t for t in root.iter("{http://www.w3.org/2000/svg}text") if t.attrib.get("class") == "title"]
    assert len(titles) > 3
    assert float(root.attrib["height"]) > 200 + 20 * len(titles)


def test_marks_link_to_their_repository_and_say_their_sources(client: TestClient) -> None:
    for path in ("/quadrant", "/lifecycles"):
        page = client.get(path + "?as_of=2020-06-30").text
        assert 'href="/repositories/Theano/Theano?as_of=2020-06-30"' in page.split("<table")[0]
    told = re.search(r"<title>Theano/Theano: ([^<]*)</title>", client.get("/quadrant").text)
    assert told
    assert "stars on 30 Jun 2026 (exact, source: github), 0 commits in the year to 30 Jun 2026 (" in told[1]
