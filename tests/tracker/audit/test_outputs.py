"""Reports in every format: valid where a schema says what valid is, and safe whatever a package is called."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from tests.tracker.dossiers import daily, dossier, notice
from tracker.audit.outputs import github, junit, markdown, sarif, table
from tracker.audit.outputs import json as as_json
from tracker.audit.policy import Ignore, Policy
from tracker.audit.report import AuditedDependency, AuditReport
from tracker.health import judge
from tracker.packages import Dependency, PassedOver

JUNIT = xmlschema.XMLSchema(Path(__file__).with_name("junit.xsd"))
TODAY = date(2026, 3, 10)
ENDED = judge(
    dossier("lab/ended", daily("2020-01-01", "2026-03-10"), notices=(notice("2023-06-01", "It has ended."),)),
    TODAY,
)


def report(name: str = "ended", path: str = "uv.lock", why: str = "its source is elsewhere") -> AuditReport:
    old = Ignore("old", "we keep a fork")
    return AuditReport(
        as_of=TODAY,
        policy=Policy(),
        dependencies=[
            AuditedDependency(
                Dependency(name, path=path, line=12, via=("ray",), direct=False), "lab/ended", None, ENDED
            ),
            AuditedDependency(
                Dependency("old", path=path, line=3), "lab/ended", None, ENDED, ignored=old, baseline="known"
            ),
            AuditedDependency(Dependency("private", path=path), None, why),
        ],
        files=[(path, "lock")],
        passed=[PassedOver(path, 7, "it is no requirement")],
        skipped=Counter(npm=3),
        stale=["the ignore of x matches no dependency: remove it"],
    )


def results(text: str) -> list[dict[str, object]]:
    Sarif.model_validate_json(text)
    found: list[dict[str, object]] = json.loads(text)["runs"][0]["results"]
    return found


def test_sarif_is_valid_and_points_at_the_line_that_names_the_package() -> None:
    first, ignored, unknown = sorted(results(sarif.render(report())), key=lambda r: str(r["level"]))
    place = first["locations"][0]["physicalLocation"]  # type: ignore[index]
    assert place == {"artifactLocation": {"uri": "uv.lock"}, "region": {"startLine": 12}}
    assert (first["ruleId"], first["level"]) == ("tracker/end-of-life", "error")
    assert "via ray" in first["message"]["text"]  # type: ignore[index]
    assert ignored["ruleId"] == "tracker/unknown" or unknown["ruleId"] == "tracker/unknown"
    assert any(r.get("suppressions") for r in (ignored, unknown))


def test_a_fingerprint_stays_while_lines_and_versions_move() -> None:
    here, there = report(), report()
    moved = Dependency("ended", version="9", path="uv.lock", line=99)
    there.dependencies = [AuditedDependency(moved, "lab/ended", None, ENDED)]
    marks = [{r["ruleId"]: r["partialFingerprints"] for r in results(sarif.render(r))} for r in (here, there)]
    assert marks[1]["tracker/end-of-life"] in [
        r["partialFingerprints"] for r in results(sarif.render(here)) if r["ruleId"] == "tracker/end-of-life"
    ]


def test_junit_counts_what_it_holds() -> None:
    suite = ElementTree.fromstring(junit.render(report()))[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "2")
    assert len(suite.findall("testcase")) == 3
    assert len(suite.findall("testcase/failure")) == 1
    assert len(suite.findall("testcase/skipped")) == 2


def test_junit_is_what_both_of_its_readers_take() -> None:
    JUNIT.validate(junit.render(report()))
    empty = report()
    empty.dependencies = []
    JUNIT.validate(junit.render(empty))
    for wrong in ('type="end-of-life"', 'timestamp="2026-03-10T00:00:00"', "<system-err />"):
        spoilt = junit.render(report()).replace(wrong, "")
        assert spoilt != junit.render(report())
        assert not JUNIT.is_valid(spoilt)


def test_annotations_name_file_and_line() -> None:
    lines = github.render(report()).splitlines()
    assert lines[0].startswith("::error file=uv.lock,line=12,title=ended%3A end-of-life::")
    assert any(line.startswith("::notice file=uv.lock,line=3") for line in lines)


@pytest.mark.parametrize("width", [80, 200])
def test_a_table_fits_and_names_what_is_unknown(width: int) -> None:
    text = table.render(report(), width)
    assert max(map(len, text.splitlines())) <= width
    assert "private" in text
    assert "via ray" in text
    assert "3 npm" in text


def test_a_day_that_is_only_the_latest_possible_is_told_as_by_that_day_in_every_format() -> None:
    searched = replace(notice("2023-06-01", "It has ended."), by=True)
    told = judge(dossier("lab/ended", daily("2020-01-01", "2026-03-10"), notices=(searched,)), TODAY)
    made = report()
    made.dependencies[0] = replace(made.dependencies[0], verdict=told)
    assert "end-of-life       by 2023-06-01  " in table.render(made, 120)
    assert "ended: end-of-life by 2023-06-01" in table.render(made, 40)
    assert "| by 2023-06-01 |" in markdown.render(made)
    assert "ended is end-of-life by 2023-06-01." in sarif.render(made)
    assert [row["since_by"] for row in json.loads(as_json.render(made))["packages"]] == [True, False, False]


@pytest.mark.slow
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=80))
def test_no_name_breaks_out_of_a_format(name: str, path: str, why: str) -> None:
    made = report(name, path, why)
    results(sarif.render(made))
    JUNIT.validate(junit.render(made))
    json.loads(as_json.render(made))
    assert all(line.startswith("::") for line in github.render(made).split("\n") if line)
    rows = [line for line in markdown.render(made).split("\n") if line.startswith("| ")]
    assert len(rows) == 1 + 3


def test_what_nobody_can_say_is_told_once_a_reason_and_names_its_packages() -> None:
    made = report()
    made.dependencies = [
        AuditedDependency(Dependency(name), None, "it is not on GitHub") for name in ("a", "b", "c")
    ]
    assert "Unknown, 3 packages, it is not on GitHub: a, b, c" in table.render(made)
    made.policy = Policy(fail_on=("unknown",))
    assert "Unknown, " not in table.render(made)  # what fails has a row of its own
    assert table.render(made).count("it is not on GitHub") == 3
