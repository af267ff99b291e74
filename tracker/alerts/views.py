"""What a rule may look at: one repository on one day, everything about it gathered beforehand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.dossier import Daily, Dossier
from tracker.health import Verdict


@dataclass(frozen=True, slots=True)
class StarNews:
    """An unusual day of stars: how many came or went, what is usual, and how many others had it too.

    `everywhere` is a sentence when the day was unusual in so many repositories that it says nothing of
    this one (GitHub removing accounts, for one).
    """

    day: date
    stars: int
    usual: float
    everywhere: str | None = None


@dataclass(frozen=True, slots=True)
class Complaint:
    """Data that are not as they should be: which, since when, and why."""

    what: str
    since: date
    reason: str


@dataclass(frozen=True, slots=True)
class AlertView:
    """One repository on one day. None where nothing is known; () where it was asked and nothing is amiss."""

    as_of: date
    github_id: int
    full_name: str
    category: str | None = None
    lists: tuple[str, ...] = ()  # the named lists it stands on, and how it came to be followed
    looked: date | None = None  # when GitHub last answered about it
    verdict: Verdict | None = None
    dossier: Dossier | None = None
    others: Mapping[str, Verdict] = field(default_factory=dict)  # by full name in lower case
    surge: StarNews | None = None
    drop: StarNews | None = None
    stars_known: bool = False  # enough daily readings to call a day unusual
    stale: tuple[Complaint, ...] = ()
    degraded: tuple[Complaint, ...] = ()
    whole: Callable[[], Dossier] | None = None  # where `dossier` is a light one: the same with its commits

    @property
    def human(self) -> Daily | None:
        """Commits by people, read when something is to be told of them."""
        dossier = self.whole() if self.whole else self.dossier
        return dossier.human if dossier else None

    @property
    def successors(self) -> Mapping[str, Verdict | None]:
        """Where its users were sent, by name; None for what is not judged here."""
        return (
            {name: self.others.get(name.lower()) for name in self.dossier.successors} if self.dossier else {}
        )

    @property
    def url(self) -> str:
        return f"https://github.com/{self.full_name}"
