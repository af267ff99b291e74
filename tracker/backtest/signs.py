"""`python -m tracker.backtest.signs TRUTH.csv CLONES`: signs of an end, tried beside the early warning.

Each is added to the score of `tracker.health.watch`, and the threshold moved so that at most 7 % of the
months of living repositories are marked: what it brings is then read off the ends marked six months before.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from math import inf, log2
from pathlib import Path

import numpy as np

from tracker.backtest.clones import ClonesSource
from tracker.backtest.contestants import JudgedSubject, judged
from tracker.backtest.lead import ENDS, WORSE, look_before
from tracker.backtest.truth import LIVING, BacktestError, Truth, read_truth
from tracker.health.watch import score
from tracker.signals.meter import DossierMeter
from tracker.signals.rules import Rules
from tracker.tables import AuthorTable

USAGE = "usage: python -m tracker.backtest.signs TRUTH.csv CLONES, a folder of whole bare clones\n"
MARKED = 0.07  # of the months of the living, at most
BEFORE = 6  # months
PEOPLE = 0.6  # how much a halving of the people counts, beside a halving of the commits
YEAR, HALF = 365, 182

Sign = Callable[[AuthorTable, date], float]


def nothing(_people: AuthorTable, _look: date) -> float:
    """The score as it is shipped."""
    return 0.0


def fewer_than_ever(people: AuthorTable, look: date) -> float:
    """Halvings of the people of a year against the best of the four before."""
    best = max(many(people, look - timedelta(days=YEAR * n), YEAR) for n in range(1, 5))
    return PEOPLE * _halvings(best, many(people, look, YEAR))


def fewer_lately(people: AuthorTable, look: date) -> float:
    """Halvings of the people of half a year against those of the year."""
    return PEOPLE * _halvings(many(people, look, YEAR), many(people, look, HALF))


def on_one_person(people: AuthorTable, look: date) -> float:
    """The share of one person in the days of work of a year."""
    authors = _authors(people, look, YEAR)
    return float(np.unique(authors, return_counts=True)[1].max() / len(authors)) if len(authors) else 0.0


SIGNS: tuple[tuple[str, Sign], ...] = (
    ("the score as it is", nothing),
    ("fewer people in the year than in the best of four before", fewer_than_ever),
    ("fewer people in the half year than in the year", fewer_lately),
    ("work that rests on one person", on_one_person),
)


def many(people: AuthorTable, last: date, days: int) -> int:
    """How many worked in the days up to one, itself included."""
    return len(np.unique(_authors(people, last, days)))


def _authors(people: AuthorTable, last: date, days: int) -> np.ndarray:
    end = last.toordinal()
    first, beyond = np.searchsorted(people.days, (end - days + 1, end + 1))
    return people.authors[first:beyond]


def _halvings(before: int, now: int) -> float:
    return max(log2(before / max(now, 0.5)), 0.0) if before else 0.0


@dataclass(frozen=True, slots=True)
class Scored:
    """A repository's looks by score: infinite where a verdict is worse than slow, lowest where none is."""

    truth: Truth
    case: JudgedSubject
    scores: tuple[float, ...]


def scored(truth: Truth, case: JudgedSubject, sign: Sign, rules: Rules) -> Scored:
    """The early warning's score with a sign added, at every look."""
    dossier = case.subject.dossier
    meter = case.subject.meter or DossierMeter(dossier)
    people = AuthorTable.of(dossier.authors or ())
    found = []
    for look, verdict in zip(case.subject.looks, case.verdicts, strict=True):
        told = score(meter.at(look, rules), rules) if verdict.headline in ("slow", "active") else None
        worse = inf if verdict.headline in WORSE else -inf
        found.append(worse if told is None else told + sign(people, look))
    return Scored(truth, case, tuple(found))


def threshold(living: Sequence[float], share: float = MARKED) -> float:
    """The lowest score at which no more than a share of the months of the living is marked."""
    allowed = int(share * len(living))
    beyond = sorted(living, reverse=True)[allowed:]
    return float(np.nextafter(beyond[0], inf)) if beyond else -inf


def owner_ended(truths: Sequence[Truth], truth: Truth, look: date) -> bool:
    """Whether another project of the same owner had ended in the year before a look."""
    others = (t.ended for t in truths if t.organisation == truth.organisation and t is not truth)
    return any(end is not None and 0 <= (look - end).days < YEAR for end in others)


def table(truths: Sequence[Truth], cases: Sequence[JudgedSubject], rules: Rules) -> str:
    """What each sign brings, as Markdown."""
    kinds = ENDS[:2]
    titles = " | ".join(f"{name}, {BEFORE} months before" for name, _, _ in kinds)
    lines = [f"| added to the score | {titles} | months of the living |", f"|---|{'--:|' * (len(kinds) + 1)}"]
    for name, sign in SIGNS:
        found = [scored(t, c, sign, rules) for t, c in zip(truths, cases, strict=True)]
        least = threshold([s for one in found if one.truth.kind == LIVING for s in one.scores])
        lines.append(_row(name, found, partial(_reaches, least)))
    plain = [Scored(t, c, ()) for t, c in zip(truths, cases, strict=True)]
    alone = "(alone) another project of the owner ended in the year before"
    lines.append(
        _row(alone, plain, lambda one, at: owner_ended(truths, one.truth, one.case.subject.looks[at]))
    )
    return "\n".join(lines)


def _reaches(least: float, one: Scored, at: int) -> bool:
    return one.scores[at] >= least


def _row(name: str, found: Sequence[Scored], mark: Callable[[Scored, int], bool]) -> str:
    cells = []
    for _, kind, end in ENDS[:2]:
        ends = [(one, day) for one in found if one.truth.kind == kind and (day := end(one.truth))]
        looks = [(one, look_before(one.case, day, BEFORE)) for one, day in ends]
        cells.append(f"{sum(at is not None and mark(one, at) for one, at in looks)} of {len(ends)}")
    months = [
        mark(one, at) for one in found if one.truth.kind == LIVING for at in range(len(one.case.verdicts))
    ]
    return f"| {name} | {' | '.join(cells)} | {sum(months) / max(len(months), 1):.1%} |"


def main(arguments: list[str]) -> int:
    """Exit code 0 when the table was written, 2 on bad usage or input."""
    if len(arguments) != 2:
        sys.stderr.write(USAGE)
        return 2
    try:
        truths = read_truth(Path(arguments[0]))
        subjects = {
            s.repository.lower(): s
            for s in ClonesSource(Path(arguments[1])).subjects([t.repository for t in truths])
        }
    except BacktestError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    rules = Rules()
    known = [t for t in truths if t.repository.lower() in subjects]
    cases = [judged(subjects[t.repository.lower()], rules) for t in known]
    sys.stdout.write(f"{table(known, cases, rules)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
