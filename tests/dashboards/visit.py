"""A visit in a real browser that remembers what went wrong on it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, Request


class Visit:
    """A page, what its console said, and what it asked of other hosts."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.trouble: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on(
            "console", lambda m: self.trouble.append(m.text) if m.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("request", self._asked)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def go(self, path: str) -> Page:
        """Open a page and wait until it has loaded."""
        self.page.goto(self.address + path, wait_until="load")
        return self.page

    def drawn(self) -> Page:
        """The page once its first chart has been asked for in Plotly and drawn."""
        self.page.locator("[data-explore]").first.click()
        self.page.wait_for_selector("[data-figure][data-ready=drawn]", timeout=30_000)
        return self.page

    def settled(self, part: str) -> Page:
        """The page once its address holds `part` and it is no longer being exchanged."""
        self.page.wait_for_url(lambda url: part in url, timeout=10_000)
        self.page.wait_for_selector("main:not([aria-busy])", timeout=10_000)
        return self.page
