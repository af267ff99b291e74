"""The data page and every repository's describe themselves as data sets, in words that their readers know."""

from __future__ import annotations

import json
import re
from urllib.parse import quote, urlsplit

import pytest
import rdflib
from starlette.testclient import TestClient

from tests.dashboards import sample

PAGES = ["/data", "/repositories/Theano/Theano", "/repositories/evil/" + quote(sample.HOSTILE[1], safe="")]
SDO = rdflib.Namespace("https://schema.org/")


def described(client: TestClient, path: str) -> str:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.S)
    return str(found)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the validator's own library
@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_one_data_set_with_what_an_index_asks_for(client: TestClient, path: str) -> None:
    graph = rdflib.Graph().parse(data=described(client, path), format="json-ld")
    (one,) = (s for s in graph.subjects(rdflib.RDF.type, SDO.Dataset) if (s, SDO.name, None) in graph)
    for needed in ("name", "description", "license", "creator", "url", "distribution", "temporalCoverage"):
        assert (one, SDO[needed], None) in graph, needed
    description = str(graph.value(one, SDO.description))
    assert 50 <= len(description) <= 5000
    assert len(list(graph.objects(one, SDO.variableMeasured))) > 10


@pytest.mark.parametrize("path", PAGES[:2])
def test_every_file_of_it_can_be_had_as_what_it_is_called(client: TestClient, path: str) -> None:
    for file in json.loads(described(client, path))["distribution"]:
        place = urlsplit(file["contentUrl"])
        answer = client.get(f"{place.path}?{place.query}")
        assert answer.status_code == 200, file
        assert answer.headers["content-type"].split(";")[0] == file["encodingFormat"]


def test_a_hostile_name_stays_within_the_script(client: TestClient) -> None:
    assert "<" not in described(client, PAGES[2])
