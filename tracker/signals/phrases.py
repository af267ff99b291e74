"""Finding what a project says of its own future, and users who ask whether it is dead.

`find_notice` reads a README, a description or an issue's text; `asks_if_alive` reads an issue's title. A phrase
counts only where its subject is the project: features, flags, branches and other people's projects end too.
"""

from __future__ import annotations

import re
from functools import cache

from tracker.signals.phrase_lists import (
    ALONE,
    NEUTRAL,
    NOT_NAMES,
    NOUN,
    PARTS,
    PREDICATES,
    STATEMENTS,
    TAGGED,
)
from tracker.signals.readme import CODE, Readme, Sentence, read

GRAVITY = ("archived", "end-of-life", "moved", "maintenance-only")
LONGEST = 600  # longer "sentences" are lists or data that lost their line breaks
PREDICATE = tuple((declares, re.compile(rf"(?<!\w){p}", re.IGNORECASE)) for declares, p in PREDICATES)
HEAD = re.compile(ALONE, re.IGNORECASE)
TAG = re.compile(TAGGED, re.IGNORECASE)
QUESTION = re.compile(r"\?\W*$|^\W*(?:if|unless|whether|should|in case|once|when|until)\b", re.IGNORECASE)
CONDITION = re.compile(
    r"\b(?:if|unless|whether|in case|once|until|when|before|because)\b[^,;.]*$", re.IGNORECASE
)
NEGATION = re.compile(r"(?:\b(?:not|never|nor|without)|n't)(?:\s+\w+){0,2}\s*$", re.IGNORECASE)
STILL_KEPT = re.compile(
    r"\bstill (?:being |actively )?(?:maintained|supported)\b|\bwelcome bug[- ]?fix|\bkeep it running",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[,:;!?()\[\]\"“”*|>]|\s[—–-]+\s|\.\s|\b(?:and|but|that|which|so|since|because|where|while)\b",
                    re.IGNORECASE)  # fmt: skip
WORD = re.compile(r"[\w.+/#-]*\w|" + CODE)
NOUN_AT_END = re.compile(rf"^(?P<before>.*?)\b{NOUN}s?$", re.IGNORECASE)
NEGATED_INSIDE = re.compile(r"\b(?:not|never|no longer)\b|n't", re.IGNORECASE)
VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|does|do|can)\b", re.IGNORECASE)
COMMON = frozenset("a an for in is of on the to with by and".split())

ALIVE = re.compile(
    r"^\W*(?:\w+\]\W*)?(?:so )?(?:is|has|was)\b.{0,40}\b(?:dead|abandoned|unmaintained|discontinued|alive|deprecated)\W*$"
    r"|\bstill (?:being )?(?:actively )?(?:maintained|alive|developed|active|supported|under (?:active )?development)\b"
    r"|\b(?:is|are)\b.{0,40}\b(?:actively )?(?:maintained|under (?:active )?(?:maintenance|development)|being developed)"
    r"\b.{0,12}\?"
    r"|\b(?:no longer|not) (?:being )?(?:actively )?(?:maintained|developed|updated)\b"
    r"|\b(?:dead|abandoned|unmaintained) (?:project|repo|repository|library)\b"
    r"|\b(?:project|repo|repository|library) (?:is )?(?:dead|abandoned|unmaintained)\b"
    r"|\b(?:status|future|state|fate) of (?:this|the) (?:project|repo\w*|library|package)\b"
    r"|^\W*(?:project|maintenance|development|repo\w*) (?:status|future)\W*$"
    r"|\bwhy\b.{0,40}\b(?:not|n't|stop(?:ped)?|no) (?:be )?(?:updat|maintain|develop|anymore)\w*"
    r"|\b(?:anyone|anybody|somebody|someone|who)\b.{0,20}\bmaintain(?:s|ing|er)?\b.{0,20}\?"
    r"|^\W*(?:abandoned|dead|unmaintained|maintained|alive)\s*\?*\W*$"
    r"|\b(?:development|maintenance) (?:has )?(?:stopped|ceased|halted)\b",
    re.IGNORECASE,
)
# Dead code, dead locks and dead neurons are bugs, and "supported" features are questions of another kind.
NOT_ALIVE = re.compile(
    r"\bdead[- ]?(?:lock|link|code|neuron|relu|kernel|letter|end|unit|url|process|worker|node|actor)\w*"
    r"|\b(?:kernel|worker|process|node|actor|link|url|thread|connection|gpu|server|container|pod|daemon)s?\b.{0,20}"
    r"\b(?:is |are |has |was )?(?:dead|alive|died)\b|\bkeep[- ]?alive\b|\bremove(?:s|d)?\b.{0,20}\bdead\b"
    r"|\b(?:function|method|api|argument|option|flag|operator|op|module|class|parameter|attribute|warning)\b.{0,40}"
    r"\b(?:deprecated|stopped|maintained|discontinued)\b|\bstate of the art\b|\bstopped (?:working|training)\b",
    re.IGNORECASE,
)


