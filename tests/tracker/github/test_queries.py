"""Every query of the product is valid against GitHub's own schema."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from graphql import parse, validate

from tests.github_schema import github_schema
from tracker.github import glances, queries
from tracker.github.glances import GlanceRequest

pytestmark = pytest.mark.slow

NOW = datetime(2026, 6, 30, tzinfo=UTC)
EVERYTHING = GlanceRequest("R", NOW, releases=True, readme="README.md")
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
    "a glance at everything": glances.query([EVERYTHING] * 50)[0],
    "a glance at a README": glances.query([GlanceRequest("R", readme="README.md")])[0],
    "a glance at releases": glances.query([GlanceRequest("R", releases=True)])[0],
    "a glance at issues": glances.query([GlanceRequest("R", NOW)])[0],
    "fifty by name": queries.by_name(50),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_query_is_valid(name: str) -> None:
    assert validate(github_schema(), parse(TEXTS[name])) == []


def test_the_closed_list_of_stargazers_is_never_asked_for() -> None:
    assert not [name for name, text in TEXTS.items() if "stargazers" in text]
