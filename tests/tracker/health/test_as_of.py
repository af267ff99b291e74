"""Nothing learned later changes an earlier verdict, and no history is looked at slowly."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.dossiers import attribute, daily, dossier, notice, release, releases, spread
from tracker.dossier import Daily, Dossier
from tracker.health import HEADLINES, history, judge, turns
from tracker.records import Issue, Presence

pytestmark = pytest.mark.slow

START = date(2015, 1, 1)
LENGTH = 6 * 365
DAYS = st.integers(0, LENGTH - 1).map(lambda n: START + timedelta(days=n))
DECLARES = st.sampled_from(["end-of-life", "maintenance-only", "moved", "archived"])
WHERE = st.sampled_from(["readme", "description", "issue", "release", "registry", "announcement"])


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@st.composite
def notices(draw: st.DrawFn) -> tuple[object, ...]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        seen = draw(DAYS)
        gone = draw(
            st.none() | st.integers(1, 800).map(lambda n, seen=seen: (seen + timedelta(days=n)).isoformat())
        )
        found.append(notice(seen.isoformat(), "It is over.", draw(DECLARES), draw(WHERE), gone))
    return tuple(found)


@st.composite
def issues(draw: st.DrawFn) -> tuple[Issue, ...] | None:
    if draw(st.booleans()):
        return None
    found = []
    for number in range(draw(st.integers(0, 30))):
        opened = draw(DAYS)
        closed = draw(
            st.none() | st.integers(0, 900).map(lambda n, opened=opened: at(opened + timedelta(days=n)))
        )
        pulled, asks = draw(st.booleans()), draw(st.booleans())
        one = Issue(number, at(opened), at(opened), closed, is_pull_request=pulled, asks_if_alive=asks)
        found.append(replace(one, author_association="NONE"))
    return tuple(found)


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    values = rng.poisson(draw(st.sampled_from([0.0, 0.02, 0.5, 5.0])), LENGTH).astype(np.float64)
    values[draw(st.integers(0, LENGTH)) :] *= draw(st.sampled_from([0.0, 0.1, 1.0]))
    for _ in range(draw(st.integers(0, 2))):
        hole = draw(st.integers(0, LENGTH - 1))
        values[hole : hole + draw(st.integers(1, 300))] = np.nan
    released = st.lists(DAYS, max_size=4).map(
        lambda days: tuple(release(d.isoformat()) for d in sorted(days))
    )
    archived = draw(st.none() | DAYS)
    gone = draw(st.none() | DAYS)
    return dossier(
        commits=Daily(START, values),
        releases=draw(st.none() | released),
        notices=draw(notices()),
        issues=draw(issues()),
        authors=tuple((START + timedelta(days=i), frozenset({i % 7, i % 3})) for i in range(0, LENGTH, 40)),
        archived_at=at(archived) if archived else None,
        presence=Presence.GONE if gone else Presence.ACTIVE,
        presence_since=at(gone) if gone else None,
        attributes=(attribute("archived", draw(st.sampled_from(["true", "false"])), draw(DAYS).isoformat()),),
        names=(("old/name", START), ("example/project", draw(DAYS))),
    )


def known_by(subject: Dossier, day: date) -> Dossier:
    """The dossier as it could have been written on the evening of a day."""

    def past(moment: datetime | None) -> bool:
        return moment is not None and moment.date() <= day

    def cut(series: Daily | None) -> Daily | None:
        return None if series is None else Daily(series.start, series.values[: (day - series.start).days + 1])

    return replace(
        subject,
        commits=cut(subject.commits),
        human=cut(subject.human),
        substantive=cut(subject.substantive),
        releases=None if subject.releases is None else subject.released_until(day),
        notices=tuple(replace(n, withdrawn_at=n.withdrawn_at if past(n.withdrawn_at) else None)
                      for n in subject.notices if past(n.first_seen)),
        issues=None if subject.issues is None else tuple(
            replace(i, closed_at=i.closed_at if past(i.closed_at) else None)
            for i in subject.issues if past(i.created_at)),
        authors=tuple(a for a in subject.authors if a[0] <= day),
        attributes=tuple(a for a in subject.attributes if past(a.seen_at)),
        archived_at=subject.archived_at if past(subject.archived_at) else None,
        presence=subject.presence if past(subject.presence_since) else Presence.ACTIVE,
        presence_since=subject.presence_since if past(subject.presence_since) else None,
        names=tuple(n for n in subject.names if n[1] <= day),
    )  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(dossiers(), DAYS)
def test_adding_later_data_never_changes_an_earlier_verdict(subject: Dossier, day: date) -> None:
    assert judge(known_by(subject, day), day) == judge(subject, day)


@settings(max_examples=25, deadline=None)
@given(dossiers())
def test_every_month_has_a_verdict_with_evidence_whatever_is_known(subject: Dossier) -> None:
    verdicts = history(subject, date(2015, 1, 1), date(2020, 12, 1))
    assert len(verdicts) == 72
    for verdict in verdicts:
        assert verdict.headline in HEADLINES
        assert verdict.evidence
        assert verdict.would_change
        assert verdict.headline != "unknown" or not verdict.watch


@settings(max_examples=60, deadline=None)
@given(dossiers(), st.none() | DAYS, DAYS)
def test_the_turns_are_where_the_history_changes_its_headline(
    subject: Dossier, start: date | None, end: date
) -> None:
    stretches = groupby(history(subject, start, end), key=lambda verdict: verdict.headline)
    told = [(looks[0], looks[-1].as_of) for _, group in stretches if (looks := list(group))]
    assert turns(subject, start, end) == told


@settings(max_examples=40, deadline=None)
@given(dossiers(), DAYS)
def test_days_made_unknown_never_make_a_repository_dormant(subject: Dossier, day: date) -> None:
    assert subject.substantive is not None
    blank = Daily(START, np.full(LENGTH, np.nan))
    found = judge(replace(subject, commits=blank, human=blank, substantive=blank), day)
    assert found.observed in {"unknown", "active"}  # a release alone can prove life


def test_a_hundred_repositories_over_ten_years_are_judged_in_seconds() -> None:
    subjects = [
        dossier(
            f"example/number{i}",
            spread(dict.fromkeys(range(2014, 2027), 100 + 9 * i), "2026-06-30"),
            releases=releases(*(f"{year}-03-01" for year in range(2015, 2026))),
            notices=(notice("2020-01-01", "It is over.", until="2021-01-01"),),
            authors=tuple(
                (date(2014, 1, 1) + timedelta(days=d), frozenset({d % 50, d % 11})) for d in range(0, 4000, 4)
            ),
            issues=tuple(Issue(n, at(START + timedelta(days=n)), at(START), None) for n in range(600)),
        )
        for i in range(100)
    ]
    began = time.process_time()
    verdicts = [v for subject in subjects for v in history(subject, date(2016, 7, 1), date(2026, 6, 1))]
    assert len(verdicts) == 12_000
    assert time.process_time() - began < 15  # 5 s on a quiet machine, with room for a busy one


def test_a_series_of_no_days_is_unknown() -> None:
    empty = Daily(date(2020, 1, 1), np.array([]))
    assert judge(dossier(commits=empty), date(2021, 1, 1)).headline == "unknown"
    assert judge(dossier(commits=daily("2020-01-01", "2020-01-01")), date(2019, 1, 1)).headline == "unknown"
