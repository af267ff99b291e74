"""Whom a sentence is about: whether what stands before a predicate names the whole project."""

from __future__ import annotations

import re

from tracker.signals.reading.clauses import (
    DATED,
    NOTE,
    OWN,
    PLACED,
    VERB,
    WORD,
    first_of_two,
    last_noun,
    subject_of,
)
from tracker.signals.reading.project import NAME
from tracker.signals.reading.sentences import CODE, Sentence
from tracker.signals.reading.words import WORDS

NEUTRAL, PARTS, NOT_NAMES = WORDS["neutral"], WORDS["parts"], WORDS["not_names"]
LANGUAGES = WORDS["languages"]
WHOLE, KINDS, WORK = WORDS["whole"], WORDS["kinds"], WORDS["work"]
POINTING = OWN | {"the", "these", "both"}
PUBLIC = {"open-source", "public", "oss", "community"}
HELD = {"hosted", "contained", "kept", "held", "found", "located", "developed", "stored", "living"}
MOST_WORDS = 5  # of "this small Terraform helper"
VERSION = re.compile(r"v?\d[\w.]*")
PURPOSE = re.compile(r"for|to|from|by")  # "the plugin for Bar" is one of several things
PRONOUNS = (["it"], ["we"], ["this"], ["i"])


def is_project(before: str, sentence: Sentence, *, told: bool) -> bool:
    """Whether the words before a predicate name the whole project. `told`: its name is known."""
    if (first := first_of_two(before)) and _names_project([w.lower() for w in first], sentence):
        return True
    words, relative = subject_of(before)
    if relative:
        words = last_noun(words)
    if not words:
        return sentence.top and not relative
    lowered = [w.lower() for w in words]
    if lowered in PRONOUNS:
        return _pronoun(lowered[0], before, sentence)
    if _names_project(lowered, sentence):
        return True
    named = [w for w in words if w.lower() not in NEUTRAL]
    proper = len(named) == 1 and named[0][:1].isupper() and named[0].lower() not in NOT_NAMES | PARTS
    return proper and (not told or sentence.place == "status") and sentence.top and len(words) == 1


def _names_project(words: list[str], sentence: Sentence) -> bool:
    """A noun phrase in small letters: its head, and what is said of it behind a preposition."""
    for cut, word in enumerate(words):
        if cut and PLACED.fullmatch(word):
            head, tail = words[:cut], words[cut + 1 :]
            if _core(head) and _core(head) <= WORK | WORDS["work_kinds"] and _core(head) & WORK:
                return _names_project(tail, sentence) or _whole(tail, sentence)
            if word == "in" and _held(head):
                return bool(OWN & set(tail)) and _whole(tail, sentence)
            if word == "of" and _core(head) - PUBLIC == {"version"} and PUBLIC & {w.lower() for w in head}:
                return tail == [NAME]  # what the public has of it
            if NAME in head:  # "NAME for Android" is a part of it
                return False
            own = OWN & set(head) or _core(head) & WORDS["strong"]
            return _whole(head, sentence) and bool(own or not PURPOSE.fullmatch(word))
    return _whole(words, sentence)


def _held(words: list[str]) -> bool:
    """ "The modules hosted" of "in this repository": all that it is there for."""
    first, *rest = [w for w in words if w not in NEUTRAL and w != "the"] or [""]
    return first.endswith("s") and first in KINDS | WHOLE and HELD.issuperset(rest)


def _core(words: list[str]) -> frozenset[str]:
    return frozenset(w for w in words if w not in NEUTRAL and w not in POINTING)


def _whole(words: list[str], sentence: Sentence) -> bool:
    """ "this repository", "the NAME library", NAME: but no part, version or other thing of it."""
    words = [w.rstrip("'s") if w.endswith("'s") else w for w in words]
    if not words or any(w == CODE or VERSION.fullmatch(w) for w in words):
        return False
    rest = [w for w in words if w not in NEUTRAL and w not in POINTING]
    if NAME in rest:
        written = LANGUAGES if sentence.place == "status" else frozenset()
        return all(w == NAME or w in WHOLE | KINDS | written for w in rest) and _no_part(words, sentence)
    if not rest or rest[-1] not in WHOLE | KINDS:
        return _some_whole(words, rest, sentence)
    if sentence.place == "another" or (rest == ["work"] and not OWN & set(words)):
        return False
    own = bool((OWN | {"these"}) & set(words))
    if rest[-1].endswith("s") and not own and not {"these", "all", "both"} & set(words):
        return False
    if rest[-1] in KINDS or rest[-1] not in WORDS["strong"]:
        near = sentence.top or (own and sentence.place == "general")
        if not near or (rest[-1] in KINDS and not own):
            return False
    elif sentence.place == "others" and not own:
        return False
    return all(w in WHOLE or w in KINDS for w in rest[:-1]) or (own and _described(rest[:-1]))


