"""The API answers as pages do, page by page, and says what is wrong with a question."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import time
import urllib.error
import urllib.request
import warnings
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine
from starlette.testclient import TestClient

from dashboards.api import prometheus
from tests.dashboards import sample
from tests.dashboards.api.conftest import client_of
from tests.docs import DOCS
from tracker.config import ApiSettings
from tracker.exports.descriptor import NAME
from tracker.health import judge
from tracker.metrics import METRICS

THEANO = "repositories/Theano/Theano"


def get(api: TestClient, path: str, **query: Any) -> Any:
    answer = api.get(f"/api/v1/{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.slow
def test_repositories_come_page_by_page_each_once(api: TestClient) -> None:
    names, cursor, pages = [], None, 0
    while True:
        query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        answer = get(api, "repositories", **query)
        names += [row["repository"] for row in answer["data"]]
        pages, cursor = pages + 1, answer["next"]
        if cursor is None:
            break
    assert names == [row["repository"] for row in get(api, "repositories")["data"]]
    assert len(names) == len(set(names)) > 6
    assert pages == -(-len(names) // 3)


def test_lists_are_filtered(api: TestClient) -> None:
    found = get(api, "repositories", headline="end-of-life")["data"]
    assert "Theano/Theano" in [row["repository"] for row in found]
    assert {row["headline"] for row in found} == {"end-of-life"}
    assert {v["headline"] for v in get(api, "verdicts", headline="active")["data"]} == {"active"}


@pytest.mark.parametrize("path", ["repositories", "series/stars", "exports/series.csv"])
def test_a_category_or_list_that_is_none_is_refused_with_the_nearest(api: TestClient, path: str) -> None:
    answer = api.get(f"/api/v1/{path}?category=framework")
    assert answer.status_code == 404
    said = answer.json()
    assert said["detail"] == "no repository is of the category 'framework'; did you mean 'frameworks'?"
    assert (said["errors"][0]["parameter"], said["errors"][0]["in"]) == ("category", "query")
    assert api.get(f"/api/v1/{path}?category=frameworks").status_code == 200


def test_a_repository_is_found_by_any_case_with_every_metric(api: TestClient) -> None:
    found = get(api, "repositories/theano/THEANO")
    assert found["repository"] == "Theano/Theano"
    assert set(found["values"]) == set(METRICS)
    stars = found["values"]["stars"]
    assert stars["value"] == found["stars"] > 0
    assert stars["day"] == "2026-06-30"


def test_a_verdict_is_the_one_that_health_gives_on_that_day(api: TestClient, world: Engine) -> None:
    history = sample.history(world)
    day = date(2017, 1, 1)
    verdict = judge(history.dossier(history.find("Theano")), day)
    answer = get(api, f"{THEANO}/verdict", as_of="2017-01-01")
    assert answer["headline"] == verdict.headline
    assert answer["as_of"] == "2017-01-01"
    evidence = get(api, f"{THEANO}/evidence", as_of="2017-01-01")
    assert evidence["evidence"] == answer["evidence"]


def test_a_series_is_the_frame_of_the_pages_with_sources(api: TestClient, world: Engine) -> None:
    history = sample.history(world)
    frame = history.frame("stars", [history.find("Theano")], every="month").dropna()
    rows = get(api, f"{THEANO}/series/stars", every="month")["data"]
    assert [row["value"] for row in rows] == frame["Theano/Theano"].tolist()
    assert [row["day"] for row in rows] == [str(day.date()) for day in frame.index]
    assert {row["quality"] for row in rows} <= {"retained", "exact", "provisional"}


def test_declared_gaps_have_no_rows(api: TestClient) -> None:
    rows = get(
        api, "repositories/BVLC/caffe/series/star_arrivals", **{"from": "2017-12-30", "to": "2018-07-02"}
    )
    assert [row["day"] for row in rows["data"]] == ["2017-12-30", "2017-12-31", "2018-07-01", "2018-07-02"]


def test_a_repository_that_was_never_read_has_an_empty_series(api: TestClient) -> None:
    unread = [r["repository"] for r in get(api, "repositories")["data"] if r["github_id"] is None]
    assert unread
    assert get(api, f"repositories/{unread[0]}/series/stars")["data"] == []
    answer = api.get(f"/api/v1/repositories/{unread[0]}/verdict")
    assert answer.status_code == 404


def test_many_series_come_in_one_answer(api: TestClient) -> None:
    query = {"repository": ["Theano/Theano", "keras-team/keras"], "every": "quarter"}
    found = get(api, "series/stars", **query)["series"]
    assert [s["repository"] for s in found] == query["repository"]
    assert found[0]["data"] == get(api, f"{THEANO}/series/stars", every="quarter")["data"]


def test_runs_say_what_they_missed(api: TestClient) -> None:
    (run,) = get(api, "runs")["data"]
    assert (run["job"], run["outcome"], run["observations"]) == ("collect", "partial", 51_200)
    assert run["missed"][0]["reason"] == "GitHub answered 502 three times"
    assert get(api, "runs", job="nothing")["data"] == []
    assert get(api, "runs", cursor=run["id"])["data"] == []


@pytest.mark.parametrize(
    ("path", "status", "parameter"),
    [
        (f"{THEANO}/series/starz", 400, "metric"),
        (f"{THEANO}/series/stars?from=2018-02-30", 400, "from"),
        (f"{THEANO}/series/stars?from=20180228", 400, "from"),
        (f"{THEANO}/series/stars?every=decade", 400, "every"),
        (f"{THEANO}/series/stars?form=2018-01-01", 400, "form"),
        (f"{THEANO}/series/stars?from=2018-01-02&to=2018-01-01", 409, "from"),
        ("repositories?limit=501", 400, "limit"),
        ("repositories?headline=dead", 400, "headline"),
        ("runs?cursor=-1", 400, "cursor"),
        ("runs?cursor=99999999999999999999", 400, "cursor"),
        ("exports/series.docx", 400, "kind"),
        ("exports/series.csv?metric=starz", 400, "metric"),
        ("exports/series.csv?at=2026-01-01&every=week", 409, "at"),
        ("exports/series.csv?at=2026-01-01&from=2026-01-01", 409, "at"),
        ("exports/series.csv?form=2026-01-01", 400, "form"),
        ("exports/series.csv/datapackage.json?metric=starz", 400, "metric"),
        ("exports/series.csv?repository=no/such", 404, "repository"),
        ("repositories/no/such", 404, "repository"),
        ("transitions?repository=no/such", 404, "repository"),
    ],
)
def test_a_bad_question_is_a_problem_that_names_the_parameter(
    api: TestClient, path: str, status: int, parameter: str
) -> None:
    answer = api.get(f"/api/v1/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["errors"][0]["parameter"] == parameter
    assert problem["detail"]


@pytest.mark.parametrize("path", ["nowhere", "repositories/", "repositories/a%0Ab/c", "repositories/a"])
def test_what_is_not_there_is_a_problem_too(api: TestClient, path: str) -> None:
    answer = api.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_reading_is_all_one_can_do(api: TestClient) -> None:
    answer = api.post("/api/v1/runs")
    assert answer.status_code == 405
    assert answer.json()["status"] == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_before_anything_was_collected_it_says_so() -> None:
    from tracker.store.session import StoreError

    def nothing() -> Any:
        raise StoreError("there is no database yet")

    from starlette.applications import Starlette

    from dashboards.api.mount import install
    from dashboards.data.snapshots import Snapshots

    app = Starlette()
    install(app, Snapshots(nothing), ApiSettings())
    client = TestClient(app)
    for path in ("/api/v1/repositories", "/metrics"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "no database yet" in answer.text
        assert answer.headers["retry-after"] == "60"


@pytest.mark.parametrize("path", ["repositories", f"{THEANO}/series/stars", "exports/series.csv?every=month"])
def test_an_answer_that_is_known_already_is_not_sent_again(api: TestClient, path: str) -> None:
    first = api.get(f"/api/v1/{path}")
    again = api.get(f"/api/v1/{path}", headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    plain = api.get(f"/api/v1/{path}", headers={"Accept-Encoding": "identity"})
    assert plain.headers["etag"] != first.headers["etag"]
    assert plain.content == first.content
    other = api.get(f"/api/v1/{path}{'&' if '?' in path else '?'}as_of=2020-01-01")
    assert other.headers.get("etag") != first.headers["etag"]


def test_new_data_make_a_new_tag(world: Engine, tmp_path: Any) -> None:
    from tracker.store.session import connect, sqlite_url, upgrade
    from tracker.store.store import Store

    engine = connect(sqlite_url(tmp_path / "small.db"))
    upgrade(engine)
    store = Store(engine)
    store.watches.add("a/b", None, "test", sample.NOW)

    def tag() -> str:
        with client_of(engine, ApiSettings()) as client:
            return str(client.get("/api/v1/repositories").headers["etag"])

    before = tag()
    assert tag() == before
    run = store.runs.start("collect", "x", sample.NOW)
    assert run is not None
    assert tag() != before
    engine.dispose()


def test_answers_are_compressed_for_who_takes_it(api: TestClient) -> None:
    for path in (f"{THEANO}/series/stars", "exports/series.jsonl"):
        with api.stream("GET", f"/api/v1/{path}", headers={"Accept-Encoding": "gzip"}) as answer:
            packed = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
        plain = api.get(f"/api/v1/{path}", headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert gzip.decompress(packed) == plain.content
        assert len(packed) < len(plain.content) / 4


@pytest.mark.parametrize(
    ("accepts", "packed"),
    [("gzip", True), ("br, GZIP;q=0.5", True), ("*", True), ("gzip;q=0", False), ("gzip; q=0.000", False),
     ("identity", False), ("xgzip", False), ("", False)],
)  # fmt: skip
def test_who_refuses_compression_is_not_given_it(api: TestClient, accepts: str, packed: bool) -> None:
    for path in ("repositories", "exports/series.csv?every=month"):
        answer = api.get(f"/api/v1/{path}", headers={"Accept-Encoding": accepts})
        assert ("content-encoding" in answer.headers) == packed, path


def test_head_is_get_without_its_body(api: TestClient) -> None:
    get_answer, head = api.get("/api/v1/repositories"), api.head("/api/v1/repositories")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["etag"] == get_answer.headers["etag"]


def test_a_page_elsewhere_may_read_only_when_the_settings_say_so(world: Engine) -> None:
    origin = {"Origin": "https://example.org"}
    closed, opened = (client_of(world, ApiSettings(cors)) for cors in ((), ("https://example.org",)))
    assert "access-control-allow-origin" not in closed.get("/api/v1/runs", headers=origin).headers
    answer = opened.get("/api/v1/runs", headers=origin)
    assert answer.headers["access-control-allow-origin"] == "https://example.org"
    other = opened.get("/api/v1/runs", headers={"Origin": "https://other.example"})
    assert "access-control-allow-origin" not in other.headers


def test_a_page_elsewhere_may_ask_for_parts_and_see_how_many_there_are(world: Engine) -> None:
    client = client_of(world, ApiSettings(("*",)))
    asks = {
        "Origin": "https://example.org", "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "range, if-none-match",
    }  # fmt: skip
    before = client.options("/api/v1/exports/series.parquet", headers=asks)
    assert before.status_code == 200
    assert "Range" in before.headers["access-control-allow-headers"]
    answer = client.get("/api/v1/exports/series.parquet?every=month", headers={**asks, "Range": "bytes=0-3"})
    assert answer.status_code == 206
    assert {"Content-Range", "Link", "ETag"} <= set(
        answer.headers["access-control-expose-headers"].split(", ")
    )
    refused = client.get("/api/v1/runs?limit=0", headers=asks)
    assert refused.headers["access-control-allow-origin"] == "*"  # also on what is refused


@pytest.mark.slow
def test_each_client_has_its_share(world: Engine) -> None:
    client = client_of(world, ApiSettings(requests_a_minute=3))
    answers = [client.get("/api/v1/runs") for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    assert [a.headers["ratelimit-remaining"] for a in answers] == ["2", "1", "0", "0"]
    assert int(answers[3].headers["retry-after"]) in range(1, 21)
    assert answers[3].headers["content-type"] == "application/problem+json"
    assert client.get("/metrics").status_code == 200  # the pages next door are not counted


# -- exports ------------------------------------------------------------------------------------------


def body(api: TestClient, kind: str, **query: Any) -> bytes:
    answer = api.get(f"/api/v1/exports/series.{kind}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.content


def test_pandas_polars_duckdb_and_spreadsheets_read_the_same(api: TestClient, tmp_path: Any) -> None:
    query = {"metric": ["stars", "commits"], "repository": ["Theano/Theano", "google/jax"], "every": "month"}
    files = {kind: tmp_path / f"x.{kind}" for kind in ("csv", "json", "jsonl", "parquet", "xlsx")}
    for kind, path in files.items():
        path.write_bytes(body(api, kind, **query))
    wanted = pd.read_csv(files["csv"], parse_dates=["day"])
    assert len(wanted) > 300
    book = openpyxl.load_workbook(files["xlsx"], read_only=True).worksheets[0]
    header, *cells = book.iter_rows(values_only=True)
    frames = {
        "parquet": pd.read_parquet(files["parquet"]),
        "json": pd.DataFrame(json.loads(files["json"].read_bytes())),
        "jsonl": pd.DataFrame(map(json.loads, files["jsonl"].read_text().splitlines())),
        "xlsx": pd.DataFrame(cells, columns=header),
        "polars": pl.read_csv(files["csv"], try_parse_dates=True).to_pandas(),
        "duckdb csv": duckdb.sql(f"SELECT * FROM read_csv('{files['csv']}')").df(),
        "duckdb parquet": duckdb.sql(f"SELECT * FROM '{files['parquet']}'").df(),
    }
    for name, frame in frames.items():
        frame["day"] = pd.to_datetime(frame["day"]).astype(wanted["day"].dtype)
        pd.testing.assert_frame_equal(frame, wanted, check_dtype=False, obj=name)


def test_the_api_exports_what_the_series_are(api: TestClient) -> None:
    frame = pd.read_csv(io.BytesIO(body(api, "csv", repository="google/jax", metric="commits")))
    rows = get(api, "repositories/google/jax/series/commits")["data"]
    assert frame[["day", "value", "source", "quality"]].to_dict("records") == rows


def test_an_export_of_nothing_is_a_header(api: TestClient) -> None:
    nothing = b"repository,github_id,metric,day,value,source,quality\n"
    assert body(api, "csv", **{"from": "1999-01-01", "to": "1999-02-01"}) == nothing
    assert json.loads(body(api, "json", **{"from": "1999-01-01", "to": "1999-02-01"})) == []
    assert body(api, "jsonl", as_of="1980-01-01") == b""


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl", "parquet", "xlsx"])
@pytest.mark.parametrize("shape", ["long", "wide"])
def test_an_export_leads_to_its_descriptor_which_fits_it(api: TestClient, kind: str, shape: str) -> None:
    path = f"/api/v1/exports/series.{kind}"
    query = {"metric": ["stars", "forks"], "repository": "Theano/Theano", "every": "month", "shape": shape}
    data = api.get(path, params=query, headers={"Accept-Encoding": "identity"})
    where = re.fullmatch(r'<(.+)>; rel="describedby"; type="application/json"', data.headers["link"])
    assert where
    found = api.get(f"/api/v1/exports/{where[1]}").json()
    (resource,) = found["resources"]
    assert resource["hash"] == f"sha256:{hashlib.sha256(data.content).hexdigest()}"
    assert resource["bytes"] == len(data.content)
    assert resource["path"] == str(data.request.url)
    assert resource["counts"]["rows"] > 100
    assert [card["name"] for card in resource["metrics"]] == ["stars", "forks"]
    if kind == "csv":
        header = data.text.partition("\n")[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header


def test_parts_of_an_export_are_parts_of_the_whole(api: TestClient) -> None:
    path = "/api/v1/exports/series.parquet?every=month"
    whole = api.get(path)
    size = len(whole.content)
    assert whole.headers["accept-ranges"] == "bytes"
    assert int(api.head(path).headers["content-length"]) == size
    for span, part in (("0-3", slice(0, 4)), ("100-", slice(100, None)), ("-8", slice(-8, None))):
        answer = api.get(path, headers={"Range": f"bytes={span}"})
        assert answer.status_code == 206
        assert answer.content == whole.content[part]
        assert answer.headers["content-range"].endswith(f"/{size}")
    assert api.get(path, headers={"Range": f"bytes={size}-"}).status_code == 416
    for header in ({"Range": "bytes=-"}, {"Range": "rows=1-2"}, {"Range": "bytes=0-3", "If-Range": '"old"'}):
        assert api.get(path, headers=header).content == whole.content


def test_a_long_export_is_a_stream(api: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboards.api import exports

    query = {"metric": "commits", "repository": "Theano/Theano"}
    whole = body(api, "csv", **query)
    monkeypatch.setattr(exports, "LONGEST", 1_000)
    answer = api.get("/api/v1/exports/series.csv", params=[*reversed(query.items())])
    assert "content-length" not in answer.headers
    assert answer.content == whole


def test_who_hangs_up_stops_the_export(api: TestClient) -> None:
    import threading

    with api.stream("GET", "/api/v1/exports/series.csv?metric=stars") as answer:
        next(answer.iter_raw())
    for thread in threading.enumerate():
        if thread.name == "export":
            thread.join(10)
            assert not thread.is_alive()


days = st.dates(date(1960, 1, 1), date(2040, 1, 1))


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(days, st.integers(0, 9_000), st.sampled_from(["day", "week", "month", "quarter"]), st.booleans())
def test_any_range_gives_rows_inside_it(start: date, length: int, every: str, age: bool) -> None:
    api = client_of(WORLD[0], ApiSettings(requests_a_minute=0))
    end = min(start + timedelta(days=length), date(2040, 12, 31))
    query = {
        "from": start.isoformat(),
        "to": end.isoformat(),
        "every": every,
        "axis": "age" if age else "calendar",
    }
    frame = pd.read_csv(
        io.BytesIO(body(api, "csv", repository="Theano/Theano", metric=["stars", "releases"], **query))
    )
    first = start - timedelta(days={"day": 0, "week": 6, "month": 30, "quarter": 92}[every])
    assert all(first.isoformat() <= day <= min(end, sample.TODAY).isoformat() for day in frame["day"])
    assert ("age" in frame.columns) == age


WORLD: list[Engine] = []


@pytest.fixture(autouse=True, scope="module")
def _world(world: Engine) -> None:
    WORLD.append(world)


# -- documents ----------------------------------------------------------------------------------------


def test_the_document_is_openapi_3_1_with_problems_for_errors(api: TestClient) -> None:
    document = get(api, "openapi.json")
    assert document["openapi"].startswith("3.1")
    assert "HTTPValidationError" not in document["components"]["schemas"]
    for path, methods in document["paths"].items():
        answer = methods["get"]["responses"]["400"]["content"]
        assert list(answer) == ["application/problem+json"], path
        assert methods["get"]["description"]


def test_the_root_leads_everywhere(api: TestClient) -> None:
    links = get(api, "")["links"]
    assert {"repositories", "verdicts", "series", "transitions", "runs", "export", "openapi"} <= set(links)
    assert api.get(links["openapi"]).status_code == 200


def test_the_reference_page_loads_nothing_from_anywhere(api: TestClient) -> None:
    page = api.get("/api/v1/docs").text
    outside: list[str] = []

    class Look(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            outside.extend(v for k, v in attrs if k in ("src", "href") and v and "//" in v)
            assert tag not in ("script", "img")
            assert tag != "link" or dict(attrs)["href"] == "data:,"  # no picture of its own is asked for

    Look().feed(page)
    assert outside == []
    for path in get(api, "openapi.json")["paths"]:
        assert path in page


def await_answer(url: str) -> None:
    """The server of the fixture may still be starting."""
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.URLError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"nobody answers at {url}")


def with_httpfs() -> duckdb.DuckDBPyConnection:
    """DuckDB that reads by URL: the extension comes from a package, not from the network."""
    import duckdb_extension_httpfs as package

    opened = duckdb.connect()
    (place,) = Path(package.__path__[0]).rglob("*.duckdb_extension")
    opened.execute(f"INSTALL '{place}'")
    opened.execute("LOAD httpfs")
    return opened


@pytest.mark.slow
def test_duckdb_reads_parquet_by_url_in_parts(address: str) -> None:
    await_answer(f"{address}/api/v1/runs")
    url = f"{address}/api/v1/exports/series.parquet?metric=stars&every=month"
    rows = with_httpfs().sql(f"SELECT max(value) FROM read_parquet('{url}') WHERE repository = 'google/jax'")
    assert rows.fetchone()[0] > 30_000  # type: ignore[index]


@pytest.mark.slow
def test_the_lines_of_the_reference_page_work(address: str) -> None:
    from dashboards.api.reference import EXAMPLES

    base = f"{address}/api/v1"
    await_answer(f"{base}/runs")
    frames = {
        "pandas": eval(EXAMPLES["pandas"].format(base=base), {"pd": pd}),
        "polars": eval(EXAMPLES["polars"].format(base=base), {"pl": pl}),
        "DuckDB": with_httpfs().sql(EXAMPLES["DuckDB"].format(base=base)).df(),
    }
    for name, frame in frames.items():
        assert len(frame) > 100, name
        assert list(frame.columns)[:4] == ["repository", "github_id", "metric", "day"], name


@pytest.mark.slow
def test_the_lines_of_the_data_page_work(address: str) -> None:
    base = f"{address}/api/v1"
    await_answer(f"{base}/runs")
    text = (DOCS / "data.md").read_text(encoding="utf-8")
    lines = dict(re.findall(r"^\| (\w[\w ]+?) \| `(.+?)` \|$", text, re.MULTILINE))
    frames = [
        eval(lines["pandas"], {"pd": pd, "BASE": base}),
        eval(lines["polars"], {"pl": pl, "BASE": base}),
        with_httpfs().sql(lines["DuckDB"].replace("BASE", base)).df(),
    ]
    for frame in frames:
        assert len(frame) > 100
        assert list(frame.columns)[:4] == ["repository", "github_id", "metric", "day"]
    sheet = re.search(r'"BASE(.+?)"', lines["a spreadsheet"])  # what IMPORTDATA fetches
    assert sheet
    wide = pd.read_csv(f"{base}{sheet[1]}", index_col="day", parse_dates=True)
    assert wide["Theano/Theano"].dropna().iloc[-1] > 0


@pytest.mark.slow
def test_a_data_package_reader_goes_from_the_descriptor_to_the_rows(address: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import frictionless

        url = f"{address}/api/v1/exports/series.csv/{NAME}?repository=Theano/Theano&every=month"
        await_answer(url)
        with frictionless.system.use_context(trusted=True):
            package = frictionless.Package(url)
            rows = package.resources[0].read_rows()
            assert package.resources[0].validate().valid
    assert len(rows) == package.resources[0].custom["counts"]["rows"] > 50
    assert {row["repository"] for row in rows} == {"Theano/Theano"}
    assert isinstance(rows[0]["day"], date)


# -- Prometheus ---------------------------------------------------------------------------------------


def test_prometheus_reads_the_latest_values_and_the_trackers_state(api: TestClient) -> None:
    text = api.get("/metrics").text
    assert 'tracker_stars{repository="Theano/Theano",github_id="1"}' in text
    assert 'tracker_verdict{repository="Theano/Theano",headline="end-of-life"} 1' in text
    assert 'tracker_last_run_timestamp_seconds{job="collect",outcome="partial"}' in text
    assert "tracker_build_info{version=" in text


@pytest.mark.slow
def test_prometheus_own_parser_reads_every_family_with_its_labels(api: TestClient, world: Engine) -> None:
    answer = api.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = {family.name: family for family in text_string_to_metric_families(answer.text)}
    assert all(family.type == "gauge" and family.documentation for family in families.values())
    history = sample.history(world)
    for name in METRICS:
        points = history.points((name,), history.tracked(), sample.TODAY)
        known = {full: point.value for (full, _), point in points.items() if point.value is not None}
        found = families[f"tracker_{name}"].samples if f"tracker_{name}" in families else []
        assert {one.labels["repository"]: one.value for one in found} == known, name
    own = {"build_info", "repositories", "repositories_unread", "last_run_requests", "last_run_points"}
    assert {f"tracker_{name}" for name in own} <= set(families)


def test_a_second_scrape_of_the_same_data_is_a_copy_however_it_is_packed(
    world: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(world, ApiSettings(requests_a_minute=0))
    first = client.get("/metrics")
    monkeypatch.setattr(prometheus, "_families", None)
    again, plain = client.get("/metrics"), client.get("/metrics", headers={"Accept-Encoding": "identity"})
    assert (first.headers["content-encoding"], plain.headers.get("content-encoding")) == ("gzip", None)
    assert first.text == again.text == plain.text
    monkeypatch.setattr(prometheus, "_families", lambda snapshot: iter(["values\n"]))
    monkeypatch.setattr(prometheus, "_own", lambda snapshot: iter(["a message was sent\n"]))
    assert client.get("/metrics").text == "values\na message was sent\n"


@given(st.text(max_size=30), st.floats(allow_nan=False))
def test_prometheus_reads_back_any_label_and_any_number(label: str, value: float) -> None:
    text = prometheus.family("tracker_x", f"words {label}", [({"name": label}, value)])
    (found,) = text_string_to_metric_families(text.encode("utf-8", "replace").decode())
    (one,) = found.samples
    assert (one.labels["name"], one.value) == (label.encode("utf-8", "replace").decode(), value)
