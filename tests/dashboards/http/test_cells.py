"""Cells of tables escape what they are given, and say what they rest on."""

from __future__ import annotations

from datetime import date

from dashboards.http.cells import number, old, repo, when
from dashboards.http.links import Links

EVIL = '"><script>'


class Plain:
    """Links that lead nowhere else."""

    def repository(self, full_name: str, as_of: date | None = None) -> str:
        return f"/repositories/{full_name}"


def test_whatever_a_cell_is_given_stays_text() -> None:
    links: Links = Plain()  # type: ignore[assignment]
    for cell in (number(EVIL, EVIL), repo(links, f"evil/{EVIL}"), repo(links, f"{EVIL}/x")):
        assert "<script" not in cell
        assert '""' not in cell


def test_a_reading_says_of_when_it_is_only_when_it_is_old() -> None:
    assert old(date(2026, 5, 1), date(2026, 6, 30)) == "May 2026"
    assert old(date(2026, 6, 29), date(2026, 6, 30)) == ""
    assert old(None, date(2026, 6, 30)) == ""
    assert when(None, lambda _: "never") == "–"
