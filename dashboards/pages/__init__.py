"""PAGES: one file a page, in the order of the navigation."""

from __future__ import annotations

from dashboards.pages import alerts, compare, data, lifecycles, overview, quadrant, repository
from dashboards.pages.base import Page

PAGES: tuple[Page, ...] = tuple(
    module.page for module in (overview, compare, lifecycles, quadrant, alerts, data, repository)
)
