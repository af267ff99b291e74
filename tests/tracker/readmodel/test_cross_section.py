"""Everybody on a day, read at once, is what each one's own levels tell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Store
from tests.dashboards import sample
from tracker.health import Rules
from tracker.readmodel import spreading
from tracker.readmodel.build import last_value
from tracker.readmodel.cross_section import NOBODY, PanelReader, columns, cross_section
from tracker.readmodel.keeping import refresh
from tracker.readmodel.levels import Levels, first_difference, pack, unpack
from tracker.readmodel.numbers import numbers
from tracker.readmodel.panel import first_day, from_bytes, month_of, panels
from tracker.readmodel.rows import COMMITS, STARS
from tracker.readmodel.spreading import DECLARED, MADE_BY, STATES
from tracker.readmodel.view import ReadModel
from tracker.records import Observation
from tracker.series import History
from tracker.store.models import panel
from tracker.tables import EPOCH

pytestmark = pytest.mark.slow

FIRST, LAST = 17_000, 18_400  # nearly four years
FEW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)


@st.composite
def totals(draw: st.DrawFn) -> bytes:
    """A packed total: some stretches of known days, whole or not; sometimes nothing."""
    draws = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    edges = sorted(draw(st.lists(st.integers(FIRST, LAST), max_size=6, unique=True)))
    stretches = [np.arange(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    days = np.concatenate(stretches) if stretches else np.array([], int)
    steps = draws.integers(-3, draw(st.sampled_from([4, 400, 70_000])), len(days))
    values = np.cumsum(steps) + draw(st.sampled_from([0, 0.5, 100_000]))
    return pack(days.astype("datetime64[D]"), values.astype(float))


class Held:
    """Panels as the store would give them."""

    def __init__(self, found: dict[str, list[bytes]], chunks: int) -> None:
        self._chunks = chunks
        self._months: dict[tuple[str, int], dict[int, bytes]] = {}
        for what, bodies in found.items():
            for chunk in range(chunks):
                ids = [n for n in range(len(bodies)) if n % chunks == chunk]
                levels = [unpack(bodies[n]) for n in ids]
                self._months[what, chunk] = dict(panels(ids, levels, 0)) if ids else {}

    def chunks(self) -> int:
        return self._chunks

    def of(self, what: str, month: int, chunks: Collection[int]) -> Sequence[tuple[int, bytes]]:
        found = []
        for chunk in chunks:
            months = self._months[what, chunk]
            if held := [one for one in months if one <= month]:
                found.append((chunk, months[max(held)]))
        return found


def none(value: float) -> float | None:
    return None if np.isnan(value) else value


@FEW
@given(st.lists(st.tuples(totals(), totals()), min_size=1, max_size=5), st.integers(FIRST - 40, LAST + 400))
def test_columns_are_the_numbers_of_each_for_itself(bodies: list[tuple[bytes, bytes]], day: int) -> None:
    stars, commits = ([body[i] for body in bodies] for i in (0, 1))
    held: Any = Held({STARS: stars, COMMITS: commits, STATES: [b""] * len(bodies)}, 2)
    as_of = date.fromordinal(day + EPOCH)
    found = columns(PanelReader(held, np.arange(len(bodies))), as_of)
    for place, (one, other) in enumerate(bodies):
        own = numbers(unpack(one), unpack(other), as_of)
        told = (
            found.stars,
            found.gain30,
            found.gain90,
            found.share90,
            found.gain365,
            found.pace,
            found.commits,
        )
        assert [none(column[place]) for column in told] == [
            last_value(unpack(one), as_of), *(own.changes[span].value for span in (30, 90)),
            own.changes[90].share, own.changes[365].value, own.pace, own.commits_year,
        ]  # fmt: skip
        assert found.state[place] == NOBODY


@FEW
@given(totals(), totals(), st.integers(0, 30))
def test_months_made_from_a_day_on_are_the_same_bytes_as_all_made_anew(
    one: bytes, other: bytes, more: int
) -> None:
    """What changed since a day is all that has to be made again."""
    levels: Levels | None = unpack(one)
    grown = one
    if levels is not None:
        days = np.array(
            [d for d in range(levels.start, levels.start + len(levels.steps)) if levels.last_known(d) == d]
        )
        values = [levels.at(int(d)) for d in days]
        later = np.arange(days[-1] + 1, days[-1] + 1 + more)
        grown = pack(
            np.concatenate([days, later]).astype("datetime64[D]"),
            np.array([*values, *(values[-1] + np.arange(1, more + 1)).tolist()], dtype=float),
        )
    since = first_difference(one, grown)
    before, after = (dict(panels([1, 2], [unpack(a), unpack(other)], 0)) for a in (one, grown))
    if since is None:
        assert before == after
        return
    again = dict(panels([1, 2], [unpack(grown), unpack(other)], since))
    month = int(month_of(since))
    assert {m: b for m, b in before.items() if m < month} | again == after


@FEW
@given(totals())
def test_a_panel_tells_every_day_as_the_levels_do(body: bytes) -> None:
    levels = unpack(body)
    for month, packed in panels([7], [levels], 0):
        panel = from_bytes(packed)
        assert panel.start == first_day(month)
        assert levels is not None
        for day in range(panel.start, first_day(month + 1)):
            last, total = panel.on(np.array([0]), np.array([day]))
            if (known := levels.last_known(day)) is not None:
                assert (last[0], total[0]) == (known, levels.at(known))


DAYS = [date(2016, 2, 29), date(2017, 10, 1), date(2019, 5, 31), date(2023, 1, 1), sample.TODAY]


def columns_of(world: Store, day: date, today: date = sample.TODAY) -> list[list[float]]:
    """Everything that is told of everybody on a day."""
    known = sample.history(world.engine).catalog
    found = cross_section(ReadModel(History(world, today, known), Rules()), day)
    cells = np.column_stack([getattr(found, field.name) for field in fields(found)])
    return [[None if np.isnan(cell) else cell for cell in row] for row in cells]  # type: ignore[misc]


def test_panels_tell_what_the_levels_and_lives_tell_also_after_they_went_on_and_where_one_is_spoilt(
    store: Store,
) -> None:
    sample.fill(store.engine, sample.LIVES[:5])
    history = sample.history(store.engine)
    by_hand = [columns_of(store, day) for day in DAYS]  # little enough to be made by who reads
    assert len({str(one) for one in by_hand}) == len(DAYS)
    refresh(history, Rules())
    assert store.panels.chunks() == 1
    assert not store.panels.stale()
    assert [columns_of(store, day) for day in DAYS] == by_hand
    later = sample.NOW + timedelta(days=40)
    store.observations.save([Observation(2, "star_count", later.date(), 500_000.0, "github")], later)
    refresh(History(store, later.date(), history.catalog), Rules())
    days = [*DAYS, later.date()]
    after = [columns_of(store, day, later.date()) for day in days]
    with store.transaction() as connection:
        connection.execute(panel.update().values(body=b"spoilt"))
    assert [columns_of(store, day, later.date()) for day in days] == after
    store.panels.clear()
    assert [columns_of(store, day, later.date()) for day in days] == after


def test_more_repositories_than_a_chunk_holds_are_dealt_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.fill(store.engine, sample.LIVES[:5])
    refresh(sample.history(store.engine), Rules())
    assert store.panels.chunks() == 1
    before = columns_of(store, DAYS[2])
    monkeypatch.setattr(spreading, "CHUNK", 2)
    refresh(sample.history(store.engine), Rules())
    assert store.panels.chunks() == 4
    assert columns_of(store, DAYS[2]) == before


def test_panels_of_another_program_are_made_anew(store: Store) -> None:
    """They may lack what this one tells of a life, though nothing of what is kept has changed."""
    sample.fill(store.engine, sample.LIVES[:3])
    refresh(sample.history(store.engine), Rules())
    whole = {tuple(row) for row in store.database.rows(panel.select())}
    with store.transaction() as connection:
        connection.execute(panel.delete().where(panel.c.what == DECLARED))
    refresh(sample.history(store.engine), Rules())
    assert {tuple(row) for row in store.database.rows(panel.select())} != whole
    store.meta.set(MADE_BY, "another")
    refresh(sample.history(store.engine), Rules())
    assert {tuple(row) for row in store.database.rows(panel.select())} == whole
