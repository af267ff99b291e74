"""Commits by git: a bare treeless clone, then fetches. No API quota, about 420 bytes a commit."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tracker.config import program_environment
from tracker.github.authors import Kind, author_key, classify
from tracker.records import CommitDay

FORMAT = "%H%x00%ct%x00%P%x00%an%x00%ae%x00%s"
SAFE = (
    "-c",
    "credential.helper=",
    "-c",
    "protocol.version=2",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "gc.auto=0",
)


QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "LC_ALL": "C",
}


class GitError(Exception):
    """git could not do it; the message is its last line."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit as far as we look: nothing of it but counts is stored."""

    oid: str
    committed: int  # Unix seconds
    is_merge: bool
    author: str
    address: str
    subject: str


class GitMirror:
    """The clone of one repository, made anew whenever it is damaged or gone."""

    def __init__(self, folder: Path, url: str, timeout: float = 1800.0) -> None:
        self.folder, self.url, self.timeout = folder, url, timeout

    def update(self) -> str | None:
        """Clone, or fetch what is new. Returns the tip of the default branch; None for an empty one."""
        if not (self.folder / "HEAD").exists():
            self._clone()
        else:
            self._git("config", "remote.origin.url", self.url)  # renamed, or another server than before
            branch = self._remote_branch()
            if branch is None:
                return None
            self._git(
                "fetch", "--quiet", "--no-tags", "--filter=tree:0", "--force", "origin", f"+{branch}:{branch}"
            )
            self._git("symbolic-ref", "HEAD", branch)
        try:
            return self._git("rev-parse", "--verify", "--quiet", "HEAD").strip()
        except GitError:
            return None

    def has(self, oid: str) -> bool:
        """Whether a commit is an ancestor of the tip: not so after a force push."""
        try:
            self._git("merge-base", "--is-ancestor", oid, "HEAD")
        except GitError:
            return False
        return True

    def commits(self, not_before: str | None = None) -> Iterator[Commit]:
        """Commits of the default branch, streamed; with `not_before`, only those after that commit."""
        span = f"{not_before}..HEAD" if not_before else "HEAD"
        command = self._command("log", "-z", f"--format={FORMAT}", span)
        with subprocess.Popen(  # noqa: S603 - fixed program, checked arguments
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=program_environment(QUIET)
        ) as process:
            assert process.stdout is not None
            yield from _parse(process.stdout)
        if process.returncode:
            raise GitError(f"git log of {self.url} failed")

    def tags(self) -> list[tuple[str, datetime]]:
        """Tags with the day of the tagger, or of the commit for lightweight ones."""
        self._git("fetch", "--quiet", "--filter=tree:0", "--force", "origin", "+refs/tags/*:refs/tags/*")
        text = self._git("for-each-ref", "--format=%(refname:strip=2)%00%(creatordate:unix)", "refs/tags")
        pairs = (line.split("\0") for line in text.splitlines())
        return [(name, datetime.fromtimestamp(int(when), UTC)) for name, when in pairs if when.isdigit()]

    def remove(self) -> None:
        """Forget the clone: it holds names and addresses, and can be made again."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _clone(self) -> None:
        making = self.folder.with_name(f"{self.folder.name}.{os.getpid()}.tmp")
        shutil.rmtree(making, ignore_errors=True)
        making.parent.mkdir(parents=True, exist_ok=True)
        options = ("--quiet", "--bare", "--single-branch", "--no-tags", "--filter=tree:0")
        _run(("git", *SAFE, "clone", *options, "--", self.url, str(making)), self.timeout)
        shutil.rmtree(self.folder, ignore_errors=True)
        making.rename(self.folder)  # a killed clone never looks like a whole one

    def _remote_branch(self) -> str | None:
        text = self._git("ls-remote", "--symref", "origin", "HEAD")
        first = text.split("\n", 1)[0]
        return first.split()[1] if first.startswith("ref:") else None

    def _git(self, *arguments: str) -> str:
        return _run(self._command(*arguments), self.timeout)

    def _command(self, *arguments: str) -> tuple[str, ...]:
        return ("git", *SAFE, f"--git-dir={self.folder}", *arguments)


def _run(command: tuple[str, ...], timeout: float) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed program, checked arguments
            command, capture_output=True, timeout=timeout, env=program_environment(QUIET), check=False
        )
    except FileNotFoundError:
        raise GitError("git is not installed: install it, commits are counted with it") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git took longer than {timeout:.0f} seconds") from None
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        told = next((x for x in lines if x.startswith(("fatal:", "error:"))), lines[-1] if lines else "")
        raise GitError(told or f"git ended with {done.returncode}")
    return done.stdout.decode(errors="replace")


def _parse(stream: Iterable[bytes]) -> Iterator[Commit]:
    """Records of six fields, each ended by a zero byte, whatever the line feeds in a subject."""
    rest = b""
    fields: list[str] = []
    reader: Callable[[int], bytes] = stream.read  # type: ignore[attr-defined]
    while block := reader(1 << 20):
        parts = (rest + block).split(b"\0")
        rest = parts.pop()
        for part in parts:
            fields.append(part.decode(errors="replace"))
            if len(fields) == 6:
                yield _commit(fields)
                fields = []
    if len(fields) == 5:
        yield _commit([*fields, rest.decode(errors="replace")])


def _commit(fields: list[str]) -> Commit:
    oid, committed, parents, author, address, subject = fields
    return Commit(oid, int(committed), " " in parents, author, address, subject)


def count_days(commits: Iterable[Commit], key: bytes) -> list[CommitDay]:
    """Commits by day of the committer (UTC), oldest day first; people only as keyed hashes."""
    totals: dict[date, list[int]] = defaultdict(lambda: [0, 0, 0])
    people: dict[date, set[int]] = defaultdict(set)
    keys: dict[str, int] = {}
    kinds: dict[tuple[str, str, str], Kind] = {}
    for commit in commits:
        day = date.fromordinal(719_163 + commit.committed // 86_400)
        same = (commit.author, commit.address, commit.subject)
        kind = "merge" if commit.is_merge else kinds.get(same) or classify(*same, False)
        count = totals[day]
        count[0] += 1
        if kind in ("automated", "substantive"):
            count[1] += 1
            if commit.address not in keys:
                keys[commit.address] = author_key(key, commit.address)
            people[day].add(keys[commit.address])
        if kind == "substantive":
            count[2] += 1
    return [
        CommitDay(day, totals[day][0], totals[day][1], totals[day][2], frozenset(people[day]))
        for day in sorted(totals)
    ]
