"""What search engines for data sets read in a page: a schema.org Dataset as JSON-LD, of all or of one."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from dashboards.data.snapshot import Snapshot
from dashboards.http.links import Links, absolute
from tracker.exports.descriptor import CREATOR, LICENCE
from tracker.metrics import METRICS
from tracker.series import Repository

HOME = "https://pypi.org/project/framework-tracker/"
KEYWORDS = ("GitHub", "deep learning", "open source", "software health", "time series")
CONTEXT = {"@vocab": "https://schema.org/"}
FORMATS = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "json": "application/json"}


def dataset(snapshot: Snapshot, links: Links, base: str, repository: Repository | None = None) -> Markup:
    """The JSON of a <script type="application/ld+json">; `base` is the address the visitor knows us by."""
    if repository is None:
        document = _whole(snapshot, links.top, base)
    else:
        document = _one(snapshot, links.top, base, repository)
    written = json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Markup(written)  # noqa: S704 - JSON without a single "<"


def _whole(snapshot: Snapshot, links: Links, base: str) -> dict[str, Any]:
    many = len(snapshot.resolved)
    what = "stars" if links.live else "all series"
    spans = dict.fromkeys(FORMATS, "month") | {"parquet": "day"}
    files = [
        _file(absolute(base, links.series(kind)), kind, f"{what} by {spans[kind]} as {kind}")
        for kind in FORMATS
    ]
    verdicts = _file(absolute(base, links.verdicts()), "json", "every verdict with its evidence")
    return {
        **_common(snapshot, absolute(base, links.page("/data")), snapshot.first_day.isoformat()),
        "name": "Popularity and health of repositories on GitHub",
        "description": f"Stars, forks, commits, releases, issues and other series of {many} repositories "
        "by day, each value with its source and a label of how far to trust it; and a verdict for each "
        "whether it is maintained, with all evidence. Unknown values have no row.",
        "distribution": [*files, verdicts],
    }


def _one(snapshot: Snapshot, links: Links, base: str, repository: Repository) -> dict[str, Any]:
    name = repository.full_name
    begun = repository.created_at.date() if repository.created_at else snapshot.first_day
    exports = [
        _file(absolute(base, link), kind, f"all series as {kind}")
        for kind, link in links.series_of(name).items()
    ]
    verdict = _file(absolute(base, links.verdict(name)), "json", "the verdict")
    return {
        **_common(snapshot, absolute(base, links.repository(name)), begun.isoformat()),
        "name": f"Popularity and health of {name}",
        "description": f"Stars, forks, commits, authors, releases, issues and other series of the GitHub "
        f"repository {name} by day, each value with its source and a label of how far to trust it; and "
        "whether it is maintained, since when, with the evidence. Unknown values have no row.",
        "about": {
            "@type": "SoftwareSourceCode", "name": name, "codeRepository": f"https://github.com/{quote(name)}",
        },
        "isPartOf": {"@type": "Dataset", "@id": absolute(base, links.page("/data"))},
        "distribution": [*exports, verdict],
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
        **({"creativeWorkStatus": f"demo: {snapshot.days_are}"} if snapshot.is_demo else {}),
    }


def _file(url: str, kind: str, name: str) -> dict[str, str]:
    return {"@type": "DataDownload", "contentUrl": url, "encodingFormat": FORMATS[kind], "name": name}
