"""Finding what a project says of its own future.

`find_notice` reads a README, a description or an issue's text against phrases.toml. A phrase counts only
where its subject is the project: features, flags, branches and other people's projects end too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from tracker.signals.badges import badge_notice
from tracker.signals.languages import foreign_notice
from tracker.signals.reading.blocks import LIST_ITEM
from tracker.signals.reading.denials import (
    CARRIED_ON,
    DENIED,
    ELSEWHERE,
    EXPERIMENT,
    NEGATED_INSIDE,
    NEGATION,
    NOT_A,
    OF_OTHERS,
    QUESTION,
    STILL_KEPT,
    conditional,
    goes_on,
)
from tracker.signals.reading.project import NAME, Project, repository_at
from tracker.signals.reading.quoting import quote
from tracker.signals.reading.sentences import CODE, Sentence, sentences
from tracker.signals.reading.subject import NOT_NAMES, PARTS, is_project
from tracker.signals.reading.words import LISTS
from tracker.signals.worries import asks_if_alive

__all__ = ["Project", "asks_if_alive", "find_label", "find_notice"]

PIECES: dict[str, str] = LISTS["pieces"]
GRAVITY = ("archived", "end-of-life", "moved", "maintenance-only")
HEAD_OF_TEXT = rf"^[^\w{CODE}{NAME}]*"
REPEATS = 6  # a run of adverbs is no longer: what could be repeated without end would cost without end
ANY = Project()


def _pattern(text: str, **more: str) -> re.Pattern[str]:
    for _ in range(2):  # a piece may hold another
        for name, piece in {**more, **PIECES}.items():
            text = text.replace(f"{{{name}}}", piece)
    text = text.replace(")*", f"){{0,{REPEATS}}}").replace(r"^\W*", HEAD_OF_TEXT)
    return re.compile(text, re.IGNORECASE)


LABELS = {label: declares for declares, text in LISTS["labels"].items() for label in text.split()}
# What it declares, how, and whether only with a link to the repository that it leads to.
PREDICATES: tuple[tuple[str, re.Pattern[str], bool], ...] = tuple(
    (p["declares"], _pattern(r"(?<!\w)" + p["pattern"]), p.get("target", False)) for p in LISTS["predicate"]
)
HEAD, TAG, CELL = (_pattern(LISTS["alone"][name]) for name in ("head", "tag", "cell"))
LABEL = _pattern(LISTS["alone"]["label"])
TRIGGER = _pattern(LISTS["alone"]["trigger"])
MATCHES = 4  # of one pattern in one sentence


def find_notice(text: str, project: Project | str = ANY) -> tuple[str, str] | None:
    """(what it declares, its words) for the gravest statement in a text of `project`'s; None without one.

    A project of no other names may be given as OWNER/NAME.

    `declares` is 'archived', 'end-of-life', 'moved' or 'maintenance-only'. The words name the repository
    that the text sends its readers to, where it does.
    """
    project = Project(project) if isinstance(project, str) else project
    found: dict[str, str] = {}
    read, lines = sentences(text, project)
    known = project.told or any(s.title for s in read)
    for number, sentence in enumerate(read):
        declares = _declares(sentence, project, known)
        after = read[number + 1] if number + 1 < len(read) else None
        if declares == "end-of-life" and after and CARRIED_ON.search(after.words):
            continue
        if declares == "end-of-life" and after and after.before and goes_on(after.words):
            declares = "maintenance-only"
        if declares:
            found.setdefault(declares, quote(read, number, project))
        elif foreign := foreign_notice(sentence.text, _names(project, read), top=sentence.top):
            found.setdefault(*foreign)
    for line in lines:
        if "://" in line and not LIST_ITEM.match(line) and (badge := badge_notice(line)):
            found.setdefault(*badge)
    return next(((declares, found[declares]) for declares in GRAVITY if declares in found), None)


def find_label(labels: Iterable[str]) -> tuple[str, str] | None:
    """(what it declares, the label) for the gravest of topics or of the parts of an address."""
    said = {LABELS[label.lower()]: label for label in labels if label.lower() in LABELS}
    return next(((declares, said[declares]) for declares in GRAVITY if declares in said), None)


def _names(project: Project, read: list[Sentence]) -> tuple[str, ...]:
    """The names by which other languages know the project: its title's, its repository's, its packages'."""
    titled = [s.text for s in read if s.title][:1]
    return (*titled, *(n.rpartition("/")[2] for n in (project.full_name, *project.former)), *project.packages)


