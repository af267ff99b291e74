"""The dry run of a deposit: what Zenodo asks for, checksums of every file, and nothing sent."""

from __future__ import annotations

import hashlib
from datetime import date

from tracker.dataset.release import Written
from tracker.dataset.zenodo import deposit

UPLOADS = {"publication", "poster", "presentation", "dataset", "image", "video", "software", "lesson"}
NEEDED = {"upload_type", "title", "creators", "description", "access_right", "license", "publication_date"}


def test_the_metadata_have_what_a_deposit_cannot_do_without(released: Written) -> None:
    told = deposit(released.folder, released.about)["metadata"]
    assert told.keys() >= NEEDED
    assert told["upload_type"] in UPLOADS
    assert date.fromisoformat(told["publication_date"]) == released.about.day
    assert told["license"] == "cc-zero"
    assert all(creator["name"] for creator in told["creators"])
    assert told["version"] == released.about.period.semantic


def test_every_file_is_there_once_with_the_checksum_that_zenodo_answers(released: Written) -> None:
    files = deposit(released.folder, released.about)["files"]
    there = {p.relative_to(released.folder).as_posix() for p in released.folder.rglob("*") if p.is_file()}
    assert {f["path"] for f in files} == there
    assert len({f["name"] for f in files}) == len(files)
    assert not any("/" in f["name"] for f in files)
    for file in files:
        body = (released.folder / file["path"]).read_bytes()
        assert file["checksum"] == f"md5:{hashlib.md5(body).hexdigest()}"
        assert file["size"] == len(body)


def test_the_same_release_makes_the_same_deposit(released: Written) -> None:
    assert deposit(released.folder, released.about) == deposit(released.folder, released.about)
