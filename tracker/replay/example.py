"""A made-up world: what no public figures record (stars taken back, who answers when), as two lives of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tracker.replay import timeline
from tracker.replay.synthetic_repository import SyntheticRepository
from tracker.replay.timeline import Ints
from tracker.replay.world import Registry, made_up_id

LABEL = "made up"
READ_DAYS = 70  # looked at daily for so long: a star taken back shows between two looks only
YEARS = 2


@dataclass(frozen=True, slots=True)
class ExampleLife:
    """How a made-up repository lives: numbers a day, and hours until somebody answers, then and now."""

    full_name: str
    description: str
    stars: float
    leaving: float
    commits: float
    issues: float
    first_hours: float
    last_hours: float


LIVES = (
    ExampleLife("example/answers-soon", "Made-up example: answered within hours, few take their star back",
                stars=2.4, leaving=0.3, commits=0.8, issues=0.4, first_hours=30, last_hours=6),
    ExampleLife("example/keeps-you-waiting", "Made-up example: answers come ever later, stars are taken back",
                stars=1.6, leaving=1.3, commits=0.25, issues=0.3, first_hours=14, last_hours=400),
)  # fmt: skip


class ExampleRepository(SyntheticRepository):
    """A made-up repository whose stargazers leave on days of their own, whenever it is looked at."""

    def __init__(self, full_name: str, created: date) -> None:
        super().__init__(made_up_id(full_name), full_name, created)
        self._left: list[tuple[date, date]] = []

    def leave(self, came: date, left: date) -> None:
        """One of those who came on a day takes the star back on another."""
        self._left.append((came, left))

    def star_arrivals(self, today: date) -> tuple[date, Ints]:
        first, arrivals = super().star_arrivals(today)
        for came, left in self._left:
            if left <= today:
                arrivals[(came - first).days] -= 1
        return first, arrivals

    def total(self, name: str, now: datetime) -> int:
        found = super().total(name, now)
        return found - sum(left <= now.date() for _, left in self._left) if name == "stars" else found


class ExampleWorld(Registry):
    """The two lives up to a day; the same for the same day."""

    label: str | None = LABEL

    def __init__(self, until: date) -> None:
        super().__init__()
        for life in LIVES:
            self.register(_repository(life, until))


def read_days(until: date) -> list[date]:
    """The days on which the world is looked at, the last being `until`."""
    return [until - timedelta(days=n) for n in reversed(range(READ_DAYS))]


def _repository(life: ExampleLife, until: date) -> ExampleRepository:
    days = YEARS * 365
    born = until - timedelta(days=days)
    made = ExampleRepository(life.full_name, born)
    made.attributes.description = life.description
    made.attributes.topics = ("made-up",)
    made.write_readme(born, f"# {life.full_name.rpartition('/')[2]}\n\n{life.description}.\n")
    _star(made, life, born, until)
    _work(made, life, born, days)
    _ask(made, life, born, days)
    return made


def _star(made: ExampleRepository, life: ExampleLife, born: date, until: date) -> None:
    """Who stars it, and who of them leaves on the days of which somebody reads."""
    rng = timeline.random(life.full_name, "stars")
    came: list[date] = []
    for n, count in enumerate(rng.poisson(life.stars, (until - born).days + 1).tolist()):
        day = born + timedelta(days=n)
        if count:
            made.star(day, count)
            came += [day] * count
    long_ago = [day for day in came if (until - day).days > READ_DAYS]
    rng.shuffle(long_ago)
    for day in read_days(until):
        for _ in range(int(rng.poisson(life.leaving))):
            made.leave(long_ago.pop(), day)


def _work(made: ExampleRepository, life: ExampleLife, born: date, days: int) -> None:
    """Commits by five people, and a release every other month."""
    rng = timeline.random(life.full_name, "work")
    for n in range(days):
        for turn in range(int(rng.poisson(life.commits))):
            who = int(rng.integers(1, 6))
            when = _at(born, n) + timedelta(minutes=20 * turn)
            made.commit(when, f"Person {who}", f"person{who}@example.invalid", f"Change of day {n}")
    for number, n in enumerate(range(30, days, 60), start=1):
        made.release(f"v0.{number}", _at(born, n))


def _ask(made: ExampleRepository, life: ExampleLife, born: date, days: int) -> None:
    """Issues, each answered by a member after a while that grows or shrinks with the years."""
    rng = timeline.random(life.full_name, "issues")
    asked = sorted(rng.integers(0, days, int(life.issues * days)).tolist())
    for n in asked:
        opened = _at(born, n)
        number = made.open_issue(opened, f"Question of day {n}")
        hours = life.first_hours * (life.last_hours / life.first_hours) ** (n / days)
        answered = opened + timedelta(hours=hours * float(rng.gamma(3.0, 1 / 3)))
        made.answer(number, answered, "MEMBER")
        if rng.random() < 0.7:
            made.close(number, answered + timedelta(days=3))


def _at(born: date, days: int) -> datetime:
    """Eight in the morning, so many days after the first."""
    return datetime.combine(born + timedelta(days=days), time(8), UTC)
