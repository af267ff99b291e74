"""Slips of the pen in the few words that matter: "mantained", "depricated", "archieved" are read as meant."""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.signals.reading.words import WORDS

MEANT = ("deprecated", "maintained", "unmaintained", "maintenance", "development", "developed", "archived",
         "discontinued", "abandoned", "obsolete", "superseded", "actively", "repository", "project",
         "library", "decommissioned")  # fmt: skip
# Words of their own that lie close by.
OTHER = WORDS["spelled_right"]
MEANT_OTHERWISE = {"depreciated": "deprecated", "depreciation": "deprecation"}
SHORTEST = 7
APART = re.compile(r"([ -])")
# "not longer" and "no more maintained" for "no longer".
LONGER = re.compile(
    r"\b(?:not? ?longer|not any longer|no more)(?= (?:being |actively |officially )?"
    r"(?:maintained|supported|developed|updated|active|under|in active)\b)",
    re.IGNORECASE,
)


def mended(words: str) -> str:
    """The sentence with such slips put right; all else as it stands."""
    return LONGER.sub("no longer", "".join(_mended(word) for word in APART.split(words)))


@lru_cache(maxsize=8192)
def _mended(word: str) -> str:
    bare = word.strip(".,:;!?()[]{}\"'*_").lower()
    if bare in MEANT_OTHERWISE:
        return word.lower().replace(bare, MEANT_OTHERWISE[bare])
    if not SHORTEST <= len(bare) <= 14 or not bare.isalpha() or bare in OTHER or bare in MEANT:
        return word
    for meant in MEANT:
        allowed = 2 if len(meant) >= 10 else 1
        if (
            bare[:1] == meant[:1]
            and abs(len(bare) - len(meant)) <= allowed
            and _apart(bare, meant) <= allowed
        ):
            return word.lower().replace(bare, meant)
    return word


def _apart(one: str, other: str) -> int:
    """How many letters were added, dropped, changed or swapped with their neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
