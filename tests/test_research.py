"""A researcher's path: find the data, download them, read them with their trust, and cite them."""

from __future__ import annotations

import io
import json
import re
from urllib.parse import urljoin, urlsplit

import pandas as pd
import pytest
import yaml
from starlette.testclient import TestClient

from tests.dashboards.conftest import client, world
from tests.tracker.dataset.conftest import released, small
from tracker.dataset.release import Written

pytestmark = pytest.mark.slow

__all__ = ["client", "released", "small", "world"]  # the fixtures


def get(client: TestClient, address: str) -> bytes:
    place = urlsplit(address)
    answer = client.get(f"{place.path}?{place.query}")
    assert answer.status_code == 200, address
    return answer.content


def test_from_the_sitemap_to_a_frame_with_labels_and_definitions(client: TestClient) -> None:
    (sitemap,) = re.findall(r"^Sitemap: (\S+)$", client.get("/robots.txt").text, re.M)
    places = re.findall(r"<loc>(.*?)</loc>", get(client, sitemap).decode())
    page = get(client, next(place for place in places if place.endswith("/data"))).decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    dataset = json.loads(found[0])
    assert dataset["license"].startswith("https://creativecommons.org/publicdomain/zero/")

    files = {file["encodingFormat"]: file["contentUrl"] for file in dataset["distribution"]}
    parquet = pd.read_parquet(io.BytesIO(get(client, files["application/vnd.apache.parquet"])))
    table = pd.read_csv(io.BytesIO(get(client, files["text/csv"])), parse_dates=["day"])
    assert len(parquet) > len(table) > 1000  # by day, and by month as the description beside it says
    assert set(table["day"].dt.day) == {1}
    ends = parquet.groupby("repository")["value"].last()
    pd.testing.assert_series_equal(table.groupby("repository")["value"].last(), ends, check_dtype=False)
    assert set(table["quality"]) <= {"exact", "derived", "retained", "provisional", "imported", "degraded"}

    place = urlsplit(files["text/csv"])
    beside = client.get(f"{place.path}?{place.query}").headers["link"]
    described = urljoin(files["text/csv"], re.findall(r"<([^>]+)>", beside)[0])
    package = json.loads(get(client, described))
    assert {m["name"] for m in package["resources"][0]["metrics"]} == {"stars"}


def test_a_release_is_read_and_cited_from_its_own_files(released: Written) -> None:
    stars = pd.read_parquet(released.folder / "data" / "history.parquet", filters=[("metric", "==", "stars")])
    assert {"repository", "github_id", "day", "value", "source", "quality"} <= set(stars.columns)
    verdicts = pd.read_csv(released.folder / "data" / "verdicts.csv")
    joined = stars.merge(verdicts, on="github_id")
    assert set(joined.loc[joined["repository_x"] == "Theano/Theano", "headline"]) == {"end-of-life"}

    cited = yaml.safe_load((released.folder / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["type"] == "dataset"
    assert cited["version"] == released.about.period.name
    assert str(cited["date-released"]) == released.about.day.isoformat()
    assert released.about.citation in (released.folder / "README.md").read_text(encoding="utf-8")
