"""Who carries on: successors named by a project itself, by the catalog, and by those named in their turn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tracker.health.verdict import NOT_MAINTAINED, Successor, Verdict
from tracker.signals.base import View
from tracker.signals.notices import seen, standing
from tracker.signals.rules import Rules

ADDRESS = re.compile(r"github\.com/([\w.-]+/[\w-]+(?:\.[\w-]+)*)")
LONGEST_CHAIN = 5  # Theano, aesara, pytensor has three


def named(view: View, rules: Rules, headlines: Mapping[str, str] | None) -> tuple[Successor, ...]:
    """Successors as of a day: those in the words of standing statements first, then the catalog's."""
    own = {view.dossier.full_name.lower(), *(name.lower() for name, _ in view.dossier.names)}
    found: dict[str, Successor] = {}
    for notice in standing(view, rules, lambda _place: True):
        for name in ADDRESS.findall(notice.sentence):
            if name.lower() not in own:
                said = Successor(name, None, None, "project", notice.url, seen(notice))
                found.setdefault(name.lower(), said)
    known = {link.repository: link for link in view.dossier.successions}
    for name in view.dossier.successors:
        link = known.get(name)
        catalogued = Successor(name, None, None, link.named_by, link.source, link.since) if link else None
        found.setdefault(name.lower(), catalogued or Successor(name))
    return with_headlines(tuple(found.values()), headlines or {})


def with_headlines(
    successors: tuple[Successor, ...], headlines: Mapping[str, str], later: Mapping[str, date] | None = None
) -> tuple[Successor, ...]:
    """The same with their headlines, by full name; of those in `later` the day on which they began."""
    known = {k.lower(): v for k, v in headlines.items()}
    began = {k.lower(): v for k, v in (later or {}).items()}
    return tuple(
        replace(s, headline=known.get(s.repository.lower()), begins=began.get(s.repository.lower()))
        for s in successors
    )


def resolved(verdict: Verdict, others: Mapping[str, Verdict]) -> tuple[Successor, ...]:
    """Its successors, and where one has ended too, those that it names: up to an end that lives."""
    by_name = {name.lower(): other for name, other in others.items()}
    found = {s.repository.lower(): s for s in verdict.successors}
    waiting = list(verdict.successors)
    for _ in range(LONGEST_CHAIN):
        ended = [s for s in waiting if s.headline in NOT_MAINTAINED and s.repository.lower() in by_name]
        waiting = []
        for link in ended:
            for further in by_name[link.repository.lower()].successors:
                name = further.repository.lower()
                if name not in found and name != verdict.repository.lower():
                    found[name] = replace(further, named_by="chain")
                    waiting.append(found[name])
    return tuple(found.values())
