"""A clone that somebody already has, read as it lies: nothing is fetched into it and nothing removed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tracker.github.commitlog import FORMAT, LAST_SECOND, Commit, parse
from tracker.github.git import TAG_ROWS, dated
from tracker.github.gitrun import SAFE, GitError, environment, run
from tracker.github.readmes import README, ReadmeRevision

READMES_IN = (".github/", "", "docs/")  # where GitHub looks for the one it shows, in this order
MARKDOWN_FIRST = ("readme.md", "readme.rst", "readme")
PATIENCE = 600.0  # seconds for one question
MOST_TEXT = 2_000_000  # bytes of a README; what is longer is cut


@dataclass(frozen=True, slots=True)
class LocalClone:
    """A bare clone or a work tree's .git, with the whole history of its default branch."""

    folder: Path

    def commits(self) -> Iterator[Commit]:
        """Commits of HEAD, streamed. Raises GitError where objects are missing."""
        command = self._command("log", "-z", f"--format={FORMAT}", "HEAD")
        with subprocess.Popen(  # noqa: S603 - fixed program, checked arguments
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()
        ) as process:
            assert process.stdout is not None
            yield from parse(process.stdout)
        if process.returncode:
            raise GitError(f"the history of {self.folder} is not whole")

    def tags(self) -> list[tuple[str, datetime]]:
        """Tags with the day of the tagger, or of the commit for lightweight ones."""
        return dated(self._run("for-each-ref", TAG_ROWS, "refs/tags"))

    def readme(self) -> tuple[str, list[ReadmeRevision]]:
        """(its path, its revisions, newest first) of the README that GitHub shows; ("", []) without one."""
        path = self._readme_path("HEAD", None)
        if path is None:
            return "", []
        found: list[ReadmeRevision] = []
        start, followed = "HEAD", path
        while followed:
            revisions = self._revisions(start, followed)
            found += revisions
            if not revisions or revisions[-1].text is None:
                break
            start = f"{revisions[-1].oid}^"  # it was called otherwise before, or began with this commit
            followed = self._readme_path(start, followed) or ""
        return path, found

    def newest_readme(self) -> str | None:
        """What the README that GitHub shows says today; None without one."""
        path = self._readme_path("HEAD", None)
        return None if path is None else self._texts([f"HEAD:{path}"])[0]

    def _revisions(self, start: str, path: str) -> list[ReadmeRevision]:
        text = self._run("log", "--format=%H %ct", start, "--", path)
        rows = [line.split() for line in text.splitlines()]
        texts = self._texts([f"{oid}:{path}" for oid, _ in rows])
        return [
            ReadmeRevision(oid, datetime.fromtimestamp(min(int(when), LAST_SECOND), UTC), said)
            for (oid, when), said in zip(rows, texts, strict=True)
        ]

    def _readme_path(self, at: str, but: str | None) -> str | None:
        for folder in READMES_IN:
            try:
                names = self._run("ls-tree", "--name-only", at, folder or ".").splitlines()
            except GitError:
                return None  # there was nothing before the first commit
            found = {n.rpartition("/")[2].lower(): n for n in names if README.fullmatch(n.rpartition("/")[2])}
            found = {low: name for low, name in found.items() if name != but}
            best = next(
                (found[low] for low in MARKDOWN_FIRST if low in found), min(found.values(), default=None)
            )
            if best is not None:
                return best
        return None

    def _texts(self, objects: list[str]) -> list[str | None]:
        """What each object says; None where there is no such file."""
        command = self._command("cat-file", "--batch")
        with subprocess.Popen(  # noqa: S603 - fixed program, checked arguments
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            found: list[str | None] = []
            for name in objects:
                process.stdin.write(name.encode() + b"\n")
                process.stdin.flush()
                head = process.stdout.readline().split()
                if len(head) != 3 or head[1] != b"blob":
                    if len(head) == 3:
                        process.stdout.read(int(head[2]) + 1)
                    found.append(None)
                    continue
                body = process.stdout.read(int(head[2]) + 1)[:-1]
                found.append(body[:MOST_TEXT].decode("utf-8", errors="replace"))
            process.stdin.close()
        return found

    def _run(self, *arguments: str) -> str:
        return run(self._command(*arguments), PATIENCE)

    def _command(self, *arguments: str) -> tuple[str, ...]:
        return ("git", *SAFE, f"--git-dir={self.folder}", *arguments)