def asks_if_alive(title: str) -> bool:
    """Whether an issue's title asks if the project is dead, or still maintained."""
    line = " ".join(title.replace("’", "'").split())[:300]
    return bool(ALIVE.search(line)) and not NOT_ALIVE.search(line)


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
    return next(((declares, found[declares]) for declares in GRAVITY if declares in found), None)


def _declares(sentence: Sentence, readme: Readme) -> str | None:
    text = sentence.text.replace("’", "'")
    if len(text) > LONGEST or QUESTION.search(text):
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
    for declares, pattern in _statements(_name_pattern(readme, sentence.top)):
        for match in pattern.finditer(text):
            before = text[: match.start()]
            if not NEGATION.search(before) and not CONDITION.search(before):
                return declares
    return None


def _predicate(sentence: Sentence, text: str, readme: Readme) -> str | None:
    for declares, pattern in PREDICATE:
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
    if lowered in (["it"], ["we"], ["it", "also"]):
        return sentence.top
    single = len(named) == 1 and words[-1][:1].isupper() and named[0] not in NOT_NAMES
    return single and sentence.top and (not title or sentence.status)


def _subject(before: str) -> list[str]:
    """The words of the clause before a predicate; of "X is old, but" the X, for that is still spoken of."""
    *earlier, last = CLAUSE.split(before)
    if WORD.search(last):
        return WORD.findall(last)
    for clause in reversed(earlier):
        if WORD.search(clause):
            return WORD.findall(VERB.split(clause)[0])
    return []


def _parts_of(word: str) -> set[str]:
    return set(re.split(r"[-_./+]", word)) - {"", "jl", "py", "js"}


def _title_words(readme: Readme) -> frozenset[str]:
    """The title's words, the parts of compounds, and its capitals: T2T of Tensor2Tensor."""
    words = {w.lower() for w in WORD.findall(readme.title)} - COMMON
    capitals = "".join(c for c in readme.title if c.isupper() or c.isdigit()).lower()
    compounds = {part for word in words for part in _parts_of(word)}
    return frozenset(words | compounds | ({capitals} if len(capitals) >= 2 else set()))


def _name_pattern(readme: Readme, top: bool) -> str:
    names = [
        re.escape(w) for w in _title_words(readme) if len(w) > 2 and w not in PARTS and w not in NOT_NAMES
    ]
    if top:
        # A pronoun, or any proper name in a note at the head of the page.
        blocked = "|".join(sorted(NOT_NAMES | PARTS))
        names += ["it", rf"(?!(?:{blocked})\b)(?-i:[A-Z])[\w.-]*[a-z0-9]"]
    return f"(?:{'|'.join(names)})" if names else r"(?!)"


@cache
def _statements(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (declares, re.compile(pattern.replace("{noun}", NOUN).replace("{it}", name), re.IGNORECASE))
        for declares, pattern in STATEMENTS
    )
