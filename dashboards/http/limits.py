"""Fair shares of the pages too: an answer costs the machine more than its question costs who asks."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from dashboards.api.limits import Limiter
from dashboards.api.mount import PREFIX

FREE = (
    f"{PREFIX}/",
    "/assets/",
    "/healthz",
)  # counted by itself; kept for good by browsers; asked by machines


class PageLimiter(Limiter):
    """Counts what the API does not count itself."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(FREE):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    def refusal(self, request: Request, detail: str, headers: Mapping[str, str]) -> Response:
        """A sentence."""
        return PlainTextResponse(detail + "\n", 429, {"Cache-Control": "no-store", **headers})
