"""What a heading says of the section below it: of the project's status, of others, or of a part."""

from __future__ import annotations

import re

from tracker.signals.reading.words import WORDS

STATUS = re.compile(
    r"^\W*(?:(?:current|development|project|maintenance|maintainer|repository|repo|package|important|"
    r"deprecation|archival|"
    r"end[- ]of[- ]life|eol|support|life ?cycle)\s+)?"
    r"(?:status|state|notice|note|announcements?|warning|deprecation|deprecated|disclaimer|important|"
    r"attention|archived|"
    r"unmaintained|discontinued|discontinuation|abandoned|end[- ]of[- ]life|maintenance(?: mode)?|"
    r"obsoleted?|moved|relocated|caution|"
    r"read (?:this|me) first|future|sunset|retired)\b\W{0,4}(?:of (?:this|the) \w+|and \w+|notice|note|"
    r"status|update|mode|"
    r"warning|message|announcement|project|repo\w*)?\W*$"
    r"|^\W*(?:(?:project|development|maintenance) )?status\s*[:=–—-]\s*[\w -]{2,30}\W*$",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"\b(?:news|what'?s new|change ?log|changes|release notes|history|releases|updates|faq|questions|"
    r"trouble\w*|"
    r"known issues|limitations|compatib\w+|requirements?|dependenc\w+|upgrad\w+|migrat\w+|"
    r"acknowledge?ments?|related|"
    r"alternatives?|similar|credits?|thanks|comparison|compared|see also|supported|ecosystem|projects|"
    r"plugins|links|"
    r"to-?do)\b",
    re.IGNORECASE,
)
GENERAL = re.compile(
    r"^\W*(?:about|introduction|overview|description|summary|what (?:is|it is)\b.*|maintainers?|support|"
    r"contribut\w+|development|"
    r"why\b.*|motivation|rationale|background|roadmap|future\b.*|general|information|info|update|usage|"
    r"install\w*|getting started|quick ?start|licen[cs]e|contact|help)\W*$",
    re.IGNORECASE,
)
CHANGES = re.compile(
    r"^\W*(?:deprecated|added|changed|removed|fixed|deprecations?)\W*$", re.IGNORECASE
)  # of a change log
SIGNS = re.compile(
    r"deprecat\w*|archiv(?:ed|al|ing)|unmaintained|discontinu\w+|eol|end[- ]of[- ](?:life|support)|sunset\w*|"
    r"retire\w*|obsolete|abandoned|notice|announcement|status|maintained|maintenance|future|moved?|moving|"
    r"relocat\w+|farewell|superseded|inactive|unsupported",
    re.IGNORECASE,
)
BETWEEN = WORDS["heading_words"] | WORDS["neutral"] | WORDS["whole"] | WORDS["kinds"]
WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
MOST_WORDS = 9


def speaks_of_status(heading: str, known: re.Pattern[str]) -> bool:
    """ "Project status", and "NAME end of life" or "Deprecation notice (May 2021)" too."""
    bare = known.sub("", heading, count=1).strip()
    return bool(STATUS.match(heading) or STATUS.match(bare)) or _only_of_status(bare)


def _only_of_status(heading: str) -> bool:
    """A sign of an end, and beside it nothing but a day and words for the project."""
    rest, signs = SIGNS.subn(" ", heading)
    words = WORD.findall(rest)
    return signs > 0 and len(words) < MOST_WORDS and all(word.lower() in BETWEEN for word in words)


def section_of(heading: str) -> str:
    if OTHERS.search(heading):
        return "others"
    return "general" if GENERAL.match(heading) else "section"
