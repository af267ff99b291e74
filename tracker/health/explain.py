"""A verdict told the way a careful colleague would tell it, as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from datetime import date

from tracker.health.because import because
from tracker.health.confidence import evidence
from tracker.health.verdict import MEANING, Successor, Verdict
from tracker.signals.base import Finding, Outcome
from tracker.writing import counted, day, spoken

WIDTH = 100
MARKS = {Outcome.RAISED: "●", Outcome.QUIET: "○", Outcome.UNKNOWN: "?"}
SILENT_WHEN_QUIET = frozenset({"description_notice", "maintainer_issue", "release_text", "package_index",
                               "announcement", "moved", "renamed", "mirror", "presence"})  # fmt: skip
DECLARED_OVER = ("archived", "end-of-life", "moved", "maintenance-only")


def explain_text(verdict: Verdict, width: int = WIDTH) -> str:
    """Several paragraphs; every claim with its number, its threshold, its date and its link.

    `width`: letters of a line; addresses are never broken.
    """
    raised = _once([f for f in verdict.evidence if f.outcome is Outcome.RAISED])
    raised.sort(key=lambda finding: finding.state != verdict.headline)  # what decided comes first
    quiet = [f for f in verdict.evidence if f.outcome is Outcome.QUIET and f.signal not in SILENT_WHEN_QUIET]
    unknown = [f for f in verdict.evidence if f.outcome is Outcome.UNKNOWN]
    unknown = [f for f in unknown if not any(note.startswith(f.sentence) for note in verdict.notes)]
    quiet = [f for f in quiet if f.signal != "successors"]
    alive = verdict.headline in ("slow", "active")
    signs = [
        _findings("What speaks against an end" if alive else "What else was looked at", quiet, width),
        _findings("What would fit an end" if alive else "What speaks for this", raised, width),
    ]
    blocks = [
        _opening(verdict, width),
        _axes(verdict),
        *(signs if alive else reversed(signs)),
        _findings("What is not known", unknown, width),
        _list("Also", verdict.notes, width),
        _list("What would change this", verdict.would_change, width),
        _list("How sure this is", _sure(verdict), width),
        _list("Where its users went, as named today", _successors(verdict), width),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _once(raised: Sequence[Finding]) -> list[Finding]:
    """Findings without those that only repeat another's words from the same page."""
    told: set[tuple[object, str | None]] = set()
    kept = []
    for finding in raised:
        words = (finding.values.get("quote"), finding.url)
        if words[0] is None or words not in told:
            kept.append(finding)
        told.add(words)
    return kept


def history_text(verdicts: Sequence[Verdict]) -> str:
    """One line for every month in which the headline changed."""
    lines, last = [], None
    for verdict in verdicts:
        if verdict.headline != last:
            lines.append(f"{verdict.as_of:%Y-%m}  {spoken(verdict.headline):<17} {because(verdict)}")
            last = verdict.headline
    return "\n".join(lines) + "\n" if lines else ""


def _opening(verdict: Verdict, width: int) -> str:
    title = f"{verdict.repository}: {spoken(verdict.headline)}"
    if verdict.since and verdict.headline not in ("active", "unknown"):
        title += f" {'by' if verdict.since_by else 'since'} {day(verdict.since)}"
    return f"{title}\n{_wrap(_summary(verdict), width)}"


def _summary(verdict: Verdict) -> str:
    means = "is " + MEANING[verdict.headline]
    text = f"As of {day(verdict.as_of)}, {verdict.repository} {means.replace('is moved', 'has moved')}."
    if verdict.headline in DECLARED_OVER and verdict.observed in ("active", "slow", "fading"):
        text += f" There is still work on it{_work(verdict)}, which does not take that word back."
    elif verdict.headline in DECLARED_OVER and verdict.observed == "dormant":
        text += f" What it does agrees: hardly anything has happened for a year or more{_work(verdict)}."
    elif verdict.watch:
        below = "That" if verdict.headline == "fading" else "It is well below its own earlier pace, which"
        text += f" {below} is worth watching and proves nothing yet."
    if verdict.headline == "dormant" and any(
        f.axis == "declared" and f.outcome is Outcome.UNKNOWN for f in verdict.evidence
    ):
        text = text.replace(
            "nobody has said that it is over", "no word of its end was found where we could read"
        )
    if verdict.headline == "unknown":
        text += " That is not a bad sign and not a good one."
    return text


def _work(verdict: Verdict) -> str:
    """The year's commits and the last release in brackets, as far as they are known."""
    values = {f.signal: f.values for f in verdict.evidence}
    commits = values.get("substantive_commits", {}).get("commits_365_days")
    released = values.get("release_age", {}).get("released")
    told = [] if commits is None else [f"{counted(float(commits), 'substantive commit')} in the year before"]
    told += [f"the last release on {day(date.fromisoformat(str(released)))}"] if released else []
    return f" ({', '.join(told)})" if told else ""


def _axes(verdict: Verdict) -> str:
    seen = (
        f"{verdict.observed}, since {day(verdict.observed_since)}"
        if verdict.observed_since
        else verdict.observed
    )
    return (
        f"  It says    {'nothing about an end' if verdict.declared == 'none' else spoken(verdict.declared)}\n"
        f"  It does    {seen}\n"
        f"  It lives   {verdict.location}"
    )


def _findings(title: str, findings: Sequence[Finding], width: int) -> str:
    if not findings:
        return ""
    lines = [title]
    told = {finding.sentence: finding for finding in reversed(findings)}
    for finding in reversed(told.values()):
        lines.append(_wrap(finding.sentence, width, f"  {MARKS[finding.outcome]} "))
        if finding.url and finding.outcome is Outcome.RAISED:
            lines.append(f"    {finding.url}")
    return "\n".join(lines)


def _list(title: str, sentences: Iterable[str], width: int) -> str:
    lines = [_wrap(sentence, width, "  - ") for sentence in sentences]
    return "\n".join([title, *lines]) if lines else ""


def _sure(verdict: Verdict) -> list[str]:
    """How often the rule was right, and what the measure of that could see."""
    sure = verdict.confidence
    return [sure.sentence, *([evidence()] if sure.fired and evidence() else [])]


def _successors(verdict: Verdict) -> list[str]:
    return [f"{s.repository}{_fate(s)}{_told(s)}" for s in verdict.successors]


def _told(successor: Successor) -> str:
    """Whose word it is that users go there."""
    if successor.named_by == "project":
        return "; named by the project" + (f" on {day(successor.since)}" if successor.since else "")
    if successor.named_by == "others":
        return "; carried on by others" + (f" since {day(successor.since)}" if successor.since else "")
    return "; named by the one before it" if successor.named_by == "chain" else ""


def _fate(successor: Successor) -> str:
    if successor.begins is not None:
        return f": not there yet; it was created on {day(successor.begins)}"
    return f": {spoken(successor.headline)} on the same day" if successor.headline else " (not followed here)"


def _wrap(text: str, width: int, first: str = "") -> str:
    return textwrap.fill(
        text, width, initial_indent=first, subsequent_indent=" " * len(first), break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
