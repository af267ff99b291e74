"""How sure a verdict is: the measured record of the rule behind it, never an invented probability."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from tracker.health.sight import NO_CLONE, NO_README, QUICK, WHOLE
from tracker.health.verdict import Confidence
from tracker.writing import spoken

# What the measure under a lack could see, as this verdict can see no more.
SEEN = {
    NO_CLONE: "no commits to see",
    NO_README: "no README to see",
    QUICK: "a quick look's evidence",
}
MEASURED = "measured.json"  # written by tracker.backtest


@cache
def measured() -> dict[str, Any]:
    """What the last backtest counted: {"table": …, "rules": {headline: {"right", "fired"}}}."""
    table: dict[str, Any] = json.loads(files("tracker.health").joinpath(MEASURED).read_text(encoding="utf-8"))
    return table


def confidence(headline: str, *, watch: bool = False, seen: str = WHOLE) -> Confidence:
    """The record of the rule that gave this headline under the same lack of evidence (see `sight`).

    Where the early warning is raised, its odds come behind.
    """
    found = _of_rule(headline, seen)
    return replace(found, sentence=f"{found.sentence} {watch_odds()}") if watch and watch_odds() else found


def watch_odds() -> str:
    """What came of those that were put on watch, as a sentence; "" where that was not measured."""
    record = measured().get("watch")
    if not record:
        return ""
    return (
        f"It is on watch: of {record['fired']} repositories ever put on watch in {measured()['table']} "
        f"{record['right']} ended or had their end announced; the living ones were so marked in "
        f"{100 * record['living_share']:.1f} % of their months."
    )


def _of_rule(headline: str, seen: str) -> Confidence:
    if headline == "unknown":
        return Confidence(headline, None, None, "Nothing is claimed, so there is nothing to be sure of.")
    lacking = measured().get("under", {}).get(seen)
    record = (lacking or measured()["rules"]).get(headline)
    if not record or not record["fired"]:
        sentence = f"This rule did not fire in {measured()['table']}, so its precision is not measured."
        if headline == "archived":
            sentence = "GitHub states this itself; there is nothing to measure."
        return Confidence(headline, None, None, sentence)
    right, fired = record["right"], record["fired"]
    told = f", with {SEEN[seen]}" if lacking and seen in SEEN else ""
    return Confidence(headline, right, fired, _sentence(headline, right, fired, told))


def _sentence(headline: str, right: int, fired: int, told: str) -> str:
    table = f"{measured()['table']}{told}"
    if headline in ("slow", "active"):
        called = f"called {headline} at the end of {table}"
        return f"Of {fired} repositories {called}, {right} were in fact maintained."
    what = "had indeed ended or were ending" if headline == "fading" else "had indeed ended"
    return f"Of {fired} repositories ever called {spoken(headline)} in {table}, {right} {what}."


def evidence() -> str:
    """Which evidence the measure had, and which it had not, as a sentence."""
    record = measured()
    had, lacked = (", ".join(record.get(name, ())) for name in ("had", "lacked"))
    return f"Measured with {had}; without {lacked}." if had else ""
