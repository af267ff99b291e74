"""The backtest measures the tracker's own rules, and what it reports adds up."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.tracker.dossiers import dossier as made
from tests.tracker.dossiers import notice, real, spread
from tracker.backtest import (
    BacktestError,
    BacktestReport,
    DossierSource,
    MonthlyTable,
    forest,
    run,
    section,
    write_section,
)
from tracker.backtest import __main__ as application
from tracker.backtest.contestants import CONTESTANTS, JudgedSubject, judged, spells
from tracker.backtest.docs import BEGIN, END, write_measured
from tracker.backtest.monthly import MonthRow
from tracker.backtest.score import outcome
from tracker.backtest.subjects import Subject
from tracker.backtest.truth import read_truth
from tracker.dossier import Dossier
from tracker.health import Rules
from tracker.signals.meter import DossierMeter, months

COLUMNS = "repo,status,eol_announced,eol_what,last_substantive_commit,backtest_label"
TRUTH = f"""{COLUMNS}
Theano/Theano,unmaintained,2017-09-28,mailing list,2022-12-15,dead_announced
BVLC/caffe,unmaintained,,never announced,2019-12-12,dead_silent
numpy/numpy,maintained,,,2026-08-21,alive
skorch-dev/skorch,maintained,,,2026-05-14,alive_stable
ludwig-ai/ludwig,maintained,,,2026-07-27,revived
example/unheard-of,unmaintained,,,2019-01-01,dead_silent
"""
UNTIL = date(2026, 6, 1)
MILA = notice("2017-10-06", "MILA will stop developing Theano")


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("truth") / "truth.csv"
    path.write_text(TRUTH, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def source() -> DossierSource:
    others = ("BVLC/caffe", "numpy/numpy", "skorch-dev/skorch", "ludwig-ai/ludwig")
    held = [real("Theano/Theano", notices=(MILA,)), *map(real, others)]
    return DossierSource({d.full_name: d for d in held}, UNTIL)


@pytest.fixture(scope="module")
def report(truth: Path, source: DossierSource) -> BacktestReport:
    return run(truth, source, forest=False)


@pytest.mark.slow
def test_ends_are_found_and_living_repositories_left_alone(report: BacktestReport) -> None:
    main = report.rules["tracker"]
    assert (main["announced_found"], main["announced"]) == (1, 1)
    assert (main["silent_found"], main["silent"]) == (1, 1)
    assert (main["false_alarms_per_repo_year"], main["flaps"]) == (0.0, 0)
    assert report.without_figures == ["example/unheard-of"]


def test_a_declared_end_is_dated_by_its_day_and_not_by_the_look_after(report: BacktestReport) -> None:
    theano = next(r for r in report.repositories if r["repository"] == "Theano/Theano")
    assert theano["rules"]["tracker"]["flagged_on"] == "2017-10-06"  # type: ignore[index]
    assert report.rules["tracker"]["median_delay_days"] == 8
    assert report.rules["tracker"]["median_delay_outside_readme_days"] == 8


def test_the_usual_rule_is_years_late_on_theano(report: BacktestReport) -> None:
    assert report.rules["no_commit_12"]["announced_found"] == 0


def test_scorecard_gives_nothing_for_one_commit_and_a_point_for_two_in_ninety_days() -> None:
    scores = {c.name: c for c in CONTESTANTS}
    for commits, nothing, little in ((1, True, True), (2, False, True), (3, False, True), (4, False, False)):
        columns = {"all90": np.array([float(commits)])}
        case = JudgedSubject(Subject(made(), (UNTIL,), columns), ())
        assert bool(scores["scorecard_0"].flags(case)[0]) is nothing
        assert bool(scores["scorecard_2"].flags(case)[0]) is little


def test_the_document_has_the_promised_shape(report: BacktestReport) -> None:
    document = json.loads(json.dumps(report.as_json()))
    assert {"rules", "repositories"} <= set(document)
    promised = {"announced_found", "announced", "median_delay_days", "silent_found", "silent",
                "false_alarms_per_repo_year", "flaps"}  # fmt: skip
    assert all(promised <= set(values) for values in document["rules"].values())
    assert len(document["repositories"]) == 5


def _monthly(path: Path, *subjects: Dossier) -> None:
    """A monthly table of what dossiers would show."""
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, [*MonthRow.__dataclass_fields__, "unused"])
        writer.writeheader()
        for subject in subjects:
            meter = DossierMeter(subject)
            assert meter.first_day
            for day in months(meter.first_day, UNTIL):
                if (day - meter.first_day).days < 365:
                    continue
                n = meter.at(day, Rules())
                strong = bool(subject.notices_until(day))
                assert n.last_substantive
                writer.writerow({
                    "repo": subject.full_name, "as_of": day, "all90": 0, "all365": int(n.year.known),
                    "sub90": int(n.quarter.known), "sub180": int(n.half.known), "sub365": int(n.year.known),
                    "dlast": (day - n.last_substantive).days, "dsub": (day - n.last_substantive).days,
                    "drel": "" if n.release_age is None else float(n.release_age), "peak": n.peak or 0,
                    "strong": int(strong), "maint": 0, "age": n.age,
                })  # fmt: skip


def test_the_same_figures_as_a_monthly_table_give_the_same_verdicts(tmp_path: Path, truth: Path) -> None:
    theano, caffe = real("Theano/Theano", notices=(MILA,)), real("BVLC/caffe")
    path = tmp_path / "monthly.csv"
    _monthly(path, theano, caffe)
    table = MonthlyTable(path)
    for subject in (theano, caffe):
        [one] = table.subjects([subject.full_name.upper()])
        [other] = DossierSource({subject.full_name: subject}, UNTIL).subjects([subject.full_name])
        mine = [(v.as_of, v.headline, v.observed) for v in judged(one, Rules()).verdicts]
        assert mine == [(v.as_of, v.headline, v.observed) for v in judged(other, Rules()).verdicts]
    assert run(truth, table, forest=False).rules["tracker"]["silent_found"] == 1


@pytest.mark.slow
def test_a_forest_is_never_taught_the_organisation_it_judges(
    truth: Path, source: DossierSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    taught: list[int] = []

    def remember(inputs: list[object], labels: list[object]) -> None:
        taught.append(len(inputs))

    monkeypatch.setattr(forest, "_fit", remember)
    found = run(truth, source).rules["random_forest"]
    assert found["announced"] == 1
    assert taught == [4] * 5  # five organisations, each left out once


@pytest.mark.slow
def test_a_forest_learns_to_tell_silence_from_work(
    truth: Path, source: DossierSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forest, "TREES", 3)
    assert run(truth, source).rules["random_forest"]["silent_found"] == 1


def test_without_scikit_learn_the_forest_is_skipped_and_the_report_says_so(
    truth: Path, source: DossierSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    found = run(truth, source)
    assert "random_forest" not in found.rules
    assert "scikit-learn" in found.skipped[0]
    assert "scikit-learn" in section(found)


def test_spells_are_unbroken_runs() -> None:
    assert spells(np.array([0, 1, 1, 0, 1], bool)) == [(1, 2), (4, 4)]
    assert spells(np.zeros(3, bool)) == []
    assert spells(np.ones(2, bool)) == [(0, 1)]


def test_flags_are_scored_by_hand_as_the_backtest_scores_them(truth: Path, source: DossierSource) -> None:
    theano = next(t for t in read_truth(truth) if t.repository == "Theano/Theano")
    case = judged(source.subjects(["Theano/Theano"])[0], Rules())
    looks = np.array(case.subject.looks)
    early = outcome(theano, case, (looks >= date(2015, 1, 1)) & (looks < date(2015, 6, 1)))
    assert (early.found, early.early_alarms, early.flaps) == (False, 1, 0)
    lead = outcome(theano, case, looks >= date(2017, 8, 1))
    assert (lead.found, lead.delay) == (True, -58)
    twice = outcome(theano, case, (looks == date(2018, 1, 1)) | (looks >= date(2021, 1, 1)))
    assert (twice.found, twice.delay, twice.flaps) == (True, 95, 1)
    late = outcome(theano, case, looks >= date(2019, 11, 1))
    assert (late.found, late.delay) == (False, None)


def test_false_alarms_are_counted_by_episode(truth: Path, source: DossierSource) -> None:
    numpy_ = next(t for t in read_truth(truth) if t.repository == "numpy/numpy")
    case = judged(source.subjects(["numpy/numpy"])[0], Rules())
    flags = np.zeros(len(case.subject.looks), bool)
    flags[[3, 4, 9]] = True
    assert outcome(numpy_, case, flags).false_alarms == 2


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("repo,status\na/b,x\n", "lacks the column"),
        (f"{COLUMNS}\n", "no rows"),
        (f"{COLUMNS}\nnonsense,x,,,,alive\n", "line 2: 'nonsense' is not OWNER/NAME"),
        (
            f"{COLUMNS}\na/b,x,2017-99-28,,,dead_announced\n",
            "line 2: eol_announced: '2017-99-28' is not a date",
        ),
        (f"{COLUMNS}\na/b,x,,,,dead_announced\n", "has no date in eol_announced"),
        (f"{COLUMNS}\na/b,x,,,,alive\n", "figures for none"),
    ],
)
def test_an_unusable_table_is_refused_by_line(
    tmp_path: Path, source: DossierSource, text: str, complaint: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(BacktestError, match=complaint):
        run(path, source, forest=False)


def test_missing_and_binary_files_are_refused(tmp_path: Path, source: DossierSource) -> None:
    with pytest.raises(BacktestError, match="cannot be read"):
        run(tmp_path / "nowhere.csv", source)
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(BacktestError, match="not a CSV file"):
        run(tmp_path / "binary.csv", source)
    with pytest.raises(BacktestError, match="cannot be read"):
        MonthlyTable(tmp_path / "nowhere.csv")


def test_the_section_replaces_itself_and_nothing_else(tmp_path: Path, report: BacktestReport) -> None:
    path = tmp_path / "health.md"
    path.write_text(f"before\n{BEGIN}\nthe former table\n{END}\nafter\n")
    write_section(report, path)
    once = path.read_text()
    write_section(report, path)
    assert path.read_text() == once
    assert once.startswith("before\n")
    assert once.endswith("after\n")
    assert "the former table" not in once
    assert section(report) in once
    (tmp_path / "empty.md").write_text("nothing here")
    with pytest.raises(BacktestError, match="no place"):
        write_section(report, tmp_path / "empty.md")


def test_the_caveats_travel_with_the_table(report: BacktestReport) -> None:
    text = section(report)
    for word in ("In-sample", "circular", "Survivors", "One person", "without issues", "Not independent"):
        assert word in text
    assert all(title in text for title in report.titles.values())


def test_the_measured_record_counts_who_bore_a_headline(tmp_path: Path, report: BacktestReport) -> None:
    path = tmp_path / "measured.json"
    write_measured(report, path)
    rules = json.loads(path.read_text())["rules"]
    assert rules["end-of-life"] == {"right": 1, "fired": 1}
    assert rules["dormant"]["fired"] == rules["dormant"]["right"] == 1


def test_repositories_of_one_owner_are_drawn_together(report: BacktestReport) -> None:
    intervals = report.rules["tracker"]["intervals"]
    assert isinstance(intervals, dict)
    assert intervals["announced_found_share"] == [1.0, 1.0]


def test_unknown_commits_raise_no_baseline(truth: Path) -> None:
    blank = spread({2018: 10}, "2026-06-30")
    blank.values[400:] = np.nan
    [subject] = DossierSource({"a/b": made("a/b", blank)}, UNTIL).subjects(["a/b"])
    case = judged(subject, Rules())
    assert not any(v.unmaintained for v in case.verdicts if v.as_of > date(2020, 1, 1))


def test_the_command_for_developers_writes_the_page_and_the_record(
    tmp_path: Path, truth: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figures, page, record = tmp_path / "monthly.csv", tmp_path / "health.md", tmp_path / "measured.json"
    _monthly(figures, real("BVLC/caffe"))
    page.write_text(f"{BEGIN}\n{END}\n")
    monkeypatch.setattr(application, "write_measured", lambda report: write_measured(report, record))
    assert application.main([str(truth), str(figures), str(page)]) == 0
    assert "In-sample" in page.read_text()
    assert json.loads(record.read_text())["rules"]["dormant"] == {"right": 1, "fired": 1}
    page.write_text("no marks")
    assert application.main([str(truth), str(figures), str(page)]) == 2
    assert "no place for the backtest" in capsys.readouterr().err
    assert application.main([]) == 2
