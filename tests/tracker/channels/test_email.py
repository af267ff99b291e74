"""E-mail against real mail servers: plain, STARTTLS and TLS, with a certificate of our own."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.tracker.channels.receivers import mail_server, make_certificate
from tests.tracker.channels.sample import HOSTILE, a_message, hostile_message
from tests.tracker.network.raw import dripping, raw_server
from tracker.channels import kind
from tracker.channels.base import ChannelError, Message, Surroundings
from tracker.channels.email import compose


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    made = make_certificate(tmp_path_factory.mktemp("certificate"))
    if made is None:
        pytest.skip("openssl is not here")
    return made


def options(port: int, **more: Any) -> dict[str, Any]:
    common = {"host": "127.0.0.1", "port": port, "security": "plain"}
    return {**common, "from": "tracker@example.org", "to": ["ops@example.org", "dev@example.org"], **more}


def send(message: Message, tmp_path: Path, port: int, **more: Any) -> None:
    kind("email").send(message, options(port, **more), Surroundings(tmp_path, timeout=2))


def test_a_mail_has_a_plain_and_an_html_part_and_its_chart_inlined(tmp_path: Path) -> None:
    with mail_server() as box:
        send(a_message(), tmp_path, box.port)
    mail = box.mails[0]
    assert mail["Subject"] == "Theano/Theano went from active to end of life, since 28 Sep 2017"
    assert mail["Message-ID"] == f"<{'k' * 32}@framework-tracker>"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "How sure: Of 10 repositories" in plain.get_content()
    assert '<a href="https://github.com/Theano/Theano">All of the evidence</a>' in html.get_content()
    picture = next(part for part in mail.walk() if part.get_content_type() == "image/png")
    assert picture.get_content().startswith(b"\x89PNG")
    assert f"cid:{picture['Content-ID'].strip('<>')}" in html.get_content()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_mail_arrives_over_tls(security: str, tmp_path: Path, certificate: tuple[Path, Path]) -> None:
    with mail_server(certificate, tls=security) as box:
        send(a_message(), tmp_path, box.port, security=security, ca_file=str(certificate[0]))
    assert len(box.mails) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_with_a_certificate_nobody_knows_gets_nothing(
    security: str, tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    with mail_server(certificate, tls=security) as box, pytest.raises(ChannelError) as failure:
        send(a_message(), tmp_path, box.port, security=security)
    assert not failure.value.permanent
    assert box.mails == []


def test_a_server_without_tls_is_not_spoken_to_in_the_open(tmp_path: Path) -> None:
    with mail_server() as box, pytest.raises(ChannelError) as failure:
        send(a_message(), tmp_path, box.port, security="starttls")
    assert failure.value.permanent
    assert box.mails == []


@pytest.mark.parametrize(("answer", "permanent"), [("550 no such box", True), ("451 later", False)])
def test_a_refused_recipient_is_told_apart_from_a_busy_server(
    answer: str, permanent: bool, tmp_path: Path
) -> None:
    with mail_server() as box:
        box.answer = answer
        with pytest.raises(ChannelError) as failure:
            send(a_message(), tmp_path, box.port)
    assert failure.value.permanent is permanent


def test_a_server_that_is_not_there_may_come_back(tmp_path: Path) -> None:
    with mail_server() as box:
        port = box.port
    began = time.monotonic()
    with pytest.raises(ChannelError) as failure:
        send(a_message(), tmp_path, port)
    assert not failure.value.permanent
    assert time.monotonic() - began < 5


def test_hostile_text_cannot_add_a_header_or_mark_up(tmp_path: Path) -> None:
    with mail_server() as box:
        send(hostile_message(), tmp_path, box.port)
    mail = box.mails[0]
    assert mail["Bcc"] is None
    assert mail["To"] == "ops@example.org, dev@example.org"
    assert "\n" not in mail["Subject"]
    html = mail.get_body(("html",))
    assert html is not None
    assert "<script" not in html.get_content()
    assert 'javascript:alert(1)"' not in html.get_content()


@pytest.mark.parametrize("address", [HOSTILE, "a@b\r\nBcc: c@d", "nobody", "", "a b@c"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ChannelError, match="not name@domain"):
        compose(a_message(), options(25, to=[address]))


@pytest.mark.parametrize("security", ["plain", "tls", "starttls"])
@pytest.mark.parametrize("start", [b"", b"220-", b"220 ready\r\n250-"], ids=["silent", "greeting", "answer"])
def test_a_mail_server_that_drips_is_left_in_time(security: str, start: bytes, tmp_path: Path) -> None:
    with raw_server(dripping(b"x", start=start)) as port:
        began = time.monotonic()
        with pytest.raises(ChannelError):
            kind("email").send(
                a_message(), options(port, security=security), Surroundings(tmp_path, timeout=0.4)
            )
    assert time.monotonic() - began < 3
