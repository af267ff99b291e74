"""The options of pip's that stand in requirements files, split from a line as pip splits them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from tracker.packages.dependency import Unreadable

INCLUDE, CONSTRAINT, EDITABLE = "--requirement", "--constraint", "--editable"
INDEX, EXTRA, LINKS, ALONE = "--index-url", "--extra-index-url", "--find-links", "--no-index"
SHORT = {"-r": INCLUDE, "-c": CONSTRAINT, "-e": EDITABLE, "-i": INDEX, "-f": LINKS, "-C": "--config-settings"}
WITH_VALUE = frozenset(
    {INCLUDE, CONSTRAINT, EDITABLE, INDEX, "--pypi-url", EXTRA, LINKS, "--no-binary", "--only-binary"}
    | {
        "--trusted-host",
        "--use-feature",
        "--hash",
        "--global-option",
        "--config-settings",
        "--config-setting",
    }
    | {"--install-option", "--build-option", "--allow-external", "--allow-unverified"}  # of earlier years
)
WITHOUT = frozenset(
    {ALONE, "--prefer-binary", "--require-hashes", "--pre"}
    | {"--use-wheel", "--no-use-wheel", "--process-dependency-links", "--use-mirrors", "--allow-all-external"}
)
KNOWN = (*sorted(WITH_VALUE), *sorted(WITHOUT))


def parted(line: str) -> tuple[str, str]:
    """What a line asks for, and the options after it: pip parts them at the first word with a dash."""
    words = line.split(" ")
    at = next((n for n, word in enumerate(words) if word.startswith("-")), len(words))
    return " ".join(words[:at]).strip(), " ".join(words[at:])


def options(text: str) -> Iterator[tuple[str, str]]:
    """(option by its whole name, its value); one that pip has never known with an empty name.

    Raises Unreadable for quotes that do not match.
    """
    try:
        words = shlex.split(text)
    except ValueError:
        raise Unreadable("its quotes do not match") from None
    yield from _options(words)


def _options(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    waiting = ""  # an option whose value is the next word
    for word in words:
        if waiting:
            yield waiting, word
            waiting = ""
        elif word.startswith("--"):
            name, equals, value = word.partition("=")
            whole = _whole(name)
            if whole in WITH_VALUE and not equals:
                waiting = whole
            else:
                yield whole, value
        elif word.startswith("-"):
            whole, value = SHORT.get(word[:2], ""), word[2:].lstrip("=")
            if whole and not value:
                waiting = whole
            else:
                yield whole, value
    if waiting:
        yield waiting, ""


def _whole(name: str) -> str:
    """An option's whole name: pip takes any beginning that only one of them has."""
    if name == "--pypi-url":
        return INDEX
    found = [one for one in KNOWN if one.startswith(name)]
    return name if name in KNOWN else found[0] if len(found) == 1 else ""
