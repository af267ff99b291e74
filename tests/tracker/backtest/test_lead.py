"""Lead curves count what stood so many months before an end, and months of the living beside it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import cast

from tracker.backtest.contestants import JudgedSubject
from tracker.backtest.lead import ENDS, curves, table, watch_record
from tracker.backtest.truth import Truth
from tracker.signals.meter import months

LOOKS = tuple(months(date(2019, 1, 1), date(2022, 1, 1)))
ANNOUNCED = ENDS[0][0]


def case(on_watch_from: date | None, headline: str = "active") -> JudgedSubject:
    """A repository that is put on watch on a day and stays there."""
    verdicts = tuple(
        SimpleNamespace(as_of=d, headline=headline, watch=on_watch_from is not None and d >= on_watch_from)
        for d in LOOKS
    )
    return cast(JudgedSubject, SimpleNamespace(subject=SimpleNamespace(looks=LOOKS), verdicts=verdicts))


def ended(name: str, day: date) -> Truth:
    return Truth(name, "announced", "dead_announced", day, True, day)


def living(name: str) -> Truth:
    return Truth(name, "living", "alive", None, False, None)


TRUTHS = [ended("a/one", date(2021, 7, 10)), ended("a/two", date(2021, 7, 10)), living("b/x"), living("c/y")]
CASES = [case(date(2021, 3, 1)), case(None), case(date(2021, 1, 1)), case(None)]


def test_a_mark_counts_from_the_look_on_which_it_stood() -> None:
    watch = curves(TRUTHS, CASES)[0]
    assert [str(watch.shares[ANNOUNCED, k]) for k in (6, 3, 0)] == [
        "0 of 2 (0 of 1)", "1 of 2 (1 of 1)", "1 of 2 (1 of 1)",
    ]  # fmt: skip
    assert watch.living_share == 13 / (2 * len(LOOKS))


def test_before_the_first_look_nothing_is_marked() -> None:
    watch = curves([ended("a/one", date(2019, 2, 1))], [case(date(2019, 1, 1))])[0]
    assert str(watch.shares[ANNOUNCED, 12]) == "0 of 1 (0 of 1)"
    assert str(watch.shares[ANNOUNCED, 0]) == "1 of 1 (1 of 1)"


def test_a_mark_raised_after_the_end_does_not_count_as_a_warning() -> None:
    late = [case(date(2021, 9, 1)), *CASES[1:]]
    assert watch_record(TRUTHS, CASES) == {"fired": 2, "right": 1, "living_share": round(13 / 74, 4)}
    assert watch_record(TRUTHS, late)["right"] == 0


def test_every_kind_of_end_has_its_table() -> None:
    text = "\n".join(table(curves(TRUTHS, CASES)))
    assert all(name in text for name, _, _ in ENDS)
    assert "17.6%" in text
