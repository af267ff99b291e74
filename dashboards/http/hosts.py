"""By which names pages may be asked for: a foreign page whose name is made to lead here is turned away."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

MISDIRECTED = 421
ANYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - what listens there has no name of its own
TOLD = (
    "This server does not answer by that name. If people shall use it, put it into TRACKER_ALLOWED_HOSTS "
    "(names divided by commas), and start the tracker again.\n"
)


class Hosts:
    """The names allowed: loopback always, the address listened on, and those of the settings."""

    def __init__(self, listed: Iterable[str] = (), bound: str = "") -> None:
        self._names = {_bare(name.lower().strip()) for name in listed if name.strip()}
        if bound not in ANYWHERE:
            self._names.add(_bare(bound.lower()))
        self._any = "*" in self._names
        self._below = tuple(name[1:] for name in self._names if name.startswith("*."))

    def allows(self, asked: str) -> bool:
        """Whether a Host header, with or without its port, names us."""
        name = host_of(asked)
        if name is None:
            return False
        return self._any or name in self._names or name.endswith(self._below or ("\n",)) or is_loopback(name)


class HostGuard:
    """Middleware that answers 421 to every other name, and to a request that gives none or several."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self.app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        asked = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(asked) == 1 and self._hosts.allows(asked[0]):
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            answer = PlainTextResponse(TOLD, MISDIRECTED, {"Cache-Control": "no-store"})
            await answer(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})


def host_of(header: str) -> str | None:
    """The name in a Host header in lower case, without port and final dot; None where it is none."""
    try:
        parts = urlsplit(f"//{header}")
        parts.port  # noqa: B018 - raises ValueError where it is no number
    except ValueError:
        return None
    plain = parts.netloc == header and not (parts.username or parts.password)
    return (parts.hostname or "").removesuffix(".") or None if plain else None


def is_loopback(host: str) -> bool:
    """Whether a name or an address is this computer's own."""
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _bare(name: str) -> str:
    return name.removeprefix("[").removesuffix("]")
