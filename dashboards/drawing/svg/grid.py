"""A table as a picture: questions down, names across, each answer with its day and label below it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.drawing.svg.markup import escaped, shape, tag
from dashboards.drawing.theme import STATES

TITLE = 150.0  # px of the questions
LETTER = 6.4  # px of an average letter of the answers
LINE = 16.0
NARROWEST = 150.0


@dataclass(frozen=True, slots=True)
class GridCell:
    """What stands in one field: the answer, what is said of it, whether it is the better one, its state."""

    text: str
    told: str
    best: bool = False
    state: str | None = None


def grid(names: Sequence[str], rows: Sequence[tuple[str, Sequence[GridCell]]], width: float = 1120) -> str:
    """The table as one <svg>; of no names, nothing. It grows broader where columns would be too narrow."""
    if not names:
        return ""
    wide = max((width - TITLE) / len(names), NARROWEST)
    letters = int((wide - 26) / LETTER)
    parts = [_words(name, TITLE + i * wide, 16.0, "name", bold=True) for i, name in enumerate(names)]
    y = 28.0
    for title, answers in rows:
        parts.append(tag("line", x1=0.0, x2=TITLE + wide * len(names), y1=y, y2=y, class_="grid"))
        asked = textwrap.wrap(title, int((TITLE - 10) / LETTER))
        parts += [_words(line, 0, y + LINE * (k + 1), "mute") for k, line in enumerate(asked)]
        deepest = len(asked)
        for i, answer in enumerate(answers):
            drawn, deep = _answer(answer, TITLE + i * wide, y, letters)
            parts += drawn
            deepest = max(deepest, deep)
        y += LINE * deepest + 8
    told = f"{', '.join(names)}: {'; '.join(title for title, _ in rows)}"
    return tag(
        "svg", f"<title>{escaped(told)}</title>", *parts, xmlns="http://www.w3.org/2000/svg", role="img",
        class_="chart grid-of-answers", viewBox=f"0 0 {TITLE + wide * len(names):.0f} {y:.0f}",
    )  # fmt: skip


def _answer(answer: GridCell, x: float, y: float, letters: int) -> tuple[list[str], int]:
    """The drawn lines of one field, and how many lines deep it is."""
    left = x
    parts = []
    if answer.best:
        parts.append(f'<path class="better" d="M{left:.1f} {y + 15:.1f}l4 -8 4 8z" fill="#1a8f5a"/>')
        left += 12
    if answer.state in STATES:
        parts.append(shape(answer.state, 12, left + 6, y + 11))
        left += 16
    said = textwrap.wrap(answer.text, letters - 2) or [""]
    told = textwrap.wrap(answer.told, letters + 2)
    parts += [_words(line, left, y + LINE * (k + 1), "label", answer.best) for k, line in enumerate(said)]
    parts += [_words(line, x, y + LINE * (len(said) + k + 1), "tick") for k, line in enumerate(told)]
    return parts, len(said) + len(told)


def _words(text: str, x: float, y: float, kind: str, bold: bool = False) -> str:
    weight = {"font_weight": "600"} if bold else {}
    return tag("text", escaped(text), x=float(x), y=y, class_=kind, **weight)
