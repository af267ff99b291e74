"""What a deposit of a release at Zenodo would send: its metadata and files, written down and not sent.

https://developers.zenodo.org/#representation; whoever deposits needs an account and a token of theirs.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from tracker.dataset.about import KEYWORDS, ReleaseAbout
from tracker.exports.descriptor import CREATOR

HOME = "https://pypi.org/project/framework-tracker/"
STEPS = (
    "POST https://zenodo.org/api/deposit/depositions with {}: its answer has id, links.bucket",
    "PUT each file to links.bucket/NAME; compare the checksum of the answer with the one here",
    'PUT https://zenodo.org/api/deposit/depositions/ID with {"metadata": …} from here',
    "look at the draft on the web, then POST …/ID/actions/publish: that cannot be undone",
)


def deposit(folder: Path, about: ReleaseAbout) -> dict[str, Any]:
    """The document of the dry run. Names of files hold their folder with a hyphen: a bucket has none."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        "dry_run": True,
        "steps": list(STEPS),
        "metadata": metadata(about),
        "files": [_file(folder, path) for path in paths],
    }


def metadata(about: ReleaseAbout) -> dict[str, Any]:
    """The `metadata` of a deposition."""
    return {
        "upload_type": "dataset",
        "title": about.title,
        "creators": [{"name": CREATOR}],
        "description": f"<p>{about.description}</p><p>{about.citation}</p>",
        "access_right": "open",
        "license": "cc-zero",
        "publication_date": about.day.isoformat(),
        "version": about.period.semantic,
        "language": "eng",
        "keywords": list(KEYWORDS),
        "dates": [
            {"start": about.first_day.isoformat(), "end": about.day.isoformat(), "type": "Collected"}
        ],
        "related_identifiers": [
            {"identifier": HOME, "relation": "isCompiledBy", "resource_type": "software", "scheme": "url"}
        ],
    }  # fmt: skip


def _file(folder: Path, path: Path) -> dict[str, Any]:
    place = path.relative_to(folder).as_posix()
    with path.open("rb") as stream:
        told = hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    return {
        "path": place,
        "name": place.replace("/", "-"),
        "size": path.stat().st_size,
        "checksum": f"md5:{told}",
    }
