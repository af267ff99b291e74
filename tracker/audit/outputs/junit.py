"""JUnit's XML: a test case for each dependency, skipped where nobody can say.

There are two readers' dialects of it, Ant's and Jenkins'; what is written here is valid in both.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tracker.audit.outputs.sarif import message
from tracker.audit.report import AuditedDependency, AuditReport

NO_TIME = "0"  # seconds: a verdict takes none of its own


def render(report: AuditReport, width: int = 0) -> str:
    """One suite; what fails is a failure, what is unknown or ignored is skipped with its reason."""
    suite = Element("testsuite", name="tracker audit", package="tracker", id="0")
    facts = SubElement(suite, "properties")
    for name, value in (("fail-on", ",".join(report.policy.fail_on) or "none"), ("summary", report.summary)):
        SubElement(facts, "property", name=name, value=_xml(value))
    cases = [_case(report, d) for d in report.sorted]
    suite.extend(cases)
    SubElement(suite, "system-out")
    SubElement(suite, "system-err")
    for name, written in (
        ("timestamp", f"{report.as_of.isoformat()}T00:00:00"),
        ("hostname", "localhost"),
        ("tests", str(len(cases))),
        ("failures", str(sum(case.find("failure") is not None for case in cases))),
        ("errors", "0"),
        ("skipped", str(sum(case.find("skipped") is not None for case in cases))),
        ("time", NO_TIME),
    ):
        suite.set(name, written)
    whole = Element("testsuites")
    whole.append(suite)
    indent(whole)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(whole, encoding="unicode") + "\n"


def _case(report: AuditReport, d: AuditedDependency) -> Element:
    place = _xml(d.wanted.path) or "audit"
    case = Element("testcase", name=_xml(d.wanted.name), classname=place, time=NO_TIME)
    if report.fails(d):
        failure = SubElement(case, "failure", message=_xml(f"{d.headline}: {d.why}"), type=d.headline)
        failure.text = _xml(message(d))
    elif d.headline == "unknown" or d.ignored:
        SubElement(case, "skipped", message=_xml(f"ignored: {d.ignored.reason}" if d.ignored else d.why))
    return case


def _xml(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(
        c
        for c in text
        if c in "\t\n" or (ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF and ord(c) < 0xFFFE)
    )
