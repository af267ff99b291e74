"""Who is answered, by which name, how often, and what stands on every answer."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.testclient import TestClient

from dashboards.data.cache import OnceCache
from dashboards.data.query import KNOWN
from dashboards.http.app import create_app
from dashboards.http.headers import HEADERS
from dashboards.http.hosts import Hosts
from tests.dashboards import sample
from tracker.config import Settings
from tracker.config.sections import ApiSettings

ROOM = Path(__file__).parents[3] / "dashboards"


def over(world: Engine, home: Path, **more: object) -> TestClient:
    settings = Settings(home, database_url=str(world.url), clock="2026-06-30", **more)  # type: ignore[arg-type]
    return TestClient(create_app(settings), base_url="http://127.0.0.1:8765", raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("name", "status"),
    [("127.0.0.1", 200), ("localhost:8765", 200), ("[::1]:8765", 200), ("LOCALHOST.", 200),
     ("tracker.example.org", 200), ("a.lab.example.org:80", 200), ("lab.example.org", 421),
     ("10.1.2.3:8765", 200),
     ("evil.example", 421), ("127.0.0.1.evil.example", 421), ("", 421),
     ("a@localhost", 421), ("localhost/x", 421),
     ("localhost:x", 421), ("[::1", 421), ("localhost, evil.example", 421)],
)  # fmt: skip
def test_only_names_of_ours_are_answered(world: Engine, tmp_path: Path, name: str, status: int) -> None:
    client = over(world, tmp_path, host="10.1.2.3", allowed_hosts="tracker.example.org, *.lab.example.org")
    for path in ("/healthz", "/api/v1/"):
        answer = client.get(path, headers={"Host": name})
        assert answer.status_code == status
        assert HEADERS.items() <= dict(answer.headers.items()).items() or all(
            answer.headers[k] == v for k, v in HEADERS.items()
        )


def test_what_listens_anywhere_has_no_name_by_that() -> None:
    assert not Hosts(bound="0.0.0.0").allows("0.0.0.0")
    assert Hosts(["*"]).allows("whatever.example")


def test_a_page_that_breaks_still_carries_the_headers(world: Engine) -> None:
    app = create_app(history=lambda: sample.history(world))

    def breaks(_request: Request) -> None:
        raise RuntimeError("on purpose")

    app.add_route("/breaks", breaks)
    answer = TestClient(app, raise_server_exceptions=False).get("/breaks")
    assert answer.status_code == 500
    assert all(answer.headers[name] == value for name, value in HEADERS.items())


def test_pages_have_a_share_a_client_and_assets_are_free(world: Engine, tmp_path: Path) -> None:
    client = over(world, tmp_path, api=ApiSettings(requests_a_minute=3))
    assert [client.get("/data").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get("/data")
    assert int(refused.headers["Retry-After"]) > 0
    assert "Go on in" in refused.text
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("path", "leads"),
    [("/alerts/", "/alerts"), ("/alerts/?as_of=2020-01-01", "/alerts?as_of=2020-01-01"),
     ("/api/v1", "/api/v1/"),
     ("//evil.example/", None), ("/nothing/", None), ("/%5Cevil.example/", None)],
)  # fmt: skip
def test_a_slash_too_many_leads_to_this_server_only(client: TestClient, path: str, leads: str | None) -> None:
    answer = client.get(f"http://testserver{path}", follow_redirects=False, headers={"Host": "evil.example"})
    assert answer.headers.get("location") == leads
    assert answer.status_code == (307 if leads else 404)


def test_the_names_that_pages_read_are_known_at_the_door() -> None:
    read: set[str] = set()
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("text", "day", "one_of", "whole", "flag", "names")
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "asked"
                and isinstance(node.args[0], ast.Constant)
            ):
                read.add(node.args[0].value)
    assert read <= KNOWN
    assert {name for page in (ROOM / "views").rglob("*.html")
            for name in re.findall(r'<(?:input|select)[^>]* name="(\w+)"', page.read_text())} - KNOWN <= {
        "alert", "back", "days", "kind", "note", "repository", "rule", "silence", "together",
        "token", "until",
    }  # fmt: skip


def test_what_nobody_reads_makes_no_page_anew(world: Engine) -> None:
    app = create_app(history=lambda: sample.history(world))
    client = TestClient(app)
    first = client.get("/data").headers["etag"]
    snapshot = app.state.endpoints.data.current()
    kept = len(snapshot._pages._made)
    for number in range(5):
        assert client.get(f"/data?utm={number}&x={'y' * 3000}").headers["etag"] == first
    assert len(snapshot._pages._made) == kept


def test_what_is_kept_is_bounded_by_its_weight() -> None:
    kept = OnceCache(weight=len, heaviest=100)
    for number in range(50):
        assert len(kept.get(number, lambda: b"x" * 30)) == 30
    assert len(kept._made) == 3
    kept.get("giant", lambda: b"x" * 101)
    assert len(kept._made) == 0


@pytest.mark.parametrize(
    "day", ["0001-01-01", "1899-12-31", "9999-12-31", "2200-01-01", "2018-W01-1", "٢٠١٨-٠١-٠١"]
)
def test_a_day_that_nothing_can_be_about_is_refused_by_name(client: TestClient, day: str) -> None:
    paths = ("/", "/compare", "/lifecycles", "/repositories/keras-team/keras", "/download/compare.csv")
    for path in paths:
        answer = client.get(path, params={"as_of": day})
        assert answer.status_code == 400, path
        assert "as_of" in answer.text


def test_a_number_of_any_length_is_looked_at_whole(client: TestClient) -> None:
    for number in ("0000008009999999999", "800" + "9" * 5000, "0" * 9 + "800"):
        assert (
            client.get("/embed/stars.svg", params={"repos": "keras-team/keras", "width": number}).status_code
            == 400
        )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["as_of", "from", "to"])
@pytest.mark.parametrize("day", ["1900-01-01", "1970-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_that_can_be_typed_break_nothing(
    client: TestClient, name: str, day: str
) -> None:
    paths = ("/", "/compare", "/lifecycles", "/repositories/keras-team/keras", "/download/compare.csv",
             "/download/repositories/keras-team/keras.csv", "/figures/compare.json", "/embed/stars.svg",
             "/api/v1/repositories", "/api/v1/exports/series.csv", "/api/v1/verdicts")  # fmt: skip
    for path in paths:
        answer = client.get(
            path, params={name: day, "repos": "keras-team/keras"} if "api" not in path else {name: day}
        )
        assert answer.status_code < 500, (path, answer.text[:300])


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [("repositories", "as_of=0001-01-01", 409), ("verdicts", "as_of=9999-12-31", 409),
     ("exports/series.csv", "as_of=0001-01-01", 409), ("exports/series.csv", "at=0001-01-01", 409),
     ("exports/series.csv", "at=9999-12-31", 200),
     ("exports/series.csv", "from=0001-01-01&to=0001-01-02", 200),
     ("exports/series.csv", "from=0001-01-01&to=9999-12-31&every=quarter", 200),
     ("exports/series.csv", "to=0001-01-01", 200),
     ("verdicts", "as_of=2018-W01-1", 400), ("verdicts", "as_of=0000-00-00", 400)],
)  # fmt: skip
def test_the_ends_of_the_calendar_break_no_answer_of_the_api(
    client: TestClient, path: str, query: str, status: int
) -> None:
    assert client.get(f"/api/v1/{path}?{query}").status_code == status
