"""The year ahead on a repository's page: dashed in its interval, its past drawn and scored, or refused."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from starlette.testclient import TestClient

from dashboards.data.snapshot import Snapshot
from dashboards.views.repository.outlook import foretold

SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_has_a_dashed_forecast_in_an_interval_and_the_past(snapshot: Snapshot) -> None:
    (one,) = foretold(snapshot, snapshot.find("pytorch/pytorch"), snapshot.today)
    drawn = ET.fromstring(one.svg)
    assert {e.get("class") for e in drawn.iter(f"{SVG}path")} == {"line known", "foretold", "interval"}
    assert len([e for e in drawn.iter(f"{SVG}circle") if "past" in str(e.get("class"))]) >= 12


def test_the_page_says_until_when_how_sure_and_how_it_did(client: TestClient) -> None:
    text = client.get("/repositories/pytorch/pytorch").text
    assert "Stars, a year ahead" in text
    assert "intervals held" in text
    assert "replayed from the past" in text
    assert 'class="foretold"' in text


def test_what_has_ended_says_why_nothing_is_foretold(client: TestClient) -> None:
    text = client.get("/repositories/Theano/Theano").text
    assert "No forecast for what has ended" in text
    assert 'class="foretold"' not in text
