"""The static site: whole, relative, and careful with folders that are not its own."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from dashboards.site.folder import MANIFEST, SiteError, safe
from dashboards.site.publish import publish
from tests.dashboards import sample
from tests.libraries import library
from tracker.store.session import connect, sqlite_url, upgrade

ADDRESS = "https://example.org/frameworks"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published site of three repositories, one of them hostile."""
    folder = tmp_path_factory.mktemp("publish")
    engine = connect(sqlite_url(folder / "small.db"))
    upgrade(engine)
    lives = tuple(life for life in sample.LIVES if life.owner in ("Theano", "evil", "chainer"))
    sample.fill(engine, lives)
    seen: list[tuple[int, int, str]] = []
    many = publish(sample.history(engine), folder / "site", lambda *step: seen.append(step), address=ADDRESS)
    assert seen[-1] == (many.files, many.files, "done")
    engine.dispose()
    return folder / "site"


@pytest.mark.slow
def test_every_address_in_the_site_leads_to_a_file(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) == 6 + 5
    for page in pages:
        for address in re.findall(r'(?:href|src|data-figure)="([^"]*)"', page.read_text()):
            plain = unquote(unescape(address).split("#")[0].split("?")[0])
            if plain and not plain.startswith(("http:", "https:")):
                assert not plain.startswith("/"), (page, address)
                assert (page.parent / plain).resolve().is_file(), (page, address)


def test_the_site_asks_no_questions_that_nobody_answers(site: Path) -> None:
    assert "<form" not in (site / "index.html").read_text()
    assert "<form" not in (site / "compare.html").read_text()


def test_verdicts_are_there_for_machines_too(site: Path) -> None:
    document = json.loads((site / "data" / "status.json").read_text())
    found = {entry["repository"]: entry["headline"] for entry in document["repositories"]}
    assert found["Theano/Theano"] == "end-of-life"


@pytest.mark.slow
def test_all_series_are_there_as_parquet_csv_and_json_with_their_descriptor(site: Path) -> None:
    import pyarrow.parquet as pq

    days = pq.read_table(site / "data" / "series.parquet").to_pylist()
    assert {row["repository"] for row in days} >= {"Theano/Theano", "chainer/chainer"}
    assert len({row["metric"] for row in days}) > 10
    with (site / "data" / "series.csv").open(newline="") as stream:
        months = list(csv.DictReader(stream))
    assert len(json.loads((site / "data" / "series.json").read_text())) == len(months) < len(days)
    document = json.loads((site / "data" / "datapackage.json").read_text())
    for one in document["resources"]:
        body = (site / "data" / one["path"]).read_bytes()
        assert one["bytes"] == len(body)
        assert one["hash"].endswith(hashlib.sha256(body).hexdigest())


def lies_at(site: Path, address: str) -> Path:
    """The file that a visitor gets at an address of the site."""
    assert address.startswith(f"{ADDRESS}/"), address
    return site / unquote(address.removeprefix(f"{ADDRESS}/"))


@pytest.mark.parametrize("page", ["data.html", "repositories/Theano/Theano/index.html"])
def test_a_page_describes_its_data_to_whoever_lists_data_sets(site: Path, page: str) -> None:
    (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', (site / page).read_text())
    one = json.loads(told)
    assert one["@type"] == "Dataset"
    assert lies_at(site, one["url"]) == site / page
    assert all(lies_at(site, file["contentUrl"]).is_file() for file in one["distribution"])


def test_the_feed_and_the_sitemap_lead_to_its_pages(site: Path) -> None:
    feed = library("feedparser").parse((site / "verdicts.atom").read_bytes())
    assert not feed.bozo
    assert feed.feed.id == f"{ADDRESS}/verdicts.atom"
    assert feed.entries
    assert all(lies_at(site, entry.link).is_file() for entry in feed.entries)
    listed = re.findall("<loc>(.*?)</loc>", (site / "sitemap.xml").read_text())
    assert {lies_at(site, unescape(place)) for place in listed} == set(site.rglob("*.html"))
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in (site / "robots.txt").read_text()
    assert "/api/" not in (site / "llms.txt").read_text()  # nobody would answer


@pytest.mark.parametrize("page", ["compare.html", "repositories/Theano/Theano/index.html"])
def test_lines_to_copy_fetch_what_was_published(site: Path, page: str) -> None:
    (line,) = re.findall(r"curl -fsS &#34;(.*?)&#34;", (site / page).read_text())
    assert "day" in lies_at(site, unescape(line)).read_text().splitlines()[0].split(",")


@pytest.mark.slow
def test_without_an_address_nothing_is_there_that_needs_one(site: Path, tmp_path: Path) -> None:
    engine = connect(sqlite_url(site.parent / "small.db"))
    publish(sample.history(engine), tmp_path)
    engine.dispose()
    assert not list(tmp_path.glob("*.atom")) + list(tmp_path.glob("*.xml"))
    page = (tmp_path / "data.html").read_text()
    assert "ld+json" not in page
    assert "atom" not in page


def test_publishing_again_replaces_its_own_files_only(site: Path, world: Engine, tmp_path: Path) -> None:
    (site / "stale.html").write_text("old")
    manifest = site / MANIFEST
    manifest.write_text(manifest.read_text() + "\nstale.html\n../outside.html")
    (site.parent / "outside.html").write_text("not ours")
    engine = connect(sqlite_url(site.parent / "small.db"))
    publish(sample.history(engine), site, address=ADDRESS)
    engine.dispose()
    assert not (site / "stale.html").exists()
    assert (site.parent / "outside.html").exists()


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path, world: Engine) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(SiteError, match="empty or a new folder"):
        publish(sample.history(world), tmp_path)
    with pytest.raises(SiteError, match="is a file"):
        publish(sample.history(world), tmp_path / "thesis.doc")


@given(st.text(max_size=40))
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    parts = safe(name).split("/")
    assert ".." not in parts
    assert all("\\" not in part and "\x00" not in part for part in parts)
    assert not safe(name).startswith("/")


class Killed(BaseException):
    """As SIGKILL: nothing is cleaned up after it."""


@pytest.mark.slow
def test_a_killed_run_leaves_a_folder_that_the_next_makes_whole(site: Path, tmp_path: Path) -> None:
    engine = connect(sqlite_url(site.parent / "small.db"))

    def tell(done: int, total: int, name: str) -> None:
        if done == 5:
            raise Killed

    with pytest.raises(Killed):
        publish(sample.history(engine), tmp_path, tell)
    (tmp_path / ".index.html.half").write_text("half")
    publish(sample.history(engine), tmp_path, address=ADDRESS)
    engine.dispose()
    assert names(tmp_path) == names(site)


def names(folder: Path) -> set[str]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
