"""`python -m tests.notices`: how well the reader of notices does on the texts that measure it."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from tracker.signals.phrases import find_notice

MEASURED = Path(__file__).parent / "tracker" / "signals" / "measured.toml"


def measure() -> tuple[list[str], list[str], int, int]:
    """(ends missed or taken for another kind of end, living ones accused, ends, living ones)."""
    texts = tomllib.loads(MEASURED.read_text(encoding="utf-8"))["texts"]
    missed, accused = [], []
    for declares, project, text in texts:
        found = find_notice(text, project)
        if declares and found is None:
            missed.append(text)
        elif not declares and found is not None:
            accused.append(f"{found[0]}: {text}")
    ends = sum(bool(declares) for declares, _, _ in texts)
    return missed, accused, ends, len(texts) - ends


def main() -> None:
    missed, accused, ends, living = measure()
    for title, texts in (("missed", missed), ("accused", accused)):
        for text in texts:
            sys.stdout.write(f"{title}: {text!r}\n")
    sys.stdout.write(
        f"{ends - len(missed)} of {ends} ends found; {len(accused)} of {living} living ones accused\n"
    )


if __name__ == "__main__":
    main()
