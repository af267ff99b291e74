"""Clones: treeless, incremental, whole again after a kill, and never asking for more than commits."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tracker.github.git import PACKS, GitMirror
from tracker.github.gitrun import DAMAGE, GitError

pytestmark = pytest.mark.component
WHEN = "2026-06-01T12:00:00+00:00"


class Origin:
    """A repository on this disk that is served like GitHub's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch=main", str(folder), at=None)
        self.git("config", "uploadpack.allowFilter", "true")
        self.git("config", "uploadpack.allowAnySHA1InWant", "true")

    def git(self, *words: str, at: str | None = "-C", when: str = WHEN) -> str:
        place = () if at is None else (at, str(self.folder))
        person = (("NAME", "Ada"), ("EMAIL", "ada@example.invalid"), ("DATE", when))
        who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in person}
        environment = os.environ | who | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", *place, *words], capture_output=True, text=True, check=True, env=environment
        )
        return done.stdout.strip()

    def commit(self, subject: str = "Step", when: str = WHEN) -> str:
        (self.folder / "file").write_text(subject)
        (self.folder / ".mailmap").write_text("Byron <b@example.invalid> <ada@example.invalid>\n")
        self.git("add", ".")
        self.git("commit", "--quiet", "--allow-empty", "-m", subject, when=when)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    made = Origin(tmp_path / "origin")
    made.commit("First")
    return made


@pytest.fixture
def mirror(origin: Origin, tmp_path: Path) -> GitMirror:
    return GitMirror(tmp_path / "clones" / "7.git", f"file://{origin.folder}", timeout=60)


def packs(mirror: GitMirror) -> int:
    return len(list(mirror.folder.glob("objects/pack/*.pack")))


def cut_packs(mirror: GitMirror) -> None:
    """What a full disk leaves of a clone."""
    for pack in mirror.folder.glob("objects/pack/*"):
        pack.chmod(0o600)
        pack.write_bytes(pack.read_bytes()[:40])


def subjects(mirror: GitMirror, after: str | None = None) -> list[str]:
    return [c.subject for c in mirror.commits(after)]


def test_a_clone_gives_the_tip_and_its_commits(origin: Origin, mirror: GitMirror) -> None:
    tip = origin.commit("Second")
    assert mirror.update() == tip
    newest = next(mirror.commits())
    assert (newest.oid, newest.author, newest.address, newest.is_merge) == (
        tip, "Ada", "ada@example.invalid", False
    )  # fmt: skip
    assert subjects(mirror) == ["Second", "First"]


def test_reading_the_log_never_goes_to_the_network_for_trees(origin: Origin, mirror: GitMirror) -> None:
    mirror.update()
    subjects(mirror)
    assert packs(mirror) == 1  # looking for .mailmap would have fetched the whole tree


def test_commits_of_earlier_days_can_be_left_out_whatever_their_order(
    origin: Origin, mirror: GitMirror
) -> None:
    for subject, when in (("New", "2030-05-02"), ("Old clock", "2001-01-01"), ("Newer", "2030-05-03")):
        origin.commit(subject, when=f"{when}T00:00:00Z")
    mirror.update()
    assert [c.subject for c in mirror.commits(since=date(2030, 5, 2))] == ["Newer", "New"]
    assert [c.subject for c in mirror.commits(since=date(2030, 5, 3))] == ["Newer"]


