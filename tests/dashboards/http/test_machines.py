"""Machines find what there is, in the form that each of them reads."""

from __future__ import annotations

import re

import pytest
from defusedxml.ElementTree import fromstring
from starlette.testclient import TestClient

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.slow
def test_llms_txt_lists_the_verdicts_and_its_addresses_answer(client: TestClient) -> None:
    answer = client.get("/llms.txt")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert re.search(
        r"^- \[Theano/Theano\]\(\S+/repositories/Theano/Theano\): end-of-life since 2017", answer.text, re.M
    )
    assert answer.text.startswith("# framework-tracker\n\n> ")
    for address in re.findall(r"\]\((\S+?)\)", answer.text)[:20]:
        path = address.removeprefix("http://testserver").replace("OWNER/NAME", "Theano/Theano")
        assert client.get(path).status_code == 200, path


def test_the_sitemap_holds_pages_that_answer_and_robots_lead_to_it(client: TestClient) -> None:
    told = client.get("/robots.txt").text
    (where,) = re.findall(r"^Sitemap: http://testserver(\S+)$", told, re.M)
    root = fromstring(client.get(where).text)
    places = [one.text or "" for one in root.iter(f"{SITEMAP}loc")]
    assert "http://testserver/repositories/Theano/Theano" in places
    assert all("<" not in place and " " not in place for place in places)
    for place in places:
        assert client.get(place.removeprefix("http://testserver")).status_code in (200, 404), place
    assert client.get(places[0].removeprefix("http://testserver")).status_code == 200
