"""A verdict reads as a careful colleague would tell it, and says the same as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from tests.tracker.dossiers import dossier, notice, real, releases, spread, unknown_after
from tracker.health import Rules, because, explain_text, history, history_text, judge
from tracker.health.confidence import confidence
from tracker.health.sight import NO_README
from tracker.health.succession import with_headlines
from tracker.health.verdict import HEADLINES, MEANING, Successor

THEANO = real(
    "Theano/Theano",
    notices=(
        notice("2017-09-28", "MILA stops development after 1.0", where="announcement"),
        notice("2017-10-06", "MILA will stop developing Theano"),
    ),
    successors=("aesara-devs/aesara", "pymc-devs/pytensor"),
)


def test_theano_in_june_2018_is_told_with_words_dates_numbers_and_links() -> None:
    found = judge(THEANO, date(2018, 6, 30), successors={"pymc-devs/pytensor": "active"})
    lines = explain_text(found).splitlines()
    text = " ".join(explain_text(found).split())
    assert lines[0] == "Theano/Theano: end of life since 28 Sep 2017"
    assert "The README has said since 6 Oct 2017: “MILA will stop developing Theano”." in text
    assert re.search(
        r"There is still work on it \([\d,]+ substantive commits in the year before, "
        r"the last release on \d+ \w+ 2018\), which does not take that word back\.",
        text,
    )
    assert "(threshold 6)" in text
    assert "https://github.com/example/project/blob/0123456/README.md" in text
    assert "What would change this" in text
    assert "pymc-devs/pytensor: active on the same day" in text
    assert "aesara-devs/aesara (not followed here)" in text
    assert max(map(len, lines)) <= 100


def test_what_repeats_another_finding_or_a_note_is_told_once() -> None:
    moved = notice("2018-03-30", "Source code now lives in the PyTorch repository", declares="moved")
    silent = unknown_after(spread({2015: 300, 2016: 900, 2017: 300, 2018: 40}, "2026-06-30"), "2026-03-31")
    found = judge(dossier("caffe2/caffe2", silent, notices=(moved,)), date(2026, 6, 30))
    text = " ".join(explain_text(found).split())
    assert text.count("Source code now lives") == 1
    assert text.count("Commits are recorded only up to 31 Mar 2026") == 1
    assert "caffe2/caffe2 has moved: development goes on elsewhere." in text


def test_a_successor_that_began_later_is_not_called_unknown() -> None:
    named = tuple(Successor(name) for name in THEANO.successors)
    later = with_headlines(named, {"pymc-devs/pytensor": "unknown"}, {})
    begun = with_headlines(named, {}, {"PyMC-devs/pytensor": date(2022, 11, 1)})
    verdict = judge(THEANO, date(2018, 6, 30))
    assert "pymc-devs/pytensor: unknown on the same day" in explain_text(replace(verdict, successors=later))
    assert "pymc-devs/pytensor: not there yet; it was created on 1 Nov 2022" in explain_text(
        replace(verdict, successors=begun)
    )


def test_silence_is_told_with_its_number_its_threshold_and_its_last_commit() -> None:
    text = " ".join(explain_text(judge(real("BVLC/caffe"), date(2022, 6, 30))).split())
    assert "No substantive commit in the 365 days to 30 Jun 2022 (threshold 6)" in text
    assert "nobody has said that it is over, but nothing happens" in text
    assert "dead" not in text


def test_every_verdict_can_be_told_in_json_and_text() -> None:
    for verdict in history(THEANO, date(2016, 1, 1), date(2026, 6, 1)):
        document = json.loads(json.dumps(verdict.as_json()))
        assert document["headline"] == verdict.headline
        assert {"signal", "outcome", "sentence", "values", "url"} <= set(document["evidence"][0])
        assert explain_text(verdict).startswith("Theano/Theano: ")


def test_a_history_has_one_line_for_each_change_with_its_reason() -> None:
    text = history_text(history(THEANO, date(2016, 1, 1), date(2026, 6, 1)))
    first, second = text.splitlines()
    assert re.match(r"2016-01  active +[\d,]+ substantive commits in the 365 days to 1 Jan 2016", first)
    assert second.startswith("2017-10  end of life")
    assert "28 Sep 2017" in second


def test_what_would_change_a_verdict_names_the_present_numbers() -> None:
    found = judge(
        dossier(commits=spread({2020: 300, 2021: 300, 2022: 300}, "2022-12-31")), date(2022, 12, 31)
    )
    assert any("(now 300)" in sentence for sentence in found.would_change)
    silent = judge(dossier(commits=spread({2017: 400}, "2022-12-31")), date(2022, 12, 31))
    assert any(
        "6 substantive commits within 180 days (now 0)" in sentence for sentence in silent.would_change
    )


def test_leaving_slowness_is_promised_at_the_numbers_that_really_end_it() -> None:
    commits = spread({2018: 400, 2019: 400, 2020: 80, 2021: 120, 2022: 220}, "2022-12-31")
    tale = {v.as_of: v for v in history(dossier(commits=commits), date(2020, 1, 1), date(2022, 12, 1))}
    held = tale[date(2021, 12, 1)]  # above a quarter of its best year, and still called slow
    assert held.headline == "slow"
    [way] = [s for s in held.would_change if "make it active again" in s]
    assert "at least 18 substantive commits in 365 days" in way
    assert "more than 38 % of its best year (now 29 %)" in way
    assert tale[date(2022, 12, 1)].headline == "active"


def test_what_ends_fading_is_told_with_its_own_numbers() -> None:
    commits = spread({2018: 400, 2019: 400, 2020: 300, 2021: 20, 2022: 20}, "2022-12-31")
    commits.values[-180:] = 0
    commits.values[-100] = 1
    found = judge(dossier(commits=commits, releases=releases("2019-01-01")), date(2022, 12, 31))
    assert found.headline == "fading"
    assert "12 substantive commits in 180 days (now 1)" in found.would_change[0]


def test_what_decided_stands_first_among_what_speaks_for_it() -> None:
    commits = spread({2018: 400, 2019: 400, 2020: 300, 2021: 20, 2022: 20}, "2022-12-31")
    commits.values[-180:] = 0
    found = judge(dossier(commits=commits, releases=releases("2019-01-01")), date(2022, 12, 31))
    signs = explain_text(found).split("What speaks for this\n")[1]
    assert because(found) in " ".join(signs.split())
    assert " ".join(signs.split()).startswith(f"● {because(found)}")


def test_a_slowness_that_is_kept_while_facts_lack_says_since_when_it_is_known() -> None:
    commits = unknown_after(spread({2018: 400, 2019: 400, 2020: 90, 2021: 90}, "2021-12-31"), "2021-06-30")
    found = judge(dossier(commits=commits), date(2021, 12, 31))
    assert found.headline == "slow"
    assert because(found).startswith(f"It was found slow on {found.since:%-d} ")
    assert "more than 38 % of its best year (now not known)" in " ".join(found.would_change)


def test_a_history_says_of_the_slow_how_far_they_fell_and_not_that_they_still_work() -> None:
    commits = spread({2018: 400, 2019: 400, 2020: 400, 2021: 30, 2022: 20}, "2022-12-31")
    commits.values[-330:] = 0
    tale = history(dossier(commits=commits, releases=releases("2019-01-01")), None, date(2022, 12, 1))
    reasons = [because(v) for v in tale if v.headline in ("slow", "fading")]
    assert reasons
    assert all("of the best of the four years before" in reason for reason in reasons)


def test_a_pending_change_speaks_of_dormancy_only_where_there_is_some() -> None:
    commits = spread({2018: 400, 2019: 400, 2020: 90, 2021: 90}, "2021-12-31")
    notes = [n for v in history(dossier(commits=commits), None, date(2021, 12, 1)) for n in v.notes]
    assert any(note.endswith("it takes 2 monthly looks that agree.") for note in notes)
    assert not any("dormancy" in note for note in notes)


@pytest.mark.parametrize("name", HEADLINES)
def test_every_headline_has_a_meaning_and_a_confidence_in_words(name: str) -> None:
    assert MEANING[name]
    sure = confidence(name)
    assert sure.sentence.endswith(".")
    assert sure.right is None or (sure.fired is not None and 0 <= sure.right <= sure.fired)


def test_what_github_states_itself_was_not_to_be_measured() -> None:
    assert "GitHub states this itself" in confidence("archived", seen=NO_README).sentence
    assert "GitHub" not in confidence("unknown").sentence


def test_confidence_is_a_measured_record_and_not_a_probability() -> None:
    record = judge(real("BVLC/caffe"), date(2022, 6, 30)).confidence
    assert record.fired is not None
    assert f"Of {record.fired} repositories" in record.sentence


def test_rules_of_ones_own_change_the_verdict_and_the_sentence() -> None:
    slow = dossier(
        commits=spread(dict.fromkeys(range(2018, 2024), 20), "2023-12-31"), releases=releases("2019-01-01")
    )
    strict = judge(slow, date(2023, 12, 31), Rules(dormant_commits=50))
    assert judge(slow, date(2023, 12, 31)).headline == "active"
    assert strict.headline == "dormant"
    assert "(threshold 50)" in explain_text(strict)


def test_a_day_that_was_only_searched_for_is_by_that_day_in_the_headline_too() -> None:
    searched = replace(notice("2017-10-06", "MILA will stop developing Theano"), by=True)
    found = judge(real("Theano/Theano", notices=(searched,)), date(2018, 6, 30))
    assert found.since_by
    assert explain_text(found).startswith("Theano/Theano: end of life by 6 Oct 2017")
    assert found.as_json()["since_by"] is True
    assert judge(THEANO, date(2018, 6, 30)).since_by is False
