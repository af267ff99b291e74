"""Sending over HTTP: whole deadlines, no redirects, private addresses refused if told to, errors sorted."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from tracker.channels.base import ChannelError, Surroundings, clean, web_address
from tracker.config import SettingsError
from tracker.network.deadline import deadline
from tracker.network.transport import ProxyFailed, Transport

PASSING = frozenset({408, 421, 423, 425, 429})
MOST = 64 * 1024  # of an answer; the rest is not read
LONGEST_WAIT = 24 * 3600.0
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # a gateway leads these to the IPv4 address in their last bits
GLOBAL = ipaddress.IPv6Network("2000::/3")  # all that was ever given out, whatever a library calls the rest
# Protocol assignments and examples that are nobody's, which Python 3.11 takes for public.
NEVER_PUBLIC = tuple(ipaddress.ip_network(n) for n in ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20"))
ISATAP = (0x5EFE, 0x0200_5EFE)  # before the last 32 bits: these are an IPv4 address behind a tunnel


def request(
    method: str,
    url: str,
    around: Surroundings,
    *,
    headers: Mapping[str, str],
    content: bytes | None = None,
    most: int = MOST,
) -> bytes:
    """One request, answered with 2xx within the deadline, or ChannelError. Returns the body's beginning."""
    if web_address(url) is None:
        raise ChannelError("the address is not a plain http:// or https:// address", permanent=True)
    target, extra, host = _target(url, around)
    limits = httpx.Timeout(around.timeout)
    try:
        transport = Transport(direct=around.forbid_private)
        with (
            deadline(around.timeout),  # from looking the name up to the last byte
            httpx.Client(
                transport=transport, timeout=limits, follow_redirects=False, trust_env=False
            ) as client,
        ):
            sent = client.build_request(
                method, target, headers={**headers, "Host": host}, content=content, extensions=extra
            )
            answer = client.send(sent, stream=True)
            try:
                _check(answer)
                return _body(answer, most, must_end=method == "GET")
            finally:
                answer.close()
    except httpx.InvalidURL:
        raise ChannelError("the address cannot be read", permanent=True) from None
    except SettingsError as error:
        raise ChannelError(str(error)) from None
    except ProxyFailed as error:
        raise ChannelError(str(error)) from None
    except (httpx.HTTPError, ssl.SSLError, OSError) as error:
        raise ChannelError(f"the receiver could not be reached ({type(error).__name__})") from None


def _target(url: str, around: Surroundings) -> tuple[str, dict[str, Any], str]:
    """Where to connect: as written, or (private ones forbidden) at an address that was looked at."""
    try:
        parts = urlsplit(url)
        name = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise ChannelError("the address cannot be read", permanent=True) from None
    host = parts.netloc.rpartition("@")[2]
    if not around.forbid_private:
        return url, {}, host
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except OSError:
        raise ChannelError(f"the name {clean(name, 80)} cannot be looked up") from None
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    for address in addresses:
        if not _public(address):
            raise ChannelError(
                "the address leads into a private network, which forbid_private_addresses forbids",
                permanent=True,
            )
    literal = f"[{addresses[0]}]" if ":" in addresses[0] else addresses[0]
    # Connect to the very address that was looked at: a name may answer differently the next moment.
    return parts._replace(netloc=f"{literal}:{port}").geturl(), {"sni_hostname": name}, host


def _public(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    if any(ip in network for network in NEVER_PUBLIC):
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip not in GLOBAL and ip not in NAT64:
            return False
        tunnelled = ip in NAT64 or int(ip) >> 32 & 0xFFFF_FFFF in ISATAP
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF) if tunnelled else ip.sixtofour
        if inner is not None and not _public(str(inner)):
            return False
    return ip.is_global and not ip.is_multicast


def _check(answer: httpx.Response) -> None:
    code = answer.status_code
    if 200 <= code < 300:
        return
    if 300 <= code < 400:
        raise ChannelError(
            f"the receiver answered {code}, a redirect, which is not followed: give the new address",
            permanent=True,
        )
    passing = code >= 500 or code in PASSING
    wait = retry_after(answer.headers.get("Retry-After")) if passing else None
    raise ChannelError(f"the receiver answered {code}", permanent=not passing, retry_after=wait)


def retry_after(text: str | None) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or a date; None when it says nothing."""
    if not text:
        return None
    try:
        seconds = (
            float(text) if text.strip().isdigit() else parsedate_to_datetime(text).timestamp() - time.time()
        )
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _body(answer: httpx.Response, most: int, *, must_end: bool) -> bytes:
    """The body's beginning. Of what was sent, 2xx says enough: a body that drips or breaks off is left."""
    body = b""
    with suppress(*(() if must_end else (httpx.HTTPError,))):
        for part in answer.iter_bytes():
            body += part
            if len(body) >= most:
                break
    return body[:most]
