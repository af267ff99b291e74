"""Lateness: the line of an end that stood longest before the first revision that is read so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tracker.dossiers import noon
from tracker.backtest.lateness import lateness, main, report
from tracker.signals.phrases import Project

WIDGET = Project("acme/widget")
PLAIN = "# Widget\n\nTurns things.\n"
UNREAD = "# Widget\n\nMost of the SDKs are deprecated.\n"
READ = "# Widget\n\nThis project is no longer maintained.\n"


def test_time_runs_from_the_line_that_stood_until_the_first_reading() -> None:
    told = [(noon("2020-01-01"), PLAIN), (noon("2020-03-01"), UNREAD), (noon("2021-03-01"), READ)]
    found = lateness(WIDGET, told)
    assert found is not None
    assert (found.days, found.line) == (365, "Most of the SDKs are deprecated.")
    assert "in at most 1 (100.0%)" in report([found])
    assert "acme/widget: 365 days: Most of the SDKs are deprecated." in report([found])


def test_a_line_that_was_taken_away_again_had_not_stood() -> None:
    told = [(noon("2019-01-01"), UNREAD), (noon("2020-01-01"), PLAIN), (noon("2021-03-01"), READ)]
    found = lateness(WIDGET, told)
    assert found is not None
    assert (found.days, found.stood_since) == (0, None)


def test_what_says_nothing_today_is_not_counted() -> None:
    assert lateness(WIDGET, [(noon("2019-01-01"), READ), (noon("2020-01-01"), PLAIN)]) is None
    assert lateness(WIDGET, []) is None
    assert report([]).startswith("0 READMEs")


def test_without_a_folder_the_usage_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main([]) == 2
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "a folder of whole bare clones" in capsys.readouterr().err
    assert main([str(tmp_path)]) == 0
