"""What a collector is, what it is handed, and how it speaks of what it could not do."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Protocol

from tracker.collectors.positions import Positions, QuietLook
from tracker.config import PackageIndex
from tracker.cursors import Cursor
from tracker.github.answers import Answer
from tracker.github.client import GitHubClient
from tracker.github.glances import Glance
from tracker.github.protocol import AnswerKind, BadToken, GitHubError, Offline, RateLimited, said
from tracker.records import Observation, RepositoryFacts
from tracker.store.store import Store

log = logging.getLogger(__name__)
CLONES = 2  # at a time: GitHub limits git traffic without saying how


class CollectorMissed(Exception):
    """A collector could not do its work for one repository; the others go on. The message is the reason."""


def unforeseen(error: Exception) -> str:
    """One repository's trouble of a kind that nobody thought of, in a line without what it held."""
    if isinstance(error, OSError) and error.strerror:
        return f"this machine could not do it ({error.strerror}); see: tracker doctor"
    return f"something unforeseen ({type(error).__name__}); it is in the log at level debug"


@dataclass(frozen=True, slots=True)
class Target:
    """A repository to be looked at: its name as followed, its identity if known, and this run's reading."""

    full_name: str
    github_id: int | None = None
    node_id: str | None = None
    facts: RepositoryFacts | None = None

    @property
    def id(self) -> int:
        """The identity; only to be asked for after the counters were read."""
        assert self.github_id is not None
        return self.github_id

    @property
    def owner(self) -> str:
        return self.full_name.split("/")[0]

    @property
    def path(self) -> str:
        """Where REST knows it, by its present name."""
        return f"/repos/{self.full_name}"

    def read(self, facts: RepositoryFacts) -> Target:
        """The same repository after a reading, under its present name."""
        return replace(
            self, full_name=facts.full_name, github_id=facts.github_id, node_id=facts.node_id, facts=facts
        )


def _nothing(_text: str, _whose: str = "") -> tuple[str, str] | None:
    return None


@dataclass
class Context:
    """Where collectors work: the client, the store, the clock, and what they may look for in texts.

    `find_notice` reads a text of the repository OWNER/NAME and returns (what it declares, the sentence);
    `asks_if_alive` reads an issue's title. `breathe` is called between pages and may raise to stop the run.
    """

    client: GitHubClient
    store: Store
    now: Callable[[], datetime]
    key: bytes
    git_home: Path
    git_url: str
    find_notice: Callable[[str, str], tuple[str, str] | None] = _nothing
    asks_if_alive: Callable[[str], bool] = lambda _title: False
    index: Callable[[], PackageIndex] | None = None  # which package index to ask; None: none at all
    downloads: str | None = None  # where pypistats is asked; None: nowhere
    sleep: Callable[[float], None] = time.sleep  # may raise to stop the run
    breathe: Callable[[], None] = lambda: None
    ends_run: Callable[[Exception], bool] = lambda _error: False  # what is no single repository's trouble
    full: bool = False
    observations: int = field(default=0)
    glances: dict[int, Glance] = field(default_factory=dict)
    clones: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(CLONES))
    positions: Positions = field(init=False)

    def __post_init__(self) -> None:
        self.positions = Positions(self.store)

    @property
    def today(self) -> date:
        return self.now().date()

    @contextmanager
    def alone(self, tell: Callable[[str], None]) -> Iterator[None]:
        """Where one repository's trouble ends: `tell` is given its reason, and the others go on.

        What concerns all goes through: no token, nobody there, no quota, the order to stop, no database.
        """
        try:
            yield
        except (BadToken, Offline, RateLimited):
            raise
        except (CollectorMissed, GitHubError) as reason:
            tell(str(reason))
        except Exception as error:  # the edge: whatever one repository's answers do to us is its own trouble
            if self.ends_run(error):
                raise
            log.debug("a repository's collector failed", exc_info=True)
            tell(unforeseen(error))

    def declared(self, target: Target, title: str, body: str = "") -> tuple[str, str] | None:
        """What an issue declares and in which words, its subject read beside the project's name."""
        name = target.full_name.rpartition("/")[2]
        return self.reader(target)(f"# {name}\n\n## {title}\n\n{body}")

    def reader(self, target: Target) -> Callable[[str], tuple[str, str] | None]:
        """`find_notice` for the texts of one repository."""
        return lambda text: self.find_notice(text, target.full_name)

    def glance(self, target: Target) -> Glance:
        """What this run's shared queries saw of a repository; all unknown when nothing."""
        return self.glances.get(target.id, Glance())

    def note(self, repository_id: int, cursor: Cursor, *, done: bool = True) -> None:
        """Remember where a collector stands.

        Only what is done moves the time of the last look, up to which days without a row are known to be
        zero; a walk that goes on (or was broken off) keeps the one before.
        """
        seen = self.now() if done else cursor.seen or self.now()
        self.positions.write(repository_id, replace(cursor, seen=seen), seen)

    def quiet(self, repository_id: int, cursor: Cursor, rows: Sequence[Observation] = ()) -> int:
        """Remember a look after which nothing had to be asked, together with others; values written now.

        `rows` are what is known without asking: that nothing came since.
        """
        seen = self.now()
        return self.positions.quiet(QuietLook(repository_id, replace(cursor, seen=seen), seen, rows))

    def source(self, name: str) -> str:
        """The name of a source; what a replay plays is never called GitHub's."""
        return "replay" if self.client.provenance == "replay" else name


class Collector(Protocol):
    """One kind of fact about one repository. `collect` commits as it goes and may be killed anywhere."""

    name: str

    def collect(self, context: Context, target: Target) -> int:
        """Ask and write; returns observations written. Raises CollectorMissed with the reason."""
        ...


@dataclass(frozen=True, slots=True)
class Member:
    """An entry of COLLECTORS: the name in the store and on the command line, and its function."""

    name: str
    collect: Callable[[Context, Target], int]
    title: str
    together: Together | None = None  # in the place of `collect`, where many repositories share a request
    wanted: Callable[[Context], bool] = lambda _context: True  # by a run that names no collectors


def with_token(context: Context) -> bool:
    """`wanted` of a collector that can ask nothing without a token."""
    return context.client.authorised


Told = Callable[[Target, str | None], None]  # told of each that is done, with the reason of a miss
Together = Callable[[Context, Sequence[Target], Told], None]


def one_of(together: Together) -> Callable[[Context, Target], int]:
    """`collect` of a collector that asks about many at once, for one repository. Raises CollectorMissed."""

    def collect(context: Context, target: Target) -> int:
        reasons: list[str | None] = []
        before = context.observations
        together(context, [target], lambda _target, reason: reasons.append(reason))
        for reason in filter(None, reasons):
            raise CollectorMissed(reason)
        return context.observations - before

    collect.__module__ = together.__module__  # whose it is
    return collect


def must(answer: Answer, what: str) -> Answer:
    """An answer that is OK or NOT_MODIFIED; raises CollectorMissed with what GitHub said otherwise."""
    if answer.outcome in (AnswerKind.OK, AnswerKind.NOT_MODIFIED):
        return answer
    words = said(answer.body)
    raise CollectorMissed(f"{what}: {answer.outcome.value} ({answer.status}{f', {words}' if words else ''})")
