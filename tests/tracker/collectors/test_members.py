"""The list of collectors and the folder agree, and each knows its own name."""

from __future__ import annotations

from tests.test_tree import members
from tracker.collectors import COLLECTORS, NAMES


def test_every_file_of_the_folder_is_in_the_list_and_the_other_way_round() -> None:
    assert members("tracker/collectors") == set(NAMES)


def test_names_are_unique_and_those_of_the_files() -> None:
    assert len(set(NAMES)) == len(NAMES)
    for member in COLLECTORS:
        assert member.collect.__module__ == f"tracker.collectors.{member.name}"
        assert member.title
