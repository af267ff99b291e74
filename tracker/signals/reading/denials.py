"""What keeps a sentence that sounds like an end from being one: a question, a condition, a denial, others."""

from __future__ import annotations

import re

QUESTION = re.compile(
    r"\?\W*$|^\W*(?:if|unless|whether|should|in case|once|when|until)\b(?!.{0,80}\?\W+\w)", re.IGNORECASE
)
CONDITION = re.compile(
    r"\b(?:if|unless|whether|in case|once|until|when|before|because(?! (?:this|our|my|§)\b)|rumou?rs?|"
    r"reports|claims|no plans?|assume[ds]?|for example|for instance)\b",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\bbut (?:it|this|that)(?:'s| is| was)(?:n't| not| wrong| false| untrue)"
    r"|\b(?:is|are) (?:not true|wrong|false|untrue)\b"
    r"|\b(?:revived|resurrected|un-?archived|back from the dead|maintained again)\b",
    re.IGNORECASE,
)
NEGATION = re.compile(r"(?:\b(?:not|never|nor|without)|n't)(?:\s+\w+){0,2}\s*$", re.IGNORECASE)
NEGATED_INSIDE = re.compile(r"\b(?:not|never|no longer)\b|n't", re.IGNORECASE)
OF_OTHERS = re.compile(
    r"\b(?:upstream|the original|the parent|predecessor|whose|we used)\b[^,;.]*$"
    r"|\b(?:author|maintainer|creator|owner|developer)s? (?:of|behind) "
    r"(?!(?:the )?§|this\b|our\b|my\b)[^,;.]*$",
    re.IGNORECASE,
)
# The author left and the project did not: said in the sentence behind.
CARRIED_ON = re.compile(
    r"\b(?:is|are|being|still|now) (?:\w+ )?(?:continued|maintained|developed|carried on|looked after) by "
    r"(?:the |a |our |its |other |new )*(?:\w+ )?(?:community|contributors|volunteers|maintainers?|team|"
    r"users)\b",
    re.IGNORECASE,
)
# What has not begun to be supported has not ended either.
EXPERIMENT = re.compile(
    r"\b(?:experimental|alpha|beta|prototype|unofficial)\b[^.]*\bnot (?:yet |officially )*supported\W*$",
    re.IGNORECASE,
)
NOT_A = re.compile(r"\bnot an?\b", re.IGNORECASE)  # "not an officially supported product"
STILL_KEPT = re.compile(
    r"\bbugs (?:will|may|can) be fixed\b"
    r"|\bstill (?:being |actively )?(?:maintained|supported)\b|\bwelcome bug[- ]?fix|\bkeep it running"
    r"|\b(?:only|just) (?:critical |security |important )*bug[- ]?fix|\b(?:critical|"
    r"security) (?:bug ?)?fixes (?:only|will)"
    r"|\bonly (?:future |further |other )?(?:changes|updates|releases|work)(?: \w+)? (?:will be|are) "
    r"(?:\w+ )?(?:bug|security|critical)"
    r"|\b(?:is|are) (?:still )?maintained,? but\b"
    r"|\b(?:is|are) (?:supported|maintained)(?: and (?:supported|maintained))? by\b.*\bfeature[- ]complete\b",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"\b(?:gitlab|codeberg|bitbucket|gitee|sr\.ht|sourcehut)\b", re.IGNORECASE)


def conditional(before: str) -> bool:
    """Whether a condition stands in the clause before."""
    clause = max(before.rfind(mark) for mark in (",", ";", ".", " but "))
    return bool(CONDITION.search(before, clause + 1))


def goes_on(words: str) -> bool:
    """Whether bugs are still mended, and not only until some day."""
    return bool(STILL_KEPT.search(words)) and not re.search(r"\buntil\b", words, re.IGNORECASE)
