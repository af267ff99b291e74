"""In a real Chromium: many alerts are worked through without the hands leaving the keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine

from dashboards.http.app import create_app
from tests.dashboards import sample
from tests.dashboards.browser.test_alerts import served
from tests.dashboards.browser.test_pages import PHONE, RULES
from tests.dashboards.views.alerts.test_many import many
from tests.dashboards.views.alerts.test_page import engine, silences
from tests.dashboards.visit import Visit

pytestmark = pytest.mark.browser
__all__ = ["engine", "many"]  # fixtures


@pytest.fixture(params=[PHONE, {"width": 1280, "height": 900}], ids=["phone", "desk"])
def alerts(browser: Browser, many: Engine, request: pytest.FixtureRequest) -> Iterator[Visit]:
    with served(create_app(history=lambda: sample.history(many))) as address:
        context = browser.new_context(viewport=request.param)
        visit = Visit(context, address)
        visit.go("/alerts?rows=130")
        yield visit
        assert visit.trouble == []
        context.close()


def focused(visit: Visit) -> str:
    return str(
        visit.page.evaluate("document.activeElement.closest('li')?.id + ' ' + document.activeElement.value")
    )


@pytest.mark.parametrize("alerts", [{"width": 1280, "height": 900}], indirect=True)
def test_after_a_button_the_focus_is_on_that_of_the_next_alert(alerts: Visit, many: Engine) -> None:
    page = alerts.page
    page.evaluate("window.kept = true")
    order = page.locator(".alerts > li:has([data-alert])").evaluate_all("found => found.map(li => li.id)")
    page.locator(f"#{order[3]} button[value=ack]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-done]")).to_contain_text("Acknowledged")
    page.wait_for_selector("main:not([aria-busy])")
    assert focused(alerts) == f"{order[4]} ack"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("126 alerts stand")
    page.wait_for_selector("main:not([aria-busy])")
    assert focused(alerts) == f"{order[5]} ack"
    assert page.evaluate("window.kept")
    assert len(silences(many)) == 2


def test_several_are_ticked_found_and_snoozed_together(alerts: Visit, many: Engine) -> None:
    page = alerts.page
    assert page.get_by_role("button", name="Snooze ticked").is_disabled()
    page.fill("input[type=search]", "rule 01")
    assert "12 of 130 fit" in page.locator("[data-found]").inner_text()
    page.locator("[data-tick-all]").check()
    expect(page.locator("[data-ticked]")).to_have_text("12 ticked")
    page.get_by_role("button", name="Snooze ticked").click()
    expect(page.locator("[data-done]")).to_contain_text("12 alerts: snoozed")
    assert len(silences(many)) == 12
    assert all("01" in rule for _, _, rule in silences(many) if rule)  # 010 to 019, 001 and 101
    page.fill("input[type=search]", "nowhere")
    assert "Nothing here fits" in page.locator("[data-found]").inner_text()
    assert Axe().run(page, options=RULES).response["violations"] == []


def test_without_scripts_several_are_acknowledged_too(browser: Browser, many: Engine) -> None:
    with served(create_app(history=lambda: sample.history(many))) as address:
        context = browser.new_context(java_script_enabled=False)
        page = Visit(context, address).go("/alerts?q=rule+02")
        for tick in page.locator("[data-alert]").all()[:3]:
            tick.check()
        page.get_by_role("button", name="Acknowledge ticked").click()
        assert "3 alerts: acknowledged" in page.get_by_role("status").first.inner_text()
        assert "q=rule" in page.url
        assert len(silences(many)) == 3
        context.close()


@pytest.mark.parametrize("alerts", [PHONE], indirect=True)
def test_on_a_phone_an_alert_takes_little_room_and_ticks_act(alerts: Visit, many: Engine) -> None:
    page = alerts.page
    tall = page.locator(".alerts > li").evaluate_all("found => found.map(li => li.offsetHeight)")
    assert max(tall) <= 90
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    order = page.locator(".alerts > li:has([data-alert])").evaluate_all("found => found.map(li => li.id)")
    page.locator(f"#{order[3]} [data-alert]").check()
    page.get_by_role("button", name="Mute ticked").click()
    expect(page.locator("[data-done]")).to_contain_text("Muted")
    page.wait_for_selector("main:not([aria-busy])")
    assert page.evaluate("document.activeElement.closest('li')?.id") == order[4]
    assert [kind for kind, _, _ in silences(many)] == ["mute"]