def test_an_old_git_tells_all_of_them(
    origin: Origin, mirror: GitMirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.github.git.version", lambda: (2, 30))
    mirror.update()
    assert [c.subject for c in mirror.commits(since=date(2040, 1, 1))] == ["First"]


def test_a_second_update_fetches_only_what_is_new(origin: Origin, mirror: GitMirror) -> None:
    first = mirror.update()
    assert first is not None
    second = origin.commit("Second")
    assert mirror.update() == second
    assert subjects(mirror, first) == ["Second"]
    assert mirror.has(first)


def test_a_force_push_leaves_the_old_tip_behind(origin: Origin, mirror: GitMirror) -> None:
    old = origin.commit("Thrown away")
    mirror.update()
    origin.git("reset", "--quiet", "--hard", "HEAD~1")
    new = origin.commit("Rewritten")
    assert mirror.update() == new
    assert not mirror.has(old)
    assert subjects(mirror) == ["Rewritten", "First"]


def test_another_default_branch_is_followed(origin: Origin, mirror: GitMirror) -> None:
    mirror.update()
    origin.git("checkout", "--quiet", "-b", "trunk")
    tip = origin.commit("On trunk")
    assert mirror.update() == tip
    assert subjects(mirror) == ["On trunk", "First"]


def test_an_empty_repository_has_no_tip_until_it_has_a_commit(tmp_path: Path) -> None:
    origin = Origin(tmp_path / "origin")
    mirror = GitMirror(tmp_path / "7.git", f"file://{origin.folder}")
    assert mirror.update() is None
    assert mirror.update() is None
    assert mirror.update() != origin.commit()
    assert mirror.update() is not None


def test_a_moved_address_is_asked_from_then_on(origin: Origin, mirror: GitMirror, tmp_path: Path) -> None:
    mirror.update()
    origin.folder.rename(tmp_path / "renamed")
    origin.folder = tmp_path / "renamed"
    tip = origin.commit("After the move")
    assert GitMirror(mirror.folder, f"file://{origin.folder}").update() == tip


@pytest.mark.parametrize("lock", ["config.lock", "HEAD.lock", "refs/heads/main.lock"])
def test_a_lock_left_behind_by_a_kill_does_not_stop_us_for_ever(
    origin: Origin, mirror: GitMirror, tmp_path: Path, lock: str
) -> None:
    mirror.update()
    (mirror.folder / lock).touch()
    origin.git("checkout", "--quiet", "-b", "trunk")
    tip = origin.commit("On trunk")
    origin.folder.rename(tmp_path / "renamed")  # so that every one of the three locks is in the way
    again = GitMirror(mirror.folder, f"file://{tmp_path / 'renamed'}")
    if lock == "refs/heads/main.lock":
        (mirror.folder / "refs/heads/trunk.lock").touch()
    assert again.update() == tip
    assert subjects(again) == ["On trunk", "First"]


@pytest.mark.parametrize("file", ["config", "HEAD"])
def test_a_clone_with_a_damaged_file_is_made_anew(origin: Origin, mirror: GitMirror, file: str) -> None:
    tip = mirror.update()
    (mirror.folder / file).write_bytes(b"\x00garbage[")
    assert mirror.update() == tip
    assert subjects(mirror) == ["First"]


@pytest.mark.parametrize("file", ["config", "HEAD", "objects", "refs", "packed-refs"])
@pytest.mark.parametrize("how", ["a folder", "empty", "nonsense", "gone"])
def test_whatever_is_wrong_with_a_clone_it_is_made_anew(
    origin: Origin, mirror: GitMirror, file: str, how: str
) -> None:
    mirror.update()
    path = mirror.folder / file
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    if how == "a folder":
        path.mkdir()
    elif how != "gone":
        path.write_bytes(b"" if how == "empty" else b"\x00\xff [ nonsense\n")
    tip = origin.commit("Second")
    assert mirror.update() == tip
    assert len(list(mirror.commits())) == 2


def test_a_clone_whose_commits_are_damaged_is_made_anew(origin: Origin, mirror: GitMirror) -> None:
    tip = mirror.update()
    cut_packs(mirror)
    assert mirror.update() == tip
    assert subjects(mirror) == ["First"]


def test_a_clone_damaged_while_it_is_read_is_thrown_away_and_made_at_the_next_look(
    origin: Origin, mirror: GitMirror, tmp_path: Path
) -> None:
    tip = mirror.update()
    cut_packs(mirror)
    origin.folder.rename(tmp_path / "away")  # else git would quietly fetch what it misses
    with pytest.raises(GitError, match="has been thrown away"):
        subjects(mirror)
    (tmp_path / "away").rename(origin.folder)
    assert mirror.update() == tip
    assert subjects(mirror) == ["First"]


def test_a_remote_that_is_gone_leaves_the_clone_alone(
    origin: Origin, mirror: GitMirror, tmp_path: Path
) -> None:
    mirror.update()
    origin.folder.rename(tmp_path / "away")
    with pytest.raises(GitError, match="does not appear to be a git repository"):
        mirror.update()
    assert subjects(mirror) == ["First"]


@pytest.mark.parametrize(
    "text",
    [
        "fatal: unable to access 'https://github.com/a/b.git/': Could not resolve host: github.com",
        "fatal: unable to access 'https://github.com/a/b.git/': The requested URL returned error: 429",
        "remote: Repository not found.",
        "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
        "git took longer than 1800 seconds",
    ],
)
def test_the_networks_trouble_is_not_taken_for_damage(text: str) -> None:
    assert not DAMAGE.search(text)


def test_many_fetches_leave_few_packs(origin: Origin, mirror: GitMirror) -> None:
    mirror.update()
    for n in range(PACKS + 1):
        (mirror.folder / f"objects/pack/pack-{n:040x}.keep").touch()
        one = next(mirror.folder.glob("objects/pack/*.pack"))
        for kind in (".pack", ".idx", ".promisor"):
            (one.parent / f"pack-{n:040x}{kind}").write_bytes(one.with_suffix(kind).read_bytes())
        (mirror.folder / f"objects/pack/pack-{n:040x}.keep").unlink()
    origin.commit("Second")
    mirror.update()
    assert packs(mirror) <= 2
    assert subjects(mirror) == ["Second", "First"]


def test_only_the_addresses_of_a_web_server_or_a_folder_are_asked(tmp_path: Path) -> None:
    mirror = GitMirror(tmp_path / "7.git", f"ext::sh -c touch% {tmp_path}/owned")
    with pytest.raises(GitError, match="not allowed"):
        mirror.update()
    assert not (tmp_path / "owned").exists()


def test_an_address_that_looks_like_an_option_is_an_address(tmp_path: Path) -> None:
    mirror = GitMirror(tmp_path / "7.git", f"--upload-pack=touch {tmp_path}/owned")
    with pytest.raises(GitError):
        mirror.update()
    assert not (tmp_path / "owned").exists()


def test_tags_have_the_day_of_the_tagger_or_else_of_the_commit(origin: Origin, mirror: GitMirror) -> None:
    origin.git("tag", "light")
    origin.commit("Second", when="2026-06-05T00:00:00+00:00")
    origin.git("tag", "-a", "v1", "-m", "One", when="2026-06-09T00:00:00+00:00")
    mirror.update()
    found = {name: when.date().isoformat() for name, when in mirror.tags()}
    assert found == {"light": "2026-06-01", "v1": "2026-06-09"}


def test_without_git_the_error_says_what_to_install(
    origin: Origin, mirror: GitMirror, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="install it"):
        mirror.update()
