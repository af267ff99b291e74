"""The git half: real clones of what the world says, and the same object names everywhere."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import httpx
import pytest

from tests.tracker.replay.conftest import AGENT, TODAY
from tracker.replay.commit_log import CommitRow
from tracker.replay.demo import DemoWorld
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld

pytestmark = pytest.mark.component


def git(*words: str | Path) -> str:
    done = subprocess.run(["git", *map(str, words)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def clone(server: ReplayServer, name: str, place: Path) -> Path:
    git("clone", "-q", "--bare", "--single-branch", "--no-tags", "--filter=tree:0", "--",
        f"{server.git_url}/{name}.git", place)  # fmt: skip
    return place


@pytest.fixture
def served(world: SyntheticWorld) -> Iterator[ReplayServer]:
    with ReplayServer(TODAY, repositories=world) as server:
        server.ensure_git()
        yield server


def head(server: ReplayServer, name: str = "acme/rocket") -> str:
    answer = httpx.get(f"{server.url}/repos/{name}/commits/HEAD", headers=AGENT)
    return str(answer.json()["sha"])


def test_what_is_written_passes_gits_own_check(served: ReplayServer) -> None:
    folder = Path(served.git_url.removeprefix("file://")) / "acme/rocket.git"
    assert git("--git-dir", folder, "fsck", "--full", "--strict") == ""


def test_a_treeless_clone_has_every_commit_and_the_same_head_as_the_api(
    served: ReplayServer, tmp_path: Path
) -> None:
    place = clone(served, "acme/rocket", tmp_path / "c.git")
    assert git("--git-dir", place, "rev-list", "--count", "HEAD") == "69"
    assert git("--git-dir", place, "rev-parse", "HEAD") == head(served)
    line = git("--git-dir", place, "log", "-1", "--format=%ct %an %ae %s")
    assert (
        line
        == f"{int(datetime.fromisoformat('2026-03-10T09:00:00Z').timestamp())} Ada ada@example.invalid Day 68"
    )


def test_a_fetch_brings_what_was_committed_since(
    served: ReplayServer, world: SyntheticWorld, tmp_path: Path
) -> None:
    place = clone(served, "acme/rocket", tmp_path / "c.git")
    served.clock = date(2026, 3, 20)
    world["acme/rocket"].commit(date(2026, 3, 15), "Bob", "bob@example.invalid", "Merge it", merge=True)
    assert head(served) != git("--git-dir", place, "rev-parse", "HEAD")
    served.ensure_git(["acme/rocket"])
    git("--git-dir", place, "fetch", "-q", "--filter=tree:0", "origin", "+HEAD:refs/heads/main")
    assert git("--git-dir", place, "rev-parse", "HEAD") == head(served)
    assert len(git("--git-dir", place, "log", "-1", "--format=%P").split()) == 2


def test_the_branch_follows_the_clock_back_and_forth(served: ReplayServer, tmp_path: Path) -> None:
    served.clock = date(2026, 1, 10)
    served.ensure_git()
    place = clone(served, "acme/rocket", tmp_path / "c.git")
    assert git("--git-dir", place, "rev-list", "--count", "HEAD") == "10"


def test_a_force_push_leaves_the_old_head_no_ancestor(
    served: ReplayServer, world: SyntheticWorld, tmp_path: Path
) -> None:
    old = head(served)
    when = int(datetime.fromisoformat("2026-03-09T10:00:00Z").timestamp())
    world["acme/rocket"].force_push(2, CommitRow(when, "Eve", "eve@example.invalid", "Rewrite"))
    served.ensure_git()
    place = clone(served, "acme/rocket", tmp_path / "c.git")
    assert git("--git-dir", place, "rev-parse", "HEAD") == head(served) != old
    assert old not in git("--git-dir", place, "rev-list", "HEAD").split()
    assert git("--git-dir", place, "rev-list", "--count", "HEAD") == "68"


def test_an_empty_repository_is_cloned_empty(served: ReplayServer, tmp_path: Path) -> None:
    place = clone(served, "acme/empty", tmp_path / "e.git")
    assert git("--git-dir", place, "for-each-ref") == ""


def test_old_names_lead_to_the_renamed_repository(
    served: ReplayServer, world: SyntheticWorld, tmp_path: Path
) -> None:
    world.rename("acme/rocket", "acme/spaceship")
    served.ensure_git()
    heads = [
        git("--git-dir", clone(served, name, tmp_path / f"{n}.git"), "rev-parse", "HEAD")
        for n, name in enumerate(["acme/rocket", "acme/spaceship"])
    ]
    assert heads[0] == heads[1]


def test_the_demos_repositories_are_kept_and_built_only_once(tmp_path: Path) -> None:
    heads = []
    for _ in range(2):
        world = DemoWorld(["Lasagne/Lasagne", "caffe2/caffe2"])
        with ReplayServer(repositories=world, git_home=tmp_path) as server:
            told: list[tuple[str, int, int]] = []
            server.ensure_git(on_progress=lambda name, done, of, told=told: told.append((name, done, of)))
            heads.append(head(server, "Lasagne/Lasagne"))
    assert [t[1:] for t in told] == [(1, 2), (2, 2)]
    assert heads[0] == heads[1]
    (pack,) = (tmp_path / "Lasagne/Lasagne.git/objects/pack").glob("*.pack")
    assert pack.stat().st_size > 1_174 * 100
    server = ReplayServer(date(2016, 1, 1), repositories=DemoWorld(["Lasagne/Lasagne"]), git_home=tmp_path)
    with server:
        server.ensure_git()
        place = clone(server, "Lasagne/Lasagne", tmp_path / "clone.git")
        stars = httpx.get(f"{server.url}/repos/Lasagne/Lasagne", headers=AGENT).json()["stargazers_count"]
    assert git("--git-dir", place, "log", "-1", "--format=%cs") <= "2016-01-01"
    assert 0 < stars < 3_863


def test_an_interrupted_building_is_done_again(tmp_path: Path) -> None:
    with ReplayServer(repositories=DemoWorld(["Lasagne/Lasagne"]), git_home=tmp_path) as server:
        server.ensure_git()
        whole = head(server, "Lasagne/Lasagne")
    folder = tmp_path / "Lasagne/Lasagne.git"
    (folder / "replay.stamp").unlink()
    for part in (folder / "objects/pack").iterdir():
        part.unlink()
    with ReplayServer(repositories=DemoWorld(["Lasagne/Lasagne"]), git_home=tmp_path) as server:
        server.ensure_git()
        assert git("--git-dir", folder, "rev-parse", "HEAD") == whole
        assert git("--git-dir", folder, "rev-list", "--count", "HEAD") == "1174"
