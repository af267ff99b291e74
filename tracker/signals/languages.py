"""What a project says of its own end in other languages than English: languages.toml held against sentences.

Many frameworks of this field come from where English is the second language. Only whole statements that name
the project count; a question, a condition or a part of the project does not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

LISTS: dict[str, Any] = tomllib.loads(
    files("tracker.signals").joinpath("languages.toml").read_text(encoding="utf-8")
)
DECLARES = ("archived", "end-of-life", "moved", "maintenance-only")
# A clause begins at the head of the sentence or behind a mark; a "note:" before it changes nothing.
HEAD = r"(?:^|[\uff0c\uff1a\uff01\uff1b\uff08,,。;;::!!、\[【((*>\s])"
ENDS = re.compile("[\uff01\uff1b。!!;;\n]|(?<=[?\N{FULLWIDTH QUESTION MARK}])")
ALONE = {
    language: re.compile(rf"^\W*(?:{state})\W*$", re.IGNORECASE) for language, state in LISTS["alone"].items()
}
ARCHIVED = re.compile("archiv|arquiv|архив|归档|存档|アーカイブ|보관", re.IGNORECASE)
QUESTION = re.compile("(?:[?\N{FULLWIDTH QUESTION MARK}]|吗|ですか|습니까)\\W*$")
CONDITION = re.compile(
    r"(?:如果|若|一旦|假如|もし|만약|если|wenn|falls|\bsi\b|\bse\b|\bquando\b|\bcuando\b|\bquand\b)[^,,。]*$",
    re.IGNORECASE,
)
# By these a sentence shows in which languages it may be written.
MARKED = {
    language: re.compile(signs if len(signs) < 10 else rf"\b(?:{signs})\b", re.IGNORECASE)
    for language, signs in LISTS["signs"].items()
}
# "o NAME framework": a word that most languages borrowed, behind the name.
KIND = r"(?: (?:framework|library|package|sdk|plugin|bundle|app))?"
# Behind these the project is not what is spoken of: "la documentation de ce projet".
OF_IT = re.compile(
    r"(?:\b(?:de|du|des|sur|dans|pour|von|für|aus|zu|del|do|da|dos|para|en|em|no|na|di|dello|della|per|nel|nella|"
    r"sul|su|dla|of|the)|d['’]|(?<=\s)[àaw])\s+$",
    re.IGNORECASE,
)


def foreign_notice(sentence: str, names: tuple[str, ...], *, top: bool = False) -> tuple[str, str] | None:
    """(what it declares, the words) for the first statement in a sentence; None without one.

    `names` are the project's, as its README's title and its repository give them; at the `top` of a text a
    state alone is said of the project.
    """
    written = [language for language, signs in MARKED.items() if signs.search(sentence)]
    if top and any(ALONE[language].match(sentence) for language in written):
        return ("archived" if ARCHIVED.search(sentence) else "end-of-life"), sentence.strip(" *_#>")
    for part in ENDS.split(sentence) if written else ():
        if part and not QUESTION.search(part) and (declares := _declares(part, names, written)):
            return declares, part.strip(" *_#>")
    return None


def _declares(part: str, names: tuple[str, ...], written: list[str]) -> str | None:
    said = {declares for language in written for declares in _said(part, names, language)}
    return next((declares for declares in DECLARES if declares in said), None)


def _said(part: str, names: tuple[str, ...], language: str) -> Iterator[str]:
    if not _states(language).search(part):  # so that no names need be put in where nothing is stated
        return
    for declares, pattern in _patterns(names, language):
        match = pattern.search(part)
        before = part[: match.start() + 1] if match else ""
        if match and not CONDITION.search(before) and not OF_IT.search(before):
            yield declares


@cache
def _states(language: str) -> re.Pattern[str]:
    """What any statement of a language says, of whatever subject."""
    said = [
        text
        for e in LISTS["statement"]
        if e["language"] == language
        for d, text in e.items()
        if d in DECLARES
    ]
    left = LISTS["makers"].get(language, "").replace("{subject}", ".{1,80}?")
    return re.compile("|".join([*said, *([left] if left else [])]), re.IGNORECASE)


@lru_cache(maxsize=256)
def _patterns(names: tuple[str, ...], language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The statements of a language with the project's name put in."""
    short = {
        re.split(r"\s*[:(\[–—|]|\s-\s", one)[0].strip() for one in names
    }  # "Foo: a library for everything"
    named = "|".join(re.escape(one) for one in sorted(short - {""}, key=len, reverse=True)) or r"(?!)"
    subject = LISTS["subjects"][language].replace("{name}", f"(?:{named}){KIND}")
    between = LISTS["between"][language]
    stated = [
        (declares, f"{HEAD}{subject}{between}(?:{entry[declares]})")
        for entry in LISTS["statement"]
        for declares in DECLARES
        if entry["language"] == language and declares in entry
    ]
    if language in LISTS["makers"]:
        left = LISTS["makers"][language].replace("{subject}", subject)
        stated.append(("end-of-life", f"{HEAD}(?:{left})"))
    return tuple((declares, re.compile(text, re.IGNORECASE)) for declares, text in stated)
