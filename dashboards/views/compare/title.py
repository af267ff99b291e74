"""A chart's words: the title says what it shows, the subtitle what exactly is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.drawing.theme import STATES
from dashboards.views.compare.comparison import AXIS_WORDS, DAYS, Comparison
from dashboards.views.compare.data import ended
from dashboards.views.compare.table import ComparedRow
from tracker.writing import day, duration, listed, month, short, short_name, signed, since_or_by

NOBODY = "No repository is chosen"


def finding(numbers: Sequence[ComparedRow], comparison: Comparison) -> str:
    """The title: what the picture shows, in words."""
    found = [n for n in numbers if n.repository is not None]
    if not comparison.repositories:
        return NOBODY
    known = [n for n in found if n.point and n.point.value is not None]
    if not known and not comparison.start:
        return f"{comparison.metric.title}: nothing known yet"
    if not known or all(n.drawn is None for n in found):
        return f"{comparison.metric.title}: nothing known in this range"
    kind = comparison.metric.kind
    if len(found) == 1:
        return _finding_of_one(known[0], comparison)
    if kind == "duration":
        quick = min((n for n in found if n.gain is not None), key=lambda n: n.gain or 0, default=None)
        return f"{short_name(quick.name)} is the quickest of these" if quick else comparison.metric.title
    if comparison.scale == "indexed":
        return _finding_indexed(found, comparison)
    if kind != "total" and not any(n.gain is not None for n in known):
        return f"{comparison.metric.title}: nothing known in this range"
    lead = max(known, key=lambda n: (n.point.value or 0) if kind == "total" else (n.gain or 0))  # type: ignore[union-attr]
    size = lead.point.value if kind == "total" and lead.point else lead.gain
    text = f"{short_name(lead.name)} leads with {short(size)} {comparison.metric.unit.split(' ')[0]}"
    over = [short_name(n.name) for n in found if n.verdict and n.verdict.unmaintained]
    if over:
        return f"{text}; {listed(over, 3)} {'is' if len(over) == 1 else 'are'} no longer maintained"
    best = max((n for n in known if n.gain), key=lambda n: n.gain or 0, default=None)
    if best and best.name != lead.name and comparison.start:
        text += f"; {short_name(best.name)} gained most since {month(comparison.start)}: {signed(best.gain)}"
    return text


def _finding_indexed(found: Sequence[ComparedRow], comparison: Comparison) -> str:
    """The title of an indexed chart: who grew most from the same start, as the lines show it."""
    drawn = [n for n in found if n.drawn is not None]
    if not drawn:
        return f"{comparison.metric.title}: nothing known yet"
    lead = max(drawn, key=lambda n: n.drawn or 0)
    since = f" since {month(comparison.start)}" if comparison.start else ""
    rest = sorted((n for n in drawn if n is not lead), key=lambda n: -(n.drawn or 0))
    others = [f"{short_name(n.name)} {short(n.drawn)}" for n in rest]
    beside = f"; {listed(others, 3)}" if others else ""
    return f"{short_name(lead.name)} stands at {short(lead.drawn)} from 100 at the start{since}{beside}"


def _finding_of_one(only: ComparedRow, comparison: Comparison) -> str:
    """The title when a single repository is drawn."""
    name, unit = short_name(only.name), comparison.unit.split(" ")[0]
    size = only.point.value if comparison.metric.kind != "count" and only.point else only.gain
    text = f"{name}: {duration(size) if comparison.metric.kind == 'duration' else f'{short(size)} {unit}'}"
    return text + ending(only)


def ending(only: ComparedRow) -> str:
    """What became of one, as the end of its title."""
    end = ended(only.verdict)
    if only.verdict and end:
        word = STATES[only.verdict.headline].word.lower()
        return f"; {word} {since_or_by(only.verdict.since_by)} {month(end)}"
    return f", {STATES[only.verdict.headline].word.lower()}" if only.verdict else ""


def subtitle(comparison: Comparison, days_are: str) -> str:
    """What is drawn, exactly; `days_are` as Snapshot says it."""
    parts = [comparison.metric.title]
    if comparison.metric.kind != "total" or comparison.every != "day":
        parts[0] += (
            f" by {comparison.every}"
            if comparison.metric.kind != "total"
            else f", end of each {comparison.every}"
        )
    if comparison.metric.kind == "duration":
        parts[0] += f", {comparison.unit}"
    parts.append(AXIS_WORDS[comparison.axis])
    if comparison.scale != "linear":
        parts.append(
            "logarithmic scale" if comparison.scale == "log" else "indexed, 100 = first value of the range"
        )
    if comparison.smooth and round(comparison.smooth / DAYS[comparison.every]) >= 2:
        parts.append(f"mean of {comparison.smooth} days")
    if days_are:
        parts.append(days_are)
    begun = f"From {day(comparison.start)} to" if comparison.start else "To"
    return ", ".join(parts) + f". {begun} {day(comparison.end)}, UTC."
