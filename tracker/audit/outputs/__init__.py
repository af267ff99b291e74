"""FORMATS: ways to write a report, one file each."""

from __future__ import annotations

FORMATS: dict[str, str] = {
    "table": "tracker.audit.outputs.table",
    "json": "tracker.audit.outputs.json",
    "sarif": "tracker.audit.outputs.sarif",
    "github": "tracker.audit.outputs.github",
    "junit": "tracker.audit.outputs.junit",
    "markdown": "tracker.audit.outputs.markdown",
}
