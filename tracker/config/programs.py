"""What programs of ours (git, pip) may see of the environment, and what pip says of its package index."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass

PASSED_ON = (
    "PATH", "HOME", "SSL_CERT_FILE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy",
    "no_proxy",
)  # fmt: skip


def program_environment(more: dict[str, str]) -> dict[str, str]:
    """What a program of ours (git) may see of the environment: its path, home and proxies; no token."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | more


@dataclass(frozen=True, slots=True)
class PackageIndex:
    """Where packages are looked up: an address, None for the usual one, or the reason why nowhere."""

    url: str | None = None
    refused: str | None = None


def package_index(environ: dict[str, str] | None = None) -> PackageIndex:
    """The package index that uv or pip is set up with here: by variables, then by pip's own files."""
    env = dict(os.environ) if environ is None else environ
    if env.get("UV_OFFLINE", "").lower() in ("1", "true"):
        return PackageIndex(refused="UV_OFFLINE is set")
    asked = {name.split(".")[-1]: value for name, value in _pip_config(env).items()}
    if env.get("PIP_NO_INDEX", asked.get("no-index", "")).lower() in ("1", "true", "yes", "on"):
        return PackageIndex(refused="pip is set to use no index")
    names = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
    url = next((env[name] for name in names if env.get(name)), None) or asked.get("index-url")
    if url is not None and not re.match(r"^https?://", url):
        return PackageIndex(refused="the index set for pip is not asked over the web")
    return PackageIndex(url)


def _pip_config(env: dict[str, str]) -> dict[str, str]:
    """What `pip config list` says, such as {'global.index-url': …}; nothing where there is no pip."""
    passed = {k: v for k, v in env.items() if k in PASSED_ON or k.startswith(("PIP_", "XDG_"))}
    try:
        answer = subprocess.run(
            [sys.executable, "-m", "pip", "config", "list"],
            capture_output=True, text=True, timeout=20, env=passed, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return {}
    lines = (line.partition("=") for line in answer.stdout.splitlines())
    return {name: value.strip("'\"") for name, _, value in lines if name.startswith(("global.", "install."))}
