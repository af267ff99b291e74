"""Apprise: Slack, Discord, Teams, Telegram, ntfy, Matrix and a hundred more, by one secret address."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any

from tracker.channels.base import ChannelError, ChannelKind, Message, Option, Surroundings
from tracker.network.silence import silence

MOST = 3000  # the services cut at different lengths; what is left out is on the tracker's page


def send(message: Message, options: Mapping[str, Any], around: Surroundings) -> None:
    """Hand the text to Apprise once; retrying is ours. What it says about an address stays unlogged."""
    import apprise

    silence()
    if around.forbid_private:
        raise ChannelError(
            "forbid_private_addresses is set, and where Apprise connects to cannot be checked: use webhook",
            permanent=True,
        )
    service = apprise.Apprise()
    if not service.add(options["url"]):
        raise ChannelError("Apprise does not understand the address", permanent=True)
    text = message.plain.replace("@", "@\u200b")  # nobody is called by somebody's text
    text = text if len(text) <= MOST else text[:MOST].rsplit("\n", 1)[0] + "\n…"
    if not _within(
        around.timeout,
        lambda: bool(service.notify(title=message.title, body=text, body_format=apprise.NotifyFormat.TEXT)),
    ):
        raise ChannelError("the service behind Apprise did not take the message")


def _within(seconds: float, notify: Callable[[], bool]) -> bool:
    """Whether a service took it in time: its library has a time for each piece, and none for the whole."""
    outcome: Future[bool] = Future()

    def run() -> None:
        try:
            outcome.set_result(notify())
        except Exception as error:  # noqa: BLE001 - a plug-in may raise anything; it is raised again below
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return outcome.result(seconds)
    except TimeoutError:
        raise ChannelError("the service behind Apprise did not answer in time") from None


channel = ChannelKind(
    "apprise",
    "Slack, Discord, Teams, Telegram, ntfy, Matrix and others, through Apprise",
    send,
    {"url": Option("the service's Apprise address", required=True, secret=True)},
)
