"""Mutated requests to pages and API.

The real application over a made-up world is asked for everything it has in ways that nobody should: paths,
parameters, methods, headers and bodies with wrong, endless, hostile and impossible values. Pictures as PNG
are asked for a tenth as often as the rest: painting them would be most of the time.
"""

from __future__ import annotations

import random
from collections import Counter
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine

from dashboards.data.query import KNOWN
from dashboards.http.app import create_app
from dashboards.http.headers import HEADERS as HEADERS_OF_OURS
from tests.dashboards import sample
from tests.faults.asking import Asker, Heard
from tests.faults.parts import Figures
from tracker.config import Settings
from tracker.config.sections import ApiSettings
from tracker.processes import share_memory
from tracker.store.session import connect, sqlite_url, upgrade

NAME = "keras-team/keras"
PATHS = (
    "/", "/compare", "/alerts", "/data", "/lifecycles", "/quadrant", "/choose", f"/repositories/{NAME}",
    "/healthz", "/llms.txt", "/robots.txt", "/sitemap.xml", "/metrics", "/figures/compare.json",
    f"/figures/repositories/{NAME}.json", "/download/compare.csv", "/download/overview.csv",
    f"/download/repositories/{NAME}.csv", "/download/compare.svg", "/download/quadrant.png",
    "/card/overview.png", f"/card/repositories/{NAME}.png", "/embed/stars.svg", f"/badge/{NAME}.svg",
    "/assets/app.css", "/api/v1/", "/api/v1/repositories", f"/api/v1/repositories/{NAME}",
    "/api/v1/verdicts", "/api/v1/alerts", "/api/v1/events", "/api/v1/series", "/api/v1/exports/series.csv",
    "/api/v1/exports/series.jsonl", "/api/v1/openapi.json",
)  # fmt: skip
NAMES = sorted(
    KNOWN | {"repository", "metrics", "at", "limit", "offset", "cursor", "format", "unknown", "until", "fill"}
)
VALUES = (
    "", "0", "-1", "1e999", "9" * 400, "NaN", "²", "٣", "0001-01-01", "9999-12-31", "2018-W01-1",
    "2026-06-30", "2020-02-30", "stars", "commits", NAME, f"{NAME},Theano/Theano", "a/b", "/",
    "../../etc/passwd", "%00", "\x00", "\r\nX-Evil: 1", "<script>alert(7)</script>",
    "'\"><img src=x onerror=alert(7)>", "{{7*7}}", "'; DROP TABLE meta", "\u202eabc", "\ud800", "x" * 3_000,
    "a," * 600, "week", "month", "log", "true", "null", "[]", "=1+1", "auto",
)  # fmt: skip
HEADERS = (
    {}, {"If-None-Match": "*"}, {"Range": "bytes=9-1"}, {"Range": "bytes=0-1,1-2,5-"},
    {"Accept-Encoding": "br;q=x"}, {"Accept-Encoding": "gzip"}, {"X-Forwarded-For": "1.1.1.1"},
    {"If-Range": '"x"'}, {"Content-Length": "7"}, {"Origin": "https://evil.example"},
    {"Accept": "text/html" * 500}, {"Content-Type": "multipart/form-data"},
)  # fmt: skip
METHODS = ("GET",) * 12 + ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")
PAINTED = 0.1  # of the questions for a PNG
TRACEBACK = b"Traceback (most recent"
EVIL = (b"<script>alert(7)", b"<img src=x onerror")
INPUTS = "requests"
FIGURES = ("answers of 500", "tracebacks", "unescaped scripts", "answers without their security headers")


def typed(value: str) -> str:
    """As it would be typed into an address; a lone surrogate becomes bytes that are no UTF-8."""
    return quote(value.encode("utf-8", "surrogatepass"), safe="")


def address(chance: random.Random) -> str:
    """One of our paths with something wrong in it."""
    path = chance.choice(PATHS)
    if path.endswith(".png") and chance.random() > PAINTED:
        path = chance.choice([other for other in PATHS if not other.endswith(".png")])
    if chance.random() < 0.3:
        parts = path.split("/")
        place = chance.randrange(1, len(parts))
        parts[place] = typed(chance.choice(VALUES)) + chance.choice(("", "", ".csv", ".json", "/"))
        path = "/".join(parts)
    asked = [f"{chance.choice(NAMES)}={typed(chance.choice(VALUES))}" for _ in range(chance.randrange(4))]
    return path + ("?" + "&".join(asked) if asked else "")


def client(world: Engine, home: Path) -> Asker:
    """The real application with everything before it but the share a client has."""
    settings = Settings(
        home,
        database_url=str(world.url),
        clock="2026-06-30",
        api=ApiSettings(requests_a_minute=0),
    )
    return Asker(create_app(settings), (TRACEBACK, *EVIL))


def judge(told: str, answer: Heard, figures: Figures) -> None:
    """What is wrong with an answer, whatever was asked."""
    kind = answer.headers.get("content-type", "")
    figures.add("answers of 500", int(answer.status >= 500), told)
    figures.add("tracebacks", int(TRACEBACK in answer.found), told)
    evil = bool(answer.found.intersection(EVIL))
    figures.add("unescaped scripts", int(evil and ("html" in kind or "svg" in kind)), told)
    bare = [name for name in HEADERS_OF_OURS if name.lower() not in answer.headers]
    figures.add("answers without their security headers", int(bool(bare)), told)


def ask(asks: Asker, chance: random.Random, figures: Figures, statuses: Counter[int]) -> None:
    """One request, and what came of it."""
    where, method, headers = address(chance), chance.choice(METHODS), chance.choice(HEADERS)
    body = typed(chance.choice(VALUES)).encode() if method in ("POST", "PUT", "PATCH") else b""
    figures.tried += 1
    try:
        answer = asks.ask(method, where, headers, body)
    except Exception as error:  # noqa: BLE001 - what the application let out
        figures.add("tracebacks", 1, f"{method} {where}: {error!r}")
        return
    statuses[answer.status] += 1
    judge(f"{method} {where}: {answer.status} {answer.begins!r}", answer, figures)


def make_world(file: Path) -> None:
    """The database that is asked about."""
    world = connect(sqlite_url(file))
    upgrade(world)
    sample.fill(world)
    world.dispose()


def run(folder: Path, many: int, seed: int = 1) -> Figures:
    """Ask `many` times."""
    share_memory()  # as whoever serves does
    maker = get_context("spawn").Process(target=make_world, args=(folder / "sample.db",))
    maker.start()  # a process of its own: what making it takes is no memory of the server's
    maker.join()
    world = connect(sqlite_url(folder / "sample.db"))
    chance, asks, figures = random.Random(seed), client(world, folder), Figures()
    figures.counted = dict.fromkeys(FIGURES, 0)
    statuses: Counter[int] = Counter()
    for _ in range(many):
        ask(asks, chance, figures, statuses)
    asks.close()
    world.dispose()
    figures.notes["answers by status"] = ", ".join(f"{code}: {n:,}" for code, n in sorted(statuses.items()))
    return figures
