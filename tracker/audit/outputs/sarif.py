"""SARIF 2.1.0 for code scanning: one result a dependency, at the line that names it."""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from tracker.audit.outputs.rules import DOCS, RULES
from tracker.audit.report import AuditedDependency, AuditReport

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST = 5_000  # results, of which GitHub keeps as many
NOTES = frozenset({"unknown", "slow", "maintenance-only"})


def render(report: AuditReport, width: int = 0) -> str:
    """One run with its rules; ignored results stay, suppressed with their reason."""
    shown = [d for d in report.sorted if d.headline in RULES][:MOST]
    rules = [_rule(name, *texts) for name, texts in RULES.items()]
    driver = {"name": "framework-tracker audit", "informationUri": DOCS, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, d) for d in shown],
    }
    return (
        json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1, ensure_ascii=False)
        + "\n"
    )


def _rule(name: str, title: str, advice: str) -> dict[str, Any]:
    return {
        "id": f"tracker/{name}",
        "name": "".join(part.title() for part in name.split("-")),
        "shortDescription": {"text": title},
        "fullDescription": {"text": f"{title}. {advice}"},
        "help": {
            "text": f"{title}. {advice}",
            "markdown": f"**{title}.** {advice}\n\n[How it is judged]({DOCS})",
        },
        "helpUri": f"{DOCS}#{name}",
        "properties": {"tags": ["dependencies", "maintenance"]},
    }


def _result(report: AuditReport, d: AuditedDependency) -> dict[str, Any]:
    names = list(RULES)
    level = "error" if report.fails(d) else "note" if d.headline in NOTES else "warning"
    found: dict[str, Any] = {
        "ruleId": f"tracker/{d.headline}",
        "ruleIndex": names.index(d.headline),
        "level": level,
        "message": {"text": message(d)},
        "locations": [{"physicalLocation": _place(d)}],
        "partialFingerprints": {"dependency/v1": _fingerprint(d)},
    }
    if d.ignored:
        found["suppressions"] = [{"kind": "external", "justification": d.ignored.reason}]
    if d.baseline:
        states = {"new": "new", "known": "unchanged", "worse": "updated"}
        found["baselineState"] = states[d.baseline]
    return found


def message(d: AuditedDependency) -> str:
    """One text: what it is, why, by whom it came, what to use instead."""
    chain = f" It came {d.chain}." if d.chain else ""
    instead = f" Use instead: {', '.join(d.instead)}." if d.instead else ""
    return f"{d.wanted.name} is {d.headline}{d.since_words}. {d.why}{chain}{instead}"


def _place(d: AuditedDependency) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": uri(d.wanted.path)}}
    return place | {"region": {"startLine": d.wanted.line or 1}}


def uri(path: str) -> str:
    """A path as an address relative to where the audit ran."""
    return quote(PurePath(path).as_posix()) or "-"


def _fingerprint(d: AuditedDependency) -> str:
    """The same as long as the package and its verdict are, whatever its line and version."""
    name = f"{d.wanted.ecosystem}/{d.wanted.name} {d.headline}"
    return hashlib.sha256(name.encode()).hexdigest()[:32]
