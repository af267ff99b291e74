"""The curve of silences: who lives and who ended is read off the last year, and time runs from real work."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from tests.tracker.dossiers import dossier, on_days, releases, spread
from tracker.backtest.histories import silent_history, spells
from tracker.backtest.silences import curve, main, row
from tracker.dossier import Dossier
from tracker.signals.rules import Rules

END = "2024-06-30"


def busy(name: str, last: int) -> Dossier:
    """300 commits a year from 2014 to a last year."""
    return dossier(name, spread(dict.fromkeys(range(2014, last + 1), 300), END, "2014-01-01"))


def small() -> Dossier:
    """Two commits three times a year, once a pause of 14 months, and work to this day."""
    days = [
        f"{year}-{month:02}-{day:02}" for year in range(2014, 2025) for month in (2, 6, 10) for day in (1, 4)
    ]
    return dossier(
        "lib/small",
        on_days([d for d in days if not "2019-03" < d < "2020-05" and d < END], "2014-01-01", END),
    )


def made(told: Dossier):  # type: ignore[no-untyped-def]
    found = silent_history(told, date.fromisoformat(END), Rules())
    assert found is not None
    return found


def test_the_last_year_says_whether_it_lives() -> None:
    assert made(busy("a/alive", 2024)).fate == "living"
    assert made(busy("a/over", 2020)).fate == "ended"
    released = dossier("a/tagged", spread({2014: 50}, END, "2014-01-01"), releases=releases("2024-02-01"))
    assert made(released).fate == "living"
    trickle = dossier("a/trickle", spread({2014: 50, 2024: 2}, END, "2014-01-01"))
    assert made(trickle).fate == "between"


def test_time_runs_from_the_last_real_work() -> None:
    history = made(busy("a/over", 2020))
    assert (
        date(2021, 5, 1) <= history.worked <= date(2021, 7, 1)
    )  # the last look with six commits in half a year
    (spell,) = spells(history, Rules())
    assert not spell.over
    assert spell.start == date(2022, 2, 1)  # the second look that sees fewer than six in a year


def test_more_patience_calls_fewer_of_the_living_and_all_of_them_later() -> None:
    histories = [made(small()), made(busy("b/over", 2020)), made(busy("c/alive", 2024))]
    hasty, patient = (spells(histories[0], Rules(silence_percent=p)) for p in (0, 200))
    assert len(hasty) >= 1
    assert not patient
    cells = row("all", histories, 100).split(" | ")
    assert cells[6] == "1 of 1"
    assert curve(histories, (0, 100)).count("\n") == 5


def test_a_folder_of_clones_is_read_and_a_broken_one_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "acme+broken" / "repo"
    broken.mkdir(parents=True)
    (broken / "HEAD").write_text("ref: refs/heads/main\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    assert main([str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert "acme/broken is left out" in told.err
    assert "held out" in told.out
    assert main([]) == 2
