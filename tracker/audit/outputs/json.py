"""The report for programs, and the baseline of the next one."""

from __future__ import annotations

import json
from typing import Any

from tracker.audit.report import AuditedDependency, AuditReport


def render(report: AuditReport, width: int = 0) -> str:
    """One JSON document; its shape is described in docs/audit.md."""
    return json.dumps(document(report), indent=1, ensure_ascii=False) + "\n"


def document(report: AuditReport) -> dict[str, Any]:
    return {
        "tool": "framework-tracker",
        "format": 1,
        "as_of": report.as_of.isoformat(),
        "files": [{"path": path, "kind": kind} for path, kind in report.files],
        "gate": {
            "fail_on": list(report.policy.fail_on),
            "direct_only": report.policy.direct_only,
            "failed": bool(report.failing),
        },
        "counts": report.counts,
        "packages": [_row(report, d) for d in report.sorted],
        "passed_over": [
            {"path": p.path, "line": p.line, "reason": p.reason, "fault": p.fault} for p in report.passed
        ],
        "skipped": dict(report.skipped),
        "stale_ignores": list(report.stale),
        "gone": list(report.gone),
    }


def _row(report: AuditReport, d: AuditedDependency) -> dict[str, Any]:
    verdict = d.verdict
    return {
        "name": d.wanted.name,
        "purl": d.wanted.purl,
        "version": d.wanted.version,
        "direct": d.wanted.direct,
        "via": list(d.wanted.via),
        "location": {"path": d.wanted.path, "line": d.wanted.line},
        "repository": d.repository,
        "github_id": verdict.github_id if verdict else None,
        "headline": d.headline,
        "declared": verdict.declared if verdict else "none",
        "observed": verdict.observed if verdict else "unknown",
        "since": d.since.isoformat() if d.since else None,
        "since_by": d.since_by,
        "because": d.why,
        "evidence": [f.as_json() for f in verdict.evidence] if verdict else [],
        "successors": [s.as_json() for s in verdict.successors] if verdict else [],
        "quick_look": bool(d.without),
        "without": list(d.without),
        "data_read_at": d.read_at,
        "fails": report.fails(d),
        "ignored": {"reason": d.ignored.reason, "until": d.ignored.until and d.ignored.until.isoformat()}
        if d.ignored
        else None,
        "baseline": d.baseline,
    }
