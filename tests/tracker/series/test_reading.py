"""Knowledge ends where reading ended: a feed that died hides what came after it."""

from __future__ import annotations

from datetime import date

from tests.tracker.dossiers import dossier, release, spread
from tracker.series.dossiers import unread_since
from tracker.signals import SIGNALS
from tracker.signals.base import Outcome

READ = {(7, "releases"): date(2023, 3, 1)}


def test_releases_that_nobody_has_read_for_a_year_are_not_known_to_be_none() -> None:
    (gap,) = unread_since(7, READ, date(2024, 3, 1))
    assert (gap.metric, gap.start, gap.end) == ("releases", date(2023, 3, 2), date(2024, 3, 1))
    told = dossier(commits=spread({2022: 40}, "2024-03-01"), releases=(release("2022-06-01"),), gaps=(gap,))
    found = SIGNALS["release_age"].look(told, date(2024, 3, 1))
    assert found.outcome is Outcome.UNKNOWN
    assert "last read on 1 Mar 2023" in found.sentence


def test_a_look_of_last_month_still_speaks_for_today() -> None:
    assert unread_since(7, READ, date(2023, 4, 1)) == ()
    assert unread_since(8, READ, date(2024, 4, 1)) == ()
