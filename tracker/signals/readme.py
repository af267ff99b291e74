"""A README cut into plain sentences, each with the place where it stands: what phrase lists are held against.

Code, tables, badges and markup are taken out first: a flag's name or a branch's row is not a statement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FIRST_LINES = 60
CODE = "⌗"  # stands where code stood, so that a sentence about a flag keeps a subject that is not the project

FENCE = re.compile(r"^\s*(```|~~~)")
RULE = re.compile(r"^\s*([=\-~^*#\"'`+])\1{2,}\s*$")
LIST_ITEM = re.compile(r"^\s*([-*+]|\d+[.)])\s+")
STATUS_HEADING = re.compile(
    r"^\W*((development|project|maintenance|repository|important|deprecation|archival|eol)\s+)?"
    r"(status|notice|note|announcements?|news|warning|deprecation|disclaimer|important|attention)\b",
    re.IGNORECASE,
)
PLAIN = (
    (re.compile(r"<!--.*?-->", re.DOTALL), " "),
    (re.compile(r"(?ims)^\.\. (code|code-block|image|figure|raw|toctree)::.*?(?=^\S)"), " "),
    (re.compile(r"\[!\w+\]"), " "),
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), " "),
    (re.compile(r"!\[[^\]]*\]\[[^\]]*\]"), " "),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"``[^`]+``|(?<!`)`[^`<\n]+`(?!_)"), CODE),
    (re.compile(r"`([^`<]+?)\s*<[^>]+>`_*"), r"\1"),
    (re.compile(r"`([^`\n]+)`_+"), r"\1"),
    (re.compile(r"(?is)<(pre|code|table|script|style)\b.*?</\1>"), f" {CODE} "),
    (re.compile(r"<[^>\n]+>"), " "),
    (re.compile(r"https?://\S*[\w/#=&%~-]"), "URL"),
    (re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|~~"), ""),
    (re.compile(r":[a-z0-9_+-]+:"), " "),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `top`: it stands before any section, or in one about the project's status (`status`)."""

    text: str
    top: bool
    heading: bool
    status: bool = False


@dataclass(frozen=True, slots=True)
class Readme:
    """The sentences of a README's first lines, and the name that its title gives the project.

    `pictures` are the raw lines outside code and tables that may hold badges.
    """

    title: str
    sentences: tuple[Sentence, ...]
    pictures: tuple[str, ...] = ()


def read(text: str) -> Readme:
    """The first lines of Markdown, reStructuredText or plain text as sentences."""
    lines = _outside_code(text.replace("\r\n", "\n").replace("\r", "\n"))
    blocks = _blocks(_plain(lines))
    title = next((b.text for b in blocks if b.heading and not b.status), "")
    pictures = tuple(line for line in lines if "://" in line and not LIST_ITEM.match(line))
    return Readme(title, tuple(s for block in blocks for s in _split(block)), pictures)


def _outside_code(text: str) -> list[str]:
    """The first lines without fenced code, shell prompts and tables."""
    kept, fenced = [], False
    for line in text.split("\n")[:FIRST_LINES]:
        if FENCE.match(line):
            fenced = not fenced
            kept.append("")
        elif not fenced and not line.startswith("    $") and not line.lstrip().startswith("|"):
            kept.append(line)
    return kept


def _plain(lines: list[str]) -> list[str]:
    plain = "\n".join(lines)
    for pattern, replacement in PLAIN:
        plain = pattern.sub(replacement, plain)
    return plain.split("\n")


def _blocks(lines: list[str]) -> list[Sentence]:
    """Paragraphs, list items and headings, each told whether it speaks for the whole project."""
    blocks: list[Sentence] = []
    words: list[str] = []
    top, titled, status = True, False, False

    def close() -> None:
        if text := " ".join(" ".join(words).split()):
            blocks.append(Sentence(text, top, False, status))
        words.clear()

    for number, line in enumerate(lines):
        below = lines[number + 1] if number + 1 < len(lines) else ""
        heading = _heading(line, below)
        bare = line.strip().lstrip(">").strip()
        if heading:
            close()
            status = bool(STATUS_HEADING.match(heading))
            top = status or not titled
            titled = titled or not status
            blocks.append(Sentence(heading, True, True, status))
        elif not bare or RULE.match(line):
            close()
        else:
            if LIST_ITEM.match(line):
                close()
            words.append(LIST_ITEM.sub("", bare))
    close()
    return blocks


def _heading(line: str, below: str) -> str | None:
    """The words of a Markdown or underlined heading."""
    bare = line.strip().lstrip(">").strip()
    if marked := re.match(r"^#{1,6}\s*(.+?)\s*#*$", bare):
        return marked.group(1)
    underlined = bool(bare) and not RULE.match(line) and bool(RULE.match(below)) and len(below.strip()) > 2
    return bare if underlined else None


def _split(block: Sentence) -> list[Sentence]:
    if block.heading:
        return [block]
    parts = re.split(r"(?<=[.!?])\s+(?=[\"“(\[]?[A-Z0-9⌗])|(?<=[.!?])$", block.text)
    return [Sentence(part.strip(), block.top, False, block.status) for part in parts if part.strip()]