def _declares(sentence: Sentence, project: Project, known: bool) -> str | None:
    text = sentence.words
    if not TRIGGER.search(text) or QUESTION.search(text) or DENIED.search(text) or EXPERIMENT.search(text):
        return None
    told = _alone(sentence) or _statement(sentence, project) or _predicate(sentence, known)
    if told == "moved" and _leads_here(sentence, project):
        return None
    if told in ("end-of-life", "moved") and STILL_KEPT.search(text):
        return "maintenance-only"
    return told


def _leads_here(sentence: Sentence, project: Project) -> bool:
    """Whether the place that it moved to is the one where it is read."""
    if sentence.targets and not any(":" in target for target in sentence.targets):
        return True  # links to files of its own
    places = [target for target in sentence.targets if repository_at(target)]
    if not places and project.told:
        return project.full_name.lower() in sentence.text.lower() and not ELSEWHERE.search(sentence.text)
    return bool(places) and all(project.is_here(place) for place in places)


def _alone(sentence: Sentence) -> str | None:
    data = sentence.label not in ("", sentence.text) and not LABEL.match(sentence.label)
    match = HEAD.match(sentence.words) if sentence.top and not data else None
    titled = sentence.title or (sentence.heading and sentence.words.startswith(NAME))
    if match is None and titled and sentence.place == "top":
        match = TAG.search(sentence.words)
    if match is None and sentence.place == "status" and not sentence.heading:
        match = CELL.match(sentence.words)
        match = None if match and match.group("word").lower() in ("no", "none") else match
    if match is None and sentence.label and LABEL.match(sentence.label):
        match = CELL.match(sentence.words)
    if match is None:
        return None
    word = match.group("word").lower()
    if "maintenance" in word:
        return "maintenance-only"
    return "archived" if word.startswith("archive") else "end-of-life"


def _statement(sentence: Sentence, project: Project) -> str | None:
    away = any(repository_at(target) and not project.is_here(target) for target in sentence.targets)
    for declares, pattern, target in _statements(sentence.top, project.told):
        if target and not away:
            continue
        for match in islice(pattern.finditer(sentence.words), MATCHES):
            before = sentence.words[: match.start()]
            if not (NEGATION.search(before) or conditional(before) or OF_OTHERS.search(before)):
                return declares
    return None


def _predicate(sentence: Sentence, told: bool) -> str | None:
    linked = any(repository_at(target) for target in sentence.targets)
    for declares, match in _predicates(sentence.words, linked):
        before = sentence.words[: match.start()]
        negated = (
            NEGATION.search(before)
            or NOT_A.search(match.group(0))
            or (declares != "end-of-life" and NEGATED_INSIDE.search(match.group(0)))
        )
        if not negated and not conditional(before) and is_project(before, sentence, told=told):
            return declares
    return None


def _predicates(text: str, linked: bool) -> Iterator[tuple[str, re.Match[str]]]:
    for declares, pattern, target in PREDICATES:
        if target and not linked:
            continue
        for match in islice(pattern.finditer(text), MATCHES):
            yield declares, match


@cache
def _statements(top: bool, told: bool) -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """The whole statements; at the head of a text "it" is the project, and so is a name when none is told."""
    blocked = "|".join(sorted(NOT_NAMES | PARTS))
    proper = rf"|(?!(?:{blocked})\b)(?-i:[A-Z])[\w.-]*[a-z0-9]"
    it = f"(?:{NAME}|it{'' if told else proper})" if top else NAME
    title = f"(?:{NAME}|it)" if top else NAME
    return tuple(
        (p["declares"], _pattern(p["pattern"], title=title, it=it), p.get("target", False))
        for p in LISTS["statement"]
        if top or not p.get("top")
    )
