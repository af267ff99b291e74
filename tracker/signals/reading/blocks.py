"""A README as blocks: headings, paragraphs, list items, cells of tables. One walk over its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.signals.reading.words import WORDS

MOST = 60_000  # characters; what stands behind them is not read
LINES = 1_500
LONGEST_LINE = 4_000
COMMENT = ("<!--", "-->")
FENCE = re.compile(r"^\s{0,8}(?:>\s?)?(```|~~~)")
RULE = re.compile(r"^\s*([=\-~^*#\"'`+_.:])\1{2,200}\s*$")
MARKED = re.compile(r"^(?:#{1,6}\s*|={1,5}\s+)(?=\S)")
LIST_ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+")
TABLE_RULE = re.compile(r"^[\s|:+=-]{3,}$")
DIRECTIVE = re.compile(r"^\s*\.\. ([\w-]{1,40})::\s?(.*)$")
SKIPPED = WORDS["skipped"]
HEADING_TAG = re.compile(r"<h([1-6])\b[^<>]{0,500}>", re.IGNORECASE)
END_HEADING = re.compile(r"</h[1-6]>", re.IGNORECASE)
BREAKING = re.compile(
    r"</?(?:p|div|td|th|tr|table|li|ul|ol|center|blockquote|details|summary|section|br|hr)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
PRE = re.compile(r"<(/?)(?:pre|script|style)\b[^<>]{0,500}>", re.IGNORECASE)
REFERENCE = re.compile(
    r"^\s{0,3}\[([^\[\]]{1,200})\]:\s*<?(\S{1,600}?)>?(?:\s|$)|^\.\. _`?([^`:]{1,200})`?:\s*(\S{1,600})"
)


@dataclass(frozen=True, slots=True)
class TextBlock:
    """`kind` is "heading", "text", "item" or "cell"; `row` holds a table row's other cells."""

    kind: str
    text: str
    line: int
    level: int = 0
    row: tuple[str, ...] = ()
    rows: int = 0  # how many rows the table has


def lines_of(text: str) -> list[str]:
    """The bounded text by lines, comments taken out."""
    text = text[:MOST].replace("\r\n", "\n").replace("\r", "\n")
    parts = text.split(COMMENT[0])
    kept = [parts[0]]
    for part in parts[1:]:
        said, end, rest = part.partition(COMMENT[1])
        kept.append("\n" * said.count("\n") + rest if end else "\n" * part.count("\n"))
    return [line[:LONGEST_LINE] for line in "".join(kept).split("\n")[:LINES]]


def references(lines: list[str]) -> dict[str, str]:
    """Addresses that the text defines by a name."""
    found = {}
    for line in lines:
        if ("]:" in line or line.startswith(".. _")) and (match := REFERENCE.match(line)):
            name, address = (match.group(1), match.group(2)) if match.group(1) else match.groups()[2:]
            found[name.lower()] = address
    return found


def blocks(lines: list[str]) -> Iterator[TextBlock]:
    """The blocks in their order."""
    return BlockWalk(lines).blocks()


