"""/metrics for Prometheus: the latest values of every repository, and the tracker's own state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from starlette.requests import Request
from starlette.responses import Response

from dashboards.api.problems import RETRY_AFTER
from dashboards.api.respond import GzipBody, packed, reply
from dashboards.data.followed import followed_by
from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import summaries
from tracker import __version__
from tracker.health.verdict import HEADLINES
from tracker.metrics import METRICS
from tracker.store.session import StoreError

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Samples = Iterable[tuple[Mapping[str, object], float]]
RUNS = 200


def endpoint(request: Request) -> Response:
    """The page that Prometheus reads."""
    try:
        return reply(request, _page, MEDIA_TYPE)
    except StoreError as error:
        return Response(f"# {error}\n", 503, {"Retry-After": str(RETRY_AFTER)}, media_type=MEDIA_TYPE)


def _page(snapshot: Snapshot) -> GzipBody:
    """Everything, kept while the data stand still: of ten thousand it is 15 MB of text, and one packed."""
    own = "".join(_own(snapshot))

    def make() -> GzipBody:
        return packed("".join([*_families(snapshot), own]).encode("utf-8", "replace"))

    found: GzipBody = snapshot.page(("metrics", own), make)
    return found


def _families(snapshot: Snapshot) -> Iterator[str]:
    """Of every repository."""
    values = snapshot.values
    rows = [
        (labels({"repository": r.full_name, "github_id": r.github_id}), values[r.full_name])
        for r in snapshot.resolved
    ]
    for name, metric in METRICS.items():
        told = f"{metric.title}, last known value ({metric.unit})"
        yield lines(f"tracker_{name}", told, [(own, found.get(name)) for own, found in rows])
    columns, names = (
        summaries(snapshot, snapshot.today).columns,
        followed_by(snapshot).names_by(snapshot.today),
    )
    yield family(
        "tracker_verdict",
        "1 for the headline that a repository has",
        [
            ({"repository": name, "headline": HEADLINES[state]}, 1)
            for name, state, judged in zip(names, columns.state.tolist(), columns.judged, strict=True)
            if judged
        ],
    )


def _own(snapshot: Snapshot) -> Iterator[str]:
    """Of the tracker itself."""
    yield family("tracker_build_info", "the program", [({"version": __version__}, 1)])
    yield family("tracker_repositories", "followed repositories", [({}, len(snapshot.tracked))])
    unread = sum(r.problem is not None for r in snapshot.tracked)
    yield family("tracker_repositories_unread", "followed and not to be had from GitHub", [({}, unread)])
    store = snapshot.history.store
    standing = {(row.rule, row.state): row.many for row in store.alerts.counts()}
    yield family(
        "tracker_alerts",
        "alerts by rule and state",
        [({"rule": rule, "state": state}, many) for (rule, state), many in sorted(standing.items())],
    )
    channels = store.messages.channels()
    states = ("sent", "waiting", "dead")
    yield family(
        "tracker_messages",
        "messages by channel: sent, waiting to be sent, given up",
        [({"channel": row.channel, "state": s}, getattr(row, s)) for row in channels for s in states],
    )
    last: dict[tuple[str, str], float] = {}
    cost: dict[str, tuple[int, int]] = {}
    for run in store.runs.latest(RUNS):
        if run.finished_at:
            last.setdefault((run.job, run.outcome), run.finished_at.timestamp())
            cost.setdefault(run.job, (run.requests, run.points))
    yield family(
        "tracker_last_run_timestamp_seconds",
        "when a job last ended, by outcome",
        [({"job": job, "outcome": outcome}, at) for (job, outcome), at in sorted(last.items())],
    )
    for place, unit in enumerate(("requests", "points")):
        yield family(
            f"tracker_last_run_{unit}",
            f"what the last run of a job cost at GitHub, in {unit}",
            [({"job": job}, spent[place]) for job, spent in sorted(cost.items())],
        )
    yield family(
        "tracker_oldest_success_timestamp_seconds",
        "the last success of a collector for the repository that waits longest",
        [({"collector": name}, at.timestamp()) for name, at in store.progress.oldest().items()],
    )


def family(name: str, words: str, samples: Samples) -> str:
    """A gauge in Prometheus's text format; nothing when there is no sample."""
    return lines(name, words, ((labels(one), value) for one, value in samples))


def lines(name: str, words: str, samples: Iterable[tuple[str, float | None]]) -> str:
    """The same of labels that are written already; an unknown value has no line."""
    listed = [f"{name}{own} {_number(value)}\n" for own, value in samples if value is not None]
    return f"# HELP {name} {_plain(words)}\n# TYPE {name} gauge\n{''.join(listed)}" if listed else ""


def labels(labels: Mapping[str, object]) -> str:
    """Labels as they stand behind a name."""
    if not labels:
        return ""
    texts = (
        f'{key}="{_plain(str(value)).replace(chr(34), chr(92) + chr(34))}"' for key, value in labels.items()
    )
    return "{" + ",".join(texts) + "}"


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _number(value: float) -> str:
    return repr(int(value)) if float(value).is_integer() else repr(float(value))
