"""The list of alerts: under its headings, filtered, searched, counted and cut by the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, func, literal, or_, select

from tracker.store.database import Part
from tracker.store.listing import holds
from tracker.store.models import alert, repository, silence, transition

QUIETED = "quieted"  # the section of an alert that a silence covers; of others it is their state


@dataclass(frozen=True, slots=True)
class AlertQuery:
    """Which alerts are wanted at `now`, and in which order.

    `sections` are in the order of the page: states of alerts, and QUIETED. `spoken` are the verdicts, the
    gravest first, with the words they are searched by. Each of `words`, in small letters, is in the name, the
    rule or the verdict. `kind`: a verdict, or '' for none of them. `among`: ids of repositories. `headings`:
    ids of repositories under each heading within a section, those under none last; without, by verdict.
    """

    sections: Sequence[str]
    spoken: Mapping[str, str]
    now: datetime
    words: Sequence[str] = ()
    kind: str | None = None
    among: Collection[int] | None = None
    headings: Sequence[Collection[int]] = field(default=())


class AlertLists(Part):
    """What stands of every rule and repository, as a page shows it. Names of repositories are today's."""

    def page(self, asked: AlertQuery, limit: int) -> Sequence[Row[Any]]:
        """The first rows: alert columns, `repository`, `section`, `kind`, `heading` (its number in
        `headings`), `silence_id`; of the latest transition `transition_id`, `reason` and `payload`."""
        filed = _filed(asked).subquery()
        latest = and_(
            transition.c.repository_id == filed.c.repository_id,
            transition.c.rule == filed.c.rule,
            transition.c.number == filed.c.number,
        )
        first = (
            select(filed, transition.c.id.label("transition_id"), transition.c.at)
            .outerjoin(transition, latest)
            .order_by(*self._order(asked, filed.c, transition.c.at))
            .limit(limit)
            .subquery()
        )  # what a change carried is long, and is read of those alone that are shown
        said = select(first, transition.c.reason, transition.c.payload)
        found = said.outerjoin(transition, transition.c.id == first.c.transition_id)
        return self.rows(found.order_by(*self._order(asked, first.c, first.c.at)))

    def _order(self, asked: AlertQuery, c: Any, at: Any) -> Sequence[Any]:
        """By section, heading and verdict, the gravest first; within these the newest first."""
        ranks = {verdict: place for place, verdict in enumerate(asked.spoken)}
        sections = {name: place for place, name in enumerate(asked.sections)}
        return (
            case(sections, value=c.section), c.heading, case(ranks, value=c.kind, else_=len(ranks)),
            self._plain(c.kind), at.desc().nulls_last(), self._plain(c.repository), self._plain(c.rule),
        )  # fmt: skip

    def counts(self, asked: AlertQuery) -> Sequence[Row[Any]]:
        """How many there are of each `section`, `kind` and `heading`: columns of these and `many`."""
        filed = _filed(asked).subquery()
        by = (filed.c.section, filed.c.kind, filed.c.heading)
        return self.rows(select(*by, func.count().label("many")).group_by(*by))

    def _plain(self, text: Any) -> Any:
        """A text in the order in which Python and SQLite compare."""
        return text.collate("C") if self.engine.dialect.name == "postgresql" else text


def _filed(asked: AlertQuery) -> Select[Any]:
    """Every alert that fits, where it belongs."""
    name = (repository.c.owner + "/" + repository.c.name).label("repository")
    quiet, joined = _silences(asked.now)
    kind = case((alert.c.value.in_(asked.spoken), alert.c.value), else_=alert.c.rule).label("kind")
    section = case((quiet.is_not(None), QUIETED), else_=alert.c.state).label("section")
    places: Any = literal(0)
    if asked.headings:
        cases = [(_among(ids, f"heading_{n}"), n) for n, ids in enumerate(asked.headings)]
        places = case(*cases, else_=len(asked.headings))
    found = (
        select(alert, name, section, kind, places.label("heading"), quiet.label("silence_id"))
        .join(repository, repository.c.github_id == alert.c.repository_id)
        .where(alert.c.state.in_([one for one in asked.sections if one != QUIETED]))
    )
    for silences, same in joined:
        found = found.outerjoin(silences, same)
    return found.where(*_wanted(asked, name))


def _wanted(asked: AlertQuery, name: Any) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if asked.kind is not None:
        is_it = alert.c.value == asked.kind if asked.kind else alert.c.value.not_in(asked.spoken)
        wanted.append(is_it)
    if asked.among is not None:
        wanted.append(_among(asked.among, "among"))
    for word in asked.words:
        spoken = [verdict for verdict, said in asked.spoken.items() if word in said.lower()]
        other = and_(alert.c.value.not_in(asked.spoken), holds(alert.c.value, word))
        wanted.append(
            or_(alert.c.value.in_(spoken), other, holds(name.element, word), holds(alert.c.rule, word))
        )
    return wanted


def _among(ids: Collection[int], parameter: str) -> ColumnElement[bool]:
    """Whether an alert is of one of these repositories, of which there may be more than a driver binds."""
    bound: Any = bindparam(parameter, sorted(ids), expanding=True, literal_execute=True)
    return alert.c.repository_id.in_(bound)


def _silences(now: datetime) -> tuple[Any, list[tuple[Any, Any]]]:
    """(the id of the silence over an alert, what is joined for it and how): the narrowest, the oldest."""
    s = silence.c
    force = and_(s.ended_at.is_(None), or_(s.until.is_(None), s.until > now))
    oldest = func.min(s.id).label("id")
    both = (
        select(s.repository_id, s.rule, oldest)
        .where(force, s.repository_id.is_not(None), s.rule.is_not(None))
        .group_by(s.repository_id, s.rule)
        .subquery("of_both")
    )
    whole = (
        select(s.repository_id, oldest)
        .where(force, s.repository_id.is_not(None), s.rule.is_(None))
        .group_by(s.repository_id)
        .subquery("of_repository")
    )
    rules = (
        select(s.rule, oldest)
        .where(force, s.repository_id.is_(None), s.rule.is_not(None))
        .group_by(s.rule)
        .subquery("of_rule")
    )
    every = select(func.min(s.id)).where(force, s.repository_id.is_(None), s.rule.is_(None)).scalar_subquery()
    joined = [
        (both, and_(both.c.repository_id == alert.c.repository_id, both.c.rule == alert.c.rule)),
        (whole, whole.c.repository_id == alert.c.repository_id),
        (rules, rules.c.rule == alert.c.rule),
    ]
    return func.coalesce(both.c.id, whole.c.id, rules.c.id, every), joined
