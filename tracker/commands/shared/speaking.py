"""What is said to the terminal: others' texts lose what could steer it, our own colours stay."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from functools import cache
from typing import Any

import click

# Control characters but tab and line break; marks that turn the direction of writing; separators that some
# terminals break lines at; tags, which nobody sees; halves of surrogate pairs, which no terminal can show.
STEERING = re.compile(
    r"\r(?!\n)|"
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
INSTEAD = "\ufffd"
ESCAPE = "\x1b"


@cache
def pen() -> str:
    """What stands for the escape character of our own colours until it is said; nobody else can know it."""
    return f"\ufdd0{secrets.token_hex(8)}\ufdd1"


def styled(text: str, **style: Any) -> str:
    """A text in a colour, to be said by click.echo inside of `careful`."""
    parts = click.style("\n", **style).split("\n")
    return f"{parts[0].replace(ESCAPE, pen())}{text}{parts[1].replace(ESCAPE, pen())}"


def harmless(text: str) -> str:
    """A text that no longer steers the terminal: each such character is shown as one that stands for it."""
    return ESCAPE.join(STEERING.sub(INSTEAD, part) for part in text.split(pen()))


def escaped(document: str) -> str:
    """JSON with such characters written as \\u…: the same values, and nothing that steers."""
    return STEERING.sub(lambda found: json.dumps(found[0])[1:-1], document)


def careful(echo: Callable[..., None]) -> Callable[..., None]:
    """click.echo that says texts harmlessly; bytes are a file's and stay as they are."""

    def say(message: Any = None, *rest: Any, **more: Any) -> None:
        kept = message is None or isinstance(message, (bytes, bytearray))
        echo(message if kept else harmless(str(message)), *rest, **more)

    return say
