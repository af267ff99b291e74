"""JUnit's XML: a test case for each dependency, skipped where nobody can say."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tracker.audit.outputs.sarif import message
from tracker.audit.report import Report


def render(report: Report, width: int = 0) -> str:
    """One suite; what fails is a failure, what is unknown or ignored is skipped with its reason."""
    suite = Element("testsuite", name="tracker audit")
    failures = skipped = 0
    for d in report.sorted:
        case = SubElement(
            suite, "testcase", name=_xml(d.wanted.name), classname=_xml(d.wanted.path or "audit")
        )
        if report.fails(d):
            failures += 1
            SubElement(case, "failure", message=_xml(f"{d.headline}: {d.why}"), type=d.headline).text = _xml(
                message(d)
            )
        elif d.headline == "unknown" or d.ignored:
            skipped += 1
            SubElement(case, "skipped", message=_xml(f"ignored: {d.ignored.reason}" if d.ignored else d.why))
    for name, many in (
        ("tests", len(report.dependencies)),
        ("failures", failures),
        ("errors", 0),
        ("skipped", skipped),
    ):
        suite.set(name, str(many))
    whole = Element("testsuites")
    whole.append(suite)
    indent(whole)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(whole, encoding="unicode") + "\n"


def _xml(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(
        c
        for c in text
        if c in "\t\n" or (ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF and ord(c) < 0xFFFE)
    )
