"""Writing a release of the data: a folder that is there whole or not at all, and never changes again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from tracker.dataset import cards, croissant, dcat, frictionless
from tracker.dataset.about import ReleaseAbout, as_json
from tracker.dataset.changes import changes
from tracker.dataset.contents import tables
from tracker.dataset.files import DataColumn, DataFile, write_table
from tracker.dataset.period import Period, ReleaseRefused, before, period
from tracker.exports import FORMATS, PACKED, columns
from tracker.exports.descriptor import FIELDS, QUALITY
from tracker.exports.files import packed, whole_file, whole_folder
from tracker.health import Rules, Verdict
from tracker.health.many import judge_all
from tracker.metrics import METRICS
from tracker.series import History
from tracker.series.query import Query
from tracker.series.writing import writer

SUMS = "SHA256SUMS"
HISTORY = "Every known value of every series, by day"
Told = Callable[[str], None]


@dataclass(frozen=True)
class Written:
    """A release as it lies there."""

    folder: Path
    about: ReleaseAbout
    earlier: str | None


def write_release(history: History, root: Path, name: str, rules: Rules, tell: Told) -> Written:
    """Write release `name` into a folder of that name below `root`. Raises ReleaseRefused.

    The same facts make the same bytes, whatever the day on which it is written; only changes.md rests on
    the release before, where one lies beside.
    """
    asked = period(name)
    if root.exists() and not root.is_dir():
        raise ReleaseRefused(f"{root} is a file; give a folder")
    if (root / name).exists():
        raise ReleaseRefused(
            f"{root / name} is there already and a release never changes: give the next name"
        )
    past = History(history.store, _last_day(history, asked), history.catalog)
    root.mkdir(parents=True, exist_ok=True)
    earlier = before([p.name for p in root.iterdir() if p.is_dir()], asked)
    with whole_folder(root / name) as folder:
        about = _fill(past, folder, asked, rules, tell)
        tell("what changed")
        (folder / "changes.md").write_bytes(changes(folder, root / earlier.name if earlier else None, name))
        _sums(folder)
    return Written(root / name, about, earlier.name if earlier else None)


def _last_day(history: History, asked: Period) -> date:
    """The last day of the period that anything was read on: no release depends on when it is written."""
    if not any(r.github_id is not None for r in history.tracked()):
        raise ReleaseRefused("nothing was collected yet, so there is nothing to release: tracker sync")
    newest = history.store.progress.newest()
    known = min(history.today, newest.date()) if newest else history.today
    if asked.first > known:
        raise ReleaseRefused(f"there are no data of {asked.name} yet: the last day known is {known}")
    return min(known, asked.last)


def _fill(history: History, folder: Path, asked: Period, rules: Rules, tell: Told) -> ReleaseAbout:
    """The data, then what describes them."""
    (folder / "data").mkdir()
    known = [r for r in history.tracked() if r.github_id is not None]
    written = _history(history, folder, tell)
    tell("verdicts")
    verdicts = judge_all(history, known, history.today, rules)
    for table in tables(history, verdicts, rules):
        tell(table.name)
        written += write_table(folder, table)
    days = pq.read_table(folder / written[0].path, columns=["day"])["day"]
    first = pc.min(days).as_py() or history.today
    about = ReleaseAbout(asked, history.today, first, written, len(known), version("framework-tracker"),
                         history.is_demo)  # fmt: skip
    _describe(folder, about, verdicts)
    return about


def _describe(folder: Path, about: ReleaseAbout, verdicts: dict[str, Verdict]) -> None:
    judged = {"as_of": about.day.isoformat(), "demo": about.is_demo,
              "repositories": [v.as_json() for v in verdicts.values()]}  # fmt: skip
    # Through JSON once: what a finding holds besides numbers and words is written as words.
    (folder / "data" / "verdicts.json").write_bytes(as_json(json.loads(json.dumps(judged, default=str))))
    for place, body in (
        ("datapackage.json", as_json(frictionless.descriptor(about))),
        ("croissant.json", as_json(croissant.metadata(about))),
        ("catalog.jsonld", as_json(dcat.catalog(about))),
        ("CITATION.cff", cards.citation(about)),
        ("README.md", cards.card(about)),
    ):
        (folder / place).write_bytes(body)


def _history(history: History, folder: Path, tell: Told) -> list[DataFile]:
    """Every series by day: Parquet, and CSV compressed."""
    query = Query(tuple(METRICS), tuple(history.tracked()))
    shown = tuple(DataColumn(c, FIELDS[c]["type"], FIELDS[c]["description"]) for c in columns())
    found = []
    for kind, path in (("parquet", "data/history.parquet"), ("csv", "data/history.csv.gz")):
        make = writer(history, query, kind, step=_step(kind, tell))
        with whole_file(folder / path) as stream, packed(stream, path.endswith(PACKED)) as inner:
            said = make(inner)
        more = {"query": said.query, "metrics": list(said.metrics), "quality": QUALITY, "notes": said.notes}
        found.append(DataFile("history", path, FORMATS[kind].media_type, HISTORY, shown, columns()[1:4],
                              said.rows, stream.size, stream.sha256, more))  # fmt: skip
    return found


def _step(kind: str, tell: Told) -> Callable[[int, int], None]:
    return lambda done, total: tell(f"{kind} {done}/{total}")


def _sums(folder: Path) -> None:
    """SHA256SUMS of every file, as sha256sum reads it."""
    lines = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        with path.open("rb") as stream:
            told = hashlib.file_digest(stream, "sha256").hexdigest()
        lines.append(f"{told}  {path.relative_to(folder).as_posix()}\n")
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
