"""Running git: a fixed program with checked arguments, told nothing it need not know, and its errors."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from functools import lru_cache

from tracker.config import program_environment

SETTINGS = (
    "credential.helper=",
    "protocol.version=2",
    "protocol.allow=never",  # a redirect to ssh:// or ext:: leads nowhere
    "protocol.https.allow=always",
    "protocol.http.allow=always",
    "protocol.file.allow=always",
    "core.hooksPath=/dev/null",
    "gc.auto=0",
    "log.mailmap=false",  # a treeless clone would fetch whole trees to look for the file
)
SAFE = tuple(part for setting in SETTINGS for part in ("-c", setting))
# What a kill or a full disk leaves behind, as git words it; the network's troubles are worded otherwise.
DAMAGE = re.compile(
    r"\.lock'?:? |File exists|corrupt|bad object|bad config|not (a git repository|in a git directory)"
    r"|missing (blob|tree|commit)|unable to (read|find)|invalid sha1 pointer|cannot lock ref"
    r"|does not point to a valid object|did not send all necessary objects|loose object|bad tree object"
    r"|unresolved deltas",
    re.I,
)
QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "LC_ALL": "C",
}


class GitError(Exception):
    """git could not do it; the message is the line in which it says why."""


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What git sees of ours: no token, no settings of the person's, and no proxy but the one in `more`."""
    ours = {k: v for k, v in program_environment(QUIET).items() if not k.lower().endswith("_proxy")}
    return ours | dict(more or {})


def run(command: tuple[str, ...], timeout: float, more: Mapping[str, str] | None = None) -> str:
    """What git prints. Raises GitError, also when it is not there or takes longer than `timeout` seconds."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed program, checked arguments
            command, capture_output=True, timeout=timeout, env=environment(more), check=False
        )
    except FileNotFoundError:
        raise GitError("git is not installed: install it, commits are counted with it") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git took longer than {timeout:.0f} seconds") from None
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        told = next((x for x in lines if DAMAGE.search(x)), "")
        told = told or next(
            (x for x in lines if x.startswith(("fatal:", "error:"))), lines[-1] if lines else ""
        )
        raise GitError(told or f"git ended with {done.returncode}")
    return done.stdout.decode(errors="replace")


@lru_cache(maxsize=1)
def version() -> tuple[int, ...]:
    """Which git this is, such as (2, 39). Raises GitError when there is none."""
    found = re.search(r"(\d+)\.(\d+)", run(("git", "--version"), 60.0))
    return (int(found[1]), int(found[2])) if found else (0,)
