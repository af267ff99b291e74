"""Every sentence that people read of a verdict, and every turn of a life, as it was approved in told.txt.

`python -m tests.tracker.health.test_told` writes the file anew: what changed in it is read before it is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.tracker.dossiers import (
    attribute,
    daily,
    dossier,
    noon,
    notice,
    on_days,
    real,
    releases,
    spread,
    unknown_after,
)
from tracker.dossier import Dossier
from tracker.health import Rules, because, explain_text, history, history_text, judge
from tracker.health.life import life
from tracker.health.many import join
from tracker.records import Gap, Issue, Presence, Succession

TOLD = Path(__file__).parent / "told.txt"
END = "2026-06-30"
DAY = date(2026, 6, 30)
RULES = Rules()
BUSY = spread(dict.fromkeys(range(2018, 2027), 300), END)
SILENT = spread({2015: 300, 2016: 400, 2017: 100}, END)
FALLING = spread({2019: 400, 2020: 900, 2021: 700, 2022: 400, 2023: 200, 2024: 90, 2025: 40, 2026: 6}, END)
SLOWED = spread({2016: 300, 2017: 400, 2018: 200, 2019: 60, 2020: 40, 2021: 35, 2022: 30, 2023: 30, 2024: 25,
                 2025: 25, 2026: 12}, END)  # fmt: skip
SMALL = on_days(
    [f"{year}-{month:02}-11" for year in range(2016, 2027) for month in (2, 6, 9, 11)][:-2], "2016-01-01", END
)
YOUNG = spread({2026: 20}, END, "2026-03-01")
THEANO_SAYS = (
    notice("2017-09-28", "MILA stops development after 1.0", where="announcement"),
    notice("2017-10-06", "MILA will stop developing Theano, see https://github.com/aesara-devs/aesara"),
)
LINK = Succession("pymc-devs/pytensor", "others", "https://github.com/pymc-devs/pytensor", date(2022, 11, 1))


def issues(opened: int, closed: int, year: int = 2026) -> tuple[Issue, ...]:
    """So many issues of people, a day apart, the first of them closed."""
    first = noon(f"{year}-01-05")
    return tuple(
        Issue(n, at, at, at + timedelta(days=5) if n < closed else None)
        for n in range(opened)
        for at in [first + timedelta(days=n)]
    )


LIVES: Mapping[str, tuple[Dossier, tuple[str, ...]]] = {
    "active": (dossier("made-up/active", BUSY, releases=releases("2024-03-01", "2026-05-01")), (END,)),
    "slow": (dossier("made-up/slow", SLOWED, releases=releases("2020-01-10")), ("2019-12-01", END)),
    "fading": (
        dossier("made-up/fading", FALLING, releases=releases("2021-05-05")),
        ("2024-06-30", "2025-12-31", END),
    ),
    "dormant": (
        dossier("made-up/dormant", SILENT, releases=releases("2016-12-01")),
        ("2018-06-30", "2018-11-15", "2019-02-01", END),
    ),
    "dormant, places unread": (
        dossier("made-up/unread", SILENT, unread={"readme": ""}),
        (END,),
    ),
    "dormant, then back": (
        dossier("made-up/back", spread({2015: 300, 2016: 200, 2021: 60, 2022: 80}, "2022-12-31")),
        ("2019-01-01", "2021-04-01", "2022-12-31"),
    ),
    "small and steady": (
        dossier("made-up/small", SMALL, issues=issues(12, 8), releases=releases("2019-04-01", "2023-05-01")),
        (END,),
    ),
    "small, then silent": (
        dossier(
            "made-up/ended",
            on_days([f"{y}-{m:02}-11" for y in range(2014, 2020) for m in (2, 6, 9)], "2014-01-01", END),
            releases=releases("2016-04-01", "2019-05-01"),
        ),
        ("2019-12-31", "2021-03-01", END),
    ),
    "end-of-life": (
        real(
            "Theano/Theano",
            notices=THEANO_SAYS,
            successors=("aesara-devs/aesara", "pymc-devs/pytensor"),
            successions=(LINK,),
        ),
        ("2017-10-01", "2018-06-30", "2020-12-31"),
    ),
    "maintenance only": (
        dossier(
            "made-up/kept",
            SLOWED,
            notices=(notice("2024-02-03", "Only security fixes.", "maintenance-only"),),
        ),
        ("2024-02-02", END),
    ),
    "moved": (
        dossier(
            "made-up/gone-on",
            unknown_after(SILENT, "2026-03-31"),
            notices=(notice("2018-03-30", "The source code now lives elsewhere", "moved"),),
        ),
        ("2018-04-30", END),
    ),
    "archived": (
        dossier("made-up/shut", SILENT, archived_at=noon("2021-02-03")),
        ("2021-02-02", "2021-02-03", END),
    ),
    "taken back": (
        dossier(
            "made-up/again",
            BUSY,
            notices=(notice("2020-01-01", "No longer maintained.", until="2021-06-01"),),
        ),
        ("2020-01-01", "2021-05-31", "2021-06-01", "2022-06-01"),
    ),
    "young": (
        dossier("made-up/young", YOUNG, created_at=noon("2026-03-01")),
        ("2026-02-01", "2026-04-15", END),
    ),
    "nothing known": (dossier("made-up/blank", None, releases=None), (END,)),
    "releases alone": (dossier("made-up/tags", None, releases=releases("2026-03-01")), (END,)),
    "reading ended": (
        dossier("made-up/unread-since", unknown_after(BUSY, "2025-01-31")),
        ("2025-02-15", "2025-05-31", "2025-09-30", END),
    ),
    "a hole": (
        dossier(
            "made-up/hole",
            BUSY,
            releases=releases("2020-01-01"),
            gaps=(Gap("releases", date(2019, 1, 1), date(2026, 1, 1), "not recorded"),),
        ),
        (END,),
    ),
    "gone": (
        dossier("made-up/removed", BUSY, presence=Presence.GONE, presence_since=noon("2025-06-01")),
        ("2025-05-31", END),
    ),
    "found by a search": (
        dossier("made-up/by", FALLING, notices=(replace(notice("2025-03-03", "It has ended."), by=True),)),
        (END,),
    ),
    "blocked": (
        dossier("made-up/blocked", BUSY, presence=Presence.BLOCKED, presence_since=noon("2025-06-01")),
        (END,),
    ),
    "one commit after dormancy": (
        dossier(
            "made-up/one",
            on_days(
                [
                    *(f"2016-{m:02}-{d:02}" for m in range(1, 13) for d in (3, 9, 20)),
                    *(f"2021-{m:02}-01" for m in range(1, 13)),
                ],
                "2016-01-01",
                END,
            ),
        ),
        ("2021-07-01", "2021-10-01", "2022-02-01"),
    ),
    "renamed": (
        dossier(
            "made-up/new-name",
            BUSY,
            names=(("made-up/old-name", date(2015, 1, 1)), ("made-up/new-name", date(2024, 1, 1))),
        ),
        ("2023-12-31", "2024-01-01"),
    ),
    "mirror": (
        dossier(
            "made-up/mirror",
            BUSY,
            attributes=(attribute("mirror_url", "https://git.example/a", "2020-01-01"),),
        ),
        ("2019-01-01", END),
    ),
    "a quick look": (dossier("made-up/quick", SILENT, quick=True), (END,)),
    "no clone": (
        dossier("made-up/no-clone", None, releases=releases("2012-05-01"), created_at=noon("2010-01-01")),
        (END,),
    ),
    "a fresh start": (
        dossier("made-up/fork", daily("2020-01-01", END, 0.2), forked_at=noon("2020-06-01")),
        (END,),
    ),
}


CHAIN = {
    facts.full_name: facts
    for facts in (
        LIVES["end-of-life"][0],
        dossier(
            "aesara-devs/aesara",
            SILENT,
            archived_at=noon("2023-05-05"),
            successors=("pymc-devs/pytensor", "Theano/Theano", "nobody/knows"),
            created_at=noon("2020-10-01"),
        ),
        dossier("pymc-devs/pytensor", BUSY, created_at=noon("2022-11-01")),
    )
}


def joined() -> Iterator[str]:
    """Successors with their own fates, chains followed, on a day before they began and on one after."""
    for day in (date(2018, 6, 30), DAY):
        found = join({name: judge(facts, day, RULES) for name, facts in CHAIN.items()}, CHAIN, day)
        for name, verdict in found.items():
            told_of = [f"{s.repository} {s.headline} {s.begins} {s.named_by}" for s in verdict.successors]
            yield f"{day} {name}: {'; '.join(told_of)}\n"
        yield explain_text(found["Theano/Theano"])


def told() -> Iterator[str]:
    """Every life's explanations, JSON and turns, under its name."""
    for name, (facts, days) in LIVES.items():
        yield f"=== {name}\n"
        for day in days:
            found = judge(facts, date.fromisoformat(day), RULES, successors={"pymc-devs/pytensor": "active"})
            yield explain_text(found)
            about: dict[str, Any] = found.as_json()
            raised = [
                f"{f['signal']} {f['outcome']} since {f['since']}"
                for f in about.pop("evidence")
                if f["outcome"] != "quiet"
            ]
            about["told"] = [len(about.pop("would_change")), len(about.pop("notes"))]
            about["confidence"] = {**found.confidence.as_json(), "sentence": "above"}
            yield f"{json.dumps(about)}\n{because(found)}\n" + ", ".join(raised) + "\n\n"
        start = facts.commits.start if facts.commits else date(2018, 1, 1)
        yield f"--- its life\n{history_text(history(facts, start, DAY, RULES))}"
        lived = life(facts, start, DAY, RULES)
        for turn in lived.turns:
            axes = turn.axes
            yield f"{turn.start} {axes.headline} {axes.declared} {axes.observed} {axes.location} " \
                  f"{axes.since} {axes.observed_since} {axes.unmaintained}: {turn.because}\n"  # fmt: skip
        yield f"until {lived.until}\n\n"
    yield from joined()


def test_what_people_are_told_is_what_was_approved() -> None:
    assert "".join(told()) == TOLD.read_text(encoding="utf-8")


if __name__ == "__main__":
    TOLD.write_text("".join(told()), encoding="utf-8")
