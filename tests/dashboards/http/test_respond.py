"""What a browser says it takes and has is believed, in every spelling that HTTP allows."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

PATHS = ["/", "/download/compare.csv?repos=Theano/Theano"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br", "br"),
        ("gzip, br", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0", None),
        ("BR;Q=0.000, *;q=0.5", "gzip"),
        ("*", "br"),
        ("*;q=0", None),
        ("identity", None),
        ("abridged", None),
        ("", None),
    ],
)
def test_the_coding_is_one_that_the_browser_takes(
    client: TestClient, path: str, accepted: str, coding: str | None
) -> None:
    with client.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
        assert answer.headers.get("content-encoding") == coding


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("form", ["{}", "W/{}", "*", '"other", W/{}', '"other",{}'])
def test_what_a_browser_has_is_not_sent_again(client: TestClient, path: str, form: str) -> None:
    tag = client.get(path).headers["etag"]
    answer = client.get(path, headers={"If-None-Match": form.format(tag)})
    assert (answer.status_code, answer.content) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/download/repository.csv", "/figures/repository.json", "/download/repository.svg"]
)
def test_a_file_of_no_repository_is_not_found_and_says_what_is_missing(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "OWNER/NAME" in answer.text
