"""The budget: a reserve, a pace, one pause for all, and no sleep longer than was allowed."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tracker.github.budget import Budget
from tracker.github.protocol import RateLimited


@dataclass
class Time:
    """A clock that moves only by sleeping."""

    at: float = 1_000.0
    naps: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.at += seconds


def budget(time: Time, **more: object) -> Budget:
    return Budget(now=time.now, sleep=time.sleep, **{"authorised": True, "rate": None, **more})  # type: ignore[arg-type]


def headers(remaining: int, limit: int = 5_000, reset: int = 2_000) -> dict[str, str]:
    return {
        "x-ratelimit-limit": str(limit),
        "x-ratelimit-remaining": str(remaining),
        "x-ratelimit-reset": str(reset),
    }


def test_a_tenth_of_the_quota_is_left_for_the_persons_own_tools() -> None:
    time = Time()
    made = budget(time, max_wait=10_000)
    made.learn("core", headers(501), free=False)
    made.take("core")
    made.take("core")
    assert time.naps == [1_001.0]  # until the reset and a second


def test_the_reserve_is_at_least_fifty() -> None:
    made = budget(Time())
    made.learn("core", headers(51, limit=100), free=False)
    assert made.left("core") == 1


def test_without_a_token_nothing_is_held_back() -> None:
    made = budget(Time(), authorised=False)
    made.learn("core", headers(3, limit=60), free=False)
    assert made.left("core") == 3


def test_a_wait_longer_than_allowed_is_told_instead_of_slept() -> None:
    time = Time()
    made = budget(time, max_wait=60)
    made.learn("core", headers(0), free=False)
    with pytest.raises(RateLimited) as caught:
        made.take("core")
    assert caught.value.until.timestamp() == 2_001
    assert time.naps == []


def test_when_the_window_is_over_asking_goes_on() -> None:
    time = Time()
    made = budget(time)
    made.learn("core", headers(0, reset=1_500), free=False)
    time.at = 1_502
    made.take("core")
    assert time.naps == []


def test_buckets_do_not_eat_from_one_another() -> None:
    time = Time()
    made = budget(time, max_wait=1)
    made.learn("graphql", headers(0), free=False)
    made.take("core")


def test_one_pause_holds_every_bucket() -> None:
    time = Time()
    made = budget(time)
    made.pause(30, "graphql")
    assert time.naps == [30]
    made.take("core")
    assert time.at == 1_030


def test_requests_are_paced() -> None:
    time = Time()
    made = budget(time, rate=10.0)
    for _ in range(5):
        made.take("core")
    assert time.at == pytest.approx(1_000.4)


def test_long_graphql_answers_slow_the_next_ones_down() -> None:
    time = Time()
    made = budget(time)
    made.learn("graphql", {}, free=False, seconds=30)
    time.at += 20
    made.learn("graphql", {}, free=False, seconds=20)
    made.take("graphql")
    assert time.at == pytest.approx(1_060, abs=1.1)


def test_an_answer_that_overtook_an_older_one_does_not_give_quota_back() -> None:
    made = budget(Time())
    made.learn("core", headers(3_000), free=False)
    made.learn("core", headers(3_005), free=False)
    assert made.left("core") == 2_500


def test_what_was_free_is_counted_apart() -> None:
    made = budget(Time())
    made.learn("core", {}, free=True)
    made.learn("core", {}, free=False)
    assert (made.spent.requests, made.spent.not_modified) == (1, 1)
