"""`python -m tracker.backtest.lateness CLONES`: how long a README had spoken of an end before it was read so.

The first revision that the reader reads is held against all before it: a line with a word of an end that had
stood without a break until then may have said it already. Each such line is printed, for a person to judge:
many speak of a part, so their number is an upper bound. A notice without any such word is not seen.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.backtest.silences import clones
from tracker.github.gitrun import GitError
from tracker.github.local_clone import LocalClone
from tracker.signals.phrases import Project, find_notice
from tracker.signals.reading.sentences import FIRST_LINES

LATE = 180  # days
MOST = 600  # revisions of one README
WORD_OF_AN_END = re.compile(
    r"\b(?:unmaintained|(?:no longer|not)(?: \w+)? (?:maintained|supported|developed|updated)|deprecat|"
    r"abandon|discontinu|end[- ]of[- ]life|archived|superseded|obsolete|maintenance mode|"
    r"(?:has|have|was|been) moved|(?:stopped|ceased|ended)\b|sunset|retired)",
    re.IGNORECASE,
)
Told = tuple[datetime, str]  # when a README was changed, and its text from then on


@dataclass(frozen=True, slots=True)
class Lateness:
    """The first reading of an end, and the line of an end that had stood longest before it, if any."""

    full_name: str
    read: datetime
    stood_since: datetime | None = None
    line: str = ""

    @property
    def days(self) -> int:
        """Days between the two; 0 where no such line stood before."""
        return (self.read - self.stood_since).days if self.stood_since else 0


def lateness(project: Project, revisions: Sequence[Told]) -> Lateness | None:
    """How late an end was read; None where the newest README says nothing. `revisions`: oldest first."""
    if not revisions or find_notice(revisions[-1][1], project) is None:
        return None
    since: dict[str, datetime] = {}
    for when, text in revisions:
        if find_notice(text, project):
            oldest = min(since.items(), key=lambda found: found[1], default=None)
            line, stood = oldest or ("", None)
            return Lateness(project.full_name, when, stood, line)
        since = {line: since.get(line, when) for line in _lines(text)}
    return None


def _lines(text: str) -> list[str]:
    """The lines of a README's head that hold a word of an end."""
    return [" ".join(line.split()) for line in text.split("\n")[:FIRST_LINES] if WORD_OF_AN_END.search(line)]


def report(found: Sequence[Lateness]) -> str:
    """What came of it: how many are late at most, and each line to be judged."""
    late = sorted((f for f in found if f.days > LATE), key=lambda f: -f.days)
    share = f" ({len(late) / len(found):.1%})" if found else ""
    lines = [
        f"{len(found)} READMEs say that they ended; in at most {len(late)}{share} a line with a word of an "
        f"end had stood for more than {LATE} days before the first that is read so."
    ]
    return "\n".join([*lines, *(f"{f.full_name}: {f.days} days: {f.line[:200]}" for f in late)])


def _revisions(clone: LocalClone) -> list[Told]:
    """The last revisions of the README, oldest first."""
    _, found = clone.readme()
    told = [(revision.when, revision.text) for revision in found if revision.text is not None]
    return sorted(told, key=lambda one: one[0])[-MOST:]


def main(arguments: list[str]) -> int:
    """Exit code 0 when it was measured, 2 on bad usage."""
    if len(arguments) != 1 or not (folder := Path(arguments[0])).is_dir():
        sys.stderr.write("usage: python -m tracker.backtest.lateness CLONES, a folder of whole bare clones\n")
        return 2
    found = []
    for name, clone in clones(folder):
        try:
            one = lateness(Project(name), _revisions(clone))
        except GitError as error:
            sys.stderr.write(f"{name} is left out: {error}\n")
            continue
        found += [one] if one else []
    sys.stdout.write(f"{report(found)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
