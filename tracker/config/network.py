"""How the network is reached: proxies, hosts asked without one, and whose certificates are believed.

One reading for every transport: the API, git, channels and the package index. Variables as other programs
read them: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY (in small letters too) and SSL_CERT_FILE.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tracker.config.errors import SettingsError

SCHEMES = ("http", "https", "socks5", "socks5h")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy as it is used, and the variable that names it."""

    url: str
    variable: str

    @property
    def shown(self) -> str:
        """Its address without user and password."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


@dataclass(frozen=True, slots=True)
class Network:
    """What the environment says; looked up for an address when it is needed."""

    variables: Mapping[str, str] = field(default_factory=dict)

    def proxy(self, url: str) -> Proxy | None:
        """The proxy through which an address is reached; None: without one. Raises SettingsError."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or self._is_direct(parts.hostname or "", parts.port):
            return None
        for name in (f"{parts.scheme}_proxy", "all_proxy"):
            for variable in (name, name.upper()):
                if value := self.variables.get(variable, "").strip():
                    return Proxy(_checked(variable, value), variable)
        return None

    @property
    def certificates(self) -> Path | None:
        """A file of certificates believed in place of the usual ones. Raises SettingsError."""
        named = self.variables.get("SSL_CERT_FILE", "").strip()
        if not named:
            return None
        path = Path(named)
        try:
            text = path.read_bytes()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise SettingsError(f"SSL_CERT_FILE names {named}, which cannot be read: {reason}") from None
        if b"-----BEGIN" not in text:
            raise SettingsError(f"SSL_CERT_FILE names {named}, which holds no certificate in PEM form")
        return path

    def _is_direct(self, host: str, port: int | None) -> bool:
        listed = self.variables.get("no_proxy") or self.variables.get("NO_PROXY") or ""
        return any(_covers(entry, host.lower(), port) for entry in re.split(r"[\s,]+", listed) if entry)


def network(environ: Mapping[str, str] | None = None) -> Network:
    """What the environment says of the network."""
    env = os.environ if environ is None else environ
    return Network({name: value for name, value in env.items() if _concerns(name)})


def _concerns(name: str) -> bool:
    return name == "SSL_CERT_FILE" or name.lower() in ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


def _checked(variable: str, value: str) -> str:
    """A proxy's address with its scheme. Raises SettingsError, which shows no password."""
    url = value if "://" in value else f"http://{value}"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme and parts.scheme not in SCHEMES:
        known = ", ".join(f"{scheme}://" for scheme in SCHEMES)
        raise SettingsError(f"{variable} begins with {parts.scheme}://: a proxy begins with one of {known}")
    if not host:
        raise SettingsError(f"{variable} is no address of a proxy: give http://HOST:PORT")
    return url


def _covers(entry: str, host: str, port: int | None) -> bool:
    """Whether an entry of NO_PROXY covers a host: '*', a name and what is below it, an address, a network."""
    if entry == "*":
        return True
    own, address = _network(entry), _address(host)
    if own is not None:
        return address is not None and address.version == own.version and address in own
    name, _, only = entry.lower().partition(":")
    name = name.lstrip("*").lstrip(".").rstrip(".")
    if only and only != str(port):
        return False
    return bool(name) and (host == name or host.endswith(f".{name}"))


def _network(entry: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    bare = re.sub(r"^\[([^\]]*)\](?::\d+)?$", r"\1", entry)
    try:
        return ipaddress.ip_network(bare, strict=False)
    except ValueError:
        return None


def _address(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None
