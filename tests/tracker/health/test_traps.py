"""The traps of this domain, each with a repository that has sprung it on somebody."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from tests.tracker.dossiers import (
    attribute,
    daily,
    dossier,
    noon,
    notice,
    on_days,
    real,
    release,
    releases,
    spread,
    unknown_after,
)
from tracker.dossier import Daily, Dossier
from tracker.health import history, judge
from tracker.records import Gap, Issue
from tracker.signals.base import Outcome

END = date(2026, 6, 30)
MILA = notice("2017-10-06", "MILA will stop developing Theano")


def headlines(subject: Dossier, start: str, end: str) -> list[str]:
    """The headlines over time, each once."""
    found: list[str] = []
    for verdict in history(subject, date.fromisoformat(start), date.fromisoformat(end)):
        if not found or found[-1] != verdict.headline:
            found.append(verdict.headline)
    return found


def test_theano_stays_over_through_its_trickle_and_two_late_releases() -> None:
    theano = real("Theano/Theano", notices=(MILA,))
    assert headlines(theano, "2016-01-01", "2026-06-01") == ["active", "end-of-life"]
    assert judge(theano, date(2018, 6, 30)).observed == "active"
    assert judge(theano, END).observed == "dormant"


def test_theano_without_any_notice_would_still_be_found_silent_despite_readme_commits() -> None:
    found = headlines(real("Theano/Theano"), "2020-01-01", "2026-06-01")
    assert found[-1] == "dormant"
    assert found.count("dormant") == 1


def test_torch7_is_not_revived_by_two_merges_after_years_of_silence() -> None:
    assert headlines(real("torch/torch7"), "2016-01-01", "2026-06-01")[-1] == "dormant"
    assert headlines(real("torch/torch7"), "2019-01-01", "2026-06-01") == ["dormant"]


def test_gym_is_not_revived_by_pinning_its_ci() -> None:
    gym = dossier(
        "openai/gym",
        spread({2018: 250, 2019: 150, 2020: 60, 2021: 300, 2022: 280, 2026: 1}, "2026-06-30"),
        releases=releases("2022-10-04"),
    )
    assert judge(gym, END).headline == "dormant"


@pytest.mark.parametrize(
    "name", ["google/trax", "flashlight/flashlight", "tensorflow/lingvo", "tensorflow/probability"]
)
def test_robots_syncing_a_monorepo_are_not_development(name: str) -> None:
    robots = spread(dict.fromkeys(range(2019, 2027), 400), "2026-06-30")
    people = spread({2019: 300, 2020: 400, 2021: 300, 2022: 60, 2023: 10, 2024: 1}, "2026-06-30")
    assert judge(dossier(name, people, all_commits=robots), END).headline == "dormant"


def test_codemods_do_not_keep_detectron2_active() -> None:
    detectron2 = judge(real("facebookresearch/detectron2"), END)
    assert detectron2.headline == "fading"
    assert not detectron2.unmaintained


def test_a_dependabot_as_the_last_committer_of_mxnet_does_not_count() -> None:
    people = spread({2017: 2500, 2018: 2400, 2019: 2000, 2020: 1200, 2021: 600, 2022: 200}, "2024-06-30")
    robots = Daily(people.start, people.values + daily("2017-01-01", "2024-06-30", 0.2).values)
    mxnet = dossier("apache/mxnet", people, all_commits=robots, releases=releases("2022-05-20"))
    assert judge(mxnet, date(2024, 6, 30)).headline == "dormant"


def test_keras_of_2020_developed_elsewhere_and_came_back_without_ever_being_called_over() -> None:
    found = headlines(real("keras-team/keras"), "2017-01-01", "2026-06-01")
    assert set(found) <= {"active", "slow"}


def test_the_mirror_mindspore_is_judged_by_its_pushes() -> None:
    mirror = (attribute("is_mirror", "true", "2020-04-01"), attribute("has_issues", "false", "2020-04-01"))
    pushes = spread(dict.fromkeys(range(2020, 2027), 5000), "2026-06-30")
    found = judge(dossier("mindspore-ai/mindspore", pushes, attributes=mirror, issues=()), END)
    assert (found.headline, found.location) == ("active", "mirror")


def test_ggml_synced_from_another_repository_is_active_by_its_pushes() -> None:
    assert judge(
        dossier("ggml-org/ggml", spread(dict.fromkeys(range(2022, 2027), 400), "2026-06-30")), END
    ).headline == ("active")


def test_glow_says_it_is_in_active_development_but_does_nothing() -> None:
    commits = {2018: 2000, 2019: 2200, 2020: 1500, 2021: 600, 2022: 60, 2023: 9, 2024: 2}
    glow = dossier("pytorch/glow", spread(commits, "2026-06-30"))
    found = judge(glow, END)
    assert (found.headline, found.declared) == ("dormant", "none")


FINISHED = {
    "arogozhnikov/einops": (
        {2018: 40, 2019: 20, 2020: 22, 2021: 15, 2022: 20, 2023: 18, 2024: 12, 2025: 7, 2026: 3},
        ("2024-04-28", "2025-02-09", "2026-01-20"),
    ),
    "rusty1s/pytorch_scatter": (
        {2019: 60, 2020: 50, 2021: 30, 2022: 25, 2023: 20, 2024: 10, 2025: 6, 2026: 2},
        ("2024-10-01", "2025-10-11"),
    ),
}


@pytest.mark.parametrize("name", FINISHED)
def test_finished_and_stable_projects_are_never_called_dormant(name: str) -> None:
    commits, published = FINISHED[name]
    found = headlines(
        dossier(name, spread(commits, "2026-06-30"), releases=releases(*published)),
        "2019-06-01",
        "2026-06-01",
    )
    assert "dormant" not in found


@pytest.mark.parametrize(
    "name", ["openai/tiktoken", "skorch-dev/skorch", "tensorflow/tensorboard", "NVIDIA/apex"]
)
def test_real_slow_projects_are_slow_at_worst(name: str) -> None:
    assert set(headlines(real(name), "2014-01-01", "2026-06-01")) <= {"active", "slow", "unknown"}


def test_a_small_finished_project_that_answers_its_issues_is_slow_without_a_release() -> None:
    commits = spread({2019: 20, 2020: 12, 2021: 14, 2022: 10, 2023: 12, 2024: 3}, "2024-12-31")
    asked = [noon("2024-01-05") + timedelta(days=20 * i) for i in range(15)]
    answered = tuple(Issue(i, at, at, at + timedelta(days=3)) for i, at in enumerate(asked))
    ignored = tuple(Issue(i, at, at, None) for i, at in enumerate(asked))
    day = date(2024, 12, 30)
    assert judge(dossier("example/finished", commits, issues=answered), day).headline == "slow"
    assert judge(dossier("example/forgotten", commits, issues=ignored), day).headline == "dormant"


def test_parlai_archived_in_2023_and_opened_again_is_archived_only_in_between() -> None:
    parlai = dossier(
        "facebookresearch/ParlAI",
        spread({2017: 500, 2018: 900, 2019: 1500, 2020: 1400, 2021: 900, 2022: 300, 2023: 60}, "2026-08-30"),
        archived_at=noon("2023-11-03"),
        attributes=(
            attribute("archived", "true", "2023-11-04"),
            attribute("archived", "false", "2026-07-30"),
        ),
    )
    assert judge(parlai, date(2023, 11, 2)).declared == "none"
    assert judge(parlai, date(2023, 11, 3)).headline == "archived"
    assert judge(parlai, date(2026, 7, 29)).headline == "archived"
    assert judge(parlai, date(2026, 7, 30)).headline == "dormant"


@pytest.mark.parametrize(
    "name", ["ludwig-ai/ludwig", "keras-team/autokeras", "pytorch/tnt", "facebookincubator/AITemplate"]
)
def test_dead_repositories_come_back(name: str) -> None:
    found = headlines(real(name), "2018-06-01", "2026-06-01")
    assert "dormant" in found
    assert found[-1] in {"slow", "active", "fading"}
    assert found.count("dormant") == 1


def test_a_revival_is_told_in_the_verdict() -> None:
    assert any("activity came back" in note for note in judge(real("ludwig-ai/ludwig"), END).notes)


def test_autograd_takes_its_notice_back_only_when_activity_is_back() -> None:
    said = notice("2019-07-31", "no longer actively developed", until="2024-05-25")
    autograd = real("HIPS/autograd", notices=(said,))
    assert judge(autograd, date(2024, 5, 24)).headline == "end-of-life"
    assert judge(autograd, date(2024, 6, 15)).headline == "end-of-life"  # taken down, but nothing happens yet
    assert judge(autograd, END).declared == "none"
    assert headlines(autograd, "2019-01-01", "2026-06-01").count("end-of-life") == 1


@pytest.mark.parametrize(
    ("former", "present"),
    [("google/jax", "jax-ml/jax"), ("microsoft/DeepSpeed", "deepspeedai/DeepSpeed"),
     ("uber/ludwig", "ludwig-ai/ludwig"),
     ("pytorch/torchtune", "meta-pytorch/torchtune"), ("intel-analytics/BigDL", "intel/ipex-llm"),
     ("dmlc/mxnet", "apache/mxnet")],
)  # fmt: skip
def test_a_renamed_repository_keeps_its_history_and_is_not_called_moved(former: str, present: str) -> None:
    names = ((former, date(2019, 1, 1)), (present, date(2024, 1, 1)))
    renamed = dossier(present, spread(dict.fromkeys(range(2019, 2027), 500), "2026-06-30"), names=names)
    found = judge(renamed, END)
    assert (found.headline, found.location, found.repository) == ("active", "renamed", present)
    assert judge(renamed, date(2023, 1, 1)).repository == former
    assert judge(renamed, date(2023, 1, 1)).location == "here"


def test_pytensor_does_not_inherit_theanos_end() -> None:
    forked = real("pymc-devs/pytensor", notices=(MILA,), forked_at=noon("2021-01-01"))
    assert judge(forked, END).headline == "active"


def test_aesara_is_not_young_again_by_its_fork_and_not_old_by_theanos_commits() -> None:
    history_of_theano = spread(
        {**dict.fromkeys(range(2008, 2018), 2000), 2021: 600, 2022: 900, 2023: 90}, "2026-06-30"
    )
    aesara = dossier("aesara-devs/aesara", history_of_theano, forked_at=noon("2020-11-20"), notices=(MILA,))
    early = judge(aesara, date(2021, 10, 1))
    assert (early.declared, early.headline) == ("none", "active")
    pace = next(f for f in judge(aesara, date(2023, 6, 1)).evidence if f.signal == "own_pace")
    assert pace.values["best_year"] is not None
    assert float(pace.values["best_year"]) < 1000


@pytest.mark.parametrize("name", ["torch/torch7", "facebookresearch/Detectron", "tensorflow/swift"])
def test_repositories_without_tags_can_be_found_dormant(name: str) -> None:
    assert judge(real(name, releases=()), END).headline == "dormant"


def test_ncnn_tags_by_date_and_is_released_all_the_same() -> None:
    tags = tuple(release(f"{y}-0{m}-10", f"{y}0{m}10") for y in (2024, 2025, 2026) for m in (1, 5))
    ncnn = dossier("Tencent/ncnn", spread(dict.fromkeys(range(2017, 2027), 300), "2026-06-30"), releases=tags)
    age = next(f for f in judge(ncnn, END).evidence if f.signal == "release_age")
    assert (age.outcome, age.values["release"]) == (Outcome.QUIET, "20260510")


def test_sonnet_is_judged_by_its_default_branch_not_by_pushes_elsewhere() -> None:
    # Pushes to other branches are not among the commits of the default branch, whatever its name is.
    branch = (
        attribute("default_branch", "v2", "2019-06-01"),
        attribute("pushed_at", "2026-06-01", "2026-06-02"),
    )
    commits = spread({2019: 300, 2020: 200, 2021: 60, 2022: 20}, "2026-06-30")
    sonnet = dossier("google-deepmind/sonnet", commits, attributes=branch)
    assert judge(sonnet, END).headline == "dormant"


def test_horovods_last_commits_switch_off_its_ci_and_do_not_revive_it() -> None:
    assert judge(real("horovod/horovod"), END).headline == "dormant"


def test_caffe2s_last_commit_empties_the_tree_and_it_has_moved() -> None:
    said = notice("2018-03-30", "Source code now lives in the PyTorch repository.", "moved")
    caffe2 = real("caffe2/caffe2", notices=(said,), successors=("pytorch/pytorch",))
    found = judge(caffe2, date(2018, 10, 15), successors={"pytorch/pytorch": "active"})
    assert (found.headline, found.location, found.since) == ("moved", "moved", date(2018, 3, 30))
    assert found.successors[0].headline == "active"


@pytest.mark.parametrize(
    "name", ["facebookresearch/fairseq", "tensorflow/tensor2tensor", "facebookresearch/detectron2"]
)
def test_stars_that_grow_after_the_end_change_nothing(name: str) -> None:
    # No signal has a way to see stars: a dossier does not hold any.
    assert not [field for field in Dossier.__dataclass_fields__ if "star" in field]
    dead = dossier(name, spread({2018: 900, 2019: 900, 2020: 300}, "2026-06-30"))
    assert judge(dead, END).headline == "dormant"


@pytest.mark.parametrize("name", ["apache/mxnet", "ludwig-ai/ludwig", "tensorflow/tensorflow"])
def test_closing_all_issues_at_once_does_not_change_a_verdict(name: str) -> None:
    commits = spread(dict.fromkeys(range(2018, 2027), 900), "2026-06-30")
    opened = [noon("2025-08-01") + timedelta(days=i % 300) for i in range(900)]
    swept = tuple(Issue(i, at, at, noon("2026-06-20")) for i, at in enumerate(opened))
    kept = tuple(Issue(i, at, at, None) for i, at in enumerate(opened))
    assert judge(dossier(name, commits, issues=swept), END).headline == "active"
    assert judge(dossier(name, commits, issues=kept), END).headline == "active"


def test_a_truncated_history_is_unknown_and_not_silence() -> None:
    part = unknown_after(spread(dict.fromkeys(range(2016, 2027), 9000), "2026-06-30"), "2024-12-31")
    gap = Gap("commits_substantive", date(2025, 1, 1), END, "the clone was cut short")
    found = judge(dossier("example/huge", part, gaps=(gap,)), END)
    assert found.headline == "unknown"
    assert any("the clone was cut short" in note for note in found.notes)


def test_tensorflow_known_to_september_is_active_in_june() -> None:
    known = unknown_after(spread(dict.fromkeys(range(2015, 2027), 15000), "2026-06-30"), "2025-09-30")
    found = judge(dossier("tensorflow/tensorflow", known, releases=releases("2025-08-13")), END)
    assert found.headline == "active"
    sentence = next(f.sentence for f in found.evidence if f.signal == "substantive_commits")
    assert "At least" in sentence
    assert "30 Sep 2025" in sentence
    later = judge(dossier("tensorflow/tensorflow", known, releases=releases("2025-08-13")), date(2027, 6, 30))
    assert later.headline == "unknown"


def test_days_before_a_repository_began_are_not_unknown() -> None:
    values = np.zeros(500)
    values[:100] = 1
    young = dossier("example/young", Daily(date(2024, 1, 1), values), created_at=noon("2023-12-01"))
    assert judge(young, date(2024, 6, 1)).headline == "active"


def test_a_late_beginner_is_not_called_dormant_before_it_began() -> None:
    commits = on_days(["2018-04-27"] * 3, "2018-04-27", "2020-06-30")
    commits.values[500:] = 1
    swift = dossier("tensorflow/swift", commits)
    assert "dormant" not in headlines(swift, "2018-05-01", "2020-06-01")
