"""A dossier says what of its past is hidden."""

from __future__ import annotations

from datetime import date

import pytest

from tests.tracker.dossiers import release
from tracker.dossier import Dossier
from tracker.records import Gap

GAP = Gap("releases", date(2016, 3, 1), date(2018, 9, 1), "the feed was down")
DAY = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("known", "as_of", "hidden"),
    [
        (("2016-01-01",), DAY, True),
        (("2017-01-01",), DAY, True),  # a younger one may lie between it and the gap's end
        (("2018-09-01",), DAY, False),
        (("2016-01-01", "2019-01-01"), DAY, False),
        ((), DAY, True),
        ((), date(2016, 2, 29), False),  # the gap had not begun
        (
            ("2016-01-01", "2019-01-01"),
            date(2018, 12, 1),
            True,
        ),  # of that day the younger one is not there yet
    ],
)
def test_a_gap_hides_what_may_be_younger_than_the_last_release_known(
    known: tuple[str, ...], as_of: date, hidden: bool
) -> None:
    dossier = Dossier(1, "example/one", releases=tuple(map(release, known)), gaps=(GAP,))
    assert (dossier.release_gap(as_of) == GAP) is hidden


def test_a_candidate_is_no_last_release_and_another_gap_hides_none() -> None:
    candidate = release("2019-01-01", prerelease=True)
    assert Dossier(1, "example/one", releases=(candidate,), gaps=(GAP,)).release_gap(DAY) == GAP
    other = Gap("commits", date(2016, 3, 1), DAY, "not read")
    assert Dossier(1, "example/one", releases=(), gaps=(other,)).release_gap(DAY) is None
