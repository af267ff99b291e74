"""Blocks cut into sentences, each with its place, and one sign for the project's names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.signals.reading.blocks import MOST as MOST_READ
from tracker.signals.reading.blocks import TextBlock, blocks, lines_of, references
from tracker.signals.reading.editions import families, lessons, versions
from tracker.signals.reading.headings import CHANGES, STATUS, section_of, speaks_of_status
from tracker.signals.reading.inline import CLOSE, LINK, OPEN, TextLinks, plain
from tracker.signals.reading.project import NAME, Project, aliases, names, repository_at
from tracker.signals.reading.spelling import mended

FIRST_LINES = 60  # behind them only a section about the project's status is read
CODE = "⌗"
LONGEST = 600  # longer "sentences" are lists or data that lost their line breaks
MOST = 400  # sentences of one text
ENDS = re.compile(r"(?<=[.!?])[\"')\]]?\s+(?=[\"“(\[]?[A-Z0-9§⌗\ue000])|(?<=[.!?])$")
TARGET = re.compile(f"{LINK}(\\d+){LINK}")
ADDRESSED = re.compile(f"\\bURL{LINK}(\\d+){LINK}")
SAYS = re.compile(r"\s(?:is|are|has|have|was|will|becomes?|became)\s", re.IGNORECASE)
SPEAKS = re.compile(r"^\W*(?:we|i)(?:'ve|'re|'m| have| are| am| will| no longer)\b", re.IGNORECASE)
# "Acme SDK (deprecated)", where nothing stands beside it.
TITLED = re.compile(r"^[\w .'-]{3,80} [(\[][\w -]{3,30}[)\]]$")
CALL = re.compile(r"[\w.]{1,80}\([^()\s]{0,80}\)")
CODED = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
# A word or two in quotation marks are meant as they are said.
QUOTED = re.compile(r"(?<!\w)[\"']([\w-]{1,30}(?: [\w-]{1,30})?)[\"'](?!\w)")
QUOTED_NAME = re.compile(rf"(^|\b(?:the|this|our) )[\"']{NAME}[\"']", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` is what people read, `words` what phrases are held against: NAME for the project, CODE for code.

    `place` is "top" (before any section), "status" (a section about the project's status), "general",
    "others" (a section that speaks of others or of the past), "another" (an item about another) or
    "section". `before` are the words of the sentence before it in the same block; `targets` the addresses
    it links to.
    """

    text: str
    words: str
    place: str
    kind: str
    before: str = ""
    targets: tuple[str, ...] = ()
    title: bool = False
    label: str = ""  # of a cell: the row's first cell

    @property
    def top(self) -> bool:
        return self.place in ("top", "status")

    @property
    def heading(self) -> bool:
        return self.kind == "heading"


def sentences(text: str, project: Project) -> tuple[list[Sentence], list[str]]:
    """The sentences of a bounded text that may speak of the project, and its raw lines for badges."""
    lines = lines_of(text)
    links = TextLinks(references(lines))
    cut = [(block, plain(block.text, links)) for block in blocks(lines)]
    title = _title(cut, project)
    bounded = text[:MOST_READ]
    also = aliases(bounded, project) + families(project) + lessons(title) + versions(bounded, project, title)
    known = names(project, title, also)
    found: list[Sentence] = []
    for block, words, place in _placed(cut, title, known):
        if len(found) >= MOST:
            break
        if block.line < FIRST_LINES or place == "status":
            found.extend(_sentences(block, words, place, title, known, project, links))
    return found, lines[:FIRST_LINES]


def _title(cut: list[tuple[TextBlock, str]], project: Project) -> str:
    """The first heading that is no notice; of a project whose names are told, only a short one."""
    for number, (block, words) in enumerate(cut):
        alone = number == 0 and block.kind == "text" and TITLED.match(_bare(words))
        if (block.kind == "heading" or alone) and words and not STATUS.match(_bare(words)):
            return _bare(words)
    return ""