def _some_whole(words: list[str], rest: list[str], sentence: Sentence) -> bool:
    """ "This ruleset" at the head of a text: a word for the project that no list has, and no part of it."""
    own = words[:1] == ["this"]
    return (
        sentence.top
        and own
        and bool(rest)
        and len(words) <= MOST_WORDS
        and not any(word in PARTS | WORDS["no_whole"] or word.endswith(("()", "ing")) for word in rest)
        and all(word.replace("-", "").isalpha() for word in rest)
    )


def _no_part(words: list[str], sentence: Sentence) -> bool:
    """ "the NAME package" in a section of its own may be one of several packages."""
    return sentence.place != "section" or words[-1] == NAME or words[-1] in WORDS["strong"]


def _described(words: list[str]) -> bool:
    """At most three words of description, none of them a part: "this small Python library"."""
    return len(words) <= 3 and not any(w in PARTS for w in words)


def _pronoun(word: str, before: str, sentence: Sentence) -> bool:
    """ "It" is what was spoken of last; at the head of a text, the project."""
    if not (sentence.top or sentence.place == "general"):
        return False
    if len(WORD.findall(before)) > 1 and not _after_a_note(before):
        said = before[: before.lower().rfind(word)]
        return NAME in said and not re.search(
            rf"{CODE}|(?<!^)(?<!\. )\b[A-Z]\w+", HOSTS.sub("", said.replace(NAME, ""))
        )
    if not sentence.before or word in ("we", "i"):
        return sentence.top
    spoken = EMBELLISHED.sub("", MAKERS.sub("", sentence.before).replace(NAME, ""))
    others = re.search(r"(?<!^)(?<!\. )\b[A-Z]\w+", spoken)
    of_it = OF_NAME.search(sentence.before)
    return _is_about(sentence.before) and CODE not in sentence.before and not others and not of_it


def _is_about(sentence: str) -> bool:
    """Whether a sentence speaks of the project, so that "it" behind it means that and no other noun."""
    head = VERB.split(sentence)[0]
    if NAME in head or IT.match(head):
        return True
    if any(word.lower() in PARTS for word in WORD.findall(head)[:4]):
        return False
    return bool(ABOUT.search(head) or OBJECT.search(sentence))


EMBELLISHED = re.compile(r"^[^\w]+")  # a sign or a picture before the first word
# "NAME was written by Acme Labs": who made it is not what "it" means in the sentence behind.
MAKERS = re.compile(
    rf"(?<={NAME} )(?:was|is|has been) (?:\w+ )?(?:developed|written|created|made|built|started|designed) "
    r"(?:by|at)\b.*",
    re.IGNORECASE,
)
# "There is an old fork of NAME": what follows speaks of the fork.
OF_NAME = re.compile(
    rf"\b(?:an?|the|some|another) (?:\w+ ){{0,3}}(?:fork|branch|port|version|copy|mirror|build|backport|"
    rf"series|wrapper|plugin|clone|release) (?:of|for) {NAME}",
    re.IGNORECASE,
)
HOSTS = re.compile(r"\b(?:GitHub|Github|PyPI|NPM|CRAN)\b")  # where it lies, and not what is spoken of
A_WORD_FOR_IT = "|".join(sorted(WHOLE | KINDS))
ABOUT = re.compile(rf"\b(?:this|our|my|the) (?:\w+ ){{0,2}}(?:{A_WORD_FOR_IT})\b", re.IGNORECASE)
OBJECT = re.compile(rf"{NAME}|\b(?:this|our|my) (?:\w+ ){{0,2}}(?:{A_WORD_FOR_IT})\b", re.IGNORECASE)
IT = re.compile(r"^\W*(?:it\b|this\W*$)", re.IGNORECASE)


def _after_a_note(before: str) -> bool:
    return all(w.lower() in NOTE or DATED.match(w) for w in WORD.findall(before)[:-1])
