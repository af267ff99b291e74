"""The table of successors: chains followed to their end, and what stands in the document is the catalog's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.backtest.successors import BEGIN, END, ended, leads_to, main, names_nobody, section
from tracker.catalog import catalog, parse

CHAIN = """
[[repositories]]
repository = "a/old"
category = "x"
successor = [{ repository = "b/next", by = "project", source = "https://example.org/a", date = 2020-01-02 }]
milestones = [{ date = 2019-01-02, kind = "archived", text = "t", source = "https://example.org/end" }]

[[repositories]]
repository = "b/next"
category = "x"
successor = [{ repository = "c/living", by = "others", source = "https://example.org/b" }, "d/elsewhere"]

[[repositories]]
repository = "c/living"
category = "x"

[[repositories]]
repository = "e/quiet"
category = "x"
no_successor = "https://example.org/e"

[[repositories]]
repository = "f/back"
category = "x"
successor = ["c/living"]
milestones = [
  { date = 2019-01-02, kind = "end-of-life", text = "t", source = "https://example.org/end" },
  { date = 2020-01-02, kind = "revived", text = "t", source = "https://example.org/end" },
]

[[repositories]]
repository = "g/ring"
category = "x"
successor = ["h/ring"]

[[repositories]]
repository = "h/ring"
category = "x"
successor = ["g/ring"]
"""


def test_a_chain_is_followed_to_those_that_have_not_ended() -> None:
    known = parse(CHAIN)
    assert leads_to(known.entries[0], known) == ("c/living", "d/elsewhere")
    assert leads_to(known.entries[5], known) == ()  # two that name each other lead nowhere


def test_what_came_back_has_not_ended() -> None:
    assert [e.repository for e in parse(CHAIN).entries if ended(e)] == [
        "a/old", "b/next", "e/quiet", "g/ring", "h/ring"
    ]  # fmt: skip


def test_each_link_says_whose_word_it_is_with_source_and_day() -> None:
    rows = section(parse(CHAIN)).splitlines()
    old = next(row for row in rows if row.startswith("| a/old"))
    assert "[archived](https://example.org/end), 2 Jan 2019" in old
    assert "b/next, [named by the project](https://example.org/a), 2 Jan 2020" in old
    assert old.endswith("| c/living, d/elsewhere (not followed) |")
    following = next(row for row in rows if row.startswith("| b/next"))
    assert "c/living, [carried on by others](https://example.org/b); d/elsewhere, by the catalog" in following
    assert "| e/quiet | never declared | [none named](https://example.org/e) | – |" in rows


def test_nine_of_ten_ended_projects_lead_to_the_living_or_name_nobody() -> None:
    known = catalog()
    over = [e for e in known.entries if ended(e)]
    told = [e for e in over if names_nobody(e, known) or any(known.get(n) for n in leads_to(e, known))]
    assert len(told) >= 0.9 * len(over)


def test_the_document_holds_the_table_of_this_catalog() -> None:
    document = Path(__file__).parents[3] / "docs" / "health.md"
    assert section(catalog()) in document.read_text(encoding="utf-8")


def test_the_command_writes_between_its_marks_and_says_when_there_are_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "health.md"
    document.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    assert main([str(document)]) == 0
    assert document.read_text(encoding="utf-8") == f"before\n{section(catalog())}after\n"
    document.write_text("nothing here\n", encoding="utf-8")
    assert main([str(document)]) == 2
    assert "has no place" in capsys.readouterr().err
    assert main(["a", "b"]) == 2
