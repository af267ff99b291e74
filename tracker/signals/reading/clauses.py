"""The clause before a predicate: whose words name what the predicate is said of."""

from __future__ import annotations

import re

from tracker.signals.reading.project import NAME
from tracker.signals.reading.sentences import CODE
from tracker.signals.reading.words import WORDS

WHOLE = WORDS["whole"]
OWN = frozenset({"this", "our", "my"})
WORD = re.compile(rf"[\w.+/#@-]*\w|{NAME}|{CODE}")
CLAUSE = re.compile(
    r"[,:;!?()\[\]\"“”*|>→]|\s[—–-]+\s|\.\s|\b(?:and|but|that|which|so|since|because|where|while|though|"
    rf"although|as of)\b|\bas (?={NAME})",
    re.IGNORECASE,
)
# "As of Rust 1.45 this crate …": since when, and no subject.
SINCE = re.compile(rf"\bas of (?:\w[\w.+-]* ){{1,3}}?(?=(?:this|our|my|the) |{NAME})", re.IGNORECASE)
# "Widget and Gadget are deprecated".
TOGETHER = re.compile(rf"^[^\w{NAME}{CODE}]*(?:both )?{NAME} (?:and|&) [\w{CODE}.@/-]+\W*$", re.IGNORECASE)
BRACKETED = re.compile(r" \([^()]{1,120}\)")
RELATIVE = re.compile(r"\b(?:which|that)\W*$", re.IGNORECASE)
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|does|do|can|no longer|contains?|provides?|uses?|supports|"
    r"(?:is|are|was|were|has|have|does|do|can|wo)n't|became|becomes|requires|works|helps|allows|makes|gives|offers|lets|enables|implements|relies|depends|runs)\b",
    re.IGNORECASE,
)
PLACED = re.compile(r"\b(?:of|in|on|for|from|by|with|at|under|within|to)\b", re.IGNORECASE)
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
# A day that stands before the subject: "2021 Widget", "2022 on the project".
A_DAY = re.compile(
    r"(?:19|20)\d\d|\d{1,2}(?:st|nd|rd|th)?|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|"
    r"nov\w*|dec\w*",
    re.IGNORECASE,
)
ONWARDS = ("on", "onwards")
# "The project and its client libraries": what is said of both is said of the first.
ACCOMPANIED = re.compile(
    r"\b(?:and|&|as well as) (?:its|the|all|any|associated|related|accompanying|corresponding) "
    r"(?:[\w./-]+ ){0,3}[\w./-]+\W*$",
    re.IGNORECASE,
)
ADVERB = re.compile(r"only|still|just|never|soon|will|shall|now|also|then|therefore|\w+ly", re.IGNORECASE)
NOTE = WORDS["notes"]
MANNER = WORDS["manners"]
BEGINS = re.compile(
    r"with|after|due|given|following|as|since|for|in|on|by|from|because|despite|while|at|like|starting",
    re.IGNORECASE,
)


def subject_of(before: str) -> tuple[list[str], bool]:
    """The words of the clause before a predicate, and whether "which" joins it to what it follows."""
    before = BRACKETED.sub(" ", before)
    *earlier, last = CLAUSE.split(SINCE.sub("", before))
    if TOGETHER.search(before):
        return [NAME], False
    if words_of(last):
        return words_of(last), False
    for clause in reversed(earlier):
        if not words_of(clause):
            continue
        if RELATIVE.search(before):
            return words_of(clause), True
        if BASED_ON.search(clause):  # "this is based on an old version of NAME, is …"
            return ["another"], False
        if other := OF_ANOTHER.search(clause):
            return words_of(other.group("other")), False
        described = THIS_IS.match(clause)
        if described:
            what = words_of(PLACED.split(described.group("what"))[0])
            return ["this", what[-1]] if what and what[-1].lower() in WHOLE else what, False
        return words_of(VERB.split(clause)[0]), False
    return [], False


def first_of_two(before: str) -> list[str]:
    """The words before "and its …", where a subject has company; none where it stands alone."""
    company = ACCOMPANIED.search(before)
    return words_of(CLAUSE.split(before[: company.start()])[-1]) if company else []


def words_of(clause: str) -> list[str]:
    """A clause without the note, the date and the manners before what it speaks of."""
    words = _undated(WORD.findall("" if DATED.match(clause) else clause))
    while words and words[0].lower() in NOTE:
        words = words[1:]
    if words and BEGINS.fullmatch(words[0]):  # "With the next version this package …"
        own = [at for at, word in enumerate(words) if word.lower() in OWN | {"the", NAME}]
        words = words[own[-1] :] if own and own[-1] else words
    while len(words) > 1 and ADVERB.fullmatch(words[-1]):
        words = words[:-1]
    return [] if all(word.lower() in MANNER for word in words) else words


def _undated(words: list[str]) -> list[str]:
    at = 0
    while at < len(words) - 1 and (A_DAY.fullmatch(words[at]) or (at and words[at].lower() in ONWARDS)):
        at += 1
    return words[at:]


def last_noun(words: list[str]) -> list[str]:
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
