"""Issues that are switched off take no pull requests with them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.tracker.collectors.bench import BORN, TODAY, Bench
from tests.tracker.collectors.test_trouble import cut_off
from tracker.collectors.issues import SWITCHED_OFF
from tracker.series.history import History
from tracker.store.store import Store


@pytest.fixture
def off(lab: Bench) -> Bench:
    """The repository has 250 pull requests more, and its issues are switched off."""
    net = lab.world["lab/net"]
    for n in range(250):
        net.open_pull(BORN + timedelta(days=n))
    net.attributes.has_issues = False
    return lab


def pulls(lab: Bench) -> int:
    return int(lab.rows("SELECT count(*) FROM issue WHERE is_pull_request")[0][0])


@pytest.mark.parametrize("token", [True, False])
def test_pull_requests_are_read_though_issues_are_switched_off(off: Bench, token: bool) -> None:
    off.token = off.token if token else None
    assert [m.reason for m in off.look(only=("issues",)).misses] == [SWITCHED_OFF]
    assert pulls(off) == 251
    assert len(off.rows("SELECT * FROM issue")) == 251


def test_pull_requests_are_then_known_and_issues_are_not(off: Bench) -> None:
    off.look(only=("issues",))
    history = History(Store(off.engine), TODAY)
    (net,) = history.tracked()
    series = {m: history.series(m, net) for m in ("pull_requests_new", "issues_new")}
    assert series["pull_requests_new"].to_pandas().sum() == 251
    assert series["issues_new"].to_pandas().empty


def test_a_repository_that_says_410_unannounced_is_read_the_same_way(off: Bench) -> None:
    off.world["lab/net"].attributes.has_issues = True
    off.look(only=("issues",))
    off.world["lab/net"].attributes.has_issues = False
    off.world["lab/net"].open_pull(TODAY)
    assert [m.reason for m in off.look(only=("issues",)).misses] == [SWITCHED_OFF]
    assert pulls(off) == 252


def test_later_only_the_newest_page_is_read_and_nothing_when_nothing_moved(off: Bench) -> None:
    off.look(only=("issues",))
    asked = len(off.server.log)
    off.look(only=("issues",))
    assert off.asked(asked) == ["POST /graphql"]
    off.world["lab/net"].close(50, TODAY, merged=True)
    off.world["lab/net"].open_pull(TODAY)
    asked = len(off.server.log)
    off.look(only=("issues",))
    assert off.asked(asked) == ["POST /graphql", "GET /repos/lab/net/pulls"]
    assert pulls(off) == 252
    assert off.rows("SELECT merged_at FROM issue WHERE number = 50")[0][0] is not None


def test_a_walk_that_was_cut_off_goes_on_from_its_page(off: Bench) -> None:
    cut_off(off, "issues", 2)
    assert pulls(off) == 100
    asked = len(off.server.log)
    off.look(only=("issues",))
    assert (
        off.asked(asked).count("GET /repositories/1000/pulls")
        + off.asked(asked).count("GET /repos/lab/net/pulls")
        == 2
    )
    assert pulls(off) == 251
