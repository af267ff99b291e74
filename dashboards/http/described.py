"""What search engines for data sets read in a page: a schema.org Dataset as JSON-LD, of all or of one."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from dashboards.data.snapshot import Snapshot
from tracker.exports.descriptor import CREATOR, LICENCE
from tracker.metrics import METRICS
from tracker.series import Repository

HOME = "https://pypi.org/project/framework-tracker/"
KEYWORDS = ("GitHub", "deep learning", "open source", "software health", "time series")
CONTEXT = {"@vocab": "https://schema.org/"}
FORMATS = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "json": "application/json"}


def dataset(snapshot: Snapshot, base: str, repository: Repository | None = None) -> Markup:
    """The JSON of a <script type="application/ld+json">; `base` is the address the visitor knows us by."""
    document = _whole(snapshot, base) if repository is None else _one(snapshot, base, repository)
    written = json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Markup(written)  # noqa: S704 - JSON without a single "<"


def _whole(snapshot: Snapshot, base: str) -> dict[str, Any]:
    many = len(snapshot.resolved)
    files = [
        _file(f"{base}/api/v1/exports/series.{kind}?metric=stars", kind, f"stars by day as {kind}")
        for kind in FORMATS
    ]
    verdicts = _file(f"{base}/api/v1/verdicts", "json", "every verdict with its evidence")
    return {
        **_common(snapshot, f"{base}/data", snapshot.first_day.isoformat()),
        "name": "Popularity and health of repositories on GitHub",
        "description": f"Stars, forks, commits, releases, issues and other series of {many} repositories "
        "by day, each value with its source and a label of how far to trust it; and a verdict for each "
        "whether it is maintained, with all evidence. Unknown values have no row.",
        "distribution": [*files, verdicts],
    }


def _one(snapshot: Snapshot, base: str, repository: Repository) -> dict[str, Any]:
    name, asked = repository.full_name, quote(repository.full_name)
    begun = repository.created_at.date() if repository.created_at else snapshot.first_day
    metrics = "&".join(f"metric={metric}" for metric in METRICS)
    exports = [
        _file(
            f"{base}/api/v1/exports/series.{kind}?repository={asked}&{metrics}", kind, f"all series as {kind}"
        )
        for kind in ("csv", "parquet")
    ]
    return {
        **_common(snapshot, f"{base}/repositories/{asked}", begun.isoformat()),
        "name": f"Popularity and health of {name}",
        "description": f"Stars, forks, commits, authors, releases, issues and other series of the GitHub "
        f"repository {name} by day, each value with its source and a label of how far to trust it; and "
        "whether it is maintained, since when, with the evidence. Unknown values have no row.",
        "about": {
            "@type": "SoftwareSourceCode", "name": name, "codeRepository": f"https://github.com/{asked}",
        },
        "isPartOf": {"@type": "Dataset", "@id": f"{base}/data"},
        "distribution": [
            *exports, _file(f"{base}/api/v1/repositories/{asked}/verdict", "json", "the verdict"),
        ],
    }  # fmt: skip


def _common(snapshot: Snapshot, url: str, first: str) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": url,
        "url": url,
        "license": str(LICENCE["path"]),
        "creator": {"@type": "Organization", "name": CREATOR, "url": HOME},
        "keywords": list(KEYWORDS),
        "isAccessibleForFree": True,
        "dateModified": snapshot.today.isoformat(),
        "temporalCoverage": f"{first}/{snapshot.today}",
        "variableMeasured": [
            {"@type": "PropertyValue", "name": m.name, "description": m.definition, "unitText": m.unit}
            for m in METRICS.values()
        ],
        **({"creativeWorkStatus": "demo: spread from quarterly public figures"} if snapshot.is_demo else {}),
    }


def _file(url: str, kind: str, name: str) -> dict[str, str]:
    return {"@type": "DataDownload", "contentUrl": url, "encodingFormat": FORMATS[kind], "name": name}