def _bare(words: str) -> str:
    return TARGET.sub("", words).replace(OPEN, "").replace(CLOSE, "").strip()


def _placed(
    cut: list[tuple[TextBlock, str]], title: str, known: re.Pattern[str]
) -> Iterator[tuple[TextBlock, str, str]]:
    """Each block with the place where it stands."""
    place, titled = "top", False
    for block, words in cut:
        if block.kind == "heading":
            bare = _bare(words)
            own = (bool(title) and bare == title and not titled) or _says_what_it_is(bare, known)
            status = speaks_of_status(bare, known) and not (block.level > 2 and CHANGES.match(bare))
            place = "top" if own else "status" if status else section_of(bare)
            titled = titled or own
            near = block.line < FIRST_LINES and not (block.level > 2 and CHANGES.match(bare))
            yield block, words, "top" if own or status or near else place
        else:
            yield block, words, place


def _says_what_it_is(heading: str, known: re.Pattern[str]) -> bool:
    """ "NAME is part of it now", "We have moved": a heading that is such a sentence names no section."""
    if SPEAKS.match(heading):
        return True
    found = known.match(heading)
    return found is not None and SAYS.match(heading[found.end() :]) is not None


def _sentences(
    block: TextBlock,
    words: str,
    place: str,
    title: str,
    known: re.Pattern[str],
    project: Project,
    links: TextLinks,
) -> Iterator[Sentence]:
    before = ""
    if block.kind == "cell" and block.rows > 2 and _cells(block) > 1:
        place = "others"  # data, not a frame around a note
    if block.kind == "item" and _of_another(words, project, links):
        place = "another"
    for part in [words] if block.kind == "heading" else ENDS.split(words):
        targets = tuple(links.addresses[int(n)] for n in TARGET.findall(part))
        text = _bare(part)
        if not text or len(text) > LONGEST:
            continue
        matched = _matched(TARGET.sub("", _own_address(part, project, links)), known)
        label = _label(block, known)
        yield Sentence(text, matched, place, block.kind, before, targets, text == title, label)
        before = matched


def _cells(block: TextBlock) -> int:
    """How many cells of its row hold words, and not a picture alone."""
    return sum(bool(_bare(plain(cell, TextLinks({})))) for cell in block.row)


def _own_address(part: str, project: Project, links: TextLinks) -> str:
    """The sentence with the project's name for its own address: "The repo https://github.com/… is …"."""

    def name(match: re.Match[str]) -> str:
        address = links.addresses[int(match.group(1))].rstrip("/")
        return project.full_name if address.count("/") == 4 and project.is_here(address) else match.group(0)

    return ADDRESSED.sub(name, part) if project.told else part


def _matched(part: str, known: re.Pattern[str]) -> str:
    """The sentence with one sign for the project's names and one for other code, and slips put right."""

    def code(match: re.Match[str]) -> str:
        return f" {NAME} " if known.fullmatch(match.group(1).strip()) else f" {CODE} "

    words = mended(" ".join(CALL.sub(f" {CODE} ", CODED.sub(code, part)).split()))
    return QUOTED_NAME.sub(rf"\1{NAME}", QUOTED.sub(r"\1", known.sub(NAME, words)))


def _of_another(words: str, project: Project, links: TextLinks) -> bool:
    """A list item that begins with a link to another repository speaks of that one."""
    first = TARGET.search(words[:120])
    if first is None:
        return False
    where = repository_at(links.addresses[int(first.group(1))])
    return (
        where is not None
        and not project.is_here(f"github.com/{where}")
        and len(words[: first.start()].split()) < 5
    )


def _label(block: TextBlock, known: re.Pattern[str]) -> str:
    """What a cell is a cell of: the row's first cell, or "" where the table is no more than a frame."""
    if block.kind != "cell" or len(block.row) < 2:
        return ""
    return _bare(plain(block.row[0], TextLinks({}))).strip(" :?")
