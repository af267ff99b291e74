"""What an agent gets: text that is enough by itself, the same as data, and how it is told of a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SENTENCE = 170  # characters of the one sentence that a verdict rests on


class BadQuestion(ValueError):
    """A question that cannot be answered; the message says what to ask instead."""


@dataclass(frozen=True)
class ToolAnswer:
    """`text` alone answers; `data` is the same for programs."""

    text: str
    data: Mapping[str, Any] = field(default_factory=dict)


def cut(text: str, longest: int = SENTENCE) -> str:
    """One line, at most so long, ended at a word."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    return line[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def whole(value: float | None) -> str:
    """A number for a reader: 12,345; 1.5; a dash where it is unknown."""
    if value is None or value != value:
        return "–"
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:,.1f}"


def since_words(row: Mapping[str, Any]) -> str:
    """' since 2017-10-06', ' by 2017-10-06' where it is only the latest day it can have begun, or nothing."""
    return f" {'by' if row['since_by'] else 'since'} {row['since']}" if row["since"] else ""
