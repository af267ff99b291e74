"""One repository: its verdict with all evidence, its life month by month, every metric, sources and gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import row_of
from dashboards.drawing.spec import Chart, Line
from dashboards.drawing.svg.lines import draw, in_page
from dashboards.drawing.svg.strip import strip
from dashboards.drawing.theme import STATES
from dashboards.views.base import Context, NotHere, Page, Picture, Table
from dashboards.views.compare import data as comparing
from dashboards.views.compare.chart import draw_comparison
from dashboards.views.compare.comparison import read as read_comparison
from dashboards.views.repository.outlook import foretold
from tracker.health.verdict import MEANING
from tracker.metrics import METRICS, Metric
from tracker.series import Repository, Sample, UnknownRepository
from tracker.signals.base import Finding, Outcome
from tracker.writing import day

RELEASES_SHOWN, REVISIONS_SHOWN = 12, 20
ENOUGH = 8  # values: fewer make no line
QUIET_AND_SILENT = frozenset(
    {"description_notice", "maintainer_issue", "release_text", "package_index", "announcement", "moved",
     "renamed", "mirror", "presence", "successors"}
)  # fmt: skip


@dataclass(frozen=True)
class SmallMultiple:
    """One metric as a small picture with its last value."""

    metric: Metric
    point: Sample
    svg: str
    every: str
    year: float | None


def context(snapshot: Snapshot, asked: QueryString) -> Context:
    """The words of the page. Raises NotHere for a name that nobody follows."""
    repository = find(snapshot, asked)
    as_of = asked.as_of(snapshot.today)
    verdict = snapshot.verdict(repository, as_of)
    spans = snapshot.spans(repository, as_of)
    main = chart(snapshot, asked)
    evidence = verdict.evidence if verdict else ()
    dossier = snapshot.dossier(repository)
    releases = dossier.released_until(as_of) if dossier else None
    smalls = _smalls(snapshot, repository, as_of)
    row = row_of(snapshot, repository, as_of)
    return {
        "as_of": as_of,
        "dated": as_of != snapshot.today,
        "repository": repository,
        "row": row,
        "verdict": verdict,
        "meaning": MEANING[verdict.headline] if verdict else MEANING["unknown"],
        "raised": _told(evidence, Outcome.RAISED),
        "quiet": [f for f in _told(evidence, Outcome.QUIET) if f.signal not in QUIET_AND_SILENT],
        "unknown": _told(evidence, Outcome.UNKNOWN),
        "spans": list(reversed(spans)),
        "strip": strip(spans, as_of),
        "chart": main,
        "dates": {"start": asked.text("from"), "end": asked.text("to")},
        "svg": in_page(main),
        "smalls": [small for small in smalls if small.point.value is not None],
        "not_known": _not_known(smalls),
        "outlooks": foretold(snapshot, repository, as_of),
        "releases": list(reversed(releases))[:RELEASES_SHOWN] if releases is not None else None,
        "releases_many": len(releases or ()),
        "release_gap": dossier.release_gap(as_of) if dossier else None,
        "notices": [n for n in dossier.notices if n.first_seen.date() <= as_of] if dossier else [],
        "milestones": sorted((m for m in repository.milestones if m.date <= as_of), key=lambda m: m.date),
        "names": dossier.names if dossier else (),
        "gaps": snapshot.history.gaps(repository),
        "revisions": _revisions(snapshot, repository),
        "sources": snapshot.history.freshness([r for r in (repository.github_id,) if r is not None]),
        "first": repository.created_at.date() if repository.created_at else snapshot.first_day,
    }


def _not_known(smalls: Sequence[SmallMultiple]) -> dict[str, list[str]]:
    """Metrics without a value, by the reason why."""
    found: dict[str, list[str]] = {}
    for small in smalls:
        if small.point.value is None:
            found.setdefault(small.point.reason or "no reason is known", []).append(small.metric.title)
    return found


def find(snapshot: Snapshot, asked: QueryString) -> Repository:
    """The repository named in the path, by present or former name."""
    if not {"owner", "name"} <= asked.path.keys():
        raise NotHere("This is kept for each repository: begin at the page of one, /repositories/OWNER/NAME.")
    try:
        return snapshot.find(f"{asked.path['owner']}/{asked.path['name']}")
    except UnknownRepository as error:
        raise NotHere(str(error)) from None


def _told(evidence: Sequence[Finding], outcome: Outcome) -> list[Finding]:
    """Findings of one outcome, each sentence once."""
    return list({f.sentence: f for f in evidence if f.outcome is outcome}.values())


def chart(snapshot: Snapshot, asked: QueryString) -> Chart:
    """Stars over its whole life, with its milestones."""
    repository = find(snapshot, asked)
    values = {"repos": [repository.full_name]} | {
        name: asked.values.get(name, ()) for name in ("as_of", "from", "to", "focus")
    }
    return draw_comparison(snapshot, read_comparison(snapshot, QueryString(values)), labelled=True)[0]


def _smalls(snapshot: Snapshot, repository: Repository, as_of: date) -> list[SmallMultiple]:
    """Every metric that has anything to show."""
    points = snapshot.history.points(list(METRICS), [repository], as_of)
    found = []
    for metric in METRICS.values():
        values = {"repos": [repository.full_name], "metric": [metric.name], "as_of": [as_of.isoformat()]}
        comparison = read_comparison(snapshot, QueryString(values))
        point = points[(repository.full_name, metric.name)]
        drawn = comparing.chart(snapshot, comparison, metric.title) if point.value is not None else None
        known = sum(y is not None for line in drawn.lines for y in line.y) if drawn else 0
        drawn = drawn and replace(drawn, lines=tuple(_unmarked(line) for line in drawn.lines))
        svg = draw(drawn, 290, 124, labelled=False) if drawn and known >= ENOUGH else ""
        found.append(
            SmallMultiple(
                metric, point, svg, comparison.every, _in_a_year(snapshot, repository, metric, as_of)
            )
        )
    return found


def _unmarked(line: Line) -> Line:
    """A small picture has room for the end, not for milestones."""
    return replace(line, marks=tuple(mark for mark in line.marks if mark.state))


def _in_a_year(snapshot: Snapshot, repository: Repository, metric: Metric, as_of: date) -> float | None:
    """A flow's sum over the 365 days to its last known day: one day of it says little."""
    if metric.kind != "count":
        return None
    known = snapshot.history.series(metric.name, repository).as_of(as_of)
    return float(known.values[known.days > known.days[-1] - 365].sum()) if len(known) else None


