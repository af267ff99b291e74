"""GitHub issue: an issue in a repository of the user's choice, opened once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from tracker.channels.base import ChannelError, ChannelKind, Item, Message, Option, Surroundings, clean
from tracker.channels.wire import request

SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")
NAME = re.compile(r"^[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}$")
ZERO_WIDTH = "\u200b"  # between @ and a name: nobody is called by an alert


def send(message: Message, options: Mapping[str, Any], around: Surroundings) -> None:
    """Open the issue, unless one of the latest carries this mark."""
    if not NAME.match(options["repository"]):
        raise ChannelError("'repository' is not OWNER/NAME", permanent=True)
    url = f"{options.get('api_url') or 'https://api.github.com'}/repos/{options['repository']}/issues"
    headers = {
        "Authorization": f"Bearer {options['token']}",
        "Accept": "application/vnd.github+json",
        "User-Agent": "framework-tracker",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    if message.kind != "test" and _opened(url, headers, message, around):
        return
    document: dict[str, Any] = {"title": clean(message.title, 250), "body": body(message)}
    if options.get("labels"):
        document["labels"] = list(options["labels"])
    request("POST", url, around, headers=headers, content=json.dumps(document).encode())


def body(message: Message) -> str:
    """The message as Markdown in which nobody else's text is mark-up, and nobody is mentioned."""
    parts = [_item(item) for item in message.items] or [_escape(line) for line in message.plain.splitlines()]
    return "\n\n".join([*parts, mark(message)])[:60_000]


def mark(message: Message) -> str:
    """An invisible line by which the issue is known again."""
    return f"<!-- framework-tracker {message.key} -->"


def _item(item: Item) -> str:
    lines = [f"### {_escape(item.text)}", f"<{item.url}>"]
    lines += [f"- {_escape(r.sentence)}" + (f" ([source]({r.url}))" if r.url else "") for r in item.why]
    lines += [_escape(line) for line in (item.sure, *item.instead, item.looked) if line]
    return "\n\n".join(lines)


def _escape(text: str) -> str:
    return SPECIAL.sub(r"\\\1", clean(text)).replace("@", f"@{ZERO_WIDTH}")


def _opened(url: str, headers: Mapping[str, str], message: Message, around: Surroundings) -> bool:
    """Whether a try that crashed had opened it."""
    latest = f"{url}?state=all&sort=created&direction=desc&per_page=10"
    return message.key.encode() in request("GET", latest, around, headers=headers, most=2_000_000)


channel = ChannelKind(
    "github-issue",
    "An issue in a repository of yours",
    send,
    {
        "repository": Option("OWNER/NAME", required=True),
        "token": Option("a token that may write issues there", required=True, secret=True),
        "labels": Option("labels for the issue", default=()),
        "api_url": Option("the API of a GitHub Enterprise", default=""),
    },
)
