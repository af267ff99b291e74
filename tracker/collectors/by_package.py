"""What collectors share that ask another host about each repository's package, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tracker.catalog import catalog
from tracker.collectors.base import Context, Target, Told
from tracker.cursors import PackageCursor

Due = Sequence[tuple[Target, str]]  # each with its package


def package_of(full_name: str) -> str | None:
    """The package that stands for a repository: the first of the catalog's; others may end on their own."""
    entry = catalog().get(full_name)
    return entry.packages[0] if entry and entry.packages else None


def tell_others(targets: Sequence[Target], due: Due, told: Told) -> None:
    """Of whom nothing is due nothing is missed."""
    waiting = {target.full_name for target, _ in due}
    for target in targets:
        if target.full_name not in waiting:
            told(target, None)


def ask_each(context: Context, due: Due, told: Told, ask: Callable[[Target, str], str | None]) -> None:
    """`ask` about each, and tell what it gives: why something is missed, or None.

    What it raises is that repository's own trouble; the others go on.
    """
    for target, package in due:
        context.breathe()
        reasons: list[str] = []
        with context.alone(reasons.append):
            if reason := ask(target, package):
                reasons.append(reason)
        told(target, reasons[0] if reasons else None)


def note_look(context: Context, target: Target, kind: type[PackageCursor], *, complete: bool) -> None:
    """Write down that a collector looked today; what was once complete stays so."""
    before = context.positions.of(target.id, kind)
    now = replace(before, complete=complete or before.complete, looked=context.today)
    context.note(target.id, now, done=complete)
