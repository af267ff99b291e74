"""A verdict with all its evidence as few bytes, to be kept and read back exactly."""

from __future__ import annotations

import json
import zlib
from datetime import date
from typing import Any

from tracker.health.verdict import Confidence, Successor, Verdict
from tracker.signals.base import Finding, Outcome

PLAIN = ("repository", "github_id", "headline", "declared", "observed", "location", "watch")


def to_bytes(verdict: Verdict) -> bytes:
    """JSON, packed; the same verdict always gives the same bytes."""
    sure = verdict.confidence
    document = {
        **{name: getattr(verdict, name) for name in PLAIN},
        "as_of": verdict.as_of.isoformat(),
        "since": _iso(verdict.since),
        "observed_since": _iso(verdict.observed_since),
        "confidence": [sure.rule, sure.right, sure.fired, sure.sentence],
        "evidence": [
            [f.signal, f.axis, f.outcome.value, f.sentence, dict(f.values), dict(f.thresholds), f.url,
             _iso(f.since), f.state]
            for f in verdict.evidence
        ],
        "would_change": list(verdict.would_change),
        "notes": list(verdict.notes),
        "successors": [
            [s.repository, s.headline, _iso(s.begins), s.named_by, s.source, _iso(s.since)]
            for s in verdict.successors
        ],
    }  # fmt: skip
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def from_bytes(body: bytes) -> Verdict:
    """What `to_bytes` was given."""
    found: dict[str, Any] = json.loads(zlib.decompress(body).decode("utf-8", "surrogatepass"))
    return Verdict(
        **{name: found[name] for name in PLAIN},
        as_of=date.fromisoformat(found["as_of"]),
        since=_day(found["since"]),
        observed_since=_day(found["observed_since"]),
        confidence=Confidence(*found["confidence"]),
        evidence=tuple(
            Finding(signal, axis, Outcome(outcome), sentence, values, thresholds, url, _day(since), state)
            for signal, axis, outcome, sentence, values, thresholds, url, since, state in found["evidence"]
        ),
        would_change=tuple(found["would_change"]),
        notes=tuple(found["notes"]),
        successors=tuple(
            Successor(name, state, _day(begins), named_by, source, _day(since))
            for name, state, begins, named_by, source, since in found["successors"]
        ),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
