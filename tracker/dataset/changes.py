"""changes.md: what is different from the release before: repositories, verdicts, values by metric."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tracker.dataset.period import ReleaseRefused

FIRST = "This is the first release in its folder: there is none before it to compare with.\n"
KEY = ["github_id", "day"]


def changes(folder: Path, earlier: Path | None, name: str) -> bytes:
    """The page. Raises ReleaseRefused when the release before cannot be read."""
    if earlier is None:
        return f"# What changed in {name}\n\n{FIRST}".encode()
    try:
        words = [_repositories(earlier, folder), _verdicts(earlier, folder), _values(earlier, folder)]
    except (OSError, pa.ArrowException, KeyError) as error:
        raise ReleaseRefused(
            f"the release before, {earlier}, cannot be compared with ({error}): bring it back or move it away"
        ) from error
    return "\n".join([f"# What changed in {name} since {earlier.name}", *words]).encode()


def _rows(folder: Path, table: str, columns: list[str]) -> dict[int, dict[str, Any]]:
    found = pq.read_table(folder / "data" / f"{table}.parquet", columns=["github_id", *columns]).to_pylist()
    return {row["github_id"]: row for row in found}


def _repositories(earlier: Path, folder: Path) -> str:
    old, new = (_rows(place, "repositories", ["repository"]) for place in (earlier, folder))
    lines = [f"- added: {new[i]['repository']}" for i in new if i not in old]
    lines += [f"- gone: {old[i]['repository']}" for i in old if i not in new]
    lines += [
        f"- renamed: {old[i]['repository']} is now {new[i]['repository']}"
        for i in new
        if i in old and old[i]["repository"] != new[i]["repository"]
    ]
    return _section("Repositories", lines)


def _verdicts(earlier: Path, folder: Path) -> str:
    old, new = (
        _rows(place, "verdicts", ["repository", "headline", "because"]) for place in (earlier, folder)
    )
    lines = [
        f"- {row['repository']}: {old[i]['headline']}, now {row['headline']}. {_plain(row['because'])}"
        for i, row in new.items()
        if i in old and old[i]["headline"] != row["headline"]
    ]
    return _section("Verdicts", lines)


def _plain(words: str | None) -> str:
    """Words of others as text: no markup of theirs."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|!" else c for c in " ".join((words or "").split()))


def _values(earlier: Path, folder: Path) -> str:
    old, new = (place / "data" / "history.parquet" for place in (earlier, folder))
    metrics = sorted({*_metrics(old), *_metrics(new)})
    lines = [line for metric in metrics if (line := _metric(old, new, metric))]
    table = ["| metric | new values | changed | gone |", "|---|---|---|---|", *lines] if lines else []
    return _section("Values", table)


def _metrics(place: Path) -> set[str]:
    return set(pc.unique(pq.read_table(place, columns=["metric"])["metric"]).to_pylist())


def _metric(old: Path, new: Path, metric: str) -> str | None:
    """A line of the table; one metric at a time is in memory."""
    kept = ("metric", "==", metric)
    before, after = (pq.read_table(p, columns=[*KEY, "value"], filters=[kept]) for p in (old, new))
    both = before.rename_columns([*KEY, "before"]).join(after, KEY, join_type="full outer")
    added = pc.sum(pc.is_null(both["before"])).as_py() or 0
    gone = pc.sum(pc.is_null(both["value"])).as_py() or 0
    changed = pc.sum(pc.not_equal(both["before"], both["value"])).as_py() or 0
    return f"| {metric} | {added} | {changed} | {gone} |" if added or gone or changed else None


def _section(title: str, lines: list[str]) -> str:
    return f"\n## {title}\n\n" + ("\n".join(lines) if lines else "Nothing.") + "\n"
