"""A collector killed with SIGKILL, between pages or inside one, and started again, ends as if undisturbed."""

from __future__ import annotations

import subprocess

import pytest
from sqlalchemy import Table

from tests.conftest import Store
from tests.tracker.store.child import PAGES, PER_PAGE
from tests.tracker.store.makers import known, rows
from tests.tracker.store.processes import ended_well, start
from tracker.store.models import author_day, cursor, observation, revision, validator

pytestmark = pytest.mark.component
TABLES = (observation, revision, author_day, cursor, validator)


def content(store: Store, table: Table) -> list[tuple[object, ...]]:
    return [tuple(row) for row in rows(store, table)]


def kill_at(child: subprocess.Popen[str], word: str) -> None:
    assert child.stdout is not None
    for line in child.stdout:
        if line.strip() == word:
            child.kill()
            break
    child.communicate(timeout=60)
    assert child.returncode == -9


def test_killed_anywhere_it_ends_like_an_undisturbed_run(store: Store) -> None:
    known(store)
    ended_well(start("collect", store.url))
    undisturbed = {table.name: content(store, table) for table in TABLES}
    assert len(undisturbed["author_day"]) == (2 * PAGES - 1) * PER_PAGE
    assert len(undisturbed["validator"]) == PAGES
    with store.transaction() as connection:
        for table in TABLES:
            connection.execute(table.delete())
    for word in ("in 0", "in 3", "after 6", f"in {PAGES - 1}"):
        kill_at(start("collect", store.url, word), word)
        done = (store.progress.cursor(1, "pages") or {"page": 0})["page"]
        assert done <= PAGES - 1
        assert store.scalar("SELECT count(*) FROM validator") == done
    said = ended_well(start("collect", store.url)).split("\n")
    assert said[0] == f"in {PAGES - 1}"
    assert {table.name: content(store, table) for table in TABLES} == undisturbed
