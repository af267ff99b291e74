"""Whom a sentence is about: whether what stands before a predicate names the whole project."""

from __future__ import annotations

import re

from tracker.signals.reading.project import NAME
from tracker.signals.reading.sentences import CODE, Sentence
from tracker.signals.reading.words import WORDS

NEUTRAL, PARTS, NOT_NAMES = WORDS["neutral"], WORDS["parts"], WORDS["not_names"]
WHOLE, KINDS, WORK = WORDS["whole"], WORDS["kinds"], WORDS["work"]
OWN = frozenset({"this", "our", "my"})
POINTING = OWN | {"the", "these", "both"}
WORD = re.compile(rf"[\w.+/#@-]*\w|{NAME}|{CODE}")
VERSION = re.compile(r"v?\d[\w.]*")
CLAUSE = re.compile(
    r"[,:;!?()\[\]\"“”*|>→]|\s[—–-]+\s|\.\s|\b(?:and|but|that|which|so|since|because|where|while|though|"
    r"although|as of)\b",
    re.IGNORECASE,
)
# "As of Rust 1.45 this crate …": since when, and no subject.
SINCE = re.compile(rf"\bas of (?:\w[\w.+-]* ){{1,3}}?(?=(?:this|our|my|the) |{NAME})", re.IGNORECASE)
RELATIVE = re.compile(r"\b(?:which|that)\W*$", re.IGNORECASE)
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|does|do|can|contains?|provides?|uses?)\b", re.IGNORECASE
)
PLACED = re.compile(r"\b(?:of|in|on|for|from|by|with|at|under|within|to)\b", re.IGNORECASE)
PURPOSE = re.compile(r"for|to|from|by")  # "the plugin for Bar" is one of several things
DATED = re.compile(
    rf"^[^\w{NAME}{CODE}]*(?:as of|since|from|after|effective|starting|beginning|on|in|by|"
    rf"until)?\s*(?:(?:the )?(?:end of |early |late |mid-? ?)?"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|"
    r"mar|apr|jun|jul|"
    r"aug|sept?|oct|nov|dec|spring|summer|autumn|fall|winter|today|now|q[1-4])?[\s,.]*(?:\d{1,2}(?:st|"
    r"nd|rd|th)?[\s,.]*)?"
    r"(?:of )?(?:\d{4}(?:[-/.]\d{1,2}){0,2})?"
    rf"(?:\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})?)[^\w{NAME}{CODE}]*$",
    re.IGNORECASE,
)
# "a fork of Bar, which is abandoned": what follows speaks of Bar.
OF_ANOTHER = re.compile(
    r"\b(?:fork|successor|replacement|port|clone|rewrite|reimplementation|continuation|alternative|"
    r"wrapper|client|binding|"
    r"bindings|plugin|extension|version|copy|mirror)\s(?:of|to|for|around)\s(?P<other>.*)$",
    re.IGNORECASE,
)
BASED_ON = re.compile(r"^\W*\w+ (?:is|was) (?:based|built|modelled) (?:off )?(?:of|on|upon)\b", re.IGNORECASE)
THIS_IS = re.compile(r"^\W*(?:this|it|here) (?:is|was) (?:an? |the |our |my )?(?P<what>.*)$", re.IGNORECASE)
NOTE = WORDS["notes"]
MANNER = WORDS["manners"]
BEGINS = re.compile(
    r"with|after|due|given|following|as|since|for|in|from|despite|while|at|like|starting", re.IGNORECASE
)
PRONOUNS = (["it"], ["we"], ["this"], ["i"])


def is_project(before: str, sentence: Sentence, *, told: bool) -> bool:
    """Whether the words before a predicate name the whole project. `told`: its name is known."""
    words, relative = _subject(before)
    if relative:
        words = _last_noun(words)
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
            if _core(head) and _core(head) <= WORK:
                return _names_project(tail, sentence) or _whole(tail, sentence)
            if NAME in head:  # "NAME for Android" is a part of it
                return False
            own = OWN & set(head) or _core(head) & WORDS["strong"]
            return _whole(head, sentence) and bool(own or not PURPOSE.fullmatch(word))
    return _whole(words, sentence)


