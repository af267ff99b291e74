"""Bombs in GitHub's answers.

Answers of a few hundred kilobytes that unpack to half a gigabyte, of four hundred thousand brackets, of
numbers with as many digits, lists whose next page is the same one, waits of four hundred digits: each in the
place of whole kinds of answers during a sync, which has to end with a reason, in time, and in bounded
memory.
"""

from __future__ import annotations

import gzip
import shutil
import zlib
from pathlib import Path

from tests.faults.answers import doubled, migrated, pictures, world
from tests.faults.parts import Figures
from tests.faults.storms import FIGURES, sync
from tests.tracker.collectors.bench import bench
from tracker.replay.replies import Reply, Request
from tracker.store.session import connect, sqlite_url

INPUTS = "syncs with a bomb"
JSON = {"content-type": "application/json; charset=utf-8"}
SIZE = 512 << 20  # bytes of a packed one


def squeezed(start: bytes, filling: bytes, end: bytes, wbits: int) -> bytes:
    """Half a gigabyte of one letter between two ends, packed piece by piece into half a megabyte."""
    maker = zlib.compressobj(9, wbits=wbits)
    piece = filling * (1 << 20)
    parts = [maker.compress(start), *(maker.compress(piece) for _ in range(SIZE >> 20)), maker.compress(end)]
    return b"".join([*parts, maker.flush()])


def bombs() -> dict[str, Reply]:
    """Each with its name."""
    deflated = squeezed(b'{"data": "', b"a", b'"}', 15)
    gzipped = squeezed(b"[", b" ", b"]", 31)
    return {
        "gzip": Reply(200, gzipped, JSON | {"content-encoding": "gzip"}),
        "gzip twice": Reply(200, gzip.compress(gzipped), JSON | {"content-encoding": "gzip, gzip"}),
        "deflate": Reply(200, deflated, JSON | {"content-encoding": "deflate"}),
        "an error in gzip": Reply(500, gzipped, JSON | {"content-encoding": "gzip"}),
        "brackets": Reply(200, b"[" * 400_000, JSON),
        "brackets that close": Reply(200, b"[" * 400_000 + b"]" * 400_000, JSON),
        "objects": Reply(200, b'{"data":' * 200_000 + b"1" + b"}" * 200_000, JSON),
        "digits": Reply(200, b"[" + b"9" * 1_000_000 + b"]", JSON),
        "a wait": Reply(429, b"{}", JSON | {"retry-after": "9" * 400}),
        "a limit": Reply(403, b"{}", JSON | {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9" * 400}),
    }


def run(folder: Path, many: int, seed: int = 1) -> Figures:
    """Every bomb in turn, in the place of every answer, of REST's, and of GraphQL's, `many` syncs in all."""
    figures, model = Figures(counted=dict.fromkeys(FIGURES, 0)), migrated(folder / "model.db")
    truth: set[tuple[object, ...]] = set()
    kinds, places = list(bombs().items()), ("", "/graphql", "/repos/", "/issues", "/stargazers")
    figures.tried = -1
    while figures.tried < many:
        figures.tried += 1
        engine = connect(sqlite_url(Path(shutil.copy(model, folder / f"{figures.tried}.db"))))
        _, bomb = kinds[figures.tried % len(kinds)]
        place = places[figures.tried // len(kinds) % len(places)]
        with bench(engine, folder / str(figures.tried), world()) as made:
            made.follow("lab/net", "lab/other")

            def twist(request: Request, reply: Reply, bomb: Reply = bomb, place: str = place) -> Reply:
                return bomb if place in request.path else reply

            if truth:
                made.server.faults.twist = twist
                told(made, figures)
                made.server.faults.twist = None
            sync(made, figures, full=bool(truth))
            found = pictures(made)
            truth = truth or found
            gone = truth - found
            figures.add("rows lost", len(gone), repr(sorted(gone, key=repr)[:3]))
            figures.add("rows doubled", doubled(made))
        engine.dispose()
        shutil.rmtree(folder / str(figures.tried), ignore_errors=True)
    return figures


def told(made, figures: Figures) -> None:  # a bench
    """A sync under a bomb: nothing may be read at all, and that is said by one of the foreseen errors."""
    from tracker.github.protocol import GitHubError, RateLimited

    try:
        misses = made.look(full=True).misses
    except (GitHubError, RateLimited):
        return
    except Exception as error:  # noqa: BLE001 - counted, and shown by the caller
        figures.add("runs lost", 1, repr(error))
        return
    strange = [f"{miss.collector}: {miss.reason}" for miss in misses if "unforeseen" in miss.reason]
    figures.add("unforeseen", len(strange), "; ".join(strange))
