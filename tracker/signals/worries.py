"""Issue titles that ask whether a project is dead, or still maintained."""

from __future__ import annotations

import re

LONGEST = 300
ENDED = "dead|abandoned|unmaintained|discontinued"
KEPT = (
    r"(?:being )?(?:actively )?(?:maintained|alive|developed|active|supported|under (?:active )?development)"
)
WHOLE = r"(?:project|repo|repository|library|package|framework)"
ASKING = (
    rf"^\W*(?:\w+\]\W*)?(?:so )?(?:is|has|was)\b.{{0,40}}\b(?:{ENDED}|alive|deprecated)\W*$",
    rf"\bstill {KEPT}\b",
    r"\b(?:is|are)\b.{0,40}\b(?:actively )?(?:maintained|under (?:active )?(?:maintenance|development)|being "
    r"developed)\b.{0,12}\?",
    r"\b(?:no longer|not) (?:being )?(?:actively )?(?:maintained|developed|updated)\b",
    rf"\b(?:{ENDED}) {WHOLE}\b",
    rf"\b{WHOLE} (?:is |seems )?(?:{ENDED})\b",
    rf"\b(?:status|future|state|fate) of (?:this|the) {WHOLE}\b",
    r"^\W*(?:project|maintenance|development|repo\w*) (?:status|future)\W*$",
    r"\bwhy\b.{0,40}\b(?:not|n't|stop(?:ped)?|no) (?:be )?(?:updat|maintain|develop|anymore)\w*",
    r"\b(?:anyone|anybody|somebody|someone|who)\b.{0,20}\bmaintain(?:s|ing|er)?\b.{0,20}\?",
    rf"^\W*(?:{ENDED}|maintained|alive)\s*\?*\W*$",
    r"\b(?:development|maintenance) (?:has )?(?:stopped|ceased|halted)\b",
)
# Dead code, dead locks and dead neurons are bugs; "supported" features are questions of another kind.
RUNNING = "kernel|worker|process|node|actor|link|url|thread|connection|gpu|server|container|pod|daemon"
PART = "function|method|api|argument|option|flag|operator|op|module|class|parameter|attribute|warning|backend"
OTHER = (
    r"\bdead[- ]?(?:lock|link|code|neuron|relu|kernel|letter|end|unit|url|process|worker|node|actor)\w*",
    rf"\b(?:{RUNNING})s?\b.{{0,20}}\b(?:is |are |has |was )?(?:dead|alive|died)\b",
    r"\bkeep[- ]?alive\b",
    r"\bremoved?s?\b.{0,20}\bdead\b",
    rf"\b(?:{PART})\b.{{0,40}}\b(?:deprecated|stopped|maintained|discontinued|supported)\b",
    r"\bstate of the art\b",
    r"\bstopped (?:working|training)\b",
    r"\bstill supported\b.{0,12}(?:\bin\b|\bon\b|\bwith\b)",
)
ASKS = re.compile("|".join(ASKING), re.IGNORECASE)
IS_OTHER = re.compile("|".join(OTHER), re.IGNORECASE)


def asks_if_alive(title: str) -> bool:
    """Whether an issue's title asks if the project is dead, or still maintained."""
    line = " ".join(title.replace("’", "'").split())[:LONGEST]
    return bool(ASKS.search(line)) and not IS_OTHER.search(line)
