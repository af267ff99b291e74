"""Who may change something from a page: only the page's own forms, and by default only on this computer."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request

from dashboards.http.hosts import host_of, is_loopback

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")  # somebody stands between
VOUCHED = "X-Tracker-Secret"  # the header in which a proxy shows that it let this visitor in


class Refused(PermissionError):
    """The act is not done; the message says why and what to do. Answered with 403."""


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether this visitor's buttons work: `why_not` is empty when they do; `token` goes into each form."""

    why_not: str
    token: str


class ActionPolicy:
    """The policy (`local`, `everywhere`, `never`) and the token of this process's forms."""

    def __init__(self, policy: str = "local", secret: str | None = None) -> None:
        self._policy = policy
        self._secret = secret
        self._token = secrets.token_urlsafe(24)

    def permission(self, request: Request) -> Permission:
        """What to tell a visitor of a page with buttons."""
        why_not = self._why_not(request)
        return Permission(why_not, "" if why_not else self._token)

    def check(self, request: Request, form: Mapping[str, str]) -> None:
        """Raises Refused unless a form of ours was sent from where acting is allowed."""
        if why_not := self._why_not(request):
            raise Refused(why_not)
        if not same_origin(request):
            raise Refused("This came from a page of another site, so nothing was changed.")
        if not secrets.compare_digest(form.get("token", "").encode(), self._token.encode()):
            raise Refused("That page is from before the server was last started: reload it and try again.")

    def _why_not(self, request: Request) -> str:
        if self._policy == "never":
            return "Acting from the page is switched off (TRACKER_ACTS=never)."
        if self._policy == "local" and not is_local(request):
            return (
                "Acting from the page works on the computer that runs the tracker. "
                "TRACKER_ACTS=everywhere lets those act whom a proxy vouches for."
            )
        if self._policy == "everywhere" and not is_local(request):
            if self._secret is None:
                return "Acting from elsewhere needs a secret: set TRACKER_ACTS_SECRET (see docs/security.md)."
            shown = request.headers.get(VOUCHED, "")
            if not secrets.compare_digest(shown.encode(), self._secret.encode()):
                return f"Acting from elsewhere is for those whose proxy shows the secret in {VOUCHED}."
        return ""


def is_local(request: Request) -> bool:
    """Whether both ends are this computer, and the browser asked for it by a name of its own.

    The name keeps out a foreign page that has its own name resolved to 127.0.0.1.
    """
    ends = [request.client.host if request.client else "", str((request.scope.get("server") or ("",))[0])]
    asked = host_of(request.headers.get("host", ""))
    passed_on = any(name in request.headers for name in FORWARDED)
    return not passed_on and all(map(is_loopback, ends)) and asked is not None and is_loopback(asked)


def same_origin(request: Request) -> bool:
    """What browsers say of where a form stands; silence is left to the token.

    A browser told to send no referrer says 'null' of our own pages too; `Sec-Fetch-Site` then decides.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    if origin is None:
        return True
    if origin == "null":
        return site == "same-origin"
    return _netloc(origin) == request.headers.get("host", "").lower()


def _netloc(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:  # no address at all
        return None
