"""Annotations as GitHub's runners read them from a job's output."""

from __future__ import annotations

from tracker.audit.outputs.sarif import message
from tracker.audit.report import AuditReport


def render(report: AuditReport, width: int = 0) -> str:
    """A line each for what fails or warns; then the summary."""
    lines = []
    for d in report.sorted:
        if d.headline in ("active", "slow", "unknown") and not report.fails(d):
            continue
        level = "error" if report.fails(d) else "notice" if d.ignored else "warning"
        place = f"file={_value(d.wanted.path)},line={d.wanted.line or 1}"
        title = _value(f"{d.wanted.name}: {d.headline}")
        lines.append(f"::{level} {place},title={title}::{_text(message(d))}")
    lines += [f"::warning title=audit::{_text(str(passed))}" for passed in report.passed if passed.fault]
    lines += [f"::warning title=audit::{_text(sentence)}" for sentence in report.stale]
    return "\n".join([*lines, f"::notice title=audit::{_text(report.summary)}"]) + "\n"


def _text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")
