"""The feed: valid by the rules of RFC 4287 that matter, each message once, whatever is in it."""

from __future__ import annotations

import re
import threading
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tracker.channels.sample import a_message, an_item, hostile_message
from tracker.channels import atom, kind
from tracker.channels.base import ChannelError, Message, Surroundings

NS = {"a": "http://www.w3.org/2005/Atom"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def put(message: Message, home: Path) -> None:
    kind("atom").send(message, {}, Surroundings(home))


def read(home: Path) -> ET.Element:
    return ET.parse(home / "alerts.atom").getroot()


def assert_valid(feed: ET.Element) -> None:
    """RFC 4287, 4.1: what a feed and an entry must have, exactly once, and what dates and links look like."""
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    entries = feed.findall("a:entry", NS)
    for element in (feed, *entries):
        for once in ("id", "title", "updated"):
            assert len(element.findall(f"a:{once}", NS)) == 1
        assert TIME.fullmatch(element.findtext("a:updated", "", NS))
        assert element.findtext("a:id", "", NS).startswith("urn:")
    assert feed.findall("a:author/a:name", NS)
    for link in feed.iterfind(".//a:link", NS):
        assert link.get("href", "").startswith("http")
    for content in feed.iterfind(".//a:content", NS):
        assert content.get("type") == "html"
    identities = [entry.findtext("a:id", "", NS) for entry in entries]
    assert len(set(identities)) == len(identities)


def test_the_feed_is_valid_and_newest_first(tmp_path: Path) -> None:
    for number in range(3):
        put(a_message(an_item(number), key=f"key{number}"), tmp_path)
    feed = read(tmp_path)
    assert_valid(feed)
    assert [e.findtext("a:id", "", NS)[-4:] for e in feed.findall("a:entry", NS)] == ["key2", "key1", "key0"]


def test_a_message_sent_twice_is_in_the_feed_once(tmp_path: Path) -> None:
    put(a_message(), tmp_path)
    put(a_message(), tmp_path)
    assert len(read(tmp_path).findall("a:entry", NS)) == 1


def test_the_feed_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atom, "KEPT", 4)
    for number in range(7):
        put(a_message(key=f"key{number}"), tmp_path)
    entries = read(tmp_path).findall("a:entry", NS)
    assert [e.findtext("a:id", "", NS)[-1] for e in entries] == ["6", "5", "4", "3"]


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    def write(part: int) -> None:
        for number in range(10):
            put(a_message(key=f"key-{part}-{number}"), tmp_path)

    threads = [threading.Thread(target=write, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    feed = read(tmp_path)
    assert_valid(feed)
    assert len(feed.findall("a:entry", NS)) == 40


def test_charts_are_inside_the_feed(tmp_path: Path) -> None:
    put(a_message(), tmp_path)
    content = read(tmp_path).findtext("a:entry/a:content", "", NS)
    assert "data:image/png;base64," in content
    assert "cid:" not in content


def test_somebody_elses_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "alerts.atom").write_text("my diary")
    with pytest.raises(ChannelError) as failure:
        put(a_message(), tmp_path)
    assert failure.value.permanent
    assert (tmp_path / "alerts.atom").read_text() == "my diary"


def test_hostile_text_cannot_break_the_feed(tmp_path: Path) -> None:
    put(hostile_message(), tmp_path)
    feed = read(tmp_path)
    assert_valid(feed)
    assert "<script" not in feed.findtext("a:entry/a:content", "", NS)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=50))
def test_no_text_at_all_can_break_the_feed(text: str, tmp_path: Path) -> None:
    (tmp_path / "alerts.atom").unlink(missing_ok=True)
    put(a_message(an_item(repository=text, value=text, sure=text, why=[[text, text]])), tmp_path)
    assert_valid(read(tmp_path))
