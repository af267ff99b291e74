"""From packages to repositories, against a package index on a real wire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tracker.config import package_index
from tracker.packages import Dependency
from tracker.packages.index import Index
from tracker.packages.mapping import by_index, find, refused
from tracker.packages.sources import in_metadata, repository_of

KIND = "application/vnd.pypi.simple.v1+json"
METADATA = "Metadata-Version: 2.1\nName: rare\nVersion: 2.0\nProject-URL: Source, https://github.com/lab/{}\n"


class Shelf(BaseHTTPRequestHandler):
    """A small package index: rare (archived), bare (no metadata), homeless (no repository), broken."""

    asked: list[str] = []  # noqa: RUF012 - one shelf a test

    def do_GET(self) -> None:
        self.asked.append(self.path)
        name = self.path.removeprefix("/simple/").strip("/")
        if name in ("rare", "bare", "homeless"):
            self._say(200, KIND, json.dumps(self._page(name)))
        elif name.endswith(".metadata"):
            older = "-1.0-" in name
            self._say(200, "text/plain", METADATA.format("old" if older else "rare"))
            if "homeless" in name:
                raise AssertionError("never asked")
        elif name == "broken":
            self._say(200, KIND, '{"meta": {"api-version": "1.1"}, "na')
        else:
            self._say(404, "text/plain", "no")

    def _page(self, name: str) -> dict[str, object]:
        described = name == "rare"
        files = [
            {
                "filename": f"{name}-{version}-py3-none-any.whl",
                "url": f"/simple/{name}-{version}-py3-none-any.whl",
                "hashes": {},
                "core-metadata": described,
            }
            for version in ("1.0", "2.0", "3.0rc1")
        ]
        status = {"status": "archived", "reason": "moved on"}
        return {"meta": {"api-version": "1.4"}, "name": name, "files": files, "project-status": status}

    def _say(self, code: int, kind: str, text: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def shelf() -> Iterator[str]:
    Shelf.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shelf)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/simple/"
    server.shutdown()
    server.server_close()
    thread.join()


def how(wanted: list[Dependency], url: str) -> dict[str, tuple[str | None, str]]:
    return {m.package: (m.repository, m.how) for m in find(wanted, by_index(url))}


def test_the_file_then_the_catalog_then_what_is_installed_then_the_index(shelf: str) -> None:
    wanted = [Dependency("mine", "git+https://github.com/me/mine@v1")]
    wanted += [Dependency(name) for name in ("torch", "pytest", "rare")]
    assert how(wanted, shelf) == {
        "mine": ("me/mine", "the file"),
        "torch": ("pytorch/pytorch", "the catalog"),
        "pytest": ("pytest-dev/pytest", "the installed package"),
        "rare": ("lab/rare", "the package index"),
    }
    assert Shelf.asked == ["/simple/rare/", "/simple/rare-2.0-py3-none-any.whl.metadata"]


def test_what_the_index_cannot_say_has_a_reason_each(shelf: str) -> None:
    found = how([Dependency(n) for n in ("bare", "nowhere-to-be-found", "broken")], shelf)
    assert {repository for repository, _ in found.values()} == {None}
    assert "offers no metadata" in found["bare"][1]
    assert "no such package" in found["nowhere-to-be-found"][1]
    assert "cannot be read" in found["broken"][1]


def test_the_status_of_a_project_comes_along(shelf: str) -> None:
    found = Index(shelf).find("rare")
    assert (found.repository, found.status, found.reason) == ("lab/rare", "archived", "moved on")


def test_an_index_that_is_not_there_is_asked_once_and_said_for_each() -> None:
    found = how([Dependency("rare"), Dependency("bare")], "http://127.0.0.1:9/simple/")
    assert {reason for _, reason in found.values()} == {"the package index cannot be asked (ConnectionError)"}


def test_an_index_that_must_not_be_asked_is_not(shelf: str) -> None:
    mapped = find([Dependency("rare")], refused("not allowed"))
    assert [(m.repository, m.how) for m in mapped] == [(None, "not allowed")]
    assert not Shelf.asked


@pytest.mark.parametrize(
    ("address", "repository"),
    [
        ("https://github.com/a/b", "a/b"),
        ("https://github.com/a/b/issues?x=1#y", "a/b"),
        ("git+ssh://git@github.com/a/b.git@v1#egg=b", "a/b"),
        ("https://github.com/sponsors/a", None),
        ("https://github.com/a", None),
        ("https://gitlab.com/a/b", None),
        ("https://evil.invalid/github.com/a/b", None),
        ("", None),
    ],
)
def test_addresses(address: str, repository: str | None) -> None:
    assert repository_of(address) == repository


def test_the_source_is_preferred_to_the_homepage_and_that_to_the_tracker_of_bugs() -> None:
    message = Message()
    message["Project-URL"] = "Bug Tracker, https://github.com/a/bugs/issues"
    message["Project-URL"] = "Homepage, https://github.com/a/home"
    assert in_metadata(message) == "a/home"
    message["Project-URL"] = "Source Code, https://github.com/a/source"
    assert in_metadata(message) == "a/source"


@pytest.mark.slow
def test_the_index_is_the_one_pip_or_uv_is_set_up_with() -> None:
    quiet = {"PATH": "/usr/bin", "HOME": "/nonexistent", "PIP_CONFIG_FILE": "/dev/null"}
    assert package_index(quiet) == package_index(quiet | {"UV_OFFLINE": "0"})
    assert package_index(quiet).url is None
    assert (
        package_index(quiet | {"PIP_INDEX_URL": "https://i.invalid/simple"}).url == "https://i.invalid/simple"
    )
    both = {"PIP_INDEX_URL": "https://i.invalid", "UV_DEFAULT_INDEX": "https://u.invalid"}
    assert package_index(quiet | both).url == "https://u.invalid"
    for refusal in ({"UV_OFFLINE": "1"}, {"PIP_NO_INDEX": "1"}, {"PIP_INDEX_URL": "file:///opt"}):
        assert package_index(quiet | refusal).refused
