"""The cards of the five tools: what an agent reads before it asks, short because it is read every time."""

from __future__ import annotations

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
WHOLE: dict[str, Any] = {"type": "integer"}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}
ROWS: dict[str, Any] = {"type": "array", "items": {"type": "object"}}
HINTS = {"readOnlyHint": True}
INSTRUCTIONS = (
    "Before adding or recommending a Python or deep-learning package, call check_packages. NOT MAINTAINED: "
    "do not start on it; use what stands after Instead. Unknown is not active."
)


def schema(required: list[str], **properties: dict[str, Any]) -> dict[str, Any]:
    """An object's JSON schema."""
    return {"type": "object", "properties": properties} | ({"required": required} if required else {})


TOOLS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "check_packages": (
        "Is it maintained? Verdict, since, why, link, successors of each. as_of: a past day.",
        schema(
            ["packages"],
            packages={**TEXTS, "description": "pkg:pypi/torch, OWNER/NAME or a name"},
            as_of=TEXT,
        ),
        schema([], verdicts=ROWS),
    ),
    "choose": (
        "Living projects of a group or task side by side, or those in among.",
        schema(
            [],
            group=TEXT,
            among=TEXTS,
            license=TEXT,
            language=TEXT,
            min_people=WHOLE,
            min_verdict=TEXT,
            as_of=TEXT,
            limit=WHOLE,
        ),
        schema([], candidates=ROWS),
    ),
    "replacement": (
        "What replaced a package, by whose word, and whether that lives.",
        schema(["package"], package=TEXT, as_of=TEXT),
        schema([], instead=ROWS),
    ),
    "history": (
        "A number over time. metric: stars, commits, commit_authors, releases…; every: week, month, quarter.",
        schema(["repository"], repository=TEXT, metric=TEXT, every=TEXT, last=WHOLE, as_of=TEXT),
        schema([], points={"type": "array"}),
    ),
    "audit": (
        "What of a dependency file's text (requirements, pyproject, lock, SBOM) is not maintained.",
        schema(["content"], content=TEXT, filename=TEXT),
        schema([], packages=ROWS),
    ),
}
