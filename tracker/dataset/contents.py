"""The tables of a release beside the history: repositories, verdicts and what they rest on, changes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tracker.dataset.files import DataColumn, DataTable
from tracker.forecasts import FORECAST
from tracker.forecasts.keeping import kept
from tracker.health import Rules, Verdict, because
from tracker.health.life import life
from tracker.readmodel.build import EARLIEST
from tracker.series import History, Repository

REPOSITORY = DataColumn("repository", "string", "owner/name on GitHub, as it is now")
NUMBER = DataColumn("github_id", "integer", "GitHub's number of the repository; never changes; join by it")
AS_OF = DataColumn("as_of", "date", "the day that is judged")
HEADLINE = DataColumn("headline", "string", "the verdict: the gravest of the three axes")
AXES = (
    DataColumn("declared", "string", "what the project says: none, maintenance-only, end-of-life, archived"),
    DataColumn("observed", "string", "what it does: active, slow, fading, dormant, unknown"),
    DataColumn("location", "string", "where it is: here, renamed, moved, mirror, gone, blocked"),
)
SINCE = DataColumn("since", "date", "since when the headline holds; empty where unknown", False)
SINCE_BY = DataColumn("since_by", "boolean", "whether that is only the latest day on which it can have begun")
BECAUSE = DataColumn("because", "string", "the sentence that decided", False)


def tables(history: History, verdicts: Mapping[str, Verdict], rules: Rules) -> list[DataTable]:
    """All of them, of the repositories that GitHub knows, as of the history's present."""
    known = [r for r in history.tracked() if r.github_id is not None]
    return [
        _repositories(known),
        _verdicts(verdicts),
        _evidence(verdicts),
        _turns(history, known, rules),
        _revisions(history, known),
        _forecasts(history, known),
    ]


def _repositories(known: Sequence[Repository]) -> DataTable:
    columns = (
        REPOSITORY, NUMBER,
        DataColumn("category", "string", "what it was followed as", False),
        DataColumn("created_at", "datetime", "when it was created on GitHub, UTC", False),
        DataColumn("archived", "boolean", "whether its owners have closed it", False),
        DataColumn("presence", "string", "whether GitHub still has it: active, gone, blocked"),
        DataColumn("license", "string", "its licence, as GitHub tells it", False),
        DataColumn("language", "string", "its main language, as GitHub tells it", False),
        DataColumn("packages", "string", "the packages it publishes, parted by spaces", False),
    )  # fmt: skip
    rows = (
        (r.full_name, r.github_id, r.category, r.created_at, r.archived, r.presence.value, r.license,
         r.language, " ".join(r.packages) or None)
        for r in known
    )  # fmt: skip
    return DataTable("repositories", "Every followed repository", columns, ("github_id",), rows)


def _verdicts(verdicts: Mapping[str, Verdict]) -> DataTable:
    columns = (
        REPOSITORY, NUMBER, AS_OF, HEADLINE, *AXES, SINCE, SINCE_BY,
        DataColumn("observed_since", "date", "since when `observed` holds", False),
        DataColumn("unmaintained", "boolean", "whether a user should count on nobody"),
        DataColumn("rule", "string", "the rule that decided"),
        DataColumn("rule_right", "number", "how often it was right when it was measured", False),
        DataColumn("rule_fired", "number", "of how many times", False),
        BECAUSE,
        DataColumn("successors", "string", "where users went, parted by spaces", False),
    )  # fmt: skip
    rows = (
        (v.repository, v.github_id, v.as_of, v.headline, v.declared, v.observed, v.location, v.since,
         v.since_by, v.observed_since, v.unmaintained, v.confidence.rule, v.confidence.right,
         v.confidence.fired, because(v) or None, " ".join(s.repository for s in v.successors) or None)
        for v in verdicts.values()
    )  # fmt: skip
    title = "One verdict a repository: is it maintained, since when, why"
    return DataTable("verdicts", title, columns, ("github_id",), rows)


