"""Channels: one file a channel, each shaping a Message for one kind of receiver. CHANNELS is the list."""

from __future__ import annotations

import importlib

from tracker.channels.base import ChannelKind

# The modules are imported when they are used: apprise alone takes half a second.
CHANNELS: dict[str, str] = {
    "stdout": "tracker.channels.stdout",
    "atom": "tracker.channels.atom",
    "webhook": "tracker.channels.webhook",
    "email": "tracker.channels.email",
    "github-issue": "tracker.channels.github_issue",
    "apprise": "tracker.channels.apprise",
}


def kind(name: str) -> ChannelKind:
    """A kind of channel by its name in CHANNELS."""
    found: ChannelKind = importlib.import_module(CHANNELS[name]).channel
    return found
