"""Wrong values and wrong bodies, and where in a document they can be put."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

VALUES: tuple[Any, ...] = (
    None, True, -1, 2**70, 1.5, 1e308, "", "NaN", "\x00", "\ud800", "\u202e", [], {}, [[]], {"a": 1},
    "0001-01-01T00:00:00Z", "9999-99-99", "2030-01-01T00:00:00Z", "x" * 9_000, "javascript:alert(1)",
    "../../../etc/passwd", "<script>alert(1)</script>", "'; DROP TABLE watch; --",
)  # fmt: skip
BODIES = (
    b"", b"null", b"7", b"[]", b"{}", b'{"data":', b"[" * 200_000, b"\xff\xfe", b"<html>",
    b'{"a":' * 50_000, b'{"data": {"repository": ' + b"[" * 50_000 + b"]" * 50_000 + b"}}", b"NaN",
    b"1" * 100_000,
)  # fmt: skip
WHOLE = 0.05  # of the mutations put another body in the answer's place
Place = tuple[str, tuple[str, ...]]  # which kind of answer, and the keys that lead to the field


def places(value: Any) -> Iterator[tuple[Any, Any, tuple[str, ...]]]:
    """Every field of a document: its container, its key, and the path to it with list positions as *."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        name = key if isinstance(key, str) else "*"
        yield value, key, (name,)
        if isinstance(value[key], dict | list):
            for container, inner, path in places(value[key]):
                yield container, inner, (name, *path)


@dataclass
class Mutator:
    """Puts wrong values into answers: the field of a kind that was tried least goes first; none is left out.

    `tried`: how often each field of each kind of answer was mutated; `bodies`: whole bodies put in its place.
    """

    seed: int
    share: float
    tried: dict[Place, int] = field(default_factory=dict)
    bodies: int = 0
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    @property
    def many(self) -> int:
        """Answers mutated so far."""
        return sum(self.tried.values()) + self.bodies

    def mutated(self, kind: str, body: bytes) -> bytes:
        """The body, or what is sent in its place."""
        document = json.loads(body)
        found = list(places(document)) if isinstance(document, dict | list) else []
        for _, _, path in found:
            self.tried.setdefault((kind, path), 0)
        if not found or self.chance.random() >= self.share:
            return body
        if self.chance.random() < WHOLE:
            self.bodies += 1
            return self.chance.choice(BODIES)
        self.chance.shuffle(found)
        container, key, path = min(found, key=lambda place: self.tried[(kind, place[2])])
        self.tried[(kind, path)] += 1
        container[key] = self.chance.choice(VALUES)
        return json.dumps(document).encode()
