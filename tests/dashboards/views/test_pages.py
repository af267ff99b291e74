"""Pages: complete without a script, restored by their address, kind when something is wrong."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from datetime import date
from html import unescape
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest
from sqlalchemy import Engine
from sqlalchemy import text as sql
from starlette.testclient import TestClient

from dashboards.data.snapshot import Snapshot
from dashboards.http.app import create_app
from tests.dashboards import sample
from tracker.config import Settings
from tracker.series import History
from tracker.store.session import StoreError, connect, sqlite_url, upgrade

EVIL = "/repositories/evil/" + quote(sample.HOSTILE[1], safe="")
ALL = ["/", "/compare", "/lifecycles", "/quadrant", "/alerts", "/data", "/repositories/Theano/Theano", EVIL]


@pytest.mark.parametrize("path", ALL)
def test_every_page_answers_and_holds_its_content_without_a_script(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "<h1>" in answer.text
    assert "Theano" in answer.text or path in (EVIL, "/alerts")
    assert "NaN" not in answer.text
    assert "None" not in re.sub(r"<[^>]+>", " ", answer.text).replace("None at present", "").replace(
        "None is known", ""
    )


@pytest.mark.parametrize("path", ALL)
def test_hostile_names_and_descriptions_are_only_text(client: TestClient, path: str) -> None:
    text = client.get(path).text
    assert "<img src=x" not in text
    assert "<script>alert" not in text


@pytest.mark.parametrize("path", ALL)
def test_pages_load_nothing_from_elsewhere(client: TestClient, path: str) -> None:
    answer = client.get(path)
    tags = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="[^"]+"', answer.text)
    loaded = [tag.rpartition('="')[2][:-1] for tag in tags if 'rel="alternate"' not in tag]  # only named
    assert loaded
    assert all(address.startswith("/assets/") for address in loaded)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script-src 'self';" in answer.headers["content-security-policy"]


def test_the_first_screen_names_what_is_over_and_what_grows(client: TestClient) -> None:
    text = unescape(client.get("/").text)
    over = text.split('id="a-over"')[1].split("</section>")[0]
    for name in ("Theano", "CNTK", "mxnet", "chainer", "caffe", "torch7"):
        assert f">{name}<" in over
    assert ">tensorflow<" not in over
    assert ">tinygrad<" in text.split('id="a-rising"')[1].split("</section>")[0]


def test_a_repository_that_is_gone_or_was_never_found_is_shown_with_the_reason(client: TestClient) -> None:
    assert "gone on GitHub" in client.get("/").text
    assert "GitHub knows no repository of this name" in client.get("/repositories/nobody/nothing").text
    assert "GitHub answers 404" in client.get("/repositories/vanished/repository").text


def test_the_table_is_filtered_sorted_and_searched_by_its_address(client: TestClient) -> None:
    def names(query: str) -> list[str]:
        table = client.get("/" + query).text.split("<tbody")[1]
        return re.findall(r"<bdi>([^<]+)</bdi>", table)

    assert names("?sort=stars")[0] == "tensorflow"
    assert names("?sort=stars&order=up")[-1] in ("nothing", "repository")  # unknown stays last
    assert names("?q=THEANO") == ["Theano"]
    assert set(names("?state=archived")) == {"CNTK", "mxnet", "chainer"}
    assert "No repository fits that" in client.get("/?q=zzz").text


def test_the_past_is_judged_from_what_was_known_then(client: TestClient) -> None:
    then = client.get("/repositories/Theano/Theano?as_of=2016-06-30").text
    assert "As of 30 Jun 2016 it is active" in then
    assert "MILA will stop" not in then
    assert "2017" not in then.split('id="not"')[1].split("</section>")[0]
    now = client.get("/repositories/Theano/Theano").text
    assert "since 6 Oct 2017" in now
    assert "MILA will stop developing Theano" in now


@pytest.mark.parametrize(
    ("path", "name"),
    [("/compare?metric=starz", "metric"), ("/compare?from=hello", "from"), ("/?as_of=2018-99-01", "as_of"),
     ("/?sort=size", "sort"), ("/lifecycles?order=x", "order"), ("/embed/stars.svg?width=9", "width"),
     ("/compare?from=2020-01-01&to=2019-01-01", "from")],
)  # fmt: skip
def test_a_bad_value_is_refused_by_name(client: TestClient, path: str, name: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert f"{name}: " in answer.text


def test_unknown_keys_are_tolerated(client: TestClient) -> None:
    assert client.get("/?utm_source=x&flavour=sweet").status_code == 200


def test_a_repository_nobody_follows_is_not_found_with_close_names(client: TestClient) -> None:
    answer = client.get("/repositories/Theano/Teano")
    assert answer.status_code == 404
    assert "Theano/Theano" in answer.text
    compared = client.get("/compare?repos=Theano/Theano,no/body")
    assert compared.status_code == 200
    assert "no/body is not followed" in compared.text


def test_a_page_that_does_not_exist_says_so(client: TestClient) -> None:
    answer = client.get("/nosuch")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert "A repository&#39;s page is /repositories/OWNER/NAME" in answer.text


@pytest.mark.slow
def test_compare_draws_any_metric_any_way(client: TestClient) -> None:
    for metric in ("stars", "commits", "time_to_close", "releases", "unstars"):
        for axis in ("calendar", "age"):
            for scale in ("linear", "log", "indexed"):
                query = f"metric={metric}&axis={axis}&scale={scale}&smooth=90&sum=1"
                assert client.get(f"/compare?{query}").status_code == 200
                document = client.get(f"/figures/compare.json?{query}").json()
                assert document["config"]["showSendToCloud"] is False


def test_the_end_of_a_project_changes_its_line(client: TestClient) -> None:
    text = client.get("/compare?repos=Theano/Theano,tensorflow/tensorflow").text
    assert 'class="over"' in text
    assert "end of life Oct 2017" in text


@pytest.mark.slow
def test_the_download_holds_exactly_what_is_shown(client: TestClient) -> None:
    answer = client.get("/download/overview.csv?state=archived")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["repository"] for row in rows} == {"microsoft/CNTK", "apache/mxnet", "chainer/chainer"}
    assert "attachment" in answer.headers["content-disposition"]
    series = client.get("/download/compare.csv?repos=Theano/Theano&metric=commits&every=month")
    found = list(csv.DictReader(io.StringIO(series.text)))
    assert found[0].keys() == {"repository", "metric", "day", "value", "quality"}
    assert found[-1]["day"] == "2026-06-01"
    one = client.get("/download/repositories/Theano/Theano.csv")
    assert {"stars", "commits", "forks"} <= {row["metric"] for row in csv.DictReader(io.StringIO(one.text))}


def test_embeds_and_badges_are_pictures_without_scripts(client: TestClient) -> None:
    evil = EVIL.replace("repositories", "badge") + ".svg"
    for path in ("/embed/stars.svg?repos=Theano/Theano", "/embed/stars.svg?theme=dark", evil,
                 "/badge/Theano/Theano.svg", "/badge/Theano/Theano.svg?show=stars"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("image/svg+xml")
        assert "max-age" in answer.headers["cache-control"]
        ET.fromstring(answer.text)
        assert "<script" not in answer.text
    assert "prefers-color-scheme" in client.get("/embed/stars.svg").text
    assert "end of life" in client.get("/badge/Theano/Theano.svg").text


def test_an_unchanged_page_costs_a_304(client: TestClient) -> None:
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_pages_travel_compressed(client: TestClient) -> None:
    with client.stream("GET", "/", headers={"Accept-Encoding": "br"}) as answer:
        packed = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "br"
    assert brotli.decompress(packed).startswith(b"<!doctype html>")
    assert len(packed) < 60_000
    plain = client.get("/", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers


@pytest.mark.slow
def test_assets_are_named_by_their_content_and_kept_for_good(client: TestClient) -> None:
    name = re.search(r"/assets/plotly\.[0-9a-f]{10}\.js", client.get("/compare").text)
    assert name
    with client.stream("GET", name.group(), headers={"Accept-Encoding": "br"}) as answer:
        size = sum(len(part) for part in answer.iter_raw())
    assert "immutable" in answer.headers["cache-control"]
    assert size < 1_300_000
    assert client.get("/assets/../app.py").status_code == 404
    assert client.get("/assets/app.0000000000.css").status_code == 404


def test_the_overview_needs_no_plotly(client: TestClient) -> None:
    assert "plotly" not in client.get("/").text


def test_health_says_of_when_the_data_are(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "today": "2026-06-30", "repositories": 14}


def test_the_data_page_shows_first_what_needs_a_look_and_folds_the_rest(client: TestClient) -> None:
    text = client.get("/data").text
    late, rest = text.split("<details><summary>Source by source", 1)
    assert "2 repositories need a look" in late
    assert "The other 12 were read from every source within the last 3 days" in late
    for name in ("vanished/repository", "nobody/nothing"):
        assert f'href="/repositories/{name}"' in late
    assert 'href="/repositories/Theano/Theano"' not in late
    assert 'href="/repositories/Theano/Theano"' in rest


def test_an_empty_database_shows_how_to_begin(empty: Engine) -> None:
    client = TestClient(create_app(history=lambda: sample.history(empty)))
    for path in ("/", "/compare"):
        text = client.get(path).text
        assert "Nothing to show yet" in text
        assert "tracker watch add" in text


@pytest.mark.parametrize("path", ["/", "/lifecycles", "/download/overview.csv", "/download/lifecycles.svg"])
def test_a_group_that_is_none_is_refused_with_the_nearest(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?group=framework")
    assert answer.status_code == 400
    assert "did you mean &#39;frameworks&#39;?" in answer.text
    assert client.get(f"{path}?group=frameworks").status_code == 200


def test_a_database_of_another_version_is_called_that_and_not_empty(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    engine = connect(sqlite_url(path))
    upgrade(engine)
    client = TestClient(
        create_app(Settings(tmp_path, database_url=sqlite_url(path), allowed_hosts="testserver"))
    )
    for at, said in (("0001", "tracker db upgrade"), ("9999", "install a newer framework-tracker")):
        with engine.begin() as connection:
            connection.execute(sql("UPDATE alembic_version SET version_num = :at"), {"at": at})
        answer = client.get("/")
        assert answer.status_code == 503
        assert "<h1>The database is of another version</h1>" in answer.text
        assert "Nothing to show yet" not in answer.text
        assert said in answer.text
        assert client.get("/healthz").json()["status"] == "other version"
    engine.dispose()


@pytest.mark.slow
def test_a_missing_database_is_said_and_found_once_it_is_there(world: Engine) -> None:
    there = False

    def history() -> History:
        if not there:
            raise StoreError("there is no database yet. Begin with: tracker demo")
        return sample.history(world)

    client = TestClient(create_app(history=history))
    assert "Begin with: tracker demo" in client.get("/").text
    assert client.get("/healthz").json()["status"] == "empty"
    there = True
    assert "repositories should not be built on" in client.get("/").text


def test_our_own_mistakes_are_said_plainly_and_without_a_trace(world: Engine) -> None:
    def history() -> History:
        raise ZeroDivisionError("secret detail")

    client = TestClient(create_app(history=history), raise_server_exceptions=False)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "This page broke" in answer.text
    assert "secret detail" not in answer.text
    assert "ZeroDivisionError" not in answer.text


@pytest.mark.slow
def test_the_demo_says_on_every_page_that_it_is_the_demo(world: Engine) -> None:
    def history() -> History:
        found = sample.history(world)
        found.meta = {"kind": "demo", "clock": "2026-06-30"}
        return found

    client = TestClient(create_app(history=history))
    for path in (*ALL, "/compare?from=hello", "/nosuch", "/repositories/no/body"):
        assert "This is the demo." in client.get(path).text
    assert "spread from quarterly figures" in client.get("/compare").text


def test_lifecycles_tell_when_an_end_was_said_and_when_it_was_seen(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/download/lifecycles.csv").text)))
    theano = [row for row in rows if row["repository"] == "Theano/Theano"]
    assert (theano[-1]["state"], theano[-1]["from"]) == ("end-of-life", "2017-10-06")
    mxnet = [row["state"] for row in rows if row["repository"] == "apache/mxnet"]
    assert mxnet[-2:] == ["dormant", "archived"]


def test_spans_follow_each_other_without_holes(snapshot: Snapshot) -> None:
    for repository in snapshot.resolved:
        spans = snapshot.spans(repository)
        assert spans[-1].end == snapshot.today
        assert all(a.end == b.start for a, b in pairwise(spans))
        assert snapshot.spans(repository, date(2000, 1, 1)) == []