def _revisions(snapshot: Snapshot, repository: Repository) -> Sequence[object]:
    if repository.github_id is None:
        return ()
    return snapshot.history.store.observations.revisions(repository.github_id)[:REVISIONS_SHOWN]


def picture(snapshot: Snapshot, asked: QueryString) -> Picture:
    """Its life, month by month, as a file of its own."""
    repository = find(snapshot, asked)
    as_of = asked.as_of(snapshot.today)
    verdict = snapshot.verdict(repository, as_of)
    state = STATES[verdict.headline if verdict else "unknown"].word.lower()
    name = f"{repository.full_name.replace('/', '-')}-life-{as_of}"
    drawn = strip(snapshot.spans(repository, as_of), as_of)
    return Picture(name, f"{repository.full_name}: {state}", f"Month by month to {day(as_of)}, UTC.", drawn)


def table(snapshot: Snapshot, asked: QueryString) -> Table:
    """All metrics of one repository, day by day."""
    repository = find(snapshot, asked)
    as_of = asked.as_of(snapshot.today)
    lines: list[list[object]] = []
    for metric in METRICS:
        frame = snapshot.frame(metric, [repository], end=as_of)
        labels = snapshot.history.labels(metric, [repository], end=as_of)
        if repository.full_name not in frame:
            continue
        known = frame[repository.full_name].dropna()
        words = labels[repository.full_name].reindex(known.index)
        days = known.index.strftime("%Y-%m-%d")
        lines += [
            [repository.full_name, repository.github_id, metric, day, value, word]
            for day, value, word in zip(days, known, words, strict=True)
        ]
    columns = ("repository", "github_id", "metric", "day", "value", "quality")
    return Table(f"{repository.full_name.replace('/', '-')}-{as_of}", columns, lines)


page = Page(
    "repository",
    "/repositories/{owner}/{name}",
    None,
    "repository.html",
    context,
    table,
    picture=picture,
    charts={"repository": chart},
)
