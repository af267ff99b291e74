"""How git reaches a server: by the proxy, certificates and password of every other wire.

All of it goes into git's environment, never on its command line or into a clone: who lists processes or
copies a clone sees no password.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tracker.config import Proxy, SettingsError, network
from tracker.github.gitrun import SAFE, GitError, run
from tracker.network.transport import without_user

PROBE = "framework-tracker/framework-tracker.git"  # whether it is there does not matter
PROXYS = re.compile(r"\bproxy\b|\bCONNECT\b|error: 407|code 407", re.I)
# The server spoke, whatever it thinks of the repository that was asked for.
ANSWERED = re.compile(r"repository .* not found|could not read User|Authentication failed|error: [345]\d\d")
UNTRUSTED = re.compile(r"certificate|SSL|TLS", re.I)


@dataclass(frozen=True, slots=True)
class Reach:
    """The way to one address: it without user and password, and the variables that git is to see."""

    url: str
    variables: Mapping[str, str] = field(default_factory=dict)
    proxy: Proxy | None = None

    def run(self, command: tuple[str, ...], timeout: float) -> str:
        """What git prints. Raises GitError, which blames the proxy where that is what failed."""
        try:
            return run(command, timeout, self.variables)
        except GitError as error:
            if self.proxy is not None and self._is_proxys(str(error)):
                told = str(error).removeprefix("fatal: ")
                said = f"the proxy {self.proxy.shown} (set by {self.proxy.variable}) failed: {told}"
                raise GitError(said) from None
            raise

    def _is_proxys(self, told: str) -> bool:
        host = urlsplit(self.proxy.url).hostname if self.proxy else None
        return bool(PROXYS.search(told)) or (host is not None and f"connect to {host} " in told)


def reach(url: str) -> Reach:
    """The way to an address. Raises GitError for a proxy or certificates that cannot be used."""
    bare, password = without_user(url)
    if not bare.startswith(("http://", "https://")):
        return Reach(bare)
    try:
        surroundings = network()
        proxy, certificates = surroundings.proxy(bare), surroundings.certificates
    except SettingsError as error:
        raise GitError(str(error)) from None
    settings = {}
    if proxy is not None:
        settings["http.proxy"] = proxy.url
    if certificates is not None:
        settings["http.sslCAInfo"] = str(certificates)
    if password is not None:
        parts = urlsplit(bare)  # for this server alone
        settings[f"http.{parts.scheme}://{parts.netloc}/.extraHeader"] = f"Authorization: Basic {password}"
    return Reach(bare, _configured(settings), proxy)


def answers(git_url: str, timeout: float = 20.0) -> None:
    """Whether anybody answers git there. Raises GitError with what is in the way."""
    way = reach(f"{git_url.rstrip('/')}/{PROBE}")
    try:
        way.run(("git", *SAFE, "ls-remote", "--", way.url, "HEAD"), timeout)
    except GitError as error:
        told = str(error)
        if told.startswith("the proxy") or not ANSWERED.search(told) or UNTRUSTED.search(told):
            raise


def _configured(settings: Mapping[str, str]) -> dict[str, str]:
    """Settings as git reads them out of its environment (2.31 and newer)."""
    found = {"GIT_CONFIG_COUNT": str(len(settings))} if settings else {}
    for number, (key, value) in enumerate(settings.items()):
        found |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return found
