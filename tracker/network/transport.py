"""What httpx sends through: the person's proxies and certificates, bounded unpacking, whole deadlines."""

from __future__ import annotations

import ssl
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from urllib.parse import unquote, urlsplit

import httpx

from tracker.config import Network, Proxy, SettingsError, network
from tracker.extras import install
from tracker.network.bounds import ACCEPTED, Unpackable, unpacked
from tracker.network.deadline import Backend
from tracker.network.silence import silence

RECEIVED = "received"  # the extension of a response that counts the bytes of its body as they came
PROXY_WANTS_PASSWORD = 407
silence()  # from the first request on


class ProxyFailed(httpx.ProxyError):
    """The proxy, not who was asked: the message names it and the variable that sets it."""


@dataclass
class Count:
    """Bytes of a body as they came over the wire."""

    bytes: int = 0


class Transport(httpx.BaseTransport):
    """Chooses the way for each address: directly, or through the proxy that the environment names for it.

    Bodies are unpacked here, a piece at a time. Raises SettingsError for a proxy or certificates that cannot
    be used, ProxyFailed where a proxy fails.
    """

    def __init__(self, surroundings: Network | None = None, *, direct: bool = False) -> None:
        self._network = surroundings if surroundings is not None else network()
        self._trust = trust(self._network.certificates)
        self._direct = direct  # no proxy whatever: who is connected to was looked at
        self._ways: dict[str, httpx.HTTPTransport] = {}
        self._lock = Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send, and answer with a body that is unpacked as it is read."""
        proxy = None if self._direct else self._network.proxy(str(request.url))
        request.headers["Accept-Encoding"] = ACCEPTED
        response = self._sent(request, proxy)
        encoding = response.headers.get("Content-Encoding", "")
        count = Count()
        headers = [(k, v) for k, v in response.headers.raw if k.lower() != b"content-encoding"]
        stream = Unpacking(response, encoding, count, request)
        return httpx.Response(
            response.status_code, headers=headers, stream=stream,
            extensions={**response.extensions, RECEIVED: count},
        )  # fmt: skip

    def _sent(self, request: httpx.Request, proxy: Proxy | None) -> httpx.Response:
        way = self._way(proxy)
        if proxy is None:
            return way.handle_request(request)
        try:
            response = way.handle_request(request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise ProxyFailed(_blame(proxy, str(error) or type(error).__name__), request=request) from None
        if response.status_code == PROXY_WANTS_PASSWORD:
            response.close()
            raise ProxyFailed(_blame(proxy, "it wants another user or password"), request=request)
        return response

    def _way(self, proxy: Proxy | None) -> httpx.HTTPTransport:
        url = proxy.url if proxy else ""
        with self._lock:
            if url not in self._ways:
                self._ways[url] = _made(proxy, self._trust)
            return self._ways[url]

    def close(self) -> None:
        for way in self._ways.values():
            way.close()


class Unpacking(httpx.SyncByteStream):
    """A response's body, unpacked."""

    def __init__(self, response: httpx.Response, encoding: str, count: Count, request: httpx.Request) -> None:
        self._response, self._encoding, self._count, self._request = response, encoding, count, request

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from unpacked(self._raw(), self._encoding)
        except Unpackable as error:
            raise httpx.DecodingError(str(error), request=self._request) from None

    def _raw(self) -> Iterator[bytes]:
        assert isinstance(self._response.stream, httpx.SyncByteStream)
        for chunk in self._response.stream:
            self._count.bytes += len(chunk)
            yield chunk

    def close(self) -> None:
        self._response.close()


def received(response: httpx.Response) -> int:
    """Bytes of a body as they came; of a response that was not sent, its own count."""
    count = response.extensions.get(RECEIVED)
    return count.bytes if isinstance(count, Count) else response.num_bytes_downloaded


def without_user(url: str) -> tuple[str, str | None]:
    """An address without user and password, and these as HTTP's Basic writes them (None without)."""
    parts = urlsplit(url)
    user, at, place = parts.netloc.rpartition("@")
    if not at:
        return url, None
    name, _, password = user.partition(":")
    pair = f"{unquote(name)}:{unquote(password)}".encode()
    return parts._replace(netloc=place).geturl(), b64encode(pair).decode()


def _made(proxy: Proxy | None, context: ssl.SSLContext) -> httpx.HTTPTransport:
    try:
        way = httpx.HTTPTransport(verify=context, trust_env=False, proxy=proxy.url if proxy else None)
    except ImportError:
        named = proxy.variable if proxy else ""
        raise SettingsError(
            f"{named} names a SOCKS proxy, for which a package is missing: {install('socks')}"
        ) from None
    except (ValueError, httpx.InvalidURL):
        named = proxy.variable if proxy else ""
        raise SettingsError(f"{named} is no address of a proxy: give http://HOST:PORT") from None
    way._pool._network_backend = Backend()  # httpx hands no backend through to httpcore
    return way


def _blame(proxy: Proxy, reason: str) -> str:
    return f"the proxy {proxy.shown} (set by {proxy.variable}) failed: {' '.join(reason.split())[:120]}"


@lru_cache(maxsize=4)
def trust(certificates: Path | None) -> ssl.SSLContext:
    """Which certificates are believed; reading them takes longer than sending. Raises SettingsError."""
    if certificates is None:
        return httpx.create_ssl_context(trust_env=False)
    try:
        return ssl.create_default_context(cafile=str(certificates))
    except (ssl.SSLError, OSError):
        raise SettingsError(
            f"SSL_CERT_FILE names {certificates}, whose certificates cannot be read"
        ) from None
