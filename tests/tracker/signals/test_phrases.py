"""Notices are found where a project speaks of itself, and only there."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.signals.phrases import asks_if_alive, find_notice

SAID = tomllib.loads(Path(__file__).with_name("notices.toml").read_text(encoding="utf-8"))
DECLARED = [(n["from"], n["declares"], n["text"]) for n in SAID["declared"]]
SENTENCES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))["sentences"]
ALIVE = [(n["from"], n["text"]) for n in SAID["alive"]]


@pytest.mark.parametrize(("repository", "declares", "text"), DECLARED, ids=[d[0] for d in DECLARED])
def test_what_a_project_declares_is_found_with_its_sentence(
    repository: str, declares: str, text: str
) -> None:
    found = find_notice(text)
    assert found is not None, repository
    assert found[0] == declares, found
    assert found[1].strip()


@pytest.mark.parametrize(("title", "declares", "words"), SAID["short"]["notices"])
def test_a_line_below_the_title_is_enough(title: str, declares: str, words: str) -> None:
    found = find_notice(f"# {title}\n\n{words}\n")
    assert found is not None
    assert found[0] == declares


@pytest.mark.parametrize(("declares", "sentence"), SENTENCES, ids=[s[1][:50] for s in SENTENCES])
def test_a_sentence_speaks_of_the_project_or_it_does_not(declares: str, sentence: str) -> None:
    found = find_notice(f"# Foo\n\n{sentence}\n")
    assert (found[0] if found else "") == declares, found


def test_the_words_of_a_badge_and_of_another_language_are_the_evidence() -> None:
    badge = "# Foo\n\n![s](https://img.shields.io/badge/maintained%3F-no-red.svg)\n"
    assert find_notice(badge) == ("end-of-life", "Badge: maintained? no")
    chinese = "# Foo: 深度学习\n\n注意:本项目已停止维护。请使用 Bar。\n"
    assert find_notice(chinese) == ("end-of-life", "注意:本项目已停止维护")


@pytest.mark.parametrize(("repository", "text"), ALIVE, ids=[a[0] for a in ALIVE])
def test_what_only_sounds_like_an_end_is_left_alone(repository: str, text: str) -> None:
    assert find_notice(text) is None, repository


@pytest.mark.parametrize("title", SAID["titles"]["worried"])
def test_a_worried_title_is_heard(title: str) -> None:
    assert asks_if_alive(title)


@pytest.mark.parametrize("title", SAID["titles"]["other"])
def test_other_titles_are_not_mistaken_for_worry(title: str) -> None:
    assert not asks_if_alive(title)


def test_only_the_first_sixty_lines_are_read() -> None:
    assert find_notice("# Foo\n" + "More words.\n\n" * 40 + "This project is no longer maintained.\n") is None


def test_windows_line_ends_change_nothing() -> None:
    assert find_notice("# Foo\r\n\r\nThis project is no longer maintained.\r\n") is not None


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = find_notice(text)
    assert found is None or found[0] in {"archived", "end-of-life", "moved", "maintenance-only"}
    assert asks_if_alive(text) in {True, False}


@given(
    st.sampled_from(
        [
            "is " * 400,
            "this project " * 200,
            "a, " * 500,
            "(" * 1000,
            "no longer " * 200,
            "本项目" * 200,
            "このプロジェクトは" * 60,
        ]
    )
)
def test_hostile_text_is_read_quickly(text: str) -> None:
    assert find_notice(text) is None
