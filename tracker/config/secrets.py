"""Secrets: GitHub's token and what channels refer to. Never shown, never logged, never stored."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from tracker.config.errors import SettingsError
from tracker.config.settings import DEFAULT_API_URL

TOKEN = re.compile(r"^(gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255}|[0-9a-f]{40})$")


def find_token(env: dict[str, str]) -> tuple[str | None, str]:
    """The first token found and where it was found; never logged, never stored."""
    for name in ("TRACKER_TOKEN", "GH_TOKEN", "GITHUB_TOKEN"):
        if value := env.get(name, "").strip():
            if any(c.isspace() or not c.isprintable() for c in value):
                raise SettingsError(f"{name} holds blanks or control characters: paste the token again")
            return value, name
    if env.get("TRACKER_GITHUB_API_URL", DEFAULT_API_URL) != DEFAULT_API_URL:
        return None, "none"  # gh's token belongs to github.com and is never sent elsewhere
    return _gh_token(env)


def _gh_token(env: dict[str, str]) -> tuple[str | None, str]:
    gh = shutil.which("gh", path=env.get("PATH"))
    if gh is None:
        return None, "none"
    try:
        answer = subprocess.run(  # noqa: S603 - a fixed argument list
            [gh, "auth", "token", "--hostname", "github.com"],
            capture_output=True, text=True, timeout=5, env=env, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None, "none"
    token = answer.stdout.strip()
    return (token, "gh auth token") if TOKEN.match(token) else (None, "none")


def secret(reference: str, environ: dict[str, str] | None = None) -> str:
    """The secret that 'env:NAME' or 'file:PATH' stands for. Raises SettingsError, never showing a value."""
    kind, _, where = reference.partition(":")
    if kind == "env" and where:
        value = (os.environ if environ is None else environ).get(where, "").strip()
        if not value:
            raise SettingsError(f"the variable {where} is not set; a channel needs it")
        return value
    if kind == "file" and where:
        try:
            value = Path(where).expanduser().read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"the secret file {where} cannot be read ({type(error).__name__})") from None
        if not value:
            raise SettingsError(f"the secret file {where} is empty")
        return value
    raise SettingsError("a secret is given by reference: env:NAME or file:PATH, never in the file itself")
