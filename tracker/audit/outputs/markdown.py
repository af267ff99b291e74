"""Markdown for the summary of a step or a comment."""

from __future__ import annotations

from tracker.audit.report import AuditReport


def render(report: AuditReport, width: int = 0) -> str:
    """A heading, the summary, and a table of what is not active."""
    lines = ["## Dependencies that nobody maintains", "", report.summary, ""]
    shown = [d for d in report.sorted if d.headline != "active"]
    if shown:
        lines += ["| | package | verdict | since | because | instead |", "|---|---|---|---|---|---|"]
    for d in shown:
        mark = "❌" if report.fails(d) else "🔕" if d.ignored else ""
        link = (
            f"[{_cell(d.wanted.name)}](https://github.com/{d.repository})"
            if d.repository
            else _cell(d.wanted.name)
        )
        why = "; ".join(filter(None, [d.why, d.chain, f"ignored: {d.ignored.reason}" if d.ignored else ""]))
        cells = (mark, link, d.headline, d.since_cell, _cell(why), _cell(", ".join(d.instead)))
        lines.append("| " + " | ".join(cells) + " |")
    lines += [
        "",
        *(f"- {_cell(str(passed))}" for passed in report.passed),
        *(f"- {_cell(s)}" for s in report.stale),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _cell(text: str) -> str:
    """A text that stays one cell and is no markup."""
    plain = " ".join(text.split())
    for mark in "\\`*_[]<>|#@!":
        plain = plain.replace(mark, f"\\{mark}" if mark not in "<>" else {"<": "&lt;", ">": "&gt;"}[mark])
    return plain
