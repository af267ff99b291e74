"""Stdout: the message as text, for a terminal, a log or a pipe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.channels.base import ChannelKind, Message, Surroundings


def send(message: Message, options: Mapping[str, Any], around: Surroundings) -> None:
    """Write title and text through the door's own writer."""
    around.write(f"{message.title}\n\n{message.plain}\n")


channel = ChannelKind("stdout", "The terminal or the log", send)
