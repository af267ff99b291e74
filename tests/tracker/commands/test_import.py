"""`tracker import`: others' history beside ours, never over it; our own files come back as they were."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from tests.tracker.commands.shell import Shell
from tracker.imports.days import day_of
from tracker.imports.options import BadImport

STAR_HISTORY = """Repository,Date,Stars
Theano/Theano,Fri May 15 2026 23:30:00 GMT-0500 (Central Daylight Time),2
Theano/Theano,Mon Jun 29 2026 09:00:00 GMT+0200 (Central European Summer Time),39
"""
DAILY = "date,day-stars,total-stars\n02-06-2026,3,3\n03-06-2026,0,3\n"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def stars(shell: Shell, *more: str) -> dict[str, tuple[str, str, str]]:
    found = rows(shell("export", "--repo", "theano", *more).out)
    return {r["day"]: (r["value"], r["source"], r["quality"]) for r in found}


def test_star_historys_file_is_taken_as_it_is_and_ours_stands(filled: Shell) -> None:
    before = stars(filled)
    (filled.home / "star-history.csv").write_text(STAR_HISTORY)
    answer = filled("import", "star-history.csv")
    assert answer.code == 0, answer.err
    assert "2 values of stars for one repository" in answer.err
    assert "1 differ from our own readings" in answer.err
    assert "Theano/Theano stars on 2026-06-29: 40 here, 39 there" in answer.err
    after = stars(filled)
    assert after.pop("2026-05-16") == ("2", "import:star-history", "imported")  # late on the 15th in Chicago
    assert after == before


def test_daily_stars_explorers_file_needs_only_the_name(filled: Shell) -> None:
    (filled.home / "daily.csv").write_text(DAILY)
    nameless = filled("import", "daily.csv")
    assert nameless.code == 2
    assert "--repo" in nameless.err
    assert filled("import", "daily.csv", "--repo", "theano").code == 0
    assert stars(filled)["2026-06-03"] == ("3", "import:daily-stars-explorer", "imported")
    arrivals = stars(filled, "--metric", "star_arrivals")
    assert arrivals["2026-06-02"] == ("3", "import:daily-stars-explorer", "imported")
    assert arrivals["2026-06-29"][1:] == ("github-history", "provisional")


def test_any_file_is_taken_with_a_map(filled: Shell) -> None:
    (filled.home / "theirs.csv").write_text("projekt;x\n")
    (filled.home / "theirs.csv").write_text("projekt,tag,anzahl\nkeras-team/keras,2026-06-05T08:00:00Z,12\n")
    told = "repository=projekt,day=tag,value=anzahl"
    answer = filled("import", "theirs.csv", "--map", told, "--metric", "forks", "--source", "my diary")
    assert answer.code == 0, answer.err
    found = rows(filled("export", "--repo", "keras", "--metric", "forks").out)
    assert [(r["day"], r["value"], r["source"]) for r in found] == [
        ("2026-06-05", "12", "import:my diary"),
        ("2026-06-30", "7", "github"),
    ]


def test_a_file_read_in_twice_changes_nothing(filled: Shell) -> None:
    (filled.home / "star-history.csv").write_text(STAR_HISTORY)
    filled("import", "star-history.csv")
    answer = filled("import", "star-history.csv")
    assert "0 new or changed" in answer.err


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "csv.gz", "jsonl", "jsonl.gz", "parquet"])
def test_export_import_export_gives_the_same_bytes(
    filled: Shell, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (filled.home / "star-history.csv").write_text(STAR_HISTORY)
    filled("import", "star-history.csv")
    first = filled.home / f"first.{kind}"
    assert filled("export", "--metric", "all", "-o", first.name).code == 0
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path}/other.db")
    answer = filled("import", first.name)
    assert answer.code == 0, answer.err
    assert "now followed: Theano/Theano" in answer.err
    again = filled.home / f"again.{kind}"
    assert filled("export", "--metric", "all", "-o", again.name).code == 0
    assert again.read_bytes() == first.read_bytes()
    assert len(first.read_bytes()) > 300


@pytest.mark.slow
@pytest.mark.parametrize("by", ["metric", "repository", "year"])
def test_a_folder_of_parquet_comes_back_too(
    filled: Shell, by: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert filled("export", "--metric", "all", "--partition-by", by, "-o", "parts").code == 0
    first = filled("export", "--metric", "all").out
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path}/other.db")
    answer = filled("import", "parts")
    assert answer.code == 0, answer.err
    assert filled("export", "--metric", "all").out == first
    assert filled("db", "check").code == 0, "nobody has asked GitHub for their nodes yet: no damage"


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_an_export_by_month_is_not_taken_for_days(filled: Shell, kind: str) -> None:
    filled("export", "--metric", "commits,stars", "--every", "month", "-o", f"months.{kind}")
    answer = filled("import", f"months.{kind}")
    assert answer.code == 2
    assert "--every day" in answer.err


def test_star_historys_aligned_timeline_has_no_dates_and_is_refused(filled: Shell) -> None:
    text = STAR_HISTORY + "Theano/Theano,Thu Jan 01 1970 05:30:00 GMT+0530 (India Standard Time),1\n"
    (filled.home / "star-history.csv").write_text(text)
    answer = filled("import", "star-history.csv")
    assert answer.code == 2
    assert "row 4: 1970-01-01 lies before there was GitHub" in answer.err
    assert "Align timeline" in answer.err
    assert "2026-05-16" not in stars(filled)


def test_of_several_points_of_one_day_the_last_stands(filled: Shell) -> None:
    """star-history gives every star of a small repository by the second."""
    rows = [f"Theano/Theano,Fri May 15 2026 {hour:02}:00:00 GMT+0000 (UTC),{hour}" for hour in range(1, 6)]
    (filled.home / "star-history.csv").write_text("\n".join(["Repository,Date,Stars", *rows]))
    assert filled("import", "star-history.csv").code == 0
    assert stars(filled)["2026-05-15"][0] == "5"


@pytest.mark.parametrize("name", ["theano_theano-stars-history.csv", "theano_theano-stars-history (1).csv"])
def test_daily_stars_explorers_own_file_name_says_whose_it_is(filled: Shell, name: str) -> None:
    (filled.home / name).write_text(DAILY.rstrip("\n"))  # it ends without a line break
    answer = filled("import", name)
    assert answer.code == 0, answer.err
    assert stars(filled)["2026-06-03"][0] == "3"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "more", "named"),
    [
        ("", [], "empty"),
        ("a,b\n1,2\n", [], "day"),
        ("day,value\n2026-06-01,1\n", [], "--metric"),
        ("day,value\n2026-06-01,1\n", ["--metric", "stars"], "--repo"),
        (
            "day,value\n2026-02-30,1\n",
            ["--metric", "stars", "--repo", "theano"],
            "row 2: '2026-02-30' is no day",
        ),
        ("day,value\n2026-06-01,many\n", ["--metric", "stars", "--repo", "theano"], "'many' is no number"),
        ("day,value\n2026-06-01,-1\n", ["--metric", "stars", "--repo", "theano"], "-1 cannot be"),
        ("day,value\n2026-06-01,1e300\n", ["--metric", "stars", "--repo", "theano"], "1e+300 cannot be"),
        ("day,value\n2026-06-01,inf\n", ["--metric", "stars", "--repo", "theano"], "inf cannot be"),
        ("day,value\n2006-06-01,1\n", ["--metric", "stars", "--repo", "theano"], "before there was GitHub"),
        ("day,value\n2026-06-01\n", ["--metric", "stars", "--repo", "theano"], "too few cells"),
        ("day,value\n2026-06-01,1\n", ["--metric", "starz", "--repo", "theano"], "starz"),
        ("day,value\n2026-06-01,1\n", ["--metric", "stars", "--repo", "no/such"], "no/such"),
        ("day,value\n2026-06-01,1\n", ["--metric", "stars", "--repo", "nobody/nothing"], "tracker sync"),
        ("day,value\n2026-06-01,1\n", ["--map", "tag=x"], "--map"),
        ("day,value\n2026-06-01,1\n", ["--map", "day=x", "--metric", "stars"], "no column 'x'"),
        ("day,value\n2026-06-01,1\n", ["--source", "a\nb"], "--source"),
    ],
)
def test_a_bad_file_is_code_2_names_the_fault_and_leaves_nothing(
    filled: Shell, text: str, more: list[str], named: str
) -> None:
    before = filled("export").out
    (filled.home / "bad.csv").write_text(text)
    answer = filled("import", "bad.csv", *more)
    assert answer.code == 2, answer.err
    assert named in answer.err
    assert filled("export").out == before


def test_one_bad_row_at_the_end_leaves_nothing_of_the_file(filled: Shell) -> None:
    (filled.home / "bad.csv").write_text(STAR_HISTORY + "Theano/Theano,never,1\n")
    assert filled("import", "bad.csv").code == 2
    assert "2026-05-16" not in stars(filled)


@pytest.mark.parametrize(("name", "content"), [("x.csv", b"\xff\xfe\x00"), ("x.parquet", b"PAR1 no")])
def test_what_is_no_csv_and_no_parquet_is_said_in_one_line(filled: Shell, name: str, content: bytes) -> None:
    (filled.home / name).write_bytes(content)
    answer = filled("import", name)
    assert answer.code == 2
    assert name in answer.err


@pytest.mark.parametrize(
    ("text", "first", "day"),
    [
        ("2026-06-01", False, date(2026, 6, 1)),
        ("2026-06-01T23:30:00-05:00", False, date(2026, 6, 2)),
        ("2026-06-01 23:30:00", False, date(2026, 6, 1)),
        ("01-06-2026", True, date(2026, 6, 1)),
        ("Mon Jun 01 2026 01:00:00 GMT+0200 (CEST)", False, date(2026, 5, 31)),
    ],
)
def test_days_are_read_as_others_write_them_and_told_in_utc(text: str, first: bool, day: date) -> None:
    assert day_of(text, first) == day


def test_days_of_two_meanings_are_refused() -> None:
    with pytest.raises(ValueError, match="several days"):
        day_of("01-06-2026")
    assert issubclass(BadImport, ValueError)


def test_months_stand_on_a_day_that_somebody_chose_and_only_as_levels(filled: Shell) -> None:
    (filled.home / "m.csv").write_text("month;value\n2026-05;2\n")
    one = ("import", "m.csv", "--repo", "theano", "--metric")
    assert "--month-on first" in filled(*one, "stars").err
    assert filled(*one, "stars", "--month-on", "last").code == 0
    assert stars(filled)["2026-05-31"][0] == "2"
    answer = filled(*one, "commits", "--month-on", "last")
    assert answer.code == 2
    assert "commits is counted by day" in answer.err


def test_a_list_of_stargazers_leaves_days_and_no_names(filled: Shell) -> None:
    (filled.home / "s.csv").write_text("login,starred_at\nsome-body,2026-06-03T01:00:00Z\n")
    assert "--repo" in filled("import", "s.csv").err
    assert filled("import", "s.csv", "--repo", "theano").code == 0
    assert stars(filled, "--metric", "star_arrivals")["2026-06-03"][0] == "1"
    kept = b"".join(path.read_bytes() for path in filled.home.iterdir() if path.name != "s.csv")
    assert b"some-body" not in kept


@pytest.mark.parametrize(
    ("option", "value"),
    [("--separator", "ab"), ("--encoding", "klingon"), ("--days", "xyz"), ("--decimal", "!")],
)
def test_an_option_of_a_file_that_cannot_be_is_code_2(filled: Shell, option: str, value: str) -> None:
    (filled.home / "s.csv").write_text("day,value\n2026-06-03,1\n")
    answer = filled("import", "s.csv", option, value)
    assert answer.code == 2
    assert option in answer.err
