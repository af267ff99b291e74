"""Asking pypistats.org how often a package was downloaded, day by day, within what it allows."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from packaging.utils import canonicalize_name

from tracker.asking import calendar_day
from tracker.network.asking import Asker, NoAnswer, TooLarge
from tracker.network.bounds import read_json

USUAL = "https://pypistats.org"
ALLOWED = ((5, 1.0), (30, 60.0))  # (requests, seconds), by an address of theirs
MOST = 4 << 20  # bytes of an answer; 180 days take about 30 kB
PATIENCE = 30.0  # seconds for one answer
TRIES = 3  # of what passes by itself
PAUSE = 2.0  # seconds before the second try, twice that before the third
A_MINUTE = 61.0  # seconds after which everything is allowed again
OURS = "without_mirrors"  # mirrors copy whole indexes: nobody installs what they fetch
PASSING = frozenset({202, 408, 425, 429, 500, 502, 503, 504})


class NoStatistics(Exception):
    """Nothing is to be had of this package; the message says why. The next one may be asked."""


class UnknownPackage(NoStatistics):
    """pypistats has never heard of it; tomorrow is soon enough to ask again."""


class Passing(Exception):
    """What may be better in a moment. nobody: it is not this package's trouble; limited: too many asked."""

    def __init__(self, reason: str, *, nobody: bool = False, limited: bool = False) -> None:
        super().__init__(reason)
        self.nobody, self.limited = nobody, limited


class StatisticsSilent(Exception):
    """Nobody answers: there is no sense in asking for other packages now."""


class Statistics:
    """pypistats.org, or a replay of it. `sleep` waits, and may raise to stop."""

    def __init__(
        self,
        url: str = USUAL,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url, self._sleep, self._now = url.rstrip("/"), sleep, now
        self._asked: deque[float] = deque(maxlen=max(many for many, _ in ALLOWED))
        self._asker = Asker(MOST, PATIENCE)

    def close(self) -> None:
        self._asker.close()

    def daily(self, package: str) -> dict[date, int]:
        """Downloads without mirrors by day, of the days that are served: the first to the last with a row.

        A day between them without a row had none. What passes by itself is tried again. Raises
        UnknownPackage, NoStatistics and StatisticsSilent.
        """
        name = canonicalize_name(package)
        trouble: Passing | None = None
        for turn in range(TRIES):
            if trouble is not None:
                self._sleep(A_MINUTE if trouble.limited else PAUSE * turn)
            self._wait()
            try:
                return self._asked_once(name)
            except Passing as error:
                trouble = error
        assert trouble is not None
        raise (StatisticsSilent if trouble.nobody else NoStatistics)(str(trouble))

    def _asked_once(self, name: str) -> dict[date, int]:
        try:
            asked = self._asker.get(f"{self._url}/api/packages/{name}/overall")
        except TooLarge as error:
            raise NoStatistics(f"pypistats about {name}: {error}") from None
        except NoAnswer as error:
            if error.proxy:
                raise StatisticsSilent(str(error)) from None
            raise Passing(f"pypistats cannot be asked ({error})", nobody=True) from None
        status = asked.status
        if status == 404:
            raise UnknownPackage(f"pypistats knows no package {name}")
        if status != 200:
            told = f"pypistats answered {status} about {name}"
            if status not in PASSING:
                raise NoStatistics(told)
            raise Passing(told, nobody=True, limited=status == 429)
        try:
            return by_day(read_json(asked.content), name)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Passing(f"pypistats' answer about {name} cannot be read") from None

    def _wait(self) -> None:
        """Until one more request is within what is allowed."""
        for many, seconds in ALLOWED:
            if len(self._asked) >= many:
                rest = self._asked[-many] + seconds * 1.02 - self._now()
                if rest > 0:
                    self._sleep(rest)
        self._asked.append(self._now())


def by_day(document: Any, name: str) -> dict[date, int]:
    """Downloads without mirrors by day out of an answer of `overall`.

    Raises ValueError for what such an answer cannot say: another package, another type, a day twice, a number
    below zero or none.
    """
    if document["type"] != "overall_downloads" or document["package"] != name:
        raise ValueError("it is about something else")
    found: dict[date, int] = {}
    days: set[date] = set()
    for row in document["data"]:
        day, many = calendar_day("date", row["date"]), row["downloads"]
        if type(many) is not int or many < 0:
            raise ValueError("a number of downloads is none")
        days.add(day)
        if row["category"] == OURS:
            if day in found:
                raise ValueError("a day stands there twice")
            found[day] = many
    if not days:
        return {}
    first, last = min(days), max(days)
    served = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day: found.get(day, 0) for day in served}
