"""Every query of the product is valid against GitHub's own schema."""

from __future__ import annotations

import pytest
from graphql import parse, validate

from tests.github_schema import github_schema
from tracker.github import queries

TEXTS = {
    "counters": queries.COUNTERS,
    "counters light": queries.COUNTERS_LIGHT,
    "tags": queries.TAGS,
    "the README's history": queries.README_HISTORY,
    "a folder": queries.FOLDER,
    "what is pinned": queries.PINNED,
    "one by name": queries.by_name(1),
    "answers to one": queries.answers(1),
    "answers to fifty": queries.answers(50),
    "fifty by name": queries.by_name(50),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_query_is_valid(name: str) -> None:
    assert validate(github_schema(), parse(TEXTS[name])) == []


def test_the_closed_list_of_stargazers_is_never_asked_for() -> None:
    assert not [name for name, text in TEXTS.items() if "stargazers" in text]
