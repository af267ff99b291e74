"""`tracker watch`: names and addresses in, clear refusals, nothing half done."""

from __future__ import annotations

import json

import pytest

from tests.tracker.commands.shell import Shell
from tracker.catalog import catalog


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
