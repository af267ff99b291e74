"""What the figures never recorded is declared, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from tracker.records import Gap
from tracker.replay.demo import DEMO_END
from tracker.replay.figures import quarters
from tracker.replay.gaps import NEVER, gaps


def of(repository: str, metric: str, until: date = DEMO_END) -> list[tuple[date, date]]:
    return [(g.start, g.end) for g in gaps(repository, until) if g.metric == metric]


def test_tensorflows_commits_are_known_up_to_september_2025() -> None:
    for metric in ("commits", "commits_human", "commits_substantive"):
        assert of("tensorflow/tensorflow", metric) == [(date(2025, 10, 1), DEMO_END)]


def test_numpys_commits_are_known_to_the_end() -> None:
    assert of("numpy/numpy", "commits") == []


def test_stars_are_unknown_before_the_first_list_and_after_the_last() -> None:
    assert of("Theano/Theano", "star_arrivals") == [
        (date(2011, 8, 10), date(2016, 6, 29)),
        (date(2026, 1, 1), DEMO_END),
    ]


@pytest.mark.parametrize("name", ["caffe2/caffe2", "aesara-devs/aesara", "pymc-devs/pytensor"])
def test_a_repository_on_no_list_has_no_known_stars_at_all(name: str) -> None:
    (span,) = of(name, "star_count")
    assert span[1] == DEMO_END
    assert of(name, "star_arrivals") == [span]


def test_issues_are_known_in_the_generated_quarters_alone() -> None:
    spans = of("chainer/chainer", "issues_new")
    assert spans[-1] == (date(2026, 1, 1), DEMO_END)
    assert spans[0] == (date(2015, 6, 5), date(2020, 12, 31))


def test_people_and_pull_requests_were_never_recorded() -> None:
    found = {g.metric for g in gaps("keras-team/keras")}
    assert set(NEVER) <= found


@pytest.mark.parametrize("name", list(quarters()))
@pytest.mark.parametrize("until", [DEMO_END, date(2018, 4, 28)])
def test_gaps_of_a_metric_never_overlap_nor_pass_the_clock(name: str, until: date) -> None:
    by_metric: dict[str, list[Gap]] = {}
    for gap in gaps(name, until):
        assert gap.start <= gap.end <= until
        assert gap.reason
        by_metric.setdefault(gap.metric, []).append(gap)
    for found in by_metric.values():
        for before, after in pairwise(found):
            assert before.end + timedelta(days=1) < after.start


def test_an_unknown_repository_is_an_error_not_an_empty_list() -> None:
    with pytest.raises(KeyError):
        gaps("nobody/nothing")
