"""The backtest over clones goes through what is shipped: its commit filter, its README reader, its tags."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tracker.backtest import BacktestError, ClonesSource, FirstOf, MonthlyTable, run
from tracker.backtest.contestants import judged
from tracker.health import Rules

BEGAN = datetime(2018, 1, 5, tzinfo=UTC)
ENDED = date(2021, 6, 15)


class Clone:
    """A repository written commit by commit, each on its day."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str, when: datetime = BEGAN, who: str = "Ann") -> None:
        stamp = f"{int(when.timestamp())} +0000"
        told = {"GIT_AUTHOR_NAME": who, "GIT_AUTHOR_EMAIL": "a@x", "GIT_COMMITTER_NAME": who,
                "GIT_COMMITTER_EMAIL": "a@x", "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp,
                "GIT_CONFIG_GLOBAL": os.devnull, "PATH": os.environ["PATH"]}  # fmt: skip
        subprocess.run(["git", "-C", str(self.folder), *words], env=told, check=True, capture_output=True)

    def write(self, name: str, text: str, when: datetime) -> None:
        (self.folder / name).write_text(text)
        self.git("add", name, when=when)
        self.git("commit", "--quiet", "-m", f"Write {name}", when=when)

    def work(self, until: datetime, who: str = "Ann", subject: str = "Work") -> None:
        """A commit a month until the day."""
        moment = BEGAN
        while moment < until:
            self.git("commit", "--quiet", "--allow-empty", "-m", subject, when=moment, who=who)
            moment += timedelta(days=30)


@pytest.fixture(scope="module")
def clones(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("clones")
    over = Clone(home / "acme" / "widget")
    over.write("README", "Widget\n======\n\nTurns things.\n", BEGAN)
    over.work(datetime(2021, 6, 1, tzinfo=UTC))
    over.git("mv", "README", "README.md")
    said = datetime(2021, 6, 15, tzinfo=UTC)
    over.write("README.md", "# Widget\n\nThis project is no longer maintained.\n", said)
    over.git("tag", "v1.0", when=said)
    robots = Clone(home / "acme" / "robotic.git")
    robots.write("README.md", "# Robotic\n", BEGAN)
    robots.work(datetime(2023, 6, 1, tzinfo=UTC), who="renovate[bot]")
    return home


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    path = tmp_path / "truth.csv"
    path.write_text(
        "repo,eol_announced,last_substantive_commit,backtest_label\n"
        f"acme/widget,{ENDED},2021-06-15,dead_announced\nacme/robotic,,2018-01-05,dead_silent\n"
        "acme/unheard,,,alive\n"
    )
    return path


@pytest.mark.slow
def test_a_statement_is_dated_by_its_commit_also_when_the_readme_was_renamed(clones: Path) -> None:
    (subject,) = ClonesSource(clones, date(2021, 8, 1)).subjects(["acme/widget"])
    assert [(n.declares, n.first_seen.date()) for n in subject.dossier.notices] == [("end-of-life", ENDED)]
    assert [r.tag for r in subject.dossier.releases or ()] == ["v1.0"]
    case = judged(subject, Rules())
    assert case.verdicts[-1].headline == "end-of-life"


def test_robots_are_filtered_as_they_are_for_users(clones: Path) -> None:
    subjects = ClonesSource(clones, date(2023, 7, 1)).subjects(["acme/widget", "acme/robotic"])
    case = judged(subjects[1], Rules())
    assert {v.headline for v in case.verdicts if v.as_of > date(2020, 6, 1)} == {"dormant"}


def test_the_report_says_which_evidence_it_had_and_what_the_second_source_gave(
    clones: Path, truth: Path, tmp_path: Path
) -> None:
    figures = tmp_path / "months.csv"
    names = "repo,as_of,all90,all365,sub90,sub180,sub365,dlast,dsub,drel,peak,strong,maint,age"
    figures.write_text(f"{names}\nacme/unheard,2023-06-01,9,90,9,20,90,1,1,5,90,0,0,900\n")
    report = run(truth, FirstOf(ClonesSource(clones), MonthlyTable(figures)), forest=False)
    assert report.rules["tracker"]["announced_found"] == 1
    assert report.rules["tracker"]["silent_found"] == 1
    assert report.second_best == ["acme/unheard"]
    assert any("README" in told for told in report.had)
    assert "archived flags" in report.lacked


def test_what_is_no_folder_of_clones_is_refused_and_nothing_in_one_is_changed(clones: Path) -> None:
    with pytest.raises(BacktestError, match="no folder of clones"):
        ClonesSource(clones / "nowhere")
    before = sorted(p for p in clones.rglob("*") if p.is_file())
    ClonesSource(clones).subjects(["acme/widget"])
    assert sorted(p for p in clones.rglob("*") if p.is_file()) == before
