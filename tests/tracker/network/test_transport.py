"""The way to an address: one deadline whatever drips, the proxy's failure is the proxy's own."""

from __future__ import annotations

import gzip
import socket
import time
from pathlib import Path

import httpx
import pytest

from tests.tracker.network.raw import answering, dripping, raw_server, request_of
from tracker.config import Network, SettingsError
from tracker.network.deadline import deadline
from tracker.network.transport import ProxyFailed, Transport, received, without_user

HEAD = b"HTTP/1.1 200 OK\r\n"


def get(url: str, **variables: str) -> httpx.Response:
    transport = Transport(Network(variables))
    with httpx.Client(transport=transport, timeout=5.0, trust_env=False) as client:
        return client.get(url)


@pytest.mark.parametrize(
    "behaviour",
    [
        dripping(b"X-Drip: 1\r\n", start=HEAD),
        dripping(b"H"),
        dripping(b".", start=HEAD + b"Content-Length: 100000\r\n\r\n"),
        lambda connection: time.sleep(4),
    ],
    ids=["headers", "the first line", "the body", "nothing at all"],
)
def test_whatever_drips_is_left_at_the_deadline(behaviour: object) -> None:
    with raw_server(behaviour) as port:  # type: ignore[arg-type]
        began = time.monotonic()
        with deadline(0.4), pytest.raises(httpx.TimeoutException):
            get(f"http://127.0.0.1:{port}/")
        assert time.monotonic() - began < 2


def test_without_a_deadline_the_usual_waits_hold_and_after_it_they_do_again() -> None:
    with raw_server(answering(b"yes")) as port:
        with deadline(5):
            assert get(f"http://127.0.0.1:{port}/").text == "yes"
        assert get(f"http://127.0.0.1:{port}/").text == "yes"


def test_a_body_is_unpacked_and_its_bytes_are_counted_as_they_came() -> None:
    packed = gzip.compress(b"hello " * 1_000)
    with raw_server(answering(packed, "Content-Encoding: gzip")) as port:
        answer = get(f"http://127.0.0.1:{port}/")
        assert (answer.text, received(answer)) == ("hello " * 1_000, len(packed))


def test_the_proxy_is_asked_and_its_failures_are_its_own() -> None:
    with raw_server(answering(b"through")) as port:
        assert get("http://github.test/", http_proxy=f"http://127.0.0.1:{port}").text == "through"
    with raw_server(answering(b"", status="407 Proxy Authentication Required")) as port:
        for url in ("http://github.test/", "https://github.test/"):
            with pytest.raises(
                ProxyFailed, match=r"the proxy http://127.0.0.1:\d+ \(set by ALL_PROXY\) failed"
            ):
                get(url, ALL_PROXY=f"http://me:secret@127.0.0.1:{port}")
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(ProxyFailed, match="refused"):
        get("https://github.test/", https_proxy=f"127.0.0.1:{port}")


def test_the_proxys_password_is_shown_to_the_proxy_alone() -> None:
    asked: list[bytes] = []

    def behave(connection: socket.socket) -> None:
        asked.append(request_of(connection))
        connection.sendall(b"HTTP/1.1 503 Down\r\nContent-Length: 0\r\n\r\n")

    with raw_server(behave) as port:
        with pytest.raises(ProxyFailed) as failed:
            get("https://github.test/", HTTPS_PROXY=f"http://me:secret@127.0.0.1:{port}")
        assert b"Proxy-Authorization: Basic" in asked[0]
        assert "secret" not in str(failed.value)


def test_certificates_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"SSL_CERT_FILE names /nonexistent/ca.pem, which cannot"):
        Transport(Network({"SSL_CERT_FILE": "/nonexistent/ca.pem"}))
    (tmp_path / "empty.pem").write_text("nothing")
    with pytest.raises(SettingsError, match="holds no certificate"):
        Transport(Network({"SSL_CERT_FILE": str(tmp_path / "empty.pem")}))
    (tmp_path / "bad.pem").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    with pytest.raises(SettingsError, match="cannot be read"):
        Transport(Network({"SSL_CERT_FILE": str(tmp_path / "bad.pem")}))


def test_an_address_gives_its_user_away_and_keeps_the_rest() -> None:
    assert without_user("https://me:s%40crt@ghe.test/api/v3") == ("https://ghe.test/api/v3", "bWU6c0BjcnQ=")
    assert without_user("https://ghe.test/api/v3") == ("https://ghe.test/api/v3", None)
