"""May I build on it, and on what instead: verdicts in a line, each with its reason and a link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.agents.answer import ToolAnswer, cut, since_words
from tracker.agents.judged import judged
from tracker.agents.naming import Named, PackageNames
from tracker.health import Rules, Verdict, because
from tracker.health.verdict import NOT_MAINTAINED
from tracker.series import Repository
from tracker.signals.base import Outcome

ADVICE = {
    "archived": "NOT MAINTAINED: archived",
    "end-of-life": "NOT MAINTAINED: end-of-life",
    "moved": "NOT MAINTAINED HERE: moved",
    "dormant": "NOT MAINTAINED: dormant",
    "maintenance-only": "MAINTENANCE ONLY: nothing new",
    "fading": "MAINTAINED, but fading",
    "slow": "MAINTAINED, slowly",
    "active": "MAINTAINED: active",
    "unknown": "UNKNOWN",
}
ENDS = ("end-of-life", "archived", "moved", "maintenance-only")
STRANGE = "it is not followed here and was not looked at"
CHAIN = 5
Looked = Callable[[Sequence[Named]], Mapping[str, dict[str, Any]]]  # a verdict as data, by what was asked


def verdicts(names: PackageNames, found: Sequence[Named], day: date, rules: Rules) -> dict[str, Verdict]:
    """Verdicts of what is followed and of all that follows it, by full name in lower case."""
    wanted: dict[str, Repository] = {}
    waiting = [one.tracked for one in found if one.tracked]
    named = {name for one in found if one.entry and not one.tracked for name in one.entry.successor}
    waiting += [t for name in named if (t := names.repository(name, name).tracked)]
    for _ in range(CHAIN):
        waiting = [t for t in waiting if t.full_name not in wanted]
        wanted |= {t.full_name: t for t in waiting}
        named = {name for t in waiting for name in t.successors}
        waiting = [t for name in named if (t := names.repository(name, name).tracked)]
    found_of = judged(names.history, list(wanted.values()), day, rules)
    return {name.lower(): verdict for name, verdict in found_of.items()}


def check(
    names: PackageNames, found: Sequence[Named], day: date, rules: Rules, look: Looked | None = None
) -> ToolAnswer:
    """One line a package: verdict, since when, why, a link, and what to use instead with its own verdict.

    `look` is asked about those of which nothing is known here.
    """
    known = verdicts(names, found, day, rules)
    strange = [one for one in found if one.tracked is None and one.entry is None and not one.problem]
    seen = look(strange) if look and strange else {}
    rows = [seen.get(one.asked) or row(names, one, known, day) for one in found]
    return ToolAnswer("\n".join(line(one) for one in rows), {"as_of": day.isoformat(), "verdicts": rows})


def row(names: PackageNames, one: Named, known: Mapping[str, Verdict], day: date) -> dict[str, Any]:
    """One verdict as data."""
    verdict = known.get(one.tracked.full_name.lower()) if one.tracked else None
    if verdict is None:
        return _unjudged(names, one, known, day)
    decided = [f for f in verdict.evidence if f.outcome is Outcome.RAISED and f.state == verdict.headline]
    url = next((f.url for f in decided if f.url), f"https://github.com/{verdict.repository}")
    return {
        "asked": one.asked,
        "repository": verdict.repository,
        "headline": verdict.headline,
        "since": verdict.since.isoformat() if verdict.since else None,
        "since_by": verdict.since_by,
        "because": cut(because(verdict)),
        "url": url[:200],
        "instead": instead(names, verdict, known) if verdict.headline not in ("active", "unknown") else [],
    }


def _unjudged(names: PackageNames, one: Named, known: Mapping[str, Verdict], day: date) -> dict[str, Any]:
    """What the catalog knows of a project that is not followed here; else that nothing is known."""
    entry = one.entry
    ends = [m for m in entry.milestones if m.kind in ENDS and m.date <= day] if entry else []
    last = ends[-1] if ends else None
    why = one.problem or (one.tracked.problem if one.tracked else None) or STRANGE
    later = [names.repository(name, name) for name in (entry.successor if entry else ())]
    return {
        "asked": one.asked,
        "repository": entry.repository if entry else one.repository,
        "headline": last.kind if last else "unknown",
        "since": last.date.isoformat() if last else None,
        "since_by": False,
        "because": cut(last.text if last else why),
        "url": last.source if last else None,
        "instead": [_successor(s, known, "catalog") for s in later],
    }


def instead(names: PackageNames, verdict: Verdict, known: Mapping[str, Verdict]) -> list[dict[str, Any]]:
    """Successors, the living first, at most three; those that began only later are left out."""
    found = [
        {
            "headline": s.headline or "unknown",
            **_successor(names.repository(s.repository, s.repository), known, s.named_by),
        }
        for s in verdict.successors
        if s.begins is None or s.begins <= verdict.as_of
    ]
    return sorted(found, key=lambda s: s["headline"] in NOT_MAINTAINED or s["headline"] == "unknown")[:3]


def _successor(named: Named, known: Mapping[str, Verdict], by: str) -> dict[str, Any]:
    verdict = known.get(named.tracked.full_name.lower()) if named.tracked else None
    packages = named.entry.packages if named.entry else ()
    return {
        "repository": named.name,
        "headline": verdict.headline if verdict else "unknown",
        "package": packages[0] if packages else None,
        "named_by": by,
    }


def line(row: Mapping[str, Any]) -> str:
    """One verdict as a line of text."""
    name = row["repository"] or row["asked"]
    asked = "" if row["asked"].lower() == name.lower() else f" ({cut(row['asked'], 60)})"
    since = since_words(row)
    why = row["because"].rstrip(".")
    parts = [f"{name}{asked}: {ADVICE[row['headline']]}{since}.", f"{why}." if why else ""]
    if row["instead"]:
        parts.append(f"Instead: {', '.join(map(successor, row['instead']))}.")
    return " ".join([*filter(None, parts), row["url"] or ""]).strip()


def successor(one: Mapping[str, Any]) -> str:
    """A successor as text, with its own verdict and the package to install."""
    package = f", pip install {one['package']}" if one["package"] else ""
    return f"{one['repository']} ({one['headline']}{package})"


def replacement(names: PackageNames, one: Named, day: date, rules: Rules) -> ToolAnswer:
    """What took its place, by whose word, and whether it lives; that there is none is said too."""
    known = verdicts(names, [one], day, rules)
    found = row(names, one, known, day)
    verdict = known.get(one.tracked.full_name.lower()) if one.tracked else None
    after = instead(names, verdict, known) if verdict else found["instead"]
    data = {"as_of": day.isoformat(), "repository": one.name, "headline": found["headline"], "instead": after}
    if found["headline"] == "active":  # on that day; who was named later is no answer
        text = f"{one.name} needs no replacement: it is active."
        return ToolAnswer(f"{text}\n{line(found)}", {**data, "instead": []})
    if not after:
        text = f"No replacement of {one.name} is named, by itself or by the catalog."
        if one.tracked is None and one.entry is None:
            text = f"What replaced {one.name} is not known here: it is neither followed nor in the catalog."
        elif one.tracked and one.tracked.category:
            text += f" Living ones of its group: choose(group={one.tracked.category!r})."
        return ToolAnswer(f"{text}\n{line(found)}", data)
    words = {"project": "by the project itself", "catalog": "by the catalog", "chain": "by its successor"}
    told = "; ".join(f"{successor(s)}, named {words.get(s['named_by'], 'by others')}" for s in after)
    return ToolAnswer(f"{one.name} was replaced by: {told}.\n{line({**found, 'instead': []})}", data)