def _evidence(verdicts: Mapping[str, Verdict]) -> DataTable:
    columns = (
        REPOSITORY, NUMBER, AS_OF,
        DataColumn("number", "integer", "the finding's place in the verdict"),
        DataColumn("signal", "string", "the question that was asked"),
        DataColumn("axis", "string", "what it argues about: declared, observed, location"),
        DataColumn("outcome", "string", "raised, quiet, or unknown: the facts do not tell"),
        DataColumn("sentence", "string", "the answer in words"),
        DataColumn("values", "string", "the numbers in it, as a JSON object"),
        DataColumn("thresholds", "string", "what they were held against, as a JSON object"),
        DataColumn("url", "string", "where it can be seen", False),
        SINCE,
    )  # fmt: skip
    rows = (
        (v.repository, v.github_id, v.as_of, number, f.signal, f.axis, f.outcome.value, f.sentence,
         _json(f.values), _json(f.thresholds), f.url, f.since)
        for v in verdicts.values()
        for number, f in enumerate(v.evidence, 1)
    )  # fmt: skip
    return DataTable("evidence", "What every verdict rests on", columns, ("github_id", "number"), rows)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, sort_keys=True, default=str)


def _turns(history: History, known: Sequence[Repository], rules: Rules) -> DataTable:
    columns = (
        REPOSITORY, NUMBER,
        DataColumn("start", "date", "the first day of which this was said, until the next turn"),
        HEADLINE, *AXES, SINCE, SINCE_BY, BECAUSE,
    )  # fmt: skip
    title = "What the rules of today say of every day of the past: a row where the verdict turns"
    return DataTable("turns", title, columns, ("github_id", "start"), _turn_rows(history, known, rules))


def _turn_rows(history: History, known: Sequence[Repository], rules: Rules) -> Iterator[Sequence[Any]]:
    for r in known:
        born = max(r.created_at.date(), EARLIEST) if r.created_at else EARLIEST
        for turn in life(history.dossier(r), born, history.today, rules).turns:
            a = turn.axes
            yield (r.full_name, r.github_id, turn.start, a.headline, a.declared, a.observed, a.location,
                   a.since, a.since_by, turn.because or None)  # fmt: skip


def _revisions(history: History, known: Sequence[Repository]) -> DataTable:
    columns = (
        REPOSITORY, NUMBER,
        DataColumn("metric", "string", "the stored series that changed"),
        DataColumn("day", "date", "the day whose value changed"),
        DataColumn("seen_at", "datetime", "when the change was seen, UTC"),
        DataColumn("old_value", "number", "the value until then"),
        DataColumn("new_value", "number", "the value from then on"),
    )  # fmt: skip
    title = "Every later change of a value that had settled"
    key = ("github_id", "metric", "day", "seen_at")
    return DataTable("revisions", title, columns, key, _revision_rows(history, known))


def _revision_rows(history: History, known: Sequence[Repository]) -> Iterator[Sequence[Any]]:
    for r in known:
        assert r.github_id is not None
        for one in history.store.observations.revisions(r.github_id):
            if one.day <= history.today:
                seen = datetime.fromtimestamp(one.seen_at, UTC)
                yield r.full_name, r.github_id, one.name, one.day, seen, one.old_value, one.new_value


def _forecasts(history: History, known: Sequence[Repository]) -> DataTable:
    columns = (
        REPOSITORY, NUMBER,
        DataColumn("metric", "string", "what was foretold"),
        DataColumn("made_on", "date", "the last day of the month from whose end it was foretold"),
        DataColumn("target", "date", "the last day of the month that was foretold"),
        DataColumn("low", "number", "the low end of the interval that should hold in four cases of five"),
        DataColumn("value", "number", "what was foretold"),
        DataColumn("high", "number", "the high end"),
        DataColumn("method", "string", "how, with its version"),
    )  # fmt: skip
    title = "Every forecast as it was made; none is changed later"
    key = ("github_id", "metric", "made_on", "target")
    return DataTable("forecasts", title, columns, key, _forecast_rows(history, known))


def _forecast_rows(history: History, known: Sequence[Repository]) -> Iterator[Sequence[Any]]:
    for r in known:
        for metric in FORECAST:
            for p in kept(history, r, metric, history.today):
                yield (r.full_name, r.github_id, metric, p.made_on, p.target, p.low, p.value, p.high,
                       p.method)  # fmt: skip
