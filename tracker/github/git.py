"""Commits by git: a bare treeless clone, then fetches. No API quota, about 420 bytes a commit."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from tracker.github.commitlog import FORMAT, LAST_SECOND, Commit, parse
from tracker.github.gitreach import reach
from tracker.github.gitrun import DAMAGE, SAFE, GitError, environment, version

FILTERS_DAYS = (2, 37)  # before it, `--since` stops at the first commits with a wrong date
TAG_ROWS = "--format=%(refname:strip=2)%00%(creatordate:unix)"
PACKS = 50  # every fetch leaves one; git slows down with hundreds


class GitMirror:
    """The clone of one repository, made anew whenever it is damaged or gone."""

    def __init__(self, folder: Path, url: str, timeout: float = 1800.0) -> None:
        self.folder, self.timeout = folder, timeout
        self._way = reach(url)
        self.url = self._way.url  # no password stands in a clone

    def update(self) -> str | None:
        """Clone, or fetch what is new. Returns the tip of the default branch; None for an empty one."""
        if not (self.folder / "HEAD").exists():
            self._clone()
            return self._tip()
        try:
            return self._fetch()
        except GitError as error:
            if not DAMAGE.search(str(error)) and self._is_sound():
                raise
        self._clone()
        return self._tip()

    def _is_sound(self) -> bool:
        """Whether what needs no network works: its settings can be read and its commits walked."""
        try:
            settings = self._git("config", "--get-regexp", r"^(core\.bare|remote\.origin\.promisor)$")
            self._git("rev-list", "--count", "HEAD")
        except GitError:
            return False
        return len(settings.splitlines()) == 2  # an emptied file is read without complaint

    def _fetch(self) -> str | None:
        if self._git("config", "--default=", "--get", "remote.origin.url").strip() != self.url:
            self._git("config", "remote.origin.url", self.url)  # renamed, or another server than before
        branch = self._remote_branch()
        if branch is None:
            return None
        tip = ("--quiet", "--no-tags", "--filter=tree:0", "--force", "origin", f"+{branch}:{branch}")
        self._git("fetch", *tip)
        self._git("symbolic-ref", "HEAD", branch)
        if sum(1 for _ in self.folder.glob("objects/pack/*.pack")) > PACKS:
            self._git("repack", "-a", "-d", "-q")
        return self._tip()

    def _tip(self) -> str | None:
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

    def commits(self, not_before: str | None = None, since: date | None = None) -> Iterator[Commit]:
        """Commits of the default branch, streamed; with `not_before`, only those after that commit.

        With `since` those of earlier days (UTC) are left out, unless git is too old to do it without fault.
        """
        span = f"{not_before}..HEAD" if not_before else "HEAD"
        days = (f"--since-as-filter={since}T00:00:00Z",) if since and version() >= FILTERS_DAYS else ()
        command = self._command("log", "-z", f"--format={FORMAT}", *days, span)
        with subprocess.Popen(  # noqa: S603 - fixed program, checked arguments
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(self._way.variables)
        ) as process:
            assert process.stdout is not None
            yield from parse(process.stdout)
        if process.returncode:
            self.remove()  # objects are missing or damaged: the next look clones anew
            raise GitError(f"the clone of {self.url} was damaged and has been thrown away")

    def tags(self) -> list[tuple[str, datetime]]:
        """Tags with the day of the tagger, or of the commit for lightweight ones."""
        self._git("fetch", "--quiet", "--filter=tree:0", "--force", "origin", "+refs/tags/*:refs/tags/*")
        return dated(self._git("for-each-ref", TAG_ROWS, "refs/tags"))

    def remove(self) -> None:
        """Forget the clone: it holds names and addresses, and can be made again."""
        if self.folder.is_dir() and not self.folder.is_symlink():
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            self.folder.unlink(missing_ok=True)

    def _clone(self) -> None:
        making = self.folder.with_name(f"{self.folder.name}.{os.getpid()}.tmp")
        shutil.rmtree(making, ignore_errors=True)
        making.parent.mkdir(parents=True, exist_ok=True)
        options = ("--quiet", "--bare", "--single-branch", "--no-tags", "--filter=tree:0")
        self._way.run(("git", *SAFE, "clone", *options, "--", self.url, str(making)), self.timeout)
        self.remove()
        making.rename(self.folder)  # a killed clone never looks like a whole one

    def _remote_branch(self) -> str | None:
        text = self._git("ls-remote", "--symref", "origin", "HEAD")
        first = text.split("\n", 1)[0]
        return first.split()[1] if first.startswith("ref:") else None

    def _git(self, *arguments: str) -> str:
        return self._way.run(self._command(*arguments), self.timeout)

    def _command(self, *arguments: str) -> tuple[str, ...]:
        return ("git", *SAFE, f"--git-dir={self.folder}", *arguments)


def dated(refs: str) -> list[tuple[str, datetime]]:
    """Tags from lines of name, zero byte and Unix seconds; those without a day are left out."""
    pairs = (line.split("\0") for line in refs.splitlines())
    return [
        (name, datetime.fromtimestamp(int(when), UTC))
        for name, when in pairs
        if when.isdigit() and int(when) <= LAST_SECOND
    ]
