"""Candidates side by side: facts in columns, sorted by one of them that is named; never a blended score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.agents.answer import BadQuestion, ToolAnswer, whole
from tracker.agents.judged import judged
from tracker.agents.naming import PackageNames
from tracker.health import Rules, Verdict
from tracker.health.verdict import HEADLINES, NOT_MAINTAINED
from tracker.readmodel.view import ReadModel
from tracker.series import Repository

MOST = 12
GOOD = tuple(h for h in reversed(HEADLINES) if h not in (*NOT_MAINTAINED, "unknown"))  # the best first
METRICS = ("stars", "commit_authors", "time_to_first_response")
LOSING = -0.1  # of the people of a year before
PERMISSIVE = ("mit", "apache", "bsd", "isc", "zlib", "unlicense", "cc0", "0bsd", "bsl10")


@dataclass(frozen=True)
class Wish:
    """What is looked for: a group or words of a task, or some by name; and what they must have."""

    group: str = ""
    among: Sequence[str] = ()
    license: str = ""
    language: str = ""
    min_people: int = 0
    min_verdict: str = ""  # the least that will do: 'active', 'slow', 'fading'
    limit: int = 8


def choose(names: PackageNames, wish: Wish, day: date, rules: Rules) -> ToolAnswer:
    """The candidates with what is known of each, the most starred first."""
    if wish.min_verdict and wish.min_verdict not in GOOD:
        raise BadQuestion(f"min_verdict {wish.min_verdict[:40]!r}: give one of {', '.join(GOOD)}")
    found, unknown = _candidates(names, wish)
    fitting = [t for t in found if _fits(t, wish)]
    known = judged(names.history, fitting, day, rules)
    good = GOOD[: GOOD.index(wish.min_verdict) + 1] if wish.min_verdict else GOOD
    living = [
        t for t in fitting
        if (wish.among and not wish.min_verdict)
        or (t.full_name in known and known[t.full_name].headline in good)
    ]  # fmt: skip
    rows = [_row(t, known) for t in living]
    _fill(names, living, rows, day, rules)
    rows = [r for r in rows if (r["people"] or 0) >= wish.min_people]
    rows.sort(key=lambda r: -(r["stars"] or 0))
    shown = rows[: min(wish.limit, MOST)]
    text = [f"{len(rows)} of {len(found)} candidates as of {day}, the most starred first (people: commit "
            "authors of 90 days):", *map(_line, shown)]  # fmt: skip
    if losing := [r for r in shown if (r["people_change"] or 0) <= LOSING]:
        losing.sort(key=lambda r: r["people_change"])
        text.append(
            "Losing people: " + ", ".join(f"{r['repository']} ({r['people_change']:+.0%})" for r in losing)
        )
    if found and not fitting:
        text.append(_lacking(found, wish))
    text += unknown
    return ToolAnswer("\n".join(text), {"as_of": day.isoformat(), "sorted_by": "stars", "candidates": shown})


def _candidates(names: PackageNames, wish: Wish) -> tuple[list[Repository], list[str]]:
    if wish.among:
        named = names.find_all(wish.among)
        unknown = [f"{n.name}: {n.problem or 'unknown here, not followed'}" for n in named if not n.tracked]
        return list({n.tracked.full_name: n.tracked for n in named if n.tracked}.values()), unknown
    followed = names.history.tracked()
    groups = sorted({t.category for t in followed if t.category})
    matching = [t for t in followed if (t.category or "").lower() == wish.group.strip().lower()]
    if not matching:
        words = [w for w in wish.group.lower().replace("-", " ").split() if len(w) > 2]
        matching = [t for t in followed if words and all(w in _about(t) for w in words)]
    if not matching:
        wanted = f"no candidates for {wish.group[:60]!r}" if wish.group.strip() else "give group, or among"
        raise BadQuestion(f"{wanted}. Groups are: {', '.join(groups)}")
    return matching, []


def _about(one: Repository) -> str:
    return (
        " ".join([one.category or "", one.full_name, one.description or "", *one.topics])
        .lower()
        .replace("-", " ")
    )


def _fits(one: Repository, wish: Wish) -> bool:
    license_ = _letters(one.license)
    wanted = PERMISSIVE if wish.license.strip().lower() == "permissive" else (_letters(wish.license),)
    return any(word in license_ for word in wanted) and (
        not wish.language or wish.language.strip().lower() == (one.language or "").lower()
    )


def _letters(text: str | None) -> str:
    """'Apache-2.0' as 'apache20': people write the same license in many ways."""
    return "".join(c for c in (text or "").lower() if c.isalnum())


def _lacking(found: Sequence[Repository], wish: Wish) -> str:
    """That none has what is asked for, and what there is."""
    there = {
        "license": sorted({t.license or "unknown" for t in found}) if wish.license else [],
        "language": sorted({t.language or "unknown" for t in found}) if wish.language else [],
    }
    return "None fits; there are " + "; ".join(f"{k} {', '.join(v)}" for k, v in there.items() if v)


def _row(one: Repository, known: Mapping[str, Verdict]) -> dict[str, Any]:
    verdict = known.get(one.full_name)
    return {
        "repository": one.full_name,
        "headline": verdict.headline if verdict else "unknown",
        "since": verdict.since.isoformat() if verdict and verdict.since else None,
        "since_by": bool(verdict and verdict.since_by),
        "license": one.license,
        "language": one.language,
    }


def _fill(
    names: PackageNames, found: Sequence[Repository], rows: list[dict[str, Any]], day: date, rules: Rules
) -> None:
    """The numbers of a day and of the year before, in the rows."""
    history, before = names.history, day - timedelta(days=365)
    now = history.points(METRICS, found, day)
    then = history.points(METRICS[:2], found, before)
    releases = ReadModel(history, rules).releases(day, [one.github_id for one in found if one.github_id])
    for one, row in zip(found, rows, strict=True):
        for key, metric in (("stars", "stars"), ("people", "commit_authors")):
            value, earlier = now[(one.full_name, metric)].value, then[(one.full_name, metric)].value
            row[key] = value
            row[f"{key}_change"] = round(value / earlier - 1, 3) if value is not None and earlier else None
        row["first_response_days"] = now[(one.full_name, "time_to_first_response")].value
        last = releases.get(one.github_id or 0)
        row["last_release"] = f"{last.tag} {last.published_at.date()}" if last else None


def _line(row: dict[str, Any]) -> str:
    def share(key: str) -> str:
        return f" ({row[key]:+.0%} in a year)" if row[key] is not None else ""

    parts = [
        f"{row['repository']}: {row['headline']}",
        f"stars {whole(row['stars'])}{share('stars_change')}",
        f"people {whole(row['people'])}{share('people_change')}",
        f"last release {row['last_release'] or '–'}",
        f"first response {'–' if (wait := row['first_response_days']) is None else f'{whole(wait)} days'}",
        row["license"] or "license unknown",
    ]
    return "; ".join(parts)
