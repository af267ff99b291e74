"""The feed of verdicts: valid, newest first, each turn once under a name that stays."""

from __future__ import annotations

from starlette.testclient import TestClient

from tests.libraries import library

feedparser = library("feedparser")


def test_a_reader_of_feeds_understands_all_of_it(client: TestClient) -> None:
    answer = client.get("/verdicts.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(answer.content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert feed.entries
    assert all(e.id and e.title and e.link and e.updated_parsed and e.summary for e in feed.entries)
    assert len({e.id for e in feed.entries}) == len(feed.entries)
    days = [e.updated for e in feed.entries]
    assert days == sorted(days, reverse=True)
    assert feed.feed.updated == days[0]


def test_the_end_of_theano_is_told_with_its_reason_and_its_page(client: TestClient) -> None:
    entries = feedparser.parse(client.get("/verdicts.atom").content).entries
    (end,) = [e for e in entries if e.title.startswith("Theano/Theano: end of life")]
    assert end.link == "http://testserver/repositories/Theano/Theano"
    assert [tag.term for tag in end.tags] == ["end-of-life"]
    assert client.get(end.link.removeprefix("http://testserver")).status_code == 200


def test_pages_lead_readers_to_it(client: TestClient) -> None:
    assert 'type="application/atom+xml"' in client.get("/").text
