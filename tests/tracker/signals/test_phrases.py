"""Notices are found where a project speaks of itself, and only there."""

from __future__ import annotations

import tomllib
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notices import measure
from tracker.signals.phrases import asks_if_alive, find_notice

SAID = tomllib.loads(Path(__file__).with_name("notices.toml").read_text(encoding="utf-8"))
DECLARED = [(n["from"], n["declares"], n["text"]) for n in SAID["declared"]]
SENTENCES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))["sentences"]
TEXTS = [
    text
    for name in ("texts.toml", "variants.toml", "foreign.toml")
    for text in tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))["texts"]
]
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


@pytest.mark.parametrize(("declares", "project", "text"), TEXTS, ids=[t[2][:60] for t in TEXTS])
def test_a_text_is_read_by_a_reader_that_knows_whose_it_is(declares: str, project: str, text: str) -> None:
    found = find_notice(text, project)
    assert (found[0] if found else "") == declares, found


@pytest.mark.parametrize("name", ["acme/lint", "acme/golint-python", "acme/node-golint", "acme/golint.rs"])
def test_the_sign_of_a_language_is_no_part_of_a_name(name: str) -> None:
    found = find_notice("Golint is deprecated and frozen.\n\nGolint finds faults.\n", name)
    assert found is not None
    assert found[0] == "end-of-life"
    assert find_notice("Gorunner is deprecated.\n", name) is None


def test_the_words_of_a_badge_and_of_another_language_are_the_evidence() -> None:
    badge = "# Foo\n\n![s](https://img.shields.io/badge/maintained%3F-no-red.svg)\n"
    assert find_notice(badge) == ("end-of-life", "Badge: maintained? no")
    chinese = "# Foo: 深度学习\n\n注意:本项目已停止维护。请使用 Bar。\n"
    assert find_notice(chinese) == ("end-of-life", "注意:本项目已停止维护")


LIVING_LIBRARY = (
    "Widget 3 will be the last major release of multi-engine Widget.",
    "[2025/12] Widget Core development has moved to GitHub!",
    "- [2025/12] 🎉 Development of Widget has moved to GitHub.",
    "This is an unsupported branch of Widget.",
)


@pytest.mark.parametrize("sentence", LIVING_LIBRARY)
def test_a_kind_of_it_a_branch_and_the_place_where_it_is_are_no_end_of_it(sentence: str) -> None:
    assert find_notice(f"# Widget\n\nTurns things.\n\n{sentence}\n", "acme/widget") is None


def test_a_link_to_itself_gives_another_name_and_it_is_who_was_made_by_others() -> None:
    text = (
        "# Widget Factory\n\n[Widget Factory](https://github.com/acme/widget-factory), or\n"
        "[WF](https://github.com/acme/widget-factory) for short, turns things.\n\n"
        "WF was developed by engineers of [Acme Labs](https://acme.example) and many users. It is now "
        "deprecated; use Gadget.\n"
    )
    found = find_notice(text, "acme/widget-factory")
    assert found is not None
    assert found[0] == "end-of-life"


DONE_TO_IT = (
    ("moved", "We have moved Widget to [new/mono](https://github.com/new/mono)."),
    ("moved", "Widget is moving to [Gadget](https://github.com/new/gadget)!"),
    ("moved", "Widget has moved to https://codeberg.org/acme/widget"),
    ("maintenance-only", "Seeing this, we are placing Widget in maintenance mode."),
    ("maintenance-only", "All of its functions are in Gadget and this repository supports only bug fixes."),
    ("end-of-life", "| :warning: On 1 May 2021, Acme will end support for Widget. |\n|---|"),
    ("end-of-life", "## Widget End of Life\n\nThe Widget library is no longer being maintained."),
    ("maintenance-only", "## Status: mature\n\nWe're not developing or accepting new features."),
    ("", "This is based on a very old version of Widget, is not maintained and a last resort."),
    ("end-of-life", "I'll no longer be maintaining Widget for the reasons given below."),
    ("maintenance-only", "This library, Widget, will no longer receive new feature improvements."),
    ("", "Development happens in the open on GitHub."),
    ("", "Widget is moving to TypeScript."),
    ("", "I don't have any time left before Friday."),
)


