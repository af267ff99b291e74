"""How sure a verdict is: the measured record of the rule behind it, never an invented probability."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from tracker.health.verdict import Confidence

MEASURED = "measured.json"  # written by tracker.backtest


@cache
def measured() -> dict[str, Any]:
    """What the last backtest counted: {"table": …, "rules": {headline: {"right", "fired"}}}."""
    table: dict[str, Any] = json.loads(files("tracker.health").joinpath(MEASURED).read_text(encoding="utf-8"))
    return table


def confidence(headline: str) -> Confidence:
    """The record of the rule that gave this headline."""
    if headline == "unknown":
        return Confidence(headline, None, None, "Nothing is claimed, so there is nothing to be sure of.")
    record = measured()["rules"].get(headline)
    if not record or not record["fired"]:
        sentence = f"This rule did not fire in {measured()['table']}, so its precision is not measured."
        if headline == "archived":
            sentence = "GitHub states this itself; there is nothing to measure."
        return Confidence(headline, None, None, sentence)
    right, fired = record["right"], record["fired"]
    return Confidence(headline, right, fired, _sentence(headline, right, fired))


def _sentence(headline: str, right: int, fired: int) -> str:
    table = measured()["table"]
    if headline in ("slow", "active"):
        called = f"called {headline} at the end of {table}"
        return f"Of {fired} repositories {called}, {right} were in fact maintained."
    what = "had indeed ended or were ending" if headline == "fading" else "had indeed ended"
    return f"Of {fired} repositories ever called {headline} in {table}, {right} {what}."


def evidence() -> str:
    """Which evidence the measure had, and which it had not, as a sentence."""
    record = measured()
    had, lacked = (", ".join(record.get(name, ())) for name in ("had", "lacked"))
    return f"Measured with {had}; without {lacked}." if had else ""
