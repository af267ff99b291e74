"""The one sentence over the table. It counts what the rows mark and repeats verdicts; it adds nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tracker.decision.subject import Candidate
from tracker.decision.table import Criterion
from tracker.writing import capitalised, listed, since_or_by, spoken


def sentence(subjects: Sequence[Candidate], rows: Sequence[Criterion]) -> str:
    """What the table says, the over and the unknown first to be named."""
    over = [s for s in subjects if s.verdict is not None and s.verdict.unmaintained]
    unknown = [s for s in subjects if s.verdict is None or s.verdict.headline == "unknown"]
    unknown = [s for s in unknown if s not in over]
    parts = [
        _over(over, len(subjects)),
        _unknown(unknown),
        _ahead([s for s in subjects if s not in over and s not in unknown], subjects, rows),
    ]
    text = "; ".join(part for part in parts if part)
    return f"{capitalised(text)}." if text else "Nothing is known of these repositories."


def _over(over: Sequence[Candidate], many: int) -> str:
    if not over:
        return ""
    told = [f"{s.short} ({_word(s)})" for s in over]
    verb = "is" if len(over) == 1 else "are"
    none = "" if len(over) < many or many == 1 else "none of these should be built on: "
    return f"{none}{listed(told)} {verb} no longer maintained"


def _word(subject: Candidate) -> str:
    verdict = subject.verdict
    assert verdict is not None
    since, word = verdict.since or verdict.observed_since, since_or_by(verdict.since_by)
    return f"{spoken(verdict.headline)}{f' {word} {since.year}' if since else ''}"


def _unknown(unknown: Sequence[Candidate]) -> str:
    return f"too little is known of {listed([s.short for s in unknown])} to say" if unknown else ""


def _ahead(living: Sequence[Candidate], subjects: Sequence[Candidate], rows: Sequence[Criterion]) -> str:
    """How often each of the living is the better one, of the rows in which one is."""
    if not living:
        return ""
    marked = [row for row in rows if len(row.best) == 1]
    won = Counter(next(iter(row.best)) for row in marked)
    places = {s.name: i for i, s in enumerate(subjects)}
    if len(subjects) == 1:
        return f"{living[0].short} is {_state(living[0])}"
    if len(living) == 1:
        only = living[0]
        alone = all(s is only or (s.verdict and s.verdict.unmaintained) for s in subjects)
        text = f"{only.short} is {_state(only)}"
        return f"{text}, the only one of these {len(subjects)} that is not over" if alone else text
    order = sorted(living, key=lambda s: -won[places[s.name]])
    if not marked:
        return f"{listed([s.short for s in order])} cannot be told apart by what is known"
    told = [f"{s.short} ({_state(s)}) {won[places[s.name]]}" for s in order]
    rows_led = "row that one of these leads" if len(marked) == 1 else "rows that one of these leads"
    return f"of the {len(marked)} {rows_led}, {told[0].replace(') ', ') leads ')}, {listed(told[1:])}"


def _state(subject: Candidate) -> str:
    assert subject.verdict is not None
    return spoken(subject.verdict.headline)