@pytest.mark.parametrize(("declares", "sentence"), DONE_TO_IT)
def test_what_is_done_to_a_project_is_told_from_what_it_does(declares: str, sentence: str) -> None:
    found = find_notice(f"# Widget\n\nTurns things.\n\n{sentence}\n", "acme/widget")
    assert (found[0] if found else "") == declares, found


@pytest.mark.parametrize(
    ("after", "named"),
    [
        ("It drives a browser using the [Puppet](https://github.com/pup/puppet) project.", False),
        ("See [the discussion](https://github.com/acme/roadmap/issues/209).", False),
        ("See [these alternatives](https://github.com/someone/awesome-widgets#gui).", False),
        ("Please consider using [Gadget](https://github.com/acme/gadget).", True),
        ("See [Gadget](https://github.com/acme/gadget) for one that is maintained.", True),
    ],
)
def test_a_link_behind_an_end_is_a_successor_only_where_it_sends_readers_there(
    after: str, named: bool
) -> None:
    found = find_notice(f"# Widget\n\nWidget is no longer maintained. {after}\n", "acme/widget")
    assert found is not None
    assert ("github.com" in found[1]) is named, found


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


@settings(deadline=None)  # the first reading compiles the patterns
@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = find_notice(text)
    assert found is None or found[0] in {"archived", "end-of-life", "moved", "maintenance-only"}
    assert asks_if_alive(text) in {True, False}


HOSTILE = {
    "brackets": "[",
    "links without an end": "[a](",
    "nested links": "[[a](b",
    "backticks": "`a ",
    "tags": "<a href=",
    "tags without an end": "<p ",
    "comments without an end": "<!-- ",
    "emphasis": "**a",
    "emoji": ":a",
    "is": "is ",
    "is now": "is now ",
    "subjects": "this project ",
    "clauses": "a, ",
    "conditions": "if this project is archived ",
    "negations": "no longer ",
    "predicates": "is deprecated ",
    "moves": "development of the project has moved to ",
    "bars": "| a ",
    "Chinese": "本项目",
    "Japanese": "このプロジェクトは",
    "French": "ce projet n'est plus est ",
    "German": "dieses Projekt wird leider nun ",
    "Spanish": "este proyecto ya no se desde 2019 ",
    "Portuguese": "este projeto não é desde maio de ",
    "Italian": "questo progetto non è ora ",
    "Polish": "ten projekt nie jest już od 2019 ",
    "Russian": "этот проект теперь с 2019 ",
    "Korean": "이 프로젝트는 더는 2019년 ",
    "sentences": "This project is not. ",
    "quotes": "> ",
    "addresses": "https://a",
    "first persons": "I have no ",
    "company": "the project and its a ",
    "quotation marks": "\"a\" 'b' ",
    "versions": "Foo 1 [Foo 2](https://github.com/a/foo2) ",
    "anchors": "<a href=https://github.com/a/b>",
    "brackets at the head": "a (b) ",
}


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_cost_grows_with_a_hostile_text_and_no_faster(piece: str) -> None:
    """Eight times the text may cost eight times as much; what is quadratic would cost 64 times as much."""
    for shape in (piece, piece + "\n", piece.strip() + ".\n\n"):
        small, large = (_cost(f"# Foo\n\n{shape * (size // len(shape))}") for size in (6_000, 48_000))
        assert large < 24 * max(small, 0.002), (shape, small, large)


def _cost(text: str) -> float:
    """The least processor seconds of three readings."""
    found = []
    for _ in range(3):
        begun = process_time()
        find_notice(text)
        found.append(process_time() - begun)
    return min(found)


def test_what_stands_far_behind_in_a_long_text_costs_nothing() -> None:
    text = "# Foo\n\n" + "All is well here. " * 20_000
    assert _cost(text * 8) < 3 * max(_cost(text), 0.002)


def test_the_texts_that_measure_are_read_as_well_as_is_published() -> None:
    missed, accused, ends, living = measure()
    assert (ends, living) == (192, 111)
    assert len(missed) <= 4
    assert not accused
