"""`python -m tracker.backtest.silences CLONES`: how long a silence has to be, as a curve over real histories.

Silence alone is judged: commits by the shipped filter, tags, the monthly looks; no README. Each history is
known up to the day its copy was made. *Living*: at least six substantive commits or a final release in its
last year. *Ended*: nothing at all in it. What lies between is left out. Owners are split in two halves by a
hash of their names: thresholds are chosen on the first, and the second tells what came of it.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice, pairwise
from pathlib import Path
from statistics import median

from tracker.backtest.clones import dossier_of
from tracker.dossier import Dossier
from tracker.github.gitrun import GitError
from tracker.github.local_clone import LocalClone
from tracker.health.observed import Agreement
from tracker.signals.base import Case, View
from tracker.signals.meter import months
from tracker.signals.rules import Rules

MOST_COMMITS = 12_000  # longer histories live, and tell nothing for their time
PERCENTS = (0, 50, 75, 100, 125, 150, 200)
TWO_YEARS = 730
HEAD = (
    "histories", "percent of the silence", "repository-years of the living", "spells of dormancy on them",
    "of these, silent for less than two years", "right of called", "ended found", "a year on",
    "a year and a half on", "two years on", "median days", "taken back",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SilentHistory:
    """One repository's looks, and what became of it: "living", "ended" or neither."""

    owner: str
    fate: str
    worked: date  # the last look that saw real work
    views: tuple[View, ...]

    @property
    def half(self) -> int:
        """0: thresholds may be chosen on it; 1: it only measures them."""
        return hashlib.sha256(self.owner.lower().encode()).digest()[-1] % 2

    @property
    def followed(self) -> int:
        """Days from the last real work to the last look."""
        return (self.views[-1].as_of - self.worked).days


@dataclass(frozen=True, slots=True)
class Spell:
    """Dormant from `start`; `silence`: the longest seen in it; `over`: whether it was taken back."""

    start: date
    silence: int
    over: bool


def silent_history(dossier: Dossier, until: date, rules: Rules) -> SilentHistory | None:
    """A repository's looks from its second year on; None where there are none."""
    case = Case(dossier)
    first = case.meter.first_day
    if first is None:
        return None
    looks = [m for m in months(first, until) if (m - first).days >= rules.young_days]
    if not looks:
        return None
    views = tuple(case.view(look, rules) for look in looks)
    worked = [v.as_of for v in views if _works(v, rules)]
    return SilentHistory(
        dossier.full_name.partition("/")[0],
        _fate(views[-1], rules),
        worked[-1] if worked else looks[0],
        views,
    )


def _works(view: View, rules: Rules) -> bool:
    age = view.numbers.release_age
    return view.numbers.half.known >= rules.revived_commits or (age is not None and age <= 31)


def _fate(view: View, rules: Rules) -> str:
    numbers = view.numbers
    released = numbers.release_age is not None and numbers.release_age <= rules.dormant_release_days
    if released or numbers.year.known >= rules.dormant_commits:
        return "living"
    return "ended" if numbers.silence is None or numbers.silence >= 365 else "between"


def spells(history: SilentHistory, rules: Rules) -> list[Spell]:
    """Its spells of dormancy, oldest first."""
    agreement, found = Agreement(rules), list[Spell]()
    states = [agreement.look(view).state == "dormant" for view in history.views]
    begun = 0
    for at, (before, now) in enumerate(pairwise([False, *states, False])):
        if now and not before:
            begun = at
        elif before and not now:
            silence = max(view.numbers.silence or 0 for view in history.views[begun:at])
            found.append(Spell(history.views[begun].as_of, silence, at < len(states)))
    return found


def row(name: str, histories: Sequence[SilentHistory], percent: int) -> str:
    """One row of the curve as Markdown."""
    rules = Rules(silence_percent=percent)
    called = {id(h): spells(h, rules) for h in histories}
    living = [h for h in histories if h.fate == "living"]
    ended = [h for h in histories if h.fate == "ended"]
    years = sum(len(h.views) for h in living) / 12
    false = [s for h in living for s in called[id(h)]]
    short = sum(s.silence < TWO_YEARS for s in false)
    right, wrong = (sum(bool(called[id(h)]) for h in group) for group in (ended, living))
    found = {id(h): (s[-1].start - h.worked).days for h in ended if (s := called[id(h)]) and not s[-1].over}
    delays = [found.get(id(h), 10**6) for h in ended if h.followed >= TWO_YEARS]
    cells = (
        name, f"{percent} %", f"{years:,.0f}", _rate(len(false), years), _rate(short, years),
        f"{right} of {right + wrong} ({right / max(right + wrong, 1):.2f})", f"{len(found)} of {len(ended)}",
        *(_within(ended, found, days) for days in (365, 548, TWO_YEARS)),
        f"{median(delays):.0f}" if delays else "–", sum(s.over for h in ended for s in called[id(h)]),
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def _rate(spells: int, years: float) -> str:
    return f"{spells} ({spells / years:.4f} a year)" if years else "–"


def _within(ended: Sequence[SilentHistory], found: dict[int, int], days: int) -> str:
    """The share called within so many days of their last real work, of those followed as long."""
    seen = [h for h in ended if h.followed >= days]
    return f"{sum(found.get(id(h), days + 1) <= days for h in seen) / len(seen):.0%}" if seen else "–"


def curve(histories: Sequence[SilentHistory], percents: Iterable[int] = PERCENTS) -> str:
    """The whole table: both halves at every percentage."""
    lines = [f"| {' | '.join(HEAD)} |", f"|{'---|' * 2}{'--:|' * (len(HEAD) - 2)}"]
    halves = [
        (name, [h for h in histories if h.half == half])
        for half, name in enumerate(("chosen on", "held out"))
    ]
    return "\n".join([*lines, *(row(name, part, p) for p in percents for name, part in halves)])


def clones(folder: Path) -> Iterator[tuple[str, LocalClone]]:
    """(OWNER/NAME, its clone) of a folder of OWNER/NAME.git or OWNER+NAME/repo, in order."""
    for head in sorted([*folder.glob("*/*/HEAD"), *folder.glob("*/*/.git/HEAD")]):
        place = head.parent.parent if head.parent.name == ".git" else head.parent
        name = (
            place.parent.name.replace("+", "/", 1)
            if place.name == "repo"
            else f"{place.parent.name}/{place.stem}"
        )
        yield name, LocalClone(head.parent)


def main(arguments: list[str]) -> int:
    """Exit code 0 when the curve was written, 2 on bad usage."""
    if len(arguments) != 1 or not (folder := Path(arguments[0])).is_dir():
        sys.stderr.write("usage: python -m tracker.backtest.silences CLONES, a folder of whole bare clones\n")
        return 2
    histories = []
    for name, clone in clones(folder):
        until = datetime.fromtimestamp((clone.folder / "HEAD").stat().st_mtime, UTC).date()
        try:
            commits = list(islice(clone.commits(), MOST_COMMITS + 1))
            dossier = dossier_of(name, commits, clone.tags(), until) if len(commits) <= MOST_COMMITS else None
        except GitError as error:
            sys.stderr.write(f"{name} is left out: {error}\n")
            continue
        if dossier is not None and (made := silent_history(dossier, until, Rules())):
            histories.append(made)
    sys.stdout.write(f"{curve(histories)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
