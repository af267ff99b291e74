"""The webhook against a real receiver that fails in every way it can."""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tracker.channels.receivers import Receiver, http_receiver
from tests.tracker.channels.sample import a_message, hostile_message
from tests.tracker.network.raw import answering, dripping, raw_server
from tracker.channels import kind
from tracker.channels.base import ChannelError, Surroundings
from tracker.channels.webhook import SIGNATURE, sign, verify
from tracker.channels.wire import retry_after

SECRET = "a key of thirty-two letters, about"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with http_receiver() as found:
        yield found


def send(receiver: Receiver, tmp_path: Path, **around: object) -> None:
    surroundings = Surroundings(tmp_path, timeout=0.5, **around)  # type: ignore[arg-type]
    kind("webhook").send(a_message(), {"url": receiver.url, "secret": SECRET}, surroundings)


def test_the_event_is_a_signed_cloudevent_with_an_idempotency_key(receiver: Receiver, tmp_path: Path) -> None:
    send(receiver, tmp_path)
    request = receiver.requests[0]
    event = json.loads(request.body)
    assert request.headers["Content-Type"] == "application/cloudevents+json; charset=utf-8"
    assert request.headers["Idempotency-Key"] == event["id"] == "k" * 48
    assert event["specversion"] == "1.0"
    assert {"source", "type", "time", "subject", "data"} <= set(event)
    assert event["subject"] == "Theano/Theano"
    assert event["data"]["alerts"][0]["value"] == "end-of-life"
    assert verify(request.body, request.headers[SIGNATURE], SECRET, time.time())


def test_a_signature_of_another_body_key_or_hour_is_refused() -> None:
    now = 1_700_000_000
    header = sign(b"body", SECRET, now)
    assert verify(b"body", header, SECRET, now + 299)
    assert not verify(b"bodY", header, SECRET, now)
    assert not verify(b"body", header, SECRET + "x", now)
    assert not verify(b"body", header, SECRET, now + 301)
    assert not verify(b"body", header.replace(str(now), str(now + 300)), SECRET, now + 300)
    assert not any(
        verify(b"body", bad, SECRET, now)
        for bad in ("", "t=,v1=", "t=é,v1=x", "v1=x", "t=" + "9" * 400, "t=²", "t=²,v1=", "t=٣")
    )


@pytest.mark.parametrize(
    ("behaviour", "permanent"),
    [(500, False), (503, False), (429, False), (408, False), ("close", False), ("stall", False),
     (301, True), (302, True), (400, True), (401, True), (404, True), (410, True)],
)  # fmt: skip
def test_what_may_pass_is_told_apart_from_what_will_not(
    behaviour: int | str, permanent: bool, receiver: Receiver, tmp_path: Path
) -> None:
    receiver.behave = [behaviour]
    receiver.headers = {"Location": receiver.url + "/elsewhere"}
    with pytest.raises(ChannelError) as failure:
        send(receiver, tmp_path)
    assert failure.value.permanent is permanent
    assert len(receiver.requests) == 1  # a redirect was not followed, and trying again is not this room's


def test_a_receiver_that_asks_for_time_is_given_it(receiver: Receiver, tmp_path: Path) -> None:
    receiver.behave, receiver.headers = [429], {"Retry-After": "120"}
    with pytest.raises(ChannelError) as failure:
        send(receiver, tmp_path)
    assert failure.value.retry_after == 120


def test_retry_after_is_read_as_seconds_or_a_date_and_never_as_nonsense() -> None:
    assert retry_after("0") == 0
    assert retry_after("99999999999") == 24 * 3600
    assert retry_after("Fri, 06 Oct 2017 12:00:00 GMT") == 0
    assert retry_after("soon") is None
    assert retry_after("") is None


