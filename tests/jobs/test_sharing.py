"""Several collectors share one watch list: nothing is asked twice or forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs.base import Selection, Slice, Workspace
from jobs.leases import TTL
from jobs.sharing import KEY, NotShared, _round, cut, run_by_hand, run_due, slices
from tests.conftest import Cluster, Store
from tests.jobs.processes import COLLECT, Home
from tests.tracker.commands.github import TODAY, TOKEN
from tracker.config import load
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld


def test_every_name_is_in_one_slice_whatever_its_case() -> None:
    names = [f"owner{n}/name{n}" for n in range(500)]
    parts = [Slice(n, 7) for n in range(7)]
    assert all(sum(part.holds(name) for part in parts) == 1 for name in names)
    assert all(part.holds(name) == part.holds(name.upper()) for part in parts for name in names)
    assert min(sum(part.holds(name) for name in names) for part in parts) > 40


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sqlite_is_not_shared(store: Store, tmp_path: Path) -> None:
    workspace = Workspace(load({"TRACKER_HOME": str(tmp_path)}), store.engine)
    with pytest.raises(NotShared, match="PostgreSQL"):
        cut(workspace, 2)
    assert len(slices(COLLECT, workspace)) == 1


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReplayServer]:
    world = SyntheticWorld.many(12, TODAY, days=120)
    git = tmp_path_factory.mktemp("upstream")
    with ReplayServer(TODAY, token=TOKEN, repositories=world, git_home=git) as running:
        running.ensure_git()
        yield running


@pytest.mark.component
def test_collectors_together_make_the_database_of_one_and_ask_nothing_twice(
    migrated_postgres: Cluster, server: ReplayServer, tmp_path: Path
) -> None:
    alone, together = (Home(migrated_postgres, server, tmp_path / name, 5) for name in ("alone", "together"))
    asked = alone.collected()
    assert together.collected(machines=2) == asked
    assert together.facts() == alone.facts()


@pytest.mark.component
def test_a_slice_that_another_holds_is_left_alone_and_one_that_is_done_is_not_done_again(
    migrated_postgres: Cluster, server: ReplayServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(migrated_postgres, server, tmp_path / "home", 3)
    runs = home.workspace.store.runs
    monkeypatch.setattr("tracker.store.runs.machine_time", lambda: runs.clock() + 2 * TTL)  # a clock ahead
    assert runs.lease("collect 02/03", "elsewhere:1:abc", runs.clock(), TTL)
    report = run_due(COLLECT, home.workspace)
    assert report is not None
    assert sorted(r.slot[-5:] for r in runs.latest()) == ["01/03", "03/03"]
    assert "collect" not in runs.states()  # not planned anew while a part of it is not done
    with pytest.raises(NotShared, match=r"process 1 on elsewhere is at collect 02/03: .* when it is done"):
        cut(home.workspace, 5)  # two ways of cutting at once would be two writers about one repository
    stale = [Slice(0, 7)]
    assert _round(COLLECT, home.workspace, "by hand", Selection(), stale, None) == ([], stale)
    runs.release("collect 02/03", "elsewhere:1:abc", runs.clock())
    assert run_due(COLLECT, home.workspace) is not None
    assert sorted(r.slot[-5:] for r in runs.latest()) == ["01/03", "02/03", "03/03"]
    assert runs.states()["collect"][0] is not None
    assert run_due(COLLECT, home.workspace) is None


@pytest.mark.component
def test_a_collector_with_another_key_for_authors_is_refused(
    migrated_postgres: Cluster, server: ReplayServer, tmp_path: Path
) -> None:
    home = Home(migrated_postgres, server, tmp_path / "home", 2)
    assert run_by_hand(COLLECT, home.workspace, Selection(only=("counters",))).outcome == "done"
    server.log.clear()
    again, left = _round(COLLECT, home.workspace, "by hand", Selection(), slices(COLLECT, home.workspace), 0)
    assert ([one.outcome for one in again], left) == (["already"] * 2, [])  # others did it meanwhile
    (home.folder / "1" / "author.key").unlink()
    report = run_by_hand(COLLECT, home.workspace, Selection(only=("counters",)))
    assert report.outcome == "failed"
    assert "author.key" in (report.result.message or "")
    assert not server.log
    assert home.workspace.store.meta.all()[KEY] == "2"
