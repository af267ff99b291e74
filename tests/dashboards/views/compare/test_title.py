"""A chart's title and subtitle say what is drawn, and nothing of what is not."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

SIX = "repos=keras-team/keras,BVLC/caffe,Theano/Theano"


def told(client: TestClient, query: str) -> tuple[str, str]:
    """(title, subtitle)."""
    text = unescape(client.get(f"/compare?{query}").text)
    title, sub = re.search(r'class="finding">(.*?)<', text), re.search(r'class="sub">(.*?)<', text)
    assert title
    assert sub
    return title[1], sub[1]


@pytest.mark.slow
def test_nobody_leads_in_a_range_of_which_nothing_is_known(client: TestClient) -> None:
    assert told(client, f"{SIX}&from=2099-01-01")[0] == "Stars: nothing known in this range"
    assert told(client, "repos=BVLC/caffe&from=2099-01-01")[0] == "Stars: nothing known in this range"


def test_a_range_is_told_with_both_its_ends(client: TestClient) -> None:
    assert told(client, f"{SIX}&from=2018-01-01&to=2019-01-01")[1].endswith(
        " From 1 Jan 2018 to 1 Jan 2019, UTC."
    )
    assert re.search(r"\. To \d+ \w+ 20\d\d, UTC\.$", told(client, SIX)[1])


def test_indexed_lines_are_named_in_their_order(client: TestClient) -> None:
    title = told(client, f"{SIX}&scale=indexed")[0]
    numbers = re.findall(r" ([\d,.]+)([kM]?)(?:;| from|,| and|$)", title)
    values = [float(n.replace(",", "")) * {"": 1, "k": 1e3, "M": 1e6}[unit] for n, unit in numbers]
    assert len(values) == 3, title
    assert values == sorted(values, reverse=True)


def test_a_day_before_anybody_s_stars_are_known_begins_with_those_that_had_begun(client: TestClient) -> None:
    page = client.get("/compare?as_of=2014-01-01").text
    assert "No repository is chosen" not in page
    assert "Take BVLC/caffe out" in page
