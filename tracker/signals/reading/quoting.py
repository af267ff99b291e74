"""A statement in its own words, with the repository that it sends its readers to."""

from __future__ import annotations

import re

from tracker.signals.reading.project import Project, repository_at
from tracker.signals.reading.sentences import Sentence

CUE = re.compile(
    r"\b(?:use|(?:consider|recommend\w*|suggest\w*|try|start|prefer|advise\w*) using|switch|migrat\w+|"
    r"move[ds]?|"
    r"see|visit|consider|recommend\w*|successor|replace\w*|favou?r|instead|"
    r"continue[ds]?|now|new|lives?|superseded|alternative|fork|check out|go to|head (?:over )?to|"
    r"available|merged)\b",
    re.IGNORECASE,
)

# Where things are talked of, decided or listed, and not what a project is followed by.
TALK = re.compile(
    r"/[\w.-]+/[\w.-]+/(?:issues?|pulls?|discussions|wiki|projects|milestones?)\b|/awesome-[\w-]+",
    re.IGNORECASE,
)


def quote(read: list[Sentence], number: int, project: Project) -> str:
    """The sentence, with where it sends its readers; the next one too where that says it."""
    here = read[number]
    if own := _elsewhere(here, project):
        return _with_address(here.text, own)
    after = read[number + 1] if number + 1 < len(read) else None
    if after is None or not CUE.search(after.words) or not (other := _elsewhere(after, project)):
        return here.text
    return f"{here.text} {_with_address(after.text, other)}" if not after.heading else here.text


def _elsewhere(sentence: Sentence, project: Project) -> str | None:
    """The first repository that a sentence points to and that is not this one."""
    if not CUE.search(sentence.words):
        return None
    where = (repository_at(t) for t in sentence.targets if not (project.is_here(t) or TALK.search(t)))
    return next((name for name in where if name), None)


def _with_address(text: str, repository: str) -> str:
    if repository.lower() in text.lower():
        return text
    address = f"github.com/{repository}"
    return text.replace("URL", address, 1) if "URL" in text else f"{text.rstrip()} ({address})"
