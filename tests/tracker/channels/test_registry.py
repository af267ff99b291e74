"""The list of channels and the folder agree, and every channel explains its options."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.channels import CHANNELS, kind

FURNITURE = {"__init__", "base", "wire"}


def test_the_folder_of_channels_and_their_list_are_the_same() -> None:
    folder = Path(__file__).parents[3] / "tracker" / "channels"
    assert {path.stem for path in folder.glob("*.py")} - FURNITURE == {
        module.rpartition(".")[2] for module in CHANNELS.values()
    }


@pytest.mark.parametrize("name", CHANNELS)
def test_every_channel_bears_its_name_and_explains_its_options(name: str) -> None:
    found = kind(name)
    assert found.name == name
    assert found.title
    assert all(option.help for option in found.options.values())
