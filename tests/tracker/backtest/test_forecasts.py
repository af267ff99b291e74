"""The backtest of forecasts: on the figures that are carried along it is as good as its document says."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean, median

import pytest

from tracker.backtest.forecasts import BEGIN, END, main, measured, section, write
from tracker.backtest.truth import BacktestError

FIGURES = Path("tests/tracker/forecasts/figures/stars.csv")
DOCUMENT = Path("docs/forecasts.md")


def test_a_year_ahead_the_median_error_is_a_percent_and_the_intervals_hold() -> None:
    found = measured(FIGURES)
    assert len(found) >= 45
    assert median(one.error for one in found) < 0.012
    assert 0.80 <= fmean(one.held for one in found) <= 0.88
    assert median(one.error for one in found) < median(one.naive for one in found) / 4


def test_the_document_says_what_the_command_finds() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert section(measured(FIGURES), FIGURES.as_posix()) in text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,day\n", "no column repository, value"),
        ("repository,day,value\na/b,2020-13-01,5\n", "line 2"),
        ("repository,day,value\na/b,2020-01-01,many\n", "line 2"),
        ("repository,day,value\na/b,2020-01-01,5\n", "36 months"),
    ],
)
def test_unusable_figures_are_refused_by_line(
    tmp_path: Path, text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(text)
    assert main([str(path)]) == 2
    assert words in capsys.readouterr().err


def test_a_document_without_a_place_is_left_as_it_is(tmp_path: Path) -> None:
    document = tmp_path / "other.md"
    document.write_text("mine")
    with pytest.raises(BacktestError, match="no place"):
        write([], "x", document)
    document.write_text(f"a\n{BEGIN}\nold\n{END}\nb\n")
    write(measured(FIGURES), "figures.csv", document)
    assert document.read_text().startswith("a\n")
    assert document.read_text().endswith("\nb\n")
    assert "old" not in document.read_text()
