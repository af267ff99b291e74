"""What a project says of its own end in other languages than English: languages.toml held against sentences.

Many frameworks of this field come from where English is the second language. Only whole statements that name
the project count; a question, a condition or a part of the project does not.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

LISTS: dict[str, Any] = tomllib.loads(
    files("tracker.signals").joinpath("languages.toml").read_text(encoding="utf-8")
)
DECLARES = ("archived", "end-of-life", "moved", "maintenance-only")
# A clause begins at the head of the sentence or behind a mark; a "note:" before it changes nothing.
HEAD = r"(?:^|[\uff0c\uff1a\uff01\uff1b\uff08,,。;;::!!、\[【((*>\s])"
ENDS = re.compile("[\uff01\uff1b。!!;;\n]|(?<=[?\N{FULLWIDTH QUESTION MARK}])")
QUESTION = re.compile("(?:[?\N{FULLWIDTH QUESTION MARK}]|吗|ですか|습니까)\\W*$")
CONDITION = re.compile(
    r"(?:如果|若|一旦|假如|もし|만약|если|wenn|falls|\bsi\b|\bse\b|\bquando\b|\bcuando\b|\bquand\b)[^,,。]*$",
    re.IGNORECASE,
)
FOREIGN = re.compile("[^\x00-\x7f]|\\b(?:plus|mehr|länger|ya no|wurde|fue|archivado|eingestellt)\\b")


def foreign_notice(sentence: str, name: str) -> tuple[str, str] | None:
    """(what it declares, the words) for the first statement in a sentence; None without one.

    `name` is the project's name as its README's title gives it, or empty.
    """
    if not FOREIGN.search(sentence):
        return None
    for part in ENDS.split(sentence):
        if part and not QUESTION.search(part) and (declares := _declares(part, name)):
            return declares, part.strip(" *_#>")
    return None


def _declares(part: str, name: str) -> str | None:
    for declares, pattern in _patterns(name):
        match = pattern.search(part)
        if match and not CONDITION.search(part[: match.start() + 1]):
            return declares
    return None


@lru_cache(maxsize=64)
def _patterns(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The statements with the project's name put in, the gravest first."""
    short = re.split(r"\s*[:(\[–—|]|\s-\s", name)[0].strip()  # "Foo: a library for everything"
    named = re.escape(short) if short else r"(?!)"
    found = []
    for declares in DECLARES:
        for entry in LISTS["statement"]:
            if declares in entry:
                subject = LISTS["subjects"][entry["language"]].replace("{name}", named)
                between = LISTS["between"][entry["language"]]
                text = f"{HEAD}{subject}{between}(?:{entry[declares]})"
                found.append((declares, re.compile(text, re.IGNORECASE)))
    return tuple(found)
