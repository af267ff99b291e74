"""What people have is read whatever its separator, encoding, container and way of writing days."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.tracker.exports.chunks import chunk
from tracker.exports import json as json_format
from tracker.exports import xlsx
from tracker.exports.base import Wide
from tracker.exports.files import CountedStream
from tracker.imports.options import BadImport, ImportOptions, encoding_named, separator_named
from tracker.imports.values import Given, opened, values
from tracker.metrics import METRICS

PLAIN = "repository,day,value\na/b,2016-01-05,12\na/b,2016-01-06,13\n"
TWO = [(date(2016, 1, 5), 12.0), (date(2016, 1, 6), 13.0)]


def taken(path: Path, metric: str | None = "stars", **told: Any) -> list[Given]:
    return list(values(opened(path, ImportOptions(metric=metric, **told), METRICS), "a/b"))


def pairs(path: Path, metric: str | None = "stars", **told: Any) -> list[tuple[date, float]]:
    return [(one.day, one.value) for one in taken(path, metric, **told)]


def refusal(path: Path, metric: str | None = "stars", **told: Any) -> str:
    with pytest.raises(BadImport) as refused:
        taken(path, metric, **told)
    return str(refused.value)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("head", ["", "sep={}\n", "SEP = {}\n", '"sep={}"\r\n', "# made by us\n\n"])
def test_the_separator_is_told_from_the_file(tmp_path: Path, sign: str, head: str) -> None:
    (tmp_path / "x.csv").write_bytes((head.format(sign) + PLAIN.replace(",", sign)).encode())
    assert pairs(tmp_path / "x.csv") == TWO


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_is_read_in_what_it_is_written_in(tmp_path: Path, encoding: str, ending: str) -> None:
    (tmp_path / "x.txt").write_bytes(PLAIN.replace("\n", ending).encode(encoding))
    assert pairs(tmp_path / "x.txt") == TWO
    (tmp_path / "y.csv").write_bytes(gzip.compress(PLAIN.encode(encoding)))  # packed, whatever its name says
    assert pairs(tmp_path / "y.csv") == TWO


def test_other_encodings_and_separators_are_asked_for_and_named(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("jahr;day;value\nä;2016-01-05;1\n".encode("cp1252"))
    assert "CSV" in refusal(path)
    assert "--encoding windows-1252" in refusal(path)
    assert pairs(path, encoding="cp1252") == [(date(2016, 1, 5), 1.0)]
    path.write_text("day,value;note\n2016-01-05,1;x\n2016-01-06,2;y\n")
    assert "a comma or a semicolon" in refusal(path)
    assert "--separator" in refusal(path)
    path.write_text("day;value\n2016-01-05;never\n")
    assert "CSV in UTF-8 with a semicolon between cells), row 2: 'never' is no number" in refusal(path)
    path.write_text("day:value\n20160105:1\n")
    assert pairs(path, separator=separator_named("colon")) == [(date(2016, 1, 5), 1.0)]
    assert separator_named("TAB") == separator_named("\\t") == "\t"
    for bad in ("", "ab", "a", '"'):
        with pytest.raises(ValueError, match="no separator"):
            separator_named(bad)
    for bad in ("klingon", "base64"):
        with pytest.raises(ValueError, match="no encoding"):
            encoding_named(bad)


@pytest.mark.parametrize(
    "text",
    [
        "2016-01-05 00:00:00 UTC",
        "2016-01-05 00:00:00.123456 UTC",
        "2016-01-05 00:00:00+00",
        "2016-01-05T23:59:59.123456789Z",
        "20160105",
        "2016/01/05",
        "2016/1/5 10:00",
        "2016.01.05",
        "1451952000",
        "1451952000.5",
        "1451952000000",
        "1451952000000000",
        "1451952000000000000",
        "1.451952E9",
        "05.01.2016",
        "5.1.2016",
        "5 Jan 2016",
        "January 5, 2016",
        "05-Jan-2016",
        "Tue, 05 Jan 2016 10:00:00 GMT",
        "Tue Jan  5 10:00:00 2016",
        "Mon Jan 04 2016 22:00:00 GMT-0500 (heure normale de l’Est)",
    ],
)
def test_a_day_is_a_day_however_it_is_written(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.csv").write_text(f'day,value\n"{text}",12\n')
    assert pairs(tmp_path / "x.csv") == TWO[:1]


@pytest.mark.parametrize(
    ("text", "options", "day"),
    [
        ("01/05/2016", {"days": "dmy"}, date(2016, 5, 1)),
        ("01/05/2016", {"days": "mdy"}, date(2016, 1, 5)),
        ("16-01-05", {"days": "ymd"}, date(2016, 1, 5)),
        ("1/5/16 10:00 PM", {"days": "mdy"}, date(2016, 1, 5)),
        ("42374", {"days": "excel"}, date(2016, 1, 5)),
        ("2016-01", {"month_on": "first"}, date(2016, 1, 1)),
        ("Feb 2016", {"month_on": "last"}, date(2016, 2, 29)),
        ("201602", {"month_on": "last"}, date(2016, 2, 29)),
    ],
)
def test_what_could_be_two_days_is_refused_with_the_option_that_decides(
    tmp_path: Path, text: str, options: dict[str, Any], day: date
) -> None:
    (tmp_path / "x.csv").write_text(f"day,value\n{text},1\n")
    (name,) = options
    said = refusal(tmp_path / "x.csv")
    assert f"--{name.replace('_', '-')}" in said
    assert repr(text) in said
    assert pairs(tmp_path / "x.csv", **options) == [(day, 1.0)]


@pytest.mark.parametrize(("text", "kind"), [("2016", "year"), ("2016-Q1", "quarter"), ("2016-W01", "week")])
def test_a_week_a_quarter_a_year_is_no_day(tmp_path: Path, text: str, kind: str) -> None:
    (tmp_path / "x.csv").write_text(f"day,value\n{text},1\n")
    assert f"is a {kind}, not a day" in refusal(tmp_path / "x.csv")


@pytest.mark.parametrize(
    "word", ["NA", "", "NaN", "null", "NULL", "None", "#N/A", "N/A", "-", "–", "\\N", "."]
)
def test_an_unknown_value_is_left_out_and_is_no_zero(tmp_path: Path, word: str) -> None:
    (tmp_path / "x.csv").write_text(f"day,value\n2016-01-05,12.0\n2016-01-06,{word}\n")
    assert pairs(tmp_path / "x.csv") == TWO[:1]


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [("1.234", ",", 1234.0), ("1.234,5", ",", 1234.5), ("1,234", ".", 1234.0), ("1 234", ",", 1234.0),
     ("12,5", ",", 12.5), ("1,234,567.5", ".", 1234567.5)],
)  # fmt: skip
def test_a_number_of_two_readings_is_refused_until_its_sign_is_said(
    tmp_path: Path, text: str, decimal: str, value: float
) -> None:
    (tmp_path / "x.csv").write_text(f"day;value\n2016-01-05;{text}\n")
    assert "--decimal" in refusal(tmp_path / "x.csv")
    assert pairs(tmp_path / "x.csv", decimal=decimal) == [(date(2016, 1, 5), value)]


@pytest.mark.parametrize("word", ["1_000", "0x10", "1,2,x", "12 stars", "true"])
def test_what_only_looks_like_a_number_is_none(tmp_path: Path, word: str) -> None:
    (tmp_path / "x.csv").write_text(f'day,value\n2016-01-05,"{word}"\n')
    assert "is no number" in refusal(tmp_path / "x.csv")


@pytest.mark.parametrize(
    "text",
    [
        '[{"day": "2016-01-05", "value": 12}, {"day": "2016-01-06", "value": 13}]',
        '[\n{"day": "2016-01-05", "value": 12},\n{"value": 13, "day": "2016-01-06", "more": [1]}\n]\n',
        '{"day": "2016-01-05", "value": 12}\n{"day": "2016-01-06", "value": "13"}\n',
        '{"metric": "x", "data": [{"day": "2016-01-05", "value": 12}, {"day": "2016-01-06", "value": 13}]}',
        '{"day": ["2016-01-05", "2016-01-06"], "value": [12, 13]}',
        '[["day", "value"],\n["2016-01-05", 12], ["2016-01-06", 13]]',
        '{"columns": ["value", "day"], "index": [0, 1], "data": [[12, "2016-01-05"], [13, "2016-01-06"]]}',
        '{"data": {"rows": [{"day": 1451952000, "value": 12}, {"day": 1452038400000, "value": 13}]}}',
        '{\n "every": "day",\n "series": [{"repository": "a/b",\n "data": '
        '[{"day": "2016-01-05", "value": 12}, {"day": "2016-01-06", "value": 13}]}]}',
    ],
)
@pytest.mark.parametrize("name", ["x.json", "x.txt"])
def test_json_of_many_shapes_gives_its_rows(tmp_path: Path, text: str, name: str) -> None:
    (tmp_path / name).write_text(text)
    assert pairs(tmp_path / name) == TWO


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[{"day": "2016-01-05", "value": 12}', "ends in the middle"),
        ('[{"day": "2016-01-05", "value": 12} 3]', "ends in the middle"),
        ('[{"day": ', "row 1: it is no JSON"),
        ('[["2016-01-05", 12]]', "no JSON object"),
        ('[["day", "value"], ["2016-01-05"]]', "row 2: it is no list of 2 cells"),
        ('{"columns": ["day", "value"], "data": [["2016-01-05", 12, 3]]}', "row 1: it is no list of 2 cells"),
        ("[]", "is empty"),
        ('{"a": [{"day": 1}], "b": [{"day": 1}]}', "several lists in one JSON object (a, b)"),
        ('[{"day": "2016-01-05"}]', "JSON array in UTF-8): which column is the value?"),
        ("[" * 50_000, "no JSON"),
    ],
)
def test_bad_json_is_refused_and_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "x.json").write_text(text)
    assert named in refusal(tmp_path / "x.json")


def test_a_long_array_is_read_as_a_stream(tmp_path: Path) -> None:
    rows = [{"day": "2016-01-05", "value": n, "padding": "é" * 50} for n in range(5_000)]
    (tmp_path / "x.json").write_text(json.dumps(rows, indent=1))
    assert [value for _, value in pairs(tmp_path / "x.json")] == list(range(5_000))


def test_our_own_json_and_wide_files_come_back(tmp_path: Path) -> None:
    stream = io.BytesIO()
    json_format.write(iter([chunk([1, 2, 3])]), CountedStream(stream))
    (tmp_path / "x.json").write_bytes(stream.getvalue())
    assert [one.value for one in taken(tmp_path / "x.json", None)] == [1, 2, 3]
    assert all(one.source and one.github_id for one in taken(tmp_path / "x.json", None))


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_a_wide_table_has_a_column_a_repository(tmp_path: Path, form: str) -> None:
    import numpy as np

    from tracker.exports import csv

    days = np.array(["2016-01-05", "2016-01-06"], dtype="datetime64[D]")
    blocks = [(days, np.array([[12.0, np.nan], [13.0, 2.0]]))]
    module = {"csv": csv, "json": json_format, "xlsx": xlsx}[form]
    for columns, metric in ((("a/b", "c/d.e"), "stars"), (("a/b stars", "a/b forks"), None)):
        stream = io.BytesIO()
        module.write_wide(Wide("day", columns, iter(blocks)), stream)
        path = tmp_path / f"x.{form}"
        path.write_bytes(stream.getvalue())
        found = [(one.repository, one.metric, one.day.day, one.value) for one in taken(path, metric)]
        second = ("c/d.e", "stars") if metric else ("a/b", "forks")
        assert found == [("a/b", "stars", 5, 12), ("a/b", "stars", 6, 13), (*second, 6, 2)]


def test_columns_named_as_metrics_are_their_values(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Date,Stars,Forks\n2016-01-05,12,NA\n2016-01-06,13,2\n")
    found = [(one.metric, one.value) for one in taken(tmp_path / "x.csv", None)]
    assert found == [("stars", 12), ("stars", 13), ("forks", 2)]
    assert [one.metric for one in taken(tmp_path / "x.csv", "forks")] == ["forks"]


def test_a_workbook_of_excel_is_read_with_its_days_and_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Zahlen"
    for row in (["day", "value", "note"], [datetime(2016, 1, 5, 9), 12, "=1+1"], [], ["2016-01-06", "13"]):
        sheet.append(row)
    book.save(tmp_path / "x.xlsx")
    assert pairs(tmp_path / "x.xlsx") == TWO
    book.create_sheet("empty")
    book.create_sheet("Other").append(["a", "b"])
    book.save(tmp_path / "x.xlsx")
    said = refusal(tmp_path / "x.xlsx")
    assert "'Zahlen', 'empty', 'Other'" in said
    assert "--sheet" in said
    assert pairs(tmp_path / "x.xlsx", sheet="zahlen") == TWO
    assert "has no sheet 'x'; it has 'Zahlen'" in refusal(tmp_path / "x.xlsx", sheet="x")


def test_our_own_workbook_comes_back(tmp_path: Path) -> None:
    stream = io.BytesIO()
    xlsx.write(iter([chunk([1, 2, 3])]), stream)
    (tmp_path / "x.xlsx").write_bytes(stream.getvalue())
    found = taken(tmp_path / "x.xlsx", None)
    assert [one.value for one in found] == [1, 2, 3]
    assert all(one.source and one.quality and one.github_id for one in found)


def test_a_workbook_that_counts_from_1904_and_one_of_bare_numbers_are_told_apart(tmp_path: Path) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    for epoch in (None, CALENDAR_MAC_1904):
        book = openpyxl.Workbook()
        book.epoch = epoch or book.epoch
        sheet = book.active
        assert sheet is not None
        for row in (["day", "value"], [date(2016, 1, 5), 12]):
            sheet.append(row)
        sheet["A2"].number_format = "d. mmm yyyy"
        book.save(tmp_path / "x.xlsx")
        assert pairs(tmp_path / "x.xlsx") == TWO[:1]
        sheet["A2"] = 42374
        sheet["A2"].number_format = "General"
        book.save(tmp_path / "x.xlsx")
        if epoch is None:
            assert pairs(tmp_path / "x.xlsx") == TWO[:1]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"\xd0\xcf\x11\xe0 rest", "before 2007"),
        (b"SQLite format 3\0", "SQLite"),
        (b"<!DOCTYPE html><p>Sign in", "HTML"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8bnothing", "gzip"),
        (b"PK\x03\x04nothing", "Excel workbook"),
        (b"", "is empty"),
    ],
)
def test_what_is_of_another_kind_is_named(tmp_path: Path, content: bytes, named: str) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    assert named in refusal(tmp_path / "x.csv")


def test_an_archive_that_is_no_workbook_and_one_that_swells_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("stars.csv", PLAIN)
    assert "unpack it" in refusal(tmp_path / "x.zip")
    stream = io.BytesIO()
    xlsx.write(iter([chunk([1])]), stream)
    with (
        zipfile.ZipFile(stream) as good,
        zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            text = good.read(name)
            bad.writestr(name, b"<x>" + b"1" * 70_000_000 if "sheet1" in name else text)
    assert "is packed" in refusal(tmp_path / "b.xlsx", None)


@pytest.mark.parametrize("word", ["<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>", "<open>", ""])
def test_a_workbook_of_bad_xml_is_refused_in_a_sentence(tmp_path: Path, word: str) -> None:
    stream = io.BytesIO()
    xlsx.write(iter([chunk([1])]), stream)
    with zipfile.ZipFile(stream) as good, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as bad:
        for name in good.namelist():
            bad.writestr(name, word if name == "xl/workbook.xml" else good.read(name))
    assert "cannot be read as an Excel workbook" in refusal(tmp_path / "b.xlsx", None)


STARGAZERS = "login,starred_at\n" + "".join(
    f"user-{who},2016-01-0{day}T10:00:00Z\n" for who, day in (("a", 5), ("b", 5), ("c", 6))
)


def test_a_list_of_stargazers_is_counted_by_day_and_names_nobody(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(STARGAZERS + "USER-C,2016-01-06T10:00:00Z\n")  # pages of such lists overlap
    found = taken(path, None)
    assert [(one.metric, one.day.day, one.value) for one in found] == [
        ("star_arrivals", 5, 2),
        ("star_arrivals", 6, 1),
    ]
    assert "user" not in repr(found)
    path.write_text(STARGAZERS + "user-d,never\n")
    said = refusal(path, None)
    assert "row 5: 'never' is no day" in said
    assert "user-d" not in said
    assert "star_arrivals, not stars" in refusal(path, "stars")


def test_stargazers_as_github_answers_are_counted_too(tmp_path: Path) -> None:
    rest = [{"starred_at": "2016-01-05T10:00:00Z", "user": {"login": "x", "id": n}} for n in (1, 1)]
    rest[1]["user"] = {"login": "y", "id": 2}
    (tmp_path / "x.json").write_text(json.dumps(rest))
    assert [one.value for one in taken(tmp_path / "x.json", None)] == [2]
    edges = [{"starredAt": "2016-01-05T10:00:00Z", "node": {"login": name}} for name in "ab"]
    wrapped = {"data": {"repository": {"stargazers": {"edges": edges}}}}
    (tmp_path / "y.json").write_text(json.dumps(wrapped))
    assert [one.value for one in taken(tmp_path / "y.json", None)] == [2]


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("day,value,value\n2016-01-05,1,2\n")
    assert "several columns are called 'value'" in refusal(tmp_path / "x.csv")
