"""My dependencies: a list read from a project's files, read again, and asked for by name everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tracker.commands.shell import Shell


def write(shell: Shell, *packages: str, file: str = "requirements.txt") -> str:
    path = shell.home / "shop" / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(packages) + "\n", encoding="utf-8")
    return str(path)


def add(shell: Shell, file: str, *more: str) -> str:
    answer = shell("watch", "add", "--from", file, "--no-index", *more)
    assert answer.code == 0, answer.err
    return answer.err


def on(shell: Shell, name: str = "shop") -> list[str]:
    answer = shell("watch", "list", "--list", name, "--json")
    assert answer.code == 0, answer.err
    return [r["repository"] for r in json.loads(answer.out)["repositories"]]


def test_a_file_read_again_says_what_was_added_and_what_is_gone(shell: Shell) -> None:
    said = add(shell, write(shell, "torch", "chainer"))
    assert "shop: 2 added, 0 gone" in said
    assert on(shell) == ["chainer/chainer", "pytorch/pytorch"]
    assert "shop: 0 added, 0 gone" in add(shell, write(shell, "torch", "chainer"))
    said = add(shell, write(shell, "torch", "keras"))
    assert "added to shop: keras (keras-team/keras)" in said
    assert "gone from shop: chainer (chainer/chainer; still followed)" in said
    assert on(shell) == ["keras-team/keras", "pytorch/pytorch"]


def test_lists_show_where_they_come_from_and_are_read_again_without_naming_the_files(shell: Shell) -> None:
    file = write(shell, "torch", "chainer")
    add(shell, file)
    add(shell, write(shell, "keras", file="dev.txt"))
    (row,) = json.loads(shell("watch", "lists", "--json").out)["lists"]
    assert (row["list"], row["packages"], len(row["repositories"])) == ("shop", 3, 3)
    assert [Path(f["file"]).name for f in row["files"]] == ["dev.txt", "requirements.txt"]
    write(shell, "torch")
    answer = shell("watch", "refresh", "--no-index", "--prune")
    assert answer.code == 0, answer.err
    assert "gone from shop: chainer (chainer/chainer; no longer followed)" in answer.err
    assert on(shell) == ["keras-team/keras", "pytorch/pytorch"]
    Path(file).unlink()
    refused = shell("watch", "refresh", "shop", "--no-index")
    assert refused.code == 2
    assert file in refused.err
    assert on(shell) == ["keras-team/keras", "pytorch/pytorch"]


def test_what_somebody_stopped_following_is_not_followed_again_by_another_reading(shell: Shell) -> None:
    file = write(shell, "torch", "chainer")
    add(shell, file)
    assert shell("watch", "remove", "chainer/chainer").code == 0
    add(shell, file)
    assert on(shell) == ["pytorch/pytorch"]
    assert shell("watch", "add", "chainer/chainer").code == 0
    assert on(shell) == ["chainer/chainer", "pytorch/pytorch"]


def test_a_file_that_could_not_be_read_whole_takes_nothing_off(shell: Shell) -> None:
    file = write(shell, "torch", "chainer")
    add(shell, file)
    write(shell, "torch", "=?! broken", "keras")
    answer = shell("watch", "add", "--from", file, "--no-index")
    assert answer.code == 3
    assert on(shell) == ["chainer/chainer", "keras-team/keras", "pytorch/pytorch"]


def test_two_projects_in_folders_of_one_name_do_not_become_one_list_by_accident(shell: Shell) -> None:
    add(shell, write(shell, "torch"))
    other = shell.home / "other" / "shop"
    other.mkdir(parents=True)
    (other / "requirements.txt").write_text("keras\n", encoding="utf-8")
    refused = shell("watch", "add", "--from", str(other / "requirements.txt"), "--no-index")
    assert refused.code == 2
    assert "--list NAME" in refused.err
    assert on(shell) == ["pytorch/pytorch"]
    add(shell, str(other / "requirements.txt"), "--list", "the other shop")
    assert on(shell, "the other shop") == ["keras-team/keras"]


def test_a_list_is_made_by_hand_too_and_forgotten_without_its_repositories(shell: Shell) -> None:
    assert shell("watch", "add", "Theano/Theano", "--list", "mine").code == 0
    assert shell("watch", "add", "chainer/chainer", "Theano/Theano", "--list", "mine").code == 0
    assert on(shell, "mine") == ["chainer/chainer", "Theano/Theano"]
    assert shell("watch", "unlist", "mine").code == 0
    assert shell("watch", "list", "--list", "mine").code == 2
    assert len(json.loads(shell("watch", "list", "--json").out)["repositories"]) == 2


def test_status_tells_of_one_list_and_names_those_there_are(filled: Shell) -> None:
    assert filled("watch", "add", "Theano/Theano", "--list", "mine").code == 0
    document = json.loads(filled("status", "--list", "mine", "--json").out)
    assert [(r["repository"], r["lists"]) for r in document["repositories"]] == [("Theano/Theano", ["mine"])]
    shown = filled("status", "--list", "mine").out
    assert "Theano/Theano" in shown
    assert "keras" not in shown
    refused = filled("status", "--list", "mien")
    assert refused.code == 2
    assert refused.err.strip() == "tracker: there is no list 'mien'; did you mean 'mine'?"


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "a\x1b[1mb"])
def test_a_name_that_is_none_is_refused(name: str, shell: Shell) -> None:
    answer = shell("watch", "add", "a/b", "--list", name)
    assert answer.code == 2
    assert "\x1b" not in answer.err
    assert not (shell.home / "tracker.db").exists()