class BlockWalk:
    """The state of a walk: the words of the paragraph so far, and in what kind of place it stands."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.words: list[str] = []
        self.kind = "text"
        self.began = 0

    def blocks(self) -> Iterator[TextBlock]:
        number = 0
        while number < len(self.lines):
            line = self.lines[number]
            skip, found = self._special(number, line)
            if skip:
                yield from self._close()
                yield from found
                number += skip
                continue
            yield from self._line(number, line)
            number += 1
        yield from self._close()

    def _special(self, number: int, line: str) -> tuple[int, list[TextBlock]]:
        """Fenced code, directives, tables and raw HTML: (lines taken, blocks)."""
        if fence := FENCE.match(line):
            return self._fenced(number, fence.group(1)[:3]), []
        if directive := DIRECTIVE.match(line):
            return (self._indented(number), []) if directive.group(1) in SKIPPED else (0, [])
        bare = line.strip().lstrip(">").strip()
        if bare.startswith("|") or (bare.count("|") > 0 and self._rule_below(number)):
            return self._table(number)
        if (match := PRE.search(line)) and not match.group(1):
            return self._preformatted(number)
        return 0, []

    def _rule_below(self, number: int) -> bool:
        below = self.lines[number + 1] if number + 1 < len(self.lines) else ""
        return "|" in below and bool(TABLE_RULE.match(below))

    def _fenced(self, number: int, mark: str) -> int:
        end = number + 1
        while end < len(self.lines) and not self.lines[end].strip().lstrip(">").strip().startswith(mark):
            end += 1
        return end - number + 1

    def _indented(self, number: int) -> int:
        end = number + 1
        while end < len(self.lines) and (not self.lines[end].strip() or self.lines[end][:1].isspace()):
            end += 1
        return end - number

    def _preformatted(self, number: int) -> tuple[int, list[TextBlock]]:
        end = number
        while end < len(self.lines) and not (
            (match := list(PRE.finditer(self.lines[end]))) and match[-1].group(1)
        ):
            end += 1
        return end - number + 1, []

    def _table(self, number: int) -> tuple[int, list[TextBlock]]:
        rows, end = [], number
        while end < len(self.lines) and "|" in self.lines[end]:
            bare = self.lines[end].strip().lstrip(">").strip()
            if not TABLE_RULE.match(bare):
                rows.append((end, tuple(c.strip() for c in bare.strip("|").split("|")[:30])))
            end += 1
        cells = [TextBlock("cell", cell, at, 0, row, len(rows)) for at, row in rows for cell in row if cell]
        return max(end - number, 1), cells

    def _line(self, number: int, line: str) -> Iterator[TextBlock]:
        bare = line.strip().lstrip(">").strip()
        if not bare or RULE.match(line) or TABLE_RULE.match(line):
            yield from self._close()
            return
        if directive := DIRECTIVE.match(bare):
            yield from self._close()
            bare = directive.group(2)
        heading = self._heading(number, bare)
        if heading:
            yield from self._close()
            yield TextBlock("heading", heading[1], number, heading[0])
        elif "<" in bare and (HEADING_TAG.search(bare) or BREAKING.search(bare) or END_HEADING.search(bare)):
            yield from self._html(number, bare)
        elif line.startswith(("    $", "    >>>", "\t$")) or REFERENCE.match(line):
            yield from self._close()
        else:
            if LIST_ITEM.match(bare):
                yield from self._close()
                self.kind = "item"
            yield from self._add(number, LIST_ITEM.sub("", bare))

    def _add(self, number: int, words: str) -> Iterator[TextBlock]:
        if not self.words:
            self.began = number
        self.words.append(words)
        yield from ()

    def _heading(self, number: int, bare: str) -> tuple[int, str] | None:
        if marked := MARKED.match(bare):
            level = marked.group(0).strip().count(marked.group(0)[0])
            return level, bare[marked.end() :].rstrip("#= ").strip()
        below = self.lines[number + 1].strip().lstrip(">").strip() if number + 1 < len(self.lines) else ""
        underlined = RULE.match(below) and below[0] in "=-~^*#\"'`+" and len(below) > 2 and not self.words
        if underlined and not LIST_ITEM.match(bare) and len(bare) < 200:
            return (1 if below[0] in "=#*" else 2), bare
        return None

    def _html(self, number: int, bare: str) -> Iterator[TextBlock]:
        """A line with tags that break the text: headings are headings, the rest are paragraphs."""
        level = 0
        for piece in re.split(r"(<[^<>]{1,520}>)", bare):
            if heading := HEADING_TAG.fullmatch(piece):
                yield from self._close()
                level = int(heading.group(1))
                self.kind = "heading"
            elif END_HEADING.fullmatch(piece):
                yield from self._close(level)
            elif BREAKING.fullmatch(piece):
                if self.kind != "heading":
                    yield from self._close()
            elif piece.strip():
                yield from self._add(number, piece)

    def _close(self, level: int = 1) -> Iterator[TextBlock]:
        if text := " ".join(" ".join(self.words).split()):
            yield TextBlock(self.kind, text, self.began, level if self.kind == "heading" else 0)
        self.words.clear()
        self.kind = "text"
