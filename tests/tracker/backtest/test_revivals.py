"""How a spell of dormancy ended is read off who came back, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.tracker.dossiers import dossier, on_days, releases
from tracker.backtest.histories import SilentHistory, silent_history, spells
from tracker.backtest.revivals import ENDINGS, LONG, NOT_BACK, OTHERS, OWN, SAID_SO, ending, table
from tracker.signals.rules import Rules
from tracker.tables import AuthorTable

END = date(2024, 6, 30)
RULES = Rules()


def history(back: str, who: int, *, days: int = 12) -> SilentHistory:
    """Forty commits by person 1 in 2017, then nothing until person `who` is back from `back` on."""
    first = [f"2017-{month:02}-{day:02}" for month in range(3, 8) for day in range(1, 9)]
    again = [f"{back}-{day:02}" for day in range(1, days + 1)]
    told = dossier("lib/back", on_days([*first, *again], "2016-01-01", str(END)))
    people = [(date.fromisoformat(day), frozenset({1})) for day in first]
    people += [(date.fromisoformat(day), frozenset({who})) for day in again]
    made = silent_history(replace(told, authors=AuthorTable.of(people)), END, RULES)
    assert made is not None
    return made


def told(made: SilentHistory, *, said_so: bool = False) -> list[str]:
    return [ending(made, spell, said_so=said_so) for spell in spells(made, RULES)]


def test_a_spell_is_told_by_who_came_back_and_after_how_long() -> None:
    assert told(history("2019-02", 1))[0] == OWN
    assert told(history("2019-02", 2))[0] == OTHERS
    assert told(history("2022-02", 1))[0] == LONG
    assert told(history("2019-02", 1, days=1)) == [NOT_BACK]
    assert told(history("2019-02", 1), said_so=True)[0] == SAID_SO


def test_the_table_counts_the_spells_of_the_living_alone() -> None:
    lives = silent_history(
        dossier(
            "lib/lives", on_days(["2016-02-01"], "2016-01-01", str(END)), releases=releases("2024-02-01")
        ),
        END,
        RULES,
    )
    assert lives is not None
    assert lives.fate == "living"
    lines = table([lives, history("2019-02", 1)], frozenset(), RULES).splitlines()
    assert len(lines) == 3 + len(ENDINGS)
    assert lines[-1].startswith("| all | 1 |")  # the other ended again, so that it is none of them
