"""PAGES: one file a page, in the order of the navigation."""

from __future__ import annotations

from dashboards.views.alerts import page as alerts
from dashboards.views.base import Page
from dashboards.views.compare import page as compare
from dashboards.views.data import page as data
from dashboards.views.decision import page as decision
from dashboards.views.lifecycles import page as lifecycles
from dashboards.views.overview import page as overview
from dashboards.views.quadrant import page as quadrant
from dashboards.views.repository import page as repository

PAGES: tuple[Page, ...] = tuple(
    module.page for module in (overview, compare, lifecycles, quadrant, alerts, data, decision, repository)
)
