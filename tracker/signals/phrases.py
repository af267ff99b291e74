"""Finding what a project says of its own future.

`find_notice` reads a README, a description or an issue's text against phrases.toml. A phrase counts only
where its subject is the project: features, flags, branches and other people's projects end too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tracker.signals.badges import badge_notice
from tracker.signals.languages import foreign_notice
from tracker.signals.readme import CODE, Readme, Sentence, read
from tracker.signals.worries import asks_if_alive

__all__ = ["asks_if_alive", "find_label", "find_notice"]

LISTS: dict[str, Any] = tomllib.loads(files("tracker.signals").joinpath("phrases.toml").read_text("utf-8"))
PIECES: dict[str, str] = LISTS["pieces"]
NOUN = PIECES["noun"]
NEUTRAL, PARTS, NOT_NAMES = (frozenset(LISTS["words"][w].split()) for w in ("neutral", "parts", "not_names"))


def _pattern(text: str, **more: str) -> re.Pattern[str]:
    for name, piece in {**more, **PIECES}.items():
        text = text.replace(f"{{{name}}}", piece)
    return re.compile(text, re.IGNORECASE)


LABELS = {label: declares for declares, text in LISTS["labels"].items() for label in text.split()}
GRAVITY = ("archived", "end-of-life", "moved", "maintenance-only")
LONGEST = 600  # longer "sentences" are lists or data that lost their line breaks
PREDICATES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (p["declares"], _pattern(r"(?<!\w)" + p["pattern"])) for p in LISTS["predicate"]
)
HEAD, TAG = _pattern(LISTS["alone"]["head"]), _pattern(LISTS["alone"]["tag"])
QUESTION = re.compile(r"\?\W*$|^\W*(?:if|unless|whether|should|in case|once|when|until)\b", re.IGNORECASE)
CONDITION = re.compile(
    r"\b(?:if|unless|whether|in case|once|until|when|before|because|rumou?rs?|reports|claims|no plans?)\b"
    r"[^,;.]*$",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\bbut (?:it|this|that)(?:'s| is| was)(?:n't| not| wrong| false| untrue)"
    r"|\b(?:is|are) (?:not true|wrong|false|untrue)\b"
    r"|\b(?:revived|resurrected|un-?archived|back from the dead|maintained again)\b",
    re.IGNORECASE,
)
NEGATION = re.compile(r"(?:\b(?:not|never|nor|without)|n't)(?:\s+\w+){0,2}\s*$", re.IGNORECASE)
STILL_KEPT = re.compile(
    r"\bstill (?:being |actively )?(?:maintained|supported)\b|\bwelcome bug[- ]?fix|\bkeep it running",
    re.IGNORECASE,
)
CLAUSE = re.compile(
    r"[,:;!?()\[\]\"“”*|>]|\s[—–-]+\s|\.\s|\b(?:and|but|that|which|so|since|because|where|while)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[\w.+/#-]*\w|" + CODE)
NOUN_AT_END = re.compile(rf"^(?P<before>.*?)\b{NOUN}$", re.IGNORECASE)
NEGATED_INSIDE = re.compile(r"\b(?:not|never|no longer)\b|n't", re.IGNORECASE)
VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|does|do|can)\b", re.IGNORECASE)
# "a fork of Bar, which is abandoned": what follows speaks of Bar.
OF_ANOTHER = re.compile(
    r"\b(?:fork|successor|replacement|port|clone|rewrite|reimplementation|continuation|alternative)\s(?:of|to|for)\s"
    r"(?P<other>.*)$",
    re.IGNORECASE,
)
# "This is research code and will not be maintained": this is the code.
THIS_IS = re.compile(
    rf"^\W*(?:this|it) is (?:an? |the |our |my )?(?:(?!of\b|for\b|to\b)[\w-]+ ){{0,4}}(?P<what>{NOUN})\W*$",
    re.IGNORECASE,
)
COMMON = frozenset({"a", "an", "for", "in", "is", "of", "on", "the", "to", "with", "by", "and"})


def find_notice(text: str) -> tuple[str, str] | None:
    """(what it declares, the sentence) for the gravest statement in the first 60 lines; None without one.

    `declares` is 'archived', 'end-of-life', 'moved' or 'maintenance-only'.
    """
    readme = read(text)
    found: dict[str, str] = {}
    for sentence in readme.sentences:
        declares = _declares(sentence, readme)
        if declares:
            found.setdefault(declares, sentence.text)
        elif foreign := foreign_notice(sentence.text, readme.title):
            found.setdefault(*foreign)
    for line in readme.pictures:
        if badge := badge_notice(line):
            found.setdefault(*badge)
    return next(((declares, found[declares]) for declares in GRAVITY if declares in found), None)


def find_label(labels: Iterable[str]) -> tuple[str, str] | None:
    """(what it declares, the label) for the gravest of topics or of the parts of an address."""
    said = {LABELS[label.lower()]: label for label in labels if label.lower() in LABELS}
    return next(((declares, said[declares]) for declares in GRAVITY if declares in said), None)


def _declares(sentence: Sentence, readme: Readme) -> str | None:
    text = sentence.text.replace("’", "'")
    if len(text) > LONGEST or QUESTION.search(text) or DENIED.search(text):
        return None
    told = (
        _alone(sentence, text, readme)
        or _statement(sentence, text, readme)
        or _predicate(sentence, text, readme)
    )
    if told in ("end-of-life", "moved") and STILL_KEPT.search(text):
        return "maintenance-only"
    return told


def _alone(sentence: Sentence, text: str, readme: Readme) -> str | None:
    match = HEAD.match(text) if sentence.top else None
    if match is None and sentence.heading and text == readme.title:
        match = TAG.search(text)
    if match is None:
        return None
    return "archived" if match.group("word").lower().startswith("archive") else "end-of-life"


def _statement(sentence: Sentence, text: str, readme: Readme) -> str | None:
    for declares, pattern in _statements(*_names(readme, sentence.top)):
        for match in pattern.finditer(text):
            before = text[: match.start()]
            if not NEGATION.search(before) and not CONDITION.search(before):
                return declares
    return None


def _predicate(sentence: Sentence, text: str, readme: Readme) -> str | None:
    for declares, pattern in PREDICATES:
        for match in pattern.finditer(text):
            before = text[: match.start()]
            negated = NEGATION.search(before) or (
                declares != "end-of-life" and NEGATED_INSIDE.search(match.group(0))
            )
            if not negated and not CONDITION.search(before) and _is_project(before, sentence, readme):
                return declares
    return None


def _is_project(before: str, sentence: Sentence, readme: Readme) -> bool:
    """Whether the words before a predicate name the whole project."""
    words = _subject(before)
    if not words:
        return sentence.top  # a note at the head of the page needs no subject
    lowered = [w.lower() for w in words]
    named = [w for w in lowered if w not in NEUTRAL]
    title = _title_words(readme)
    if named and len(words) <= 8 and all(_parts_of(w) <= title for w in named if w != "project"):
        return True
    if any(w in PARTS or w == CODE or re.fullmatch(r"v?\d[\w.]*", w) for w in lowered):
        return False
    match = NOUN_AT_END.match(" ".join(lowered))
    if match is not None:
        rest = [w for w in match.group("before").split() if w not in NEUTRAL]
        return all(w in title or re.fullmatch(NOUN, w) for w in rest)
    if lowered in (["it"], ["we"]):
        # Within a sentence a pronoun means what the sentence is about; at its head, the project.
        return sentence.top and len(WORD.findall(before)) == 1
    single = len(named) == 1 and words[-1][:1].isupper() and named[0] not in NOT_NAMES
    return single and sentence.top and (not title or sentence.status)


def _subject(before: str) -> list[str]:
    """The words of the clause before a predicate; of "X is old, but" the X, for that is still spoken of."""
    *earlier, last = CLAUSE.split(before)
    if WORD.search(last):
        return WORD.findall(last)
    for clause in reversed(earlier):
        if WORD.search(clause):
            if other := OF_ANOTHER.search(clause):
                return WORD.findall(other.group("other"))
            described = THIS_IS.match(clause)
            return WORD.findall(described.group("what") if described else VERB.split(clause)[0])
    return []


def _parts_of(word: str) -> set[str]:
    """Compounds apart and without version digits: torch7 is Torch, mocha.jl is Mocha."""
    return {part.rstrip("0123456789") or part for part in re.split(r"[-_./+]", word)} - {"", "jl", "py", "js"}


def _title_words(readme: Readme) -> frozenset[str]:
    """The title's words, the parts of compounds, and its capitals: T2T of Tensor2Tensor."""
    words = {w.lower() for w in WORD.findall(readme.title)} - COMMON
    capitals = "".join(c for c in readme.title if c.isupper() or c.isdigit()).lower()
    compounds = {part for word in words for part in _parts_of(word)}
    return frozenset(words | compounds | ({capitals} if len(capitals) >= 2 else set()))


def _names(readme: Readme, top: bool) -> tuple[str, str]:
    """Patterns for {title}, what the project is called here, and {it}, which adds any proper name."""
    titled = [re.escape(w) for w in sorted(_title_words(readme)) if len(w) > 2 and w not in PARTS | NOT_NAMES]
    if not top:
        return _any_of(titled), _any_of(titled)
    blocked = "|".join(sorted(NOT_NAMES | PARTS))
    proper = rf"(?!(?:{blocked})\b)(?-i:[A-Z])[\w.-]*[a-z0-9]"
    return _any_of([*titled, "it"]), _any_of([*titled, "it", proper])


def _any_of(names: list[str]) -> str:
    return f"(?:{'|'.join(names)})" if names else r"(?!)"


@lru_cache(maxsize=64)
def _statements(title: str, it: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The whole statements with the project's name put in."""
    return tuple((p["declares"], _pattern(p["pattern"], title=title, it=it)) for p in LISTS["statement"])
