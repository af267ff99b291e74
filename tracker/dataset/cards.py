"""CITATION.cff and README.md of a release; the README is a data set card as Hugging Face reads it.

https://citation-file-format.github.io and https://huggingface.co/docs/hub/datasets-cards
"""

from __future__ import annotations

from typing import Any

import yaml

from tracker.dataset.about import KEYWORDS, ReleaseAbout
from tracker.exports.descriptor import CREATOR, QUALITY

SIZES = (
    (10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"), (10**7, "1M<n<10M"),
    (10**8, "10M<n<100M"), (10**9, "100M<n<1B"),
)  # fmt: skip
BODY = """
# {title}

{description}

{count} repositories, {rows} values, from {first} to {day} (UTC). Made by framework-tracker {version}.

| table | rows | files |
|---|---|---|
{tables}

Columns, units, definitions and sources are in `datapackage.json`; the same for machine learning in
`croissant.json`, for data portals in `catalog.jsonld`. `sha256sum -c SHA256SUMS` tells whether every file is
whole. What changed since the release before is in `changes.md`.

```python
import pandas as pd
stars = pd.read_parquet("data/history.parquet", filters=[("metric", "==", "stars")])
```

## How far to trust a value

| quality | it is |
|---|---|
{labels}

Join by `github_id`: names change. Stars are no sign of health, and no verdict rests on them. People are
counted, never named: no login, name or address is in the data.

## Citing

> {citation}

Any reference manager reads `CITATION.cff`. The compilation is CC0; the figures are facts read from GitHub.
"""


def citation(about: ReleaseAbout) -> bytes:
    """CITATION.cff, version 1.2.0 of the format."""
    return _yaml(
        {
            "cff-version": "1.2.0",
            "message": "If you use this data set, please cite it so.",
            "type": "dataset",
            "title": about.title,
            "abstract": about.description,
            "authors": [{"name": CREATOR}],
            "version": about.period.name,
            "date-released": about.day,
            "license": "CC0-1.0",
            "keywords": list(KEYWORDS),
        }
    )


def card(about: ReleaseAbout) -> bytes:
    """README.md: what it is for people, and in its head for the hub."""
    history = about.of("history", "parquet")
    head = {
        "pretty_name": about.title,
        "license": "cc0-1.0",
        "language": ["en"],
        "task_categories": ["time-series-forecasting", "tabular-classification"],
        "tags": ["github", "open-source", "software-maintenance", "time-series"],
        "size_categories": [size(history.rows)],
        "configs": [
            {
                "config_name": name,
                "data_files": about.of(name, "parquet").path,
                **({"default": True} if name == "history" else {}),
            }
            for name in about.tables
        ],
    }
    tables = "\n".join(
        f"| {name}: {about.of(name, 'csv').description} | {about.of(name, 'csv').rows} | "
        + ", ".join(f"`{f.path}`" for f in about.files if f.table == name) + " |"
        for name in about.tables
    )  # fmt: skip
    body = BODY.format(
        title=about.title, description=about.description, count=about.repositories, rows=history.rows,
        first=about.first_day, day=about.day, version=about.version, tables=tables, citation=about.citation,
        labels="\n".join(f"| {name} | {words} |" for name, words in QUALITY.items()),
    )  # fmt: skip
    return b"---\n" + _yaml(head) + b"---\n" + body.encode()


def size(rows: int) -> str:
    """The hub's word for a number of rows."""
    return next((word for limit, word in SIZES if rows < limit), "n>1B")


def _yaml(document: dict[str, Any]) -> bytes:
    text: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)
    return text.encode()
