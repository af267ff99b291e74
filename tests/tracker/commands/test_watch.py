"""`tracker watch`: names and addresses in, clear refusals, nothing half done."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from tests.tracker.commands.github import TODAY, TOKEN, environment
from tests.tracker.commands.shell import Shell
from tracker.catalog import catalog
from tracker.replay.replies import answer
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld


def followed(shell: Shell) -> list[str]:
    return [r["repository"] for r in json.loads(shell("watch", "list", "--json").out)["repositories"]]


def test_names_and_addresses_are_followed_once_each(shell: Shell) -> None:
    answer = shell("watch", "add", "Theano/Theano", "https://github.com/theano/theano.git", "a/b")
    assert answer.code == 0
    assert followed(shell) == ["a/b", "Theano/Theano"]
    assert "1 followed already" in shell("watch", "add", "a/b").err


def test_a_group_of_the_catalog_is_followed_with_its_category(shell: Shell) -> None:
    assert shell("watch", "add", "--group", "frameworks").code == 0
    expected = sorted((e.repository for e in catalog().groups()["frameworks"]), key=str.lower)
    assert followed(shell) == expected
    rows = json.loads(shell("watch", "list", "--json").out)["repositories"]
    assert {r["category"] for r in rows} == {"frameworks"}


def test_the_whole_catalog_is_followed(shell: Shell) -> None:
    assert shell("watch", "add", "--all").code == 0
    assert len(followed(shell)) == len(catalog().entries)


@pytest.mark.parametrize("name", ["theano", "a/b/c", "a b/c", "https://gitlab.com/a/b", "/", "a/..", "-x/y"])
def test_what_is_no_repository_is_named_and_nothing_is_followed(name: str, shell: Shell) -> None:
    answer = shell("watch", "add", "good/one", "--", name)
    assert answer.code == 2
    assert name in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    assert not list(shell.home.iterdir())


def test_an_unknown_group_lists_those_there_are(shell: Shell) -> None:
    answer = shell("watch", "add", "--group", "framworks")
    assert answer.code == 2
    assert "frameworks" in answer.err


def test_removing_forgets_nothing_and_a_wrong_name_removes_nothing(filled: Shell) -> None:
    refused = filled("watch", "remove", "keras-team/keras", "Theano/Teano")
    assert refused.code == 2
    assert "Theano/Theano" in refused.err
    assert "keras-team/keras" in followed(filled)
    assert filled("watch", "remove", "KERAS-team/keras").code == 0
    assert "keras-team/keras" not in followed(filled)
    assert filled("watch", "add", "keras-team/keras").code == 0
    assert "keras-team/keras,2,stars,2026-06-30,90,github" in filled("export", "--from", "2026-06-30").out


def test_what_a_project_stands_on_is_followed_and_what_is_not_mapped_is_said(shell: Shell) -> None:
    (shell.home / "requirements.txt").write_text("torch\nno-such-thing-anywhere\n", encoding="utf-8")
    answer = shell("watch", "add", "--from", "requirements.txt", "--no-index")
    assert answer.code == 3
    assert followed(shell) == ["pytorch/pytorch"]
    assert "not mapped: no-such-thing-anywhere: it is not in the catalog" in answer.err
    (shell.home / "requirements.txt").write_text("torch\n", encoding="utf-8")
    assert shell("watch", "add", "--from", "requirements.txt", "--no-index").code == 0


def test_a_file_that_names_no_package_is_said_to(shell: Shell) -> None:
    (shell.home / "requirements.txt").write_text("# nothing yet\n", encoding="utf-8")
    answer = shell("watch", "add", "--from", "requirements.txt", "--no-index")
    assert "requirements.txt: it names no package" in answer.err
    assert followed(shell) == []


def test_a_file_that_is_none_follows_nothing(shell: Shell) -> None:
    (shell.home / "pyproject.toml").write_text("[[", encoding="utf-8")
    answer = shell("watch", "add", "a/b", "--from", "pyproject.toml")
    assert answer.code == 2
    assert len(answer.err.strip().splitlines()) == 1
    assert not (shell.home / "tracker.db").exists()


def test_a_topic_is_followed_by_its_stars(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    world = SyntheticWorld()
    for n in range(130):
        made = world.add(f"lab/net{n}", created=date(2024, 1, 1))
        made.star(date(2024, 1, 1), 10 * n)
        made.attributes = replace(made.attributes, topics=("deep-learning",))
    with ReplayServer(TODAY, token=TOKEN, repositories=world) as server:
        for name, value in environment(server).items():
            monkeypatch.setenv(name, value)
        add = ("watch", "add", "--topic", "deep-learning", "--min-stars", "100", "--limit", "105")
        answer = shell(*add)
        assert answer.code == 0, answer.err
        assert "120 repositories with the topic" in answer.err
        assert len(followed(shell)) == 105
        assert "lab/net129" in followed(shell)
        assert {r.resource for r in server.log} == {"search"}
        assert len(server.log) == 2
        assert shell("watch", "add", "--topic", "a b").code == 2
        assert shell("watch", "add", "--topic", "x", "--limit", "1001").code == 2
        monkeypatch.setattr("tracker.replay.rest.answer", _partial)
        refused = shell("watch", "add", "--topic", "deep-learning")
        assert refused.code == 2
        assert "in part only" in refused.err


def _partial(body: dict[str, object], *rest: object) -> object:
    return answer(body | {"incomplete_results": True}, *rest)  # type: ignore[arg-type]
