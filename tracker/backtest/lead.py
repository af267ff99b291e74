"""Lead curves: how many of the later ends a verdict had marked so many months before, beside the living."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.backtest.contestants import FLAGGED, JudgedSubject
from tracker.backtest.truth import ANNOUNCED, LIVING, SILENT, Truth
from tracker.health import Verdict

WORDS = (
    "How early each mark stood: of the ends, how many bore it so many months before (and of how many "
    "organisations, at least one), beside the share of months in which living repositories bore it:"
)
BEFORE = (12, 6, 3, 0)  # months
WORSE = FLAGGED | {"fading"}
MARKS: tuple[tuple[str, Callable[[Verdict], bool]], ...] = (
    ("on watch, or worse", lambda v: v.watch or v.headline in WORSE),
    ("slow, or worse", lambda v: v.headline in WORSE or v.headline == "slow"),
    ("fading, or worse", lambda v: v.headline in WORSE),
    ("declared or dormant", lambda v: v.headline in FLAGGED),
)
# The day that the months are counted back from.
ENDS: tuple[tuple[str, str, Callable[[Truth], date | None]], ...] = (
    ("announced ends", ANNOUNCED, lambda t: t.announced),
    ("silent ends, from the last real work", SILENT, lambda t: t.last_substantive),
    ("silent ends, from the end of a year's silence", SILENT, lambda t: t.ended),
)


@dataclass(frozen=True, slots=True)
class Marked:
    """How many of how many, and of how many organisations at least one."""

    marked: int
    ends: int
    organisations_marked: int
    organisations: int

    def __str__(self) -> str:
        return f"{self.marked} of {self.ends} ({self.organisations_marked} of {self.organisations})"


@dataclass(frozen=True, slots=True)
class LeadCurve:
    """One mark's shares, keyed by the title of the ends and the months before them."""

    title: str
    living_share: float  # of the months of living repositories
    shares: dict[tuple[str, int], Marked]


def curves(truths: Sequence[Truth], cases: Sequence[JudgedSubject]) -> list[LeadCurve]:
    """A curve for every mark. An end without a known day, or before the first look, is not marked."""
    pairs = list(zip(truths, cases, strict=True))
    found = []
    for title, mark in MARKS:
        months = [mark(v) for truth, case in pairs if truth.kind == LIVING for v in case.verdicts]
        shares = {
            (name, k): _share([(t, c, day) for t, c in pairs if t.kind == kind and (day := end(t))], mark, k)
            for name, kind, end in ENDS
            for k in BEFORE
        }
        found.append(LeadCurve(title, sum(months) / len(months) if months else 0.0, shares))
    return found


def _share(
    ends: list[tuple[Truth, JudgedSubject, date]], mark: Callable[[Verdict], bool], before: int
) -> Marked:
    looks = [(t, case, look_before(case, day, before)) for t, case, day in ends]
    marked = [t for t, case, look in looks if look is not None and mark(case.verdicts[look])]
    organisations = {t.organisation for t, _, _ in ends}
    return Marked(len(marked), len(ends), len({t.organisation for t in marked}), len(organisations))


def look_before(case: JudgedSubject, day: date, months: int) -> int | None:
    """The place of the last look that was so many months before a day; None where there was none yet."""
    index = bisect_right(case.subject.looks, _earlier(day, months)) - 1
    return index if index >= 0 else None


def _earlier(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, min(day.day, 28))


def watch_record(truths: Sequence[Truth], cases: Sequence[JudgedSubject]) -> dict[str, float]:
    """What came of those put on watch: {"fired", "right", "living_share"}; a mark after an end is none."""
    fired = right = 0
    months: list[bool] = []
    for truth, case in zip(truths, cases, strict=True):
        if truth.kind not in (ANNOUNCED, SILENT, LIVING):
            continue
        marks = [v.watch for v in case.verdicts if truth.ended is None or v.as_of < truth.ended]
        fired += any(marks)
        right += any(marks) and truth.kind != LIVING
        months += marks if truth.kind == LIVING else []
    return {"fired": fired, "right": right, "living_share": round(sum(months) / max(len(months), 1), 4)}


def table(found: Sequence[LeadCurve]) -> list[str]:
    """The lines of the curves in Markdown, one table for each kind of end."""
    lines: list[str] = []
    for name, _, _ in ENDS:
        lines += [
            f"| {name} | {' | '.join(f'{k} months before' for k in BEFORE)} | months of the living |",
            f"|---|{'--:|' * (len(BEFORE) + 1)}",
            *(
                f"| {c.title} | {' | '.join(str(c.shares[name, k]) for k in BEFORE)} | {c.living_share:.1%} |"
                for c in found
            ),
            "",
        ]
    return lines
