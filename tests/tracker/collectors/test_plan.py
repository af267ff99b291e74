"""The plan: whose turn comes first, what fits, what waits, and that nothing is ever lost or overspent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.collectors import COLLECTORS, Target
from tracker.collectors.changes import Known
from tracker.collectors.costs import COSTS, Cost
from tracker.collectors.forecast import ahead
from tracker.collectors.plan import COUNTERS, CollectorStanding, PlannedTurn, Room, Step, pack, turns
from tracker.cursors import CURSORS
from tracker.records import Counters, RepositoryFacts

TODAY = date(2026, 6, 30)
NAMES = tuple(member.name for member in COLLECTORS)


def seen(day: date, **more: Any) -> dict[str, Any]:
    return {"complete": True, "seen": f"{day}T12:00:00+00:00", **more}


def standing(day: date, *, put_off: bool = False) -> CollectorStanding:
    return CollectorStanding(
        {name: CURSORS[name].from_json(seen(day)) for name in (COUNTERS, *NAMES)}, put_off
    )


def turn(name: str, *costs: int, waited: bool = False, fresh: bool = False) -> PlannedTurn:
    steps = tuple(Step(c, Cost(n)) for c, n in zip((COUNTERS, "stars", "issues"), costs, strict=False))
    return PlannedTurn(Target(f"a/{name}"), "", steps, waited, fresh)


def test_every_collector_has_a_cost() -> None:
    assert set(COSTS) == set(NAMES)


def test_order_is_put_off_then_never_collected_then_oldest_then_most_changed() -> None:
    facts = RepositoryFacts(4, "R", "a", "busy", counters=Counters(stars=900))
    targets = [Target(f"a/{n}", i) for i, n in enumerate(("quiet", "old", "new", "put-off"), 10)]
    targets.append(Target("a/busy", 20, facts=facts))
    known = {
        10: standing(TODAY), 11: standing(TODAY - timedelta(days=3)), 13: standing(TODAY, put_off=True),
        20: standing(TODAY),
    }  # fmt: skip
    ranked = turns(targets, known, TODAY, chosen=NAMES, authorised=True)
    assert [t.target.full_name for t in ranked] == ["a/put-off", "a/new", "a/old", "a/busy", "a/quiet"]
    assert [t.why for t in ranked][:3] == ["put off last time", "never collected", "seen 2026-06-27"]


def test_what_was_put_off_goes_first_although_a_later_one_would_fit() -> None:
    packed = pack([turn("first", 1, 3, waited=True), turn("second", 1, 3)], Room(5))
    assert [(t.target.full_name, s.collector) for t, s in packed.now] == [
        ("a/first", "counters"), ("a/first", "stars"), ("a/second", "counters"),
    ]  # fmt: skip
    assert packed.begun is None
    assert [(t.target.full_name, s.collector) for t, s in packed.later] == [("a/second", "stars")]


def test_a_large_history_comes_forward_beside_the_daily_work_of_the_others() -> None:
    asked = [turn("huge", 0, 0, 600, waited=True), *(turn(f"small{n}", 1, 1) for n in range(50))]
    packed = pack(asked, Room(60))
    assert packed.begun is not None
    assert packed.begun[0].target.full_name == "a/huge"
    assert packed.begun[2] >= 30
    assert sum(step.cost.requests for _, step in packed.now) <= 30


def test_everybody_new_is_read_before_anybodys_history() -> None:
    packed = pack([turn(str(n), 1, 18, 50, fresh=True) for n in range(20)], Room(60))
    read = [t.target.full_name for t, s in packed.now if s.collector == COUNTERS]
    assert read == [f"a/{n}" for n in range(20)]
    assert [s.collector for _, s in packed.now][20:] == ["stars", "stars"]


@pytest.mark.parametrize("room", [Room(), Room(10_000, 10_000)])
def test_where_there_is_room_everything_fits(room: Room) -> None:
    packed = pack([turn(str(n), 1, 18, 50, fresh=True) for n in range(20)], room)
    assert not packed.later
    assert packed.begun is None
    assert len(packed.now) == 60


TURNS = st.lists(
    st.builds(
        lambda costs, waited, fresh: turn("x", *costs, waited=waited, fresh=fresh),
        st.lists(st.integers(0, 90), min_size=1, max_size=3), st.booleans(), st.booleans(),
    ),
    max_size=12,
).map(lambda made: [replace(t, target=Target(f"a/{n}")) for n, t in enumerate(made)])  # fmt: skip


@given(TURNS, st.integers(0, 120))
def test_a_plan_never_overspends_and_loses_no_step(asked: list[PlannedTurn], left: int) -> None:
    packed = pack(asked, Room(left))
    begun = [packed.begun[:2]] if packed.begun else []
    spent = sum(s.cost.requests for _, s in packed.now) + (packed.begun[2] if packed.begun else 0)
    assert spent <= left
    steps = [(t.target.full_name, s.collector) for t, s in [*packed.now, *begun, *packed.later]]
    assert sorted(steps) == sorted((t.target.full_name, s.collector) for t in asked for s in t.steps)


@given(TURNS)
def test_hour_after_hour_everybodys_turn_comes(asked: list[PlannedTurn]) -> None:
    total = sum(s.cost.requests for t in asked for s in t.steps)
    hours = ahead(asked, Room(60), Room(2_000))
    assert set(hours) == {t.target.full_name for t in asked if t.steps} or total > 2_000
    assert all(hour in (0, 1) for hour in hours.values())


def test_a_day_is_planned_hour_by_hour() -> None:
    hours = ahead([turn(str(n), 1, 29) for n in range(10)], Room(60), Room(60))
    assert sorted(hours.values()) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]


def facts(**counters: int) -> RepositoryFacts:
    return RepositoryFacts(1, "R", "a", "b", head_oid="f00", counters=Counters(**counters))


@pytest.mark.parametrize(
    ("collector", "position", "read", "requests"),
    [
        ("stars", {}, None, 18),
        ("stars", {"walked": "2026-06-01", "count": 7}, facts(stars=7), 0),
        ("stars", {"walked": "2026-06-01", "count": 7}, facts(stars=8), 1),
        ("stars", {"walked": "2026-06-01", "count": 7}, None, 1),
        ("issues", {}, None, 50),
        ("issues", {}, facts(open_issues=60_000), 600),
        ("issues", seen(TODAY, counts=[1, *[None] * 4], looked="2026-06-29"), facts(open_issues=1), 0),
        ("issues", seen(TODAY, counts=[1, *[None] * 4], looked="2026-06-29"), facts(open_issues=250), 3),
        ("releases", {}, facts(releases=101, tags=3), 2),
        ("releases", seen(TODAY, counts=[2, 3], looked="2026-06-29"), facts(releases=2, tags=3), 0),
        ("notices", {"oid": "f00", "looked": "2026-06-29"}, facts(), 0),
        ("notices", {"oid": "bad", "looked": "2026-06-29"}, facts(), 1),
        ("commits", {}, None, 0),
    ],
)  # fmt: skip
def test_what_a_step_costs(
    collector: str, position: dict[str, Any], read: RepositoryFacts | None, requests: int
) -> None:
    known = Known(
        Target("a/b", 1, facts=read),
        {collector: CURSORS[collector].from_json(position)},
        TODAY,
        authorised=True,
    )
    assert COSTS[collector](known).requests == requests
