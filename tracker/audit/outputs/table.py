"""The report for people, as wide as their terminal."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable

from tracker.audit.report import AuditedDependency, AuditReport
from tracker.writing import counted

NARROW = 120  # columns; below it the reason stands under its package
MARK = {True: "✗", False: " "}


def render(report: AuditReport, width: int = 100) -> str:
    """The gravest first; what is unknown is told by its reason, what is active is only counted."""
    shown = [d for d in report.sorted if d.headline != "active" and not _unheard(report, d)]
    packages = counted(len(report.dependencies), "dependency", "dependencies")
    lines = [f"As of {report.as_of}: {packages} of {counted(len(report.files), 'file')}"]
    lines += _wide(report, shown, width) if width >= NARROW else _narrow(report, shown, width)
    active = report.counts.get("active", 0)
    tail = _by_reason(d for d in report.sorted if _unheard(report, d))
    tail += [f"{active} active, not shown."] if active else []
    tail += [f"Passed over: {passed}" for passed in report.passed]
    tail += [f"Ignores: {sentence}" for sentence in report.stale]
    tail += [f"Gone since the baseline: {', '.join(report.gone)}"] if report.gone else []
    if without := sorted({part for d in report.dependencies for part in d.without}):
        tail.append(f"A quick look, without {', '.join(without)}.")
    tail.append(report.summary)
    lines += [part for text in tail for part in textwrap.wrap(text, max(width, 40), subsequent_indent="  ")]
    return "\n".join(lines) + "\n"


def _unheard(report: AuditReport, d: AuditedDependency) -> bool:
    """Nobody could say anything of it, and nothing follows from that: its reason is news, not its row."""
    quiet = d.ignored is None and d.baseline not in ("new", "worse")
    return d.verdict is None and quiet and not report.fails(d)


def _by_reason(unheard: Iterable[AuditedDependency]) -> list[str]:
    """'Unknown, 3 packages: it is not on GitHub (gitlab.com): not judged: foo, bar, baz'."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for d in unheard:
        found[_short(d.why)].append(f"{d.wanted.name} ({d.chain})" if d.chain else d.wanted.name)
    return [
        f"Unknown, {counted(len(names), 'package')}, {reason}: {', '.join(names)}"
        for reason, names in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _notes(d: AuditedDependency) -> list[str]:
    notes = [d.chain] if d.chain else []
    notes += [f"use instead: {', '.join(d.instead)}"] if d.instead else []
    notes += [f"ignored: {d.ignored.reason}"] if d.ignored else []
    return notes + ([f"{d.baseline} since the baseline"] if d.baseline in ("new", "worse") else [])


def _wide(report: AuditReport, shown: list[AuditedDependency], width: int) -> list[str]:
    if not shown:
        return []
    names = min(max([len(d.wanted.name) for d in shown] + [7]), 34)
    days = max(10, *(len(d.since_cell) for d in shown))
    head = f"  {'package':<{names}}  {'verdict':<16}  {'since':<{days}}  because"
    lines = [head]
    indent = len(f"  {'':<{names}}  {'':<16}  {'':<{days}}  ")
    for d in shown:
        name = f"{_cut(d.wanted.name, names):<{names}}"
        first = f"{MARK[report.fails(d)]} {name}  {d.headline:<16}  {d.since_cell:<{days}}  "
        why = textwrap.wrap("; ".join([_short(d.why), *_notes(d)]), max(width - indent, 30)) or [""]
        lines += [first + why[0], *(" " * indent + rest for rest in why[1:])]
    return lines


def _narrow(report: AuditReport, shown: list[AuditedDependency], width: int) -> list[str]:
    lines = []
    for d in shown:
        head = f"{MARK[report.fails(d)]} {d.wanted.name}: {d.headline}{d.since_words}"
        lines.append(_cut(head, width))
        for part in (_short(d.why), *_notes(d)):
            lines += textwrap.wrap(part, max(width, 30), initial_indent="    ", subsequent_indent="    ")
    return lines


def _short(text: str) -> str:
    return _cut(" ".join(text.split()), 300)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
