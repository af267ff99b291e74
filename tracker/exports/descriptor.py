"""The data package beside an export: what every column means, where it comes from, what was asked.

Frictionless Data Package (https://specs.frictionlessdata.io/data-package/): `datapackage.json`, with one
resource a file. Exports into one folder share it; a file of that name that is not ours is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracker.exports import FORMATS, TEXT
from tracker.exports.files import whole_file
from tracker.halves import locked

NAME = "datapackage.json"
CREATOR = "framework-tracker"
LICENCE = {
    "name": "CC0-1.0",
    "title": "CC0 1.0: the compilation is free for all; the figures are facts read from GitHub's public API",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}
FIELDS: dict[str, dict[str, Any]] = {
    "repository": {"type": "string", "description": "owner/name on GitHub, as it is now"},
    "github_id": {"type": "integer", "description": "GitHub's number of the repository; never changes"},
    "metric": {"type": "string", "description": "name of the metric; defined under 'metrics'"},
    "day": {"type": "date", "description": "the day in UTC; of a week, month or quarter its first day"},
    "age": {"type": "integer", "description": "days since the repository was created"},
    "value": {"type": "number", "description": "the value, in the metric's unit; unknown ones have no row"},
    "source": {"type": "string", "description": "where the value was read, or whose file it is from"},
    "quality": {"type": "string", "description": "how far to trust the value; words under 'quality'"},
}
QUALITY = {
    "exact": "read on that day by the tracker",
    "retained": "today's stargazers by the day they starred; lies below the true count of that day",
    "derived": "computed from other numbers",
    "spread": "days made from quarterly figures, or made up altogether (demo)",
    "imported": "from somebody else's file, named in 'source'",
    "provisional": "today and yesterday: may still move",
    "degraded": "the source broke its contract; the last good value was kept",
    "unknown": "not known",
}
DIALECT = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True}


@dataclass
class About:
    """What a descriptor says of one export."""

    format: str
    columns: Sequence[str]
    query: Mapping[str, Any]
    metrics: Sequence[Mapping[str, Any]]
    version: str
    created: str  # the newest day of the data: the same data and question make the same document
    shape: str = "long"
    rows: int = 0
    series: int = 0
    size: int = 0
    sha256: str = ""
    path: str | list[str] = "data"
    packed: bool = False  # gzip
    name: str = ""  # of the resource; default: told from its path
    notes: list[str] = field(default_factory=list)
    files: list[dict[str, object]] = field(default_factory=list)  # of a folder: path, bytes, hash each


def package(resources: Sequence[Mapping[str, Any]], about: About) -> dict[str, Any]:
    """The document. It is a tabular package only when every one of its files is, as the profile demands."""
    tabular = all(one["profile"] == "tabular-data-resource" for one in resources)
    return {
        "profile": "tabular-data-package" if tabular else "data-package",
        "name": CREATOR,
        "title": "Popularity and health of repositories on GitHub",
        "created": f"{about.created}T00:00:00Z",
        "created_by": {"name": CREATOR, "version": about.version},
        "licenses": [LICENCE],
        "sources": _sources(resources),
        "resources": list(resources),
    }


def resource(about: About) -> dict[str, Any]:
    """One file of the package."""
    kind = FORMATS[about.format]
    form = {"dialect": DIALECT} if about.format == "csv" else {}
    return {
        "name": about.name or _name(about.path),
        "path": about.path,
        "profile": "tabular-data-resource" if about.format == "csv" else "data-resource",
        "format": about.format,
        "mediatype": kind.media_type,
        **({"encoding": "utf-8"} if about.format in TEXT else {}),
        **({"compression": "gz"} if about.packed else {}),
        **form,
        "bytes": about.size,
        **({"files": about.files} if about.files else {"hash": f"sha256:{about.sha256}"}),
        "schema": {"fields": [_field(name, about) for name in about.columns], "missingValues": [""]},
        "shape": about.shape,
        "counts": {"rows": about.rows, "series": about.series},
        "query": dict(about.query),
        "metrics": [dict(card) for card in about.metrics],
        "quality": QUALITY,
        "version": about.version,
        **({"notes": about.notes} if about.notes else {}),
    }


def write_beside(path: Path, about: About) -> Path:
    """Write or complete the descriptor in the folder of an exported file; returns where it is.

    One export at a time reads it and writes it: of several into one folder none is left out.
    """
    with locked(path.parent):
        place = path.parent / NAME
        known = _ours(place)
        if known is None:
            place, known = path.with_name(f"{path.name}.{NAME}"), []
        others = [
            r for r in known
            if r.get("path") != about.path and all((path.parent / name).exists() for name in paths(r))
        ]  # fmt: skip
        write(place, package([*others, resource(about)], about))
        return place


def paths(resource: Mapping[str, Any]) -> list[str]:
    """The files of a resource: one, or the parts of a folder."""
    given = resource.get("path")
    return [str(name) for name in given] if isinstance(given, list) else [str(given)]


def write(place: Path, document: Mapping[str, Any]) -> None:
    """Write a descriptor whole."""
    with whole_file(place) as stream:
        stream.write((json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode())


def _ours(place: Path) -> list[dict[str, Any]] | None:
    """The resources of a descriptor of ours; none where there is no file; None where it is not ours."""
    if not place.exists():
        return []
    try:
        document = json.loads(place.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError):
        return None
    if not isinstance(document, dict) or (document.get("created_by") or {}).get("name") != CREATOR:
        return None
    return [r for r in document.get("resources", []) if isinstance(r, dict)]


def _sources(resources: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Where the figures of all files come from, each once."""
    cards = [card for one in resources for card in one.get("metrics", [])]
    return [{"title": title} for title in sorted({str(card["source"]) for card in cards})]


def _field(name: str, about: About) -> dict[str, Any]:
    if about.shape == "long" or name in ("day", "age"):
        return {"name": name, **FIELDS[name]}
    metric = next((c for c in about.metrics if name.endswith(f" {c['name']}")), about.metrics[0])
    words = {"title": metric["title"], "unit": metric["unit"], "description": metric["definition"]}
    return {"name": name, "type": "number", **words}


def _name(path: str | list[str]) -> str:
    """A resource's name as the specification wants it: lower case letters, digits, dots, dashes."""
    text = path if isinstance(path, str) else (path[0] if path else "data").partition("/")[0]
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in text.lower())
