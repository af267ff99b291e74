"""How fast verdicts are: a hundred repositories over ten years, monthly, beside rules that only count."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from statistics import median

from tests.tracker.dossiers import dossier, noon, notice, releases, spread
from tracker.backtest.contestants import CONTESTANTS, judged
from tracker.backtest.subjects import DossierSource, Subject
from tracker.dossier import Dossier
from tracker.health import Rules, history, judge
from tracker.records import Issue

MANY, MONTHS = 100, 120
FIRST, LAST = date(2016, 7, 1), date(2026, 6, 1)
TRIES = 3
COUNTING = ("scorecard_0", "no_commit_12", "no_release_12")


def run() -> str:
    """The section of docs/benchmarks.md."""
    subjects = [_subject(n) for n in range(MANY)]
    whole = _seconds(lambda: [history(s, FIRST, LAST) for s in subjects])
    singly = _seconds(lambda: [judge(s, day) for s in subjects[:2] for day in _months()], 1) * MANY / 2
    source = DossierSource({s.full_name: s for s in subjects}, LAST)
    looked = _seconds(lambda: _count(source.subjects(s.full_name for s in subjects)))
    verdicts = MANY * MONTHS
    return "\n".join(
        (
            "## Health",
            "",
            f"{MANY} repositories x {MONTHS} months, each with ten years of commits, releases, a notice, "
            "authors and 600 issues; target: under 5 s.",
            "",
            "| | seconds | verdicts a second | beside the first |",
            "|---|---|---|---|",
            _row(f"history of all: {verdicts:,} verdicts with their evidence", whole, whole),
            _row("the same asked one day at a time (measured on 2 of them)", singly, whole),
            _row(f"rules that only count ({', '.join(COUNTING)}), with one verdict for each", looked, whole),
        )
    )


def _row(what: str, seconds: float, first: float) -> str:
    return f"| {what} | {seconds:.2f} | {MANY * MONTHS / seconds:,.0f} | {seconds / first:.1f} x |"


def _seconds(work: Callable[[], object], tries: int = TRIES) -> float:
    """The median time of the work, in seconds of this process."""
    took = []
    for _ in range(tries):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return median(took)


def _months() -> list[date]:
    return [date(2016 + (6 + n) // 12, (6 + n) % 12 + 1, 1) for n in range(MONTHS)]


def _count(subjects: Sequence[Subject]) -> int:
    """The flags of rules that only count; they want the verdicts made ready, as the backtest does."""
    rules = [c for c in CONTESTANTS if c.name in COUNTING]
    return sum(int(rule.flags(judged(s, Rules())).sum()) for s in subjects for rule in rules)


def _subject(number: int) -> Dossier:
    start = date(2015, 1, 1)
    return dossier(
        f"example/number{number}",
        spread(dict.fromkeys(range(2014, 2027), 100 + 9 * number), "2026-06-30"),
        releases=releases(*(f"{year}-03-01" for year in range(2015, 2026))),
        notices=(notice("2020-01-01", "It is over.", until="2021-01-01"),),
        authors=tuple(
            (date(2014, 1, 1) + timedelta(days=d), frozenset({d % 50, d % 11})) for d in range(0, 4000, 4)
        ),
        issues=tuple(
            Issue(n, noon((start + timedelta(days=n)).isoformat()), noon("2016-01-01"), None)
            for n in range(600)
        ),
    )
