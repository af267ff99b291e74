"""datapackage.json of a release: Frictionless Data Package, version 2 with the words of version 1 kept.

https://datapackage.org/standard/data-package/; readers of the first version pass over what is new.
"""

from __future__ import annotations

from typing import Any

from tracker.dataset.about import KEYWORDS, ReleaseAbout
from tracker.dataset.files import DataColumn, DataFile
from tracker.exports.descriptor import CREATOR, DIALECT, LICENCE

PROFILES = "https://datapackage.org/profiles/2.0"


def descriptor(about: ReleaseAbout) -> dict[str, Any]:
    """The document."""
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "profile": "data-package",
        "name": CREATOR,
        "id": f"{CREATOR}-{about.period.name}",
        "title": about.title,
        "description": about.description,
        "version": about.period.semantic,
        "created": f"{about.day}T00:00:00Z",
        "created_by": {"name": CREATOR, "version": about.version},
        "keywords": list(KEYWORDS),
        "contributors": [{"title": CREATOR, "role": "wrangler", "roles": ["creator"]}],
        "licenses": [LICENCE],
        "sources": [{"title": "GitHub's public API", "path": "https://docs.github.com/rest"}],
        "resources": [_resource(one) for one in about.files],
    }


def _resource(file: DataFile) -> dict[str, Any]:
    text = file.kind == "csv"
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "profile": "tabular-data-resource" if text else "data-resource",
        "name": f"{file.table}-{file.kind}",
        "type": "table",
        "path": file.path,
        "title": file.description,
        "format": file.kind,
        "mediatype": file.media_type,
        **({"encoding": "utf-8", "dialect": DIALECT} if text else {}),
        **({"compression": "gz"} if file.is_packed else {}),
        **({"bytes": file.size} if text else {}),  # its validator counts no bytes of Parquet, and objects
        "hash": f"sha256:{file.sha256}",
        "schema": {
            "$schema": f"{PROFILES}/tableschema.json",
            "fields": [_field(c) for c in file.columns],
            "fieldsMatch": "exact",
            "primaryKey": list(file.key),
            "missingValues": [""],
        },
        "counts": {"rows": file.rows},
        **file.more,
    }


def _field(column: DataColumn) -> dict[str, Any]:
    needed = {"constraints": {"required": True}} if column.needed else {}
    return {"name": column.name, "type": column.type, "description": column.description, **needed}
