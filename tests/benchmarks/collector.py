"""What collecting costs: requests and bytes on one replay server, ours beside the libraries others use."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from pathlib import Path

from tests.benchmarks import peers
from tests.tracker.collectors.bench import TOKEN, Bench, noon
from tracker.replay.demo import DemoWorld
from tracker.replay.front import Record
from tracker.replay.limits import Limits
from tracker.replay.server import ReplayServer
from tracker.replay.world import Registry
from tracker.store.session import connect, sqlite_url, upgrade

DAY = date(2024, 3, 5)  # a Tuesday on which the demo's figures move
ENDLESS = Limits(core=10**9, graphql=10**9)
STARS_A_PAGE = 100  # of the list of stargazers, closed since July 2026


STARS = (
    "SELECT r.owner || '/' || r.name, max(o.value) FROM observation o JOIN metric m ON m.id = o.metric_id "
    "JOIN repository r ON r.github_id = o.repository_id WHERE m.name = 'star_count' GROUP BY 1"
)


@dataclass(frozen=True, slots=True)
class Traffic:
    """What one program asked: requests by kind, points, and megabytes of answers."""

    rest: int
    graphql: int
    points: int
    megabytes: float

    @classmethod
    def of(cls, log: Sequence[Record]) -> Traffic:
        graphql = [r for r in log if r.path == "/graphql"]
        points = sum(r.points for r in graphql)
        free = sum(1 for r in log if r.path == "/rate_limit")
        return cls(len(log) - len(graphql) - free, len(graphql), points, sum(r.sent for r in log) / 1e6)

    def row(self, who: str, what: str) -> str:
        return f"| {who} | {what} | {self.rest:,} | {self.graphql:,} | {self.megabytes:,.2f} MB |"


TABLE = ("| who | asks for | REST requests | GraphQL requests | answers |", "|---|---|---|---|---|")


def run() -> str:
    """The section of docs/benchmarks.md."""
    with tempfile.TemporaryDirectory() as folder:
        return "\n".join(["## Collector", "", *_demo(Path(folder) / "demo"), peers.NOT_POINTED])


@contextmanager
def lab_of(folder: Path, world: Registry) -> Iterator[Bench]:
    """A bench over a world on the eve of the day, everything in it followed."""
    folder.mkdir()
    engine = connect(sqlite_url(folder / "tracker.db"))
    upgrade(engine)
    eve = DAY - timedelta(days=1)
    with ReplayServer(noon(eve), TOKEN, world, limits=ENDLESS, git_home=folder / "git") as server:
        lab = Bench(server, world, engine, folder)  # type: ignore[arg-type]
        lab.follow(*(r.full_name for r in world.repositories()))
        yield lab
    engine.dispose()


def asked(lab: Bench) -> Traffic:
    """What our own next look asks. Raises RuntimeError when it misses anything."""
    begin = len(lab.server.log)
    summary = lab.look()
    if summary.misses:
        raise RuntimeError(f"the look missed {summary.misses[0]}")
    return Traffic.of(lab.server.log[begin:])


def others(lab: Bench, since: str = "") -> list[str]:
    """A row for each peer, asking the same server about the same repositories."""
    names = lab.folder / "names.txt"
    names.write_text("\n".join(r.full_name for r in lab.world.repositories()), encoding="utf-8")
    rows = []
    for peer in peers.PEERS:
        if not since and not peer.backfills:
            continue
        begin = len(lab.server.log)
        failed = peers.run(peer, lab.server.url, TOKEN, names, since)
        traffic = Traffic.of(lab.server.log[begin:])
        rows.append(
            f"| {peer.name} | could not: {failed} | | | |"
            if failed
            else traffic.row(peer.requirement, peer.asks)
        )
    return rows


def _demo(folder: Path) -> list[str]:
    """The 28 repositories of the demo: everything at first, then the next day."""
    with lab_of(folder, DemoWorld()) as lab:
        first, pages = asked(lab), _pages(lab)
        clones = sum(f.stat().st_size for f in (folder / "clones").rglob("*") if f.is_file()) / 1e6
        first_others = others(lab)
        lab.at(DAY)
        day = asked(lab)
        return [
            f"The demo's 28 repositories on {DAY - timedelta(days=1)}: everything at first.",
            "",
            *TABLE,
            first.row("tracker", f"all of it, and stars by day; commits by git ({clones:,.0f} MB of clones)"),
            *first_others,
            "",
            "ghapi, which asks for the same pages as PyGithub, was run on the day after alone.",
            "",
            *pages,
            "",
            "The day after, what is new:",
            "",
            *TABLE,
            day.row("tracker", "all of it"),
            *others(lab, noon(DAY - timedelta(days=1)).isoformat()),
            "",
        ]


def _pages(lab: Bench) -> list[str]:
    """The star history's price beside that of the list of stargazers it replaced."""
    counts = dict(lab.rows(STARS))
    pages = {name: sum(f"/{name}/stargazers/history" in r.path for r in lab.server.log) for name in counts}
    documented = {name: ceil(count / STARS_A_PAGE) for name, count in counts.items()}
    ours, theirs = sum(pages.values()), sum(documented.values())
    largest = max(counts, key=counts.__getitem__)
    return [
        f"Star history of all 28 ({sum(counts.values()):,.0f} stars): {ours:,} requests. Page by page, as it "
        f"was documented until July 2026 (100 stargazers a request), it cost {theirs:,}, "
        f"**{theirs / ours:.0f} times more**; for the largest ({largest}, {counts[largest]:,.0f} stars) "
        f"{documented[largest] / pages[largest]:.0f} times. Target: 50. GitHub gives 30 weeks a page, so it "
        "is reached where there are many stars a week, and not by small old ones. The peers have no way to "
        "it any more.",
    ]
