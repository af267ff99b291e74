"""How the spells of dormancy on histories that live ended: read off the histories themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from tracker.backtest.histories import TWO_YEARS, SilentHistory, Spell, spells
from tracker.signals.rules import Rules

NOT_BACK = "it had not come back when its history ends"
LONG = "work again after two years or more of silence"
SAID_SO = "work again, and the README says today that it is over"
OTHERS = "work again within two years, most of the people new to it"
OWN = "work again within two years by its own people"
ENDINGS = (NOT_BACK, LONG, SAID_SO, OTHERS, OWN)
REVIVAL = timedelta(days=182)  # before and after the look that ended it


def ending(history: SilentHistory, spell: Spell, *, said_so: bool) -> str:
    """The first of ENDINGS that is true of a spell; `said_so`: whether the newest README declares an end."""
    if not spell.over:
        return NOT_BACK
    if spell.silence >= TWO_YEARS:
        return LONG
    if said_so:
        return SAID_SO
    return OTHERS if _by_others(history, spell) else OWN


def _by_others(history: SilentHistory, spell: Spell) -> bool:
    """Whether more than half of those who worked around the look that ended it were new."""
    entries = history.views[-1].dossier.authors or ()
    before = _people(entries, date.min, spell.start)
    back = _people(entries, max(spell.start, spell.end - REVIVAL), spell.end + REVIVAL)
    return len(back - before) > len(back) / 2


def _people(entries: Iterable[tuple[date, frozenset[int]]], start: date, end: date) -> set[int]:
    return {person for day, people in entries if start <= day < end for person in people}


def table(histories: Sequence[SilentHistory], over: frozenset[str], rules: Rules) -> str:
    """Spells on the living by how they ended, with their share and their number a year, as Markdown.

    `over`: the full names whose newest README declares an end.
    """
    living = [h for h in histories if h.fate == "living"]
    years = sum(len(h.views) for h in living) / 12
    counts = Counter(ending(h, s, said_so=h.full_name in over) for h in living for s in spells(h, rules))
    every = max(counts.total(), 1)
    lines = [
        "| how a spell on the living ended | spells | share | a repository-year |",
        "|---|--:|--:|--:|",
    ]
    lines += [
        f"| {name} | {counts[name]} | {counts[name] / every:.0%} | {counts[name] / max(years, 1):.4f} |"
        for name in ENDINGS
    ]
    return "\n".join([*lines, f"| all | {counts.total()} | | {counts.total() / max(years, 1):.4f} |"])