def _core(words: list[str]) -> frozenset[str]:
    return frozenset(w for w in words if w not in NEUTRAL and w not in POINTING)


def _whole(words: list[str], sentence: Sentence) -> bool:
    """ "this repository", "the NAME library", NAME: but no part, version or other thing of it."""
    words = [w.rstrip("'s") if w.endswith("'s") else w for w in words]
    if not words or any(w == CODE or VERSION.fullmatch(w) for w in words):
        return False
    rest = [w for w in words if w not in NEUTRAL and w not in POINTING]
    if NAME in rest:
        return all(w == NAME or w in WHOLE or w in KINDS for w in rest) and _no_part(words, sentence)
    if not rest or rest[-1] not in WHOLE | KINDS:
        return False
    if sentence.place == "another":
        return False
    own = bool(OWN & set(words))
    if rest[-1].endswith("s") and not own and not {"these", "all", "both"} & set(words):
        return False
    if rest[-1] in KINDS or rest[-1] not in WORDS["strong"]:
        near = sentence.top or (own and sentence.place == "general")
        if not near or (rest[-1] in KINDS and not own):
            return False
    elif sentence.place == "others" and not own:
        return False
    return all(w in WHOLE or w in KINDS for w in rest[:-1]) or (own and _described(rest[:-1]))


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
        return NAME in said and not re.search(rf"{CODE}|(?<!^)(?<!\. )\b[A-Z]\w+", said.replace(NAME, ""))
    if not sentence.before or word in ("we", "i"):
        return sentence.top
    others = re.search(r"(?<!^)(?<!\. )\b[A-Z]\w+", MAKERS.sub("", sentence.before).replace(NAME, ""))
    of_it = OF_NAME.search(sentence.before)
    return bool(ABOUT.search(sentence.before)) and CODE not in sentence.before and not others and not of_it


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
ABOUT = re.compile(
    rf"{NAME}|\b(?:this|our|my|the) (?:\w+ ){{0,2}}(?:{'|'.join(sorted(WHOLE | KINDS))})\b|^\W*(?:it|we|"
    rf"i|this)\b",
    re.IGNORECASE,
)


def _after_a_note(before: str) -> bool:
    return all(w.lower() in NOTE or DATED.match(w) for w in WORD.findall(before)[:-1])


def _subject(before: str) -> tuple[list[str], bool]:
    """The words of the clause before a predicate, and whether "which" joins it to what it follows."""
    *earlier, last = CLAUSE.split(SINCE.sub("", before))
    if _words(last):
        return _words(last), False
    for clause in reversed(earlier):
        if not _words(clause):
            continue
        if RELATIVE.search(before):
            return _words(clause), True
        if BASED_ON.search(clause):  # "this is based on an old version of NAME, is …"
            return ["another"], False
        if other := OF_ANOTHER.search(clause):
            return _words(other.group("other")), False
        described = THIS_IS.match(clause)
        return _words(described.group("what") if described else VERB.split(clause)[0]), False
    return [], False


def _words(clause: str) -> list[str]:
    """A clause without the note, the date and the manners before what it speaks of."""
    words = WORD.findall("" if DATED.match(clause) else clause)
    while words and words[0].lower() in NOTE:
        words = words[1:]
    if words and BEGINS.fullmatch(words[0]):  # "With the next version this package …"
        own = [at for at, word in enumerate(words) if word.lower() in OWN or word == NAME]
        words = words[own[-1] :] if own and own[-1] else words
    return [] if all(word.lower() in MANNER for word in words) else words


def _last_noun(words: list[str]) -> list[str]:
    """What "which" refers to: the words behind the last verb, preposition or article."""
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        if VERB.fullmatch(word) or PLACED.fullmatch(word) or word.lower() in ("a", "an"):
            return (
                ["this", *words[at + 1 :]]
                if word.lower() in ("a", "an") and _is_this(words)
                else words[at + 1 :]
            )
    return words


def _is_this(words: list[str]) -> bool:
    return words[0].lower() in ("this", "it") and len(words) > 1 and bool(VERB.fullmatch(words[1]))
