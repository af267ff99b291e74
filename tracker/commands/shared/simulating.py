"""Showing a simulation: what a watch list of any size and activity costs a day, before anybody follows it."""

from __future__ import annotations

import click

from tracker.commands.shared.show import emit, table

KINDS = ("quiet", "active", "busy")


def show_simulation(many: int, mix: str, tokens: int, as_json: bool) -> None:
    """Print requests, points and tokens a mean day, and how old the oldest answer gets."""
    from tracker.collectors.simulation import ACTIVE, BUSY, QUIET, day_of, simulate

    shares = _shares(many, mix)
    kinds = (QUIET, ACTIVE, BUSY)
    found = simulate(dict(zip(kinds, shares, strict=True)), tokens)
    if as_json:
        emit(
            {
                "repositories": dict(zip(KINDS, shares, strict=True)),
                "requests_a_day": round(found.requests),
                "points_a_day": round(found.points),
                "shared_queries_a_day": round(found.queries),
                "tokens": tokens,
                "tokens_for_a_daily_answer": round(found.tokens, 3),
                "oldest_answer_days": round(found.oldest_days, 1),
            }
        )
        return
    days = [day_of(kind) for kind in kinds]
    table(
        ("kind", "repositories", "requests a day", "points a day"),
        [
            (name, f"{share:,}", f"{share * day.requests:,.0f}", f"{share * day.points:,.0f}")
            for name, share, day in zip(KINDS, shares, days, strict=True)
        ],
        right=(1, 2, 3),
    )
    whose = "one token" if tokens == 1 else f"{tokens:,} tokens"
    click.echo(
        f"A daily answer of everybody takes {found.tokens:,.2f} tokens; with {whose} the oldest answer is "
        f"{found.oldest_days:,.1f} days old. First reading, git and other hosts are not in it.",
        err=True,
    )


def _shares(many: int, mix: str) -> list[int]:
    """How many repositories are of each kind; the first takes what rounding leaves. Raises a usage error."""
    try:
        parts = [float(part) for part in mix.split(",")]
    except ValueError:
        parts = []
    if (
        len(parts) != len(KINDS)
        or not all(0 <= part <= 100 for part in parts)
        or abs(sum(parts) - 100) > 1e-6
    ):
        raise click.BadParameter(
            f"{mix!r} is not three shares in per cent that make 100, such as 90,9.5,0.5", param_hint="--mix"
        )
    others = [int(many * part / 100) for part in parts[1:]]
    return [many - sum(others), *others]
