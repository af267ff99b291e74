"""What `tracker audit` is handed and hands out: files, policy, age, and an answer."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tracker.audit.policy import Policy
    from tracker.audit.report import AuditReport
    from tracker.config import Settings
    from tracker.packages import Listing

UNITS = {"h": 1, "d": 24, "w": 168}
STANDARD_INPUT = 32 << 20  # bytes


def listings(files: Sequence[str], working: Path | None) -> list[Listing]:
    """What the named files and folders ask for, else the working folder. Raises UnreadableFile."""
    if not files:
        return _in_folder(working, working)
    found: list[Listing] = []
    for name in files:
        found += _in_folder(Path(name), None) if Path(name).is_dir() else [_one(name, working)]
    return found


def _one(name: str, working: Path | None) -> Listing:
    from tracker.packages import read, read_bytes

    if name == "-":
        return read_bytes(sys.stdin.buffer.read(STANDARD_INPUT + 1), Path("-"))
    return _by_name(name) or read(Path(name), working)


def _in_folder(folder: Path | None, working: Path | None) -> list[Listing]:
    """Every dependency file of a folder; one that cannot be read is told and costs only itself."""
    from tracker.packages import UnreadableFile, read
    from tracker.packages.folder import found_in

    found = []
    paths = found_in(folder) if folder else []
    for path in [p.relative_to(working) for p in paths] if working else paths:
        try:
            found.append(read(path, working or folder))
        except UnreadableFile as error:
            click.echo(f"passed over: {error}", err=True)
    if not found:
        what = "none of its dependency files can be read" if paths else "no dependency file in this folder"
        raise click.UsageError(f"{what}: name one, such as requirements.txt, pyproject.toml or uv.lock.")
    return found


def _by_name(text: str) -> Listing | None:
    """pkg:pypi/NAME or OWNER/NAME in the place of a file."""
    from tracker.github.names import BadName, parse_repository
    from tracker.packages import Dependency, Listing, UnreadableFile

    if Path(text).exists():
        return None
    if text.startswith("pkg:"):
        from tracker.packages.dependency import Unreadable
        from tracker.packages.sboms import Component, wanted

        try:
            found = wanted(Component(text, purl=text))
        except Unreadable as reason:
            raise UnreadableFile(f"{text}: {reason}") from None
        if isinstance(found, str):
            raise UnreadableFile(f"{text}: packages of {found} are not judged; name its repository")
        return Listing(text, "package URL", [found])
    if "." in text.rpartition("/")[2] and "://" not in text:
        return None
    try:
        owner, name = parse_repository(text)
    except BadName:
        return None
    return Listing(
        text, "repository", [Dependency(f"{owner}/{name}", f"https://github.com/{owner}/{name}", "github")]
    )


def policy(settings: Settings, fail_on: Sequence[str], direct_only: bool) -> Policy:
    """Options first, then tracker.toml's [audit], then pyproject.toml's [tool.tracker.audit]."""
    from dataclasses import replace

    from tracker.audit import policy as policies
    from tracker.config import SettingsError

    table: Mapping[str, object] = settings.tables.get("audit", {})
    where = "tracker.toml [audit]"
    pyproject = settings.folder / "pyproject.toml" if settings.folder else None
    if not table and pyproject and pyproject.is_file():
        try:
            whole = tomllib.loads(pyproject.read_text(encoding="utf-8"))
            table, where = whole["tool"]["tracker"]["audit"], "pyproject.toml [tool.tracker.audit]"
        except (KeyError, TypeError):
            table = {}
        except (OSError, ValueError, RecursionError) as error:
            raise SettingsError(
                f"pyproject.toml cannot be read: {' '.join(str(error).split())[:120]}"
            ) from None
    try:
        found = policies.read(table, where)
    except SettingsError as error:
        raise (settings.located(error) if where.startswith("tracker.toml") else error) from None
    words = policies.words(fail_on) if fail_on else found.fail_on
    return replace(found, fail_on=words, direct_only=direct_only or found.direct_only)


def age(text: str, refresh: bool) -> timedelta:
    """'12h', '1d', '2w' as a duration. Raises a usage error."""
    if refresh:
        return timedelta(-1)  # nothing is as young as that
    found = re.fullmatch(r"(\d{1,5})([hdw])", text.strip())
    if found is None:
        raise click.UsageError(f"--max-age {text!r}: give hours, days or weeks, such as 12h, 1d or 2w.")
    return timedelta(hours=int(found[1]) * UNITS[found[2]])


def baseline(path: Path | None) -> dict[str, str] | None:
    from tracker.audit.policy import read_baseline

    return read_baseline(path) if path else None


def targets(outputs: Sequence[str], files: Sequence[str]) -> list[tuple[str, Path]]:
    """FORMAT:FILE pairs. Raises a usage error before anything is asked."""
    found: list[tuple[str, Path]] = []
    read = {Path(name).absolute().resolve() for name in files}
    for text in outputs:
        form, colon, name = text.partition(":")
        if not colon or not name:
            raise click.UsageError(f"--output {text!r}: give FORMAT:FILE, such as sarif:audit.sarif.")
        path, known = Path(name), known_format(form)
        whole = path.absolute().resolve()
        if reason := _unwritable(whole, read):
            raise click.UsageError(f"--output {text!r}: {reason}.")
        read.add(whole)
        found.append((known, path))
    return found


def _unwritable(path: Path, taken: Collection[Path]) -> str | None:
    """Why a report cannot go there; `taken` holds what is read and what other reports go to."""
    if path.is_dir():
        return "it is a folder: name a file in it"
    if path in taken:
        return "that file is read, or two reports would go there"
    if not path.parent.is_dir():
        return "there is no such folder"
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        return "it cannot be written"
    return None


def known_format(name: str) -> str:
    from tracker.audit.outputs import FORMATS

    if name not in FORMATS:
        raise click.UsageError(f"there is no format {name!r}: give one of {', '.join(FORMATS)}.")
    return name


def run(
    settings: Settings,
    found: Sequence[Listing],
    rules_for: Policy,
    before: Mapping[str, str] | None,
    max_age: timedelta,
    offline: bool,
    no_index: bool,
) -> tuple[AuditReport, bool]:
    """The report, and whether GitHub, or what is kept of it, answered about anything at all."""
    from tracker.audit.run import Asking, audit
    from tracker.config import PackageIndex, package_index
    from tracker.github.batch import in_words
    from tracker.github.budget import Budget
    from tracker.github.client import GitHubClient

    budget = Budget(authorised=settings.token is not None, max_wait=30.0)
    client = GitHubClient(settings.github_api_url, settings.token, budget)
    index = PackageIndex(refused="--no-index") if no_index else package_index()
    try:
        asking = Asking(max_age, offline, index, _progress)
        report = audit(found, settings, client, rules_for, settings.health, asking, before)
    finally:
        client.close()
        _progress("", 0)
    mapped = [d for d in report.dependencies if d.repository]
    answered = any(d.verdict or d.reason == in_words("NOT_FOUND") for d in mapped)
    return report, not mapped or answered or offline


def _progress(what: str, left: int) -> None:
    """One line that is written over, on a terminal only."""
    if sys.stderr.isatty():
        text = f"{what}: {left} left" if what and left else ""
        click.echo(f"\r{text:<70}\r", nl=False, err=True)