def test_an_answer_that_drips_does_not_hold_the_courier(receiver: Receiver, tmp_path: Path) -> None:
    receiver.behave = ["drip"]
    began = time.monotonic()
    send(receiver, tmp_path)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "start",
    [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nX: "],
    ids=["nothing", "a line", "half a line"],
)
def test_a_receiver_whose_header_drips_is_left_in_time(start: bytes, tmp_path: Path) -> None:
    with raw_server(dripping(b"X: y\r\n" if start.endswith(b"\n") else b"x", start=start)) as port:
        began = time.monotonic()
        with pytest.raises(ChannelError):
            kind("webhook").send(
                a_message(), {"url": f"http://127.0.0.1:{port}/"}, Surroundings(tmp_path, timeout=0.4)
            )
    assert time.monotonic() - began < 3


@pytest.mark.slow
def test_an_answer_that_is_a_bomb_costs_nothing(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(200 << 20), 9)
    with raw_server(answering(bomb, "Content-Encoding: gzip")) as port:
        tracemalloc.start()
        kind("webhook").send(
            a_message(), {"url": f"http://127.0.0.1:{port}/"}, Surroundings(tmp_path, timeout=5)
        )
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 8 << 20


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # a library of Apprise's imports it
def test_no_library_writes_the_address_into_the_log_at_any_level(
    receiver: Receiver, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(1):
        around = Surroundings(tmp_path, timeout=2)
        kind("webhook").send(a_message(), {"url": f"{receiver.url}/T00-very-secret"}, around)
        host = receiver.url.removeprefix("http://")
        kind("apprise").send(
            a_message(), {"url": f"json://user:pass-very-secret@{host}/a-very-secret"}, around
        )
    assert len(receiver.requests) == 2
    assert "very-secret" not in caplog.text


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/", "http://localhost:1/", "http://[::1]:1/", "http://10.0.0.1/", "http://192.168.1.1/",
     "http://169.254.169.254/latest/meta-data", "http://[::ffff:127.0.0.1]:1/", "http://0.0.0.0:1/", "http://2130706433:1/",
     "http://[64:ff9b::a00:1]:1/", "http://[64:ff9b:1::1]:1/", "http://[::7f00:1]:1/", "http://[fec0::1]:1/",
     "http://[2002:a00:1::]:1/", "http://[::ffff:0:10.0.0.1]:1/", "http://[64:ff9b::e000:1]:1/",
     "http://[2a00:1::5efe:a00:1]:1/", "http://[2a00:1::200:5efe:a00:1]:1/", "http://[5f00::1]:1/",
     "http://[3fff::1]:1/", "http://192.0.0.8:1/", "http://192.88.99.1:1/"],
)  # fmt: skip
def test_private_addresses_can_be_forbidden(url: str, tmp_path: Path) -> None:
    around = Surroundings(tmp_path, timeout=0.5, forbid_private=True)
    with pytest.raises(ChannelError, match="private") as failure:
        kind("webhook").send(a_message(), {"url": url}, around)
    assert failure.value.permanent


def test_a_forbidden_receiver_hears_nothing(receiver: Receiver, tmp_path: Path) -> None:
    with pytest.raises(ChannelError):
        send(receiver, tmp_path, forbid_private=True)
    assert receiver.requests == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://x/", "http://a b/", "http://x\r\nEvil: 1/", "", "http://["]
)
def test_an_address_that_is_none_is_a_lasting_failure(url: str, tmp_path: Path) -> None:
    with pytest.raises(ChannelError) as failure:
        kind("webhook").send(a_message(), {"url": url}, Surroundings(tmp_path, timeout=0.5))
    assert failure.value.permanent


def test_hostile_text_stays_text(receiver: Receiver, tmp_path: Path) -> None:
    kind("webhook").send(hostile_message(), {"url": receiver.url}, Surroundings(tmp_path, timeout=0.5))
    data = json.loads(receiver.requests[0].body)["data"]
    assert "\u202e" not in data["text"]
    assert "\x00" not in data["text"]
    assert data["alerts"][0]["why"][1]["url"] is None
    assert data["alerts"][0]["url"] == "https://github.com/"
