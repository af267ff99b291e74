"""A release: whole or not there, the same bytes of the same facts, compared with the one before."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine

from tests.dashboards import sample
from tests.tracker.dataset.conftest import silent
from tracker.dataset import release
from tracker.dataset.period import ReleaseRefused
from tracker.dataset.release import SUMS, Written, write_release
from tracker.health import Rules


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.slow
def test_the_same_facts_make_the_same_bytes_on_a_later_day(
    small: Engine, folder: Path, tmp_path: Path
) -> None:
    later = sample.history(small, sample.TODAY + timedelta(days=40))
    again = write_release(later, tmp_path / "elsewhere", "2026.06", Rules(), silent)
    assert contents(again.folder) == contents(folder)


def test_the_checksums_are_those_of_every_file(folder: Path) -> None:
    told = dict(reversed(line.split("  ", 1)) for line in (folder / SUMS).read_text().splitlines())  # type: ignore[misc]
    found = contents(folder)
    assert told == {name: hashlib.sha256(body).hexdigest() for name, body in found.items() if name != SUMS}


def test_csv_and_parquet_of_a_table_have_the_same_rows(folder: Path) -> None:
    for name in ("repositories", "verdicts", "evidence", "turns", "revisions"):
        with (folder / "data" / f"{name}.csv").open(newline="") as stream:
            text = list(csv.DictReader(stream))
        rows = pq.read_table(folder / "data" / f"{name}.parquet").to_pylist()
        assert [r["github_id"] for r in text] == [str(r["github_id"]) for r in rows]
        assert name == "revisions" or rows


def test_a_verdict_comes_with_its_evidence_and_its_turns(folder: Path) -> None:
    verdicts = {r["repository"]: r for r in pq.read_table(folder / "data" / "verdicts.parquet").to_pylist()}
    assert verdicts["Theano/Theano"]["headline"] == "end-of-life"
    evidence = pq.read_table(folder / "data" / "evidence.parquet").to_pylist()
    assert any(r["sentence"] == verdicts["Theano/Theano"]["because"] for r in evidence)
    turns = pq.read_table(folder / "data" / "turns.parquet").to_pylist()
    last = [r for r in turns if r["repository"] == "Theano/Theano"][-1]
    assert last["headline"] == "end-of-life"
    whole = json.loads((folder / "data" / "verdicts.json").read_text())
    assert len(whole["repositories"]) == len(verdicts)


def test_a_release_never_changes(small: Engine, released: Written) -> None:
    before = contents(released.folder)
    with pytest.raises(ReleaseRefused, match="never changes"):
        write_release(sample.history(small), released.folder.parent, "2026.06", Rules(), silent)
    assert contents(released.folder) == before


@pytest.mark.slow
def test_what_breaks_off_leaves_nothing(
    small: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("no space left on the device")

    monkeypatch.setattr(release, "_sums", broken)
    with pytest.raises(OSError, match="no space"):
        write_release(sample.history(small), tmp_path, "2026.06", Rules(), silent)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_what_changed_since_the_release_before_is_told(small: Engine, tmp_path: Path) -> None:
    write_release(sample.history(small), tmp_path, "2017.08", Rules(), silent)
    made = write_release(sample.history(small), tmp_path, "2018.03", Rules(), silent)
    assert made.earlier == "2017.08"
    told = (made.folder / "changes.md").read_text()
    assert "- Theano/Theano: " in told
    assert ", now end-of-life. " in told
    stars = next(line for line in told.splitlines() if line.startswith("| star_arrivals |"))
    added, changed, gone = (int(cell) for cell in stars.split("|")[2:5])
    assert added > 0
    assert (changed, gone) == (0, 0)


@pytest.mark.slow
def test_a_release_before_that_is_damaged_is_named(small: Engine, tmp_path: Path) -> None:
    (tmp_path / "2026.05").mkdir()
    with pytest.raises(ReleaseRefused, match=r"2026\.05.*bring it back or move it away"):
        write_release(sample.history(small), tmp_path, "2026.06", Rules(), silent)
    assert [p.name for p in tmp_path.iterdir()] == ["2026.05"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("november", "a month as 2026.11"), ("2026.13", "a month as"), ("2026.6", "a month as"),
        ("../2026.06", "a month as"), ("2026.02.30", "a month as"), ("2026.07", "known is 2026-06-30"),
        ("0001.01", "a month as"), ("9999.12.31", "a month as"),
    ],
)  # fmt: skip
def test_what_names_no_release_is_refused(small: Engine, tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(ReleaseRefused, match=why):
        write_release(sample.history(small), tmp_path, name, Rules(), silent)
    assert list(tmp_path.iterdir()) == []


def test_with_nothing_collected_there_is_nothing_to_release(tmp_path: Path, small: Engine) -> None:
    from tracker.store.session import connect, sqlite_url, upgrade

    engine = connect(sqlite_url(tmp_path / "empty.db"))
    upgrade(engine)
    with pytest.raises(ReleaseRefused, match="tracker sync"):
        write_release(sample.history(engine), tmp_path / "releases", "2026.06", Rules(), silent)
    engine.dispose()
