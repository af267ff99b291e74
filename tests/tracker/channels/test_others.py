"""The terminal, GitHub issues and Apprise against real receivers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tracker.channels.receivers import http_receiver
from tests.tracker.channels.sample import a_message, hostile_message
from tracker.channels import kind
from tracker.channels.base import ChannelError, Surroundings


def test_the_terminal_gets_title_and_text(tmp_path: Path) -> None:
    said: list[str] = []
    kind("stdout").send(a_message(), {}, Surroundings(tmp_path, write=said.append))
    assert "Theano/Theano went from active to end of life" in said[0]
    assert "A maintainer declared the end." in said[0]


def test_an_issue_is_opened_once(tmp_path: Path) -> None:
    with http_receiver() as github:
        options = {"repository": "me/inbox", "token": "t", "api_url": github.url, "labels": ["alert"]}
        github.answer = b"[]"
        kind("github-issue").send(a_message(), options, Surroundings(tmp_path))
        asked, opened = github.requests
        assert (asked.method, opened.method) == ("GET", "POST")
        document = json.loads(opened.body)
        assert opened.path == "/hook/repos/me/inbox/issues"
        assert document["labels"] == ["alert"]
        assert "### Theano/Theano went from active" in document["body"].replace("\\", "")
        github.answer = json.dumps([{"body": document["body"]}]).encode()
        kind("github-issue").send(a_message(), options, Surroundings(tmp_path))
        assert len(github.requests) == 3  # it asked, found it, and opened no second one


def test_an_issue_mentions_nobody_and_holds_no_mark_up_of_others(tmp_path: Path) -> None:
    with http_receiver() as github:
        github.answer = b"[]"
        options = {"repository": "me/inbox", "token": "t", "api_url": github.url}
        kind("github-issue").send(hostile_message(), options, Surroundings(tmp_path))
        body = json.loads(github.requests[1].body)["body"]
    assert "@everyone" not in body
    assert "@\u200beveryone" in body
    assert "<script" not in body.replace("\\<", "")
    assert "](javascript" not in body


def test_a_repository_name_cannot_lead_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(ChannelError, match="OWNER/NAME"):
        kind("github-issue").send(
            a_message(), {"repository": "../../user", "token": "t"}, Surroundings(tmp_path)
        )


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")
def test_apprise_delivers_and_says_when_it_did_not(tmp_path: Path) -> None:
    with http_receiver() as service:
        options = {"url": service.url.replace("http://", "json://")}
        kind("apprise").send(a_message(), options, Surroundings(tmp_path))
        assert "Theano/Theano" in json.loads(service.requests[0].body)["title"]
        service.behave = [500]
        with pytest.raises(ChannelError) as failure:
            kind("apprise").send(a_message(), options, Surroundings(tmp_path))
    assert not failure.value.permanent


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")
def test_apprise_refuses_what_it_does_not_understand(tmp_path: Path) -> None:
    with pytest.raises(ChannelError) as failure:
        kind("apprise").send(a_message(), {"url": "nonsense"}, Surroundings(tmp_path))
    assert failure.value.permanent
    assert "nonsense" not in str(failure.value)
