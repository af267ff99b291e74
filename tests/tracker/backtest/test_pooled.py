"""A backtest by several processes says what one process says, whoever of them is killed."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.conftest import Store
from tests.dashboards import sample
from tracker.backtest import DossierSource, run
from tracker.backtest.contestants import JudgedSubject
from tracker.backtest.pooled import BacktestTask, PooledSource
from tracker.backtest.pooled import _cases as honest
from tracker.backtest.pooled import cases as judged_alone
from tracker.health import Rules
from tracker.pool import PoolWorkers, mapped
from tracker.series import History

HEAD = "repo,status,eol_announced,eol_what,last_substantive_commit,backtest_label"
ROWS = (
    "{},unmaintained,2018-02-10,README: over,2018-01-01,dead_announced",
    "{},maintained,,,2026-01-01,alive",
)


def fatal(task: tuple[BacktestTask, str]) -> list[JudgedSubject]:
    """The work of a worker, the first of whom is killed before it is done."""
    mark = Path(task[1])
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return honest(task[0])


@pytest.mark.component
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_the_report_is_the_same_byte_for_byte(store: Store, tmp_path: Path) -> None:
    sample.fill(store.engine, sample.LIVES[:4])
    history = History(store, sample.TODAY)
    names = [r.full_name for r in history.tracked()]
    url = store.engine.url.render_as_string(hide_password=False)
    alone = DossierSource(history.dossiers(history.tracked()), sample.TODAY)
    pooled = PooledSource(url, sample.TODAY, PoolWorkers(2))
    cases = {name: case.verdicts for name, case in judged_alone(alone, names, Rules()).items()}
    tasks = [(BacktestTask(url, sample.TODAY, [name], Rules()), str(tmp_path / "died")) for name in names]
    rough = {
        c.subject.repository.lower(): c.verdicts
        for found in mapped(fatal, tasks, PoolWorkers(2))
        for c in found
    }
    assert (tmp_path / "died").exists()
    assert len(cases) > 1
    assert rough == cases
    truth = tmp_path / "truth.csv"
    lines = [HEAD, *(ROWS[n % 2].format(name) for n, name in enumerate(names) if name.lower() in cases)]
    truth.write_text("\n".join(lines) + "\n")
    assert run(truth, pooled, forest=False).as_json() == run(truth, alone, forest=False).as_json()
