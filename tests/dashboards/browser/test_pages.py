"""In a real Chromium: no error in the console, nothing asked of another host, usable by everybody."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.dashboards.views.test_pages import EVIL
from tests.dashboards.visit import Visit

pytestmark = pytest.mark.browser
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PHONE = {"width": 390, "height": 844}


def test_plotly_draws_without_a_word_in_the_console_and_asks_nobody_else(visit: Visit) -> None:
    for path in ("/compare", "/repositories/Theano/Theano", EVIL):
        visit.go(path)
        visit.drawn()
    assert visit.trouble == []
    assert visit.elsewhere == []


def test_nothing_offers_to_upload_a_chart(visit: Visit) -> None:
    visit.go("/compare")
    page = visit.drawn()
    page.locator(".drawn").hover()
    titles = page.locator(".modebar-btn").evaluate_all("found => found.map(b => b.dataset.title)")
    assert titles
    assert not [t for t in titles if re.search("share|cloud|studio|chart studio", t, re.IGNORECASE)]


def test_the_theme_is_chosen_and_remembered(visit: Visit) -> None:
    page = visit.go("/")
    switch = page.locator("[data-theme-switch]")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    switch.click()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    switch.click()
    assert page.evaluate(paper) != light
    visit.go("/data")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert visit.trouble == []


def test_choosing_a_metric_changes_the_address_and_back_returns(visit: Visit) -> None:
    page = visit.go("/compare?repos=Theano/Theano,tensorflow/tensorflow")
    page.select_option("select[name=metric]", "commits")
    visit.settled("metric=commits")
    assert page.locator(".finding").inner_text().find("commits") >= 0
    page.go_back()
    expect(page.locator("select[name=metric]")).to_have_value("stars")
    expect(page.locator(".finding")).to_contain_text("stars")


def test_on_a_phone_the_chart_comes_before_what_chooses_it(visit: Visit) -> None:
    page = visit.go("/compare?repos=Theano/Theano")
    assert page.locator("select[name=metric]").is_visible()
    page.set_viewport_size(PHONE)
    visit.go("/compare?repos=Theano/Theano")
    assert not page.locator("select[name=metric]").is_visible()
    assert page.locator("figure .finding").bounding_box()["y"] < PHONE["height"] / 2
    page.get_by_text("Metric, dates and scale").click()
    assert page.locator("select[name=metric]").is_visible()


def test_a_repository_is_added_and_taken_out(visit: Visit) -> None:
    page = visit.go("/compare?repos=Theano/Theano")
    page.fill("input[name=add]", "keras-team/keras")
    page.keyboard.press("Enter")
    visit.settled("keras-team")
    assert page.locator(".chips li:not(.add)").count() == 2
    page.get_by_label("Take Theano/Theano out").click()
    page.wait_for_url(lambda url: "Theano" not in url)
    page.wait_for_selector("main:not([aria-busy])")
    assert page.locator(".chips li:not(.add)").inner_text().startswith("keras")


def test_sliding_into_the_past_judges_anew(visit: Visit) -> None:
    page = visit.go("/repositories/Theano/Theano")
    slider = page.locator("[data-days]")
    slider.evaluate("s => { s.value = 1000; s.dispatchEvent(new Event('input', {bubbles: true}));"
                    " s.dispatchEvent(new Event('change', {bubbles: true})); }")  # fmt: skip
    visit.settled("as_of=2014-05-06")
    assert "Active" in page.locator("#v").inner_text()


def test_the_search_hides_rows_while_one_types(visit: Visit) -> None:
    page = visit.go("/")
    page.fill("input[type=search]", "thea")
    assert page.locator("#table tbody tr:visible").count() == 1


def test_the_keyboard_reaches_the_content_first(visit: Visit) -> None:
    page = visit.go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_without_scripts_everything_is_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/compare")
    assert page.locator(".static > svg.chart").is_visible()
    page.fill("input[name=from]", "2020-01-01")
    page.get_by_role("button", name="Draw").click()
    assert "from=2020-01-01" in page.url
    context.close()


def test_a_hostile_repository_runs_nothing(visit: Visit) -> None:
    hurt: list[str] = []
    visit.page.on("dialog", lambda dialog: (hurt.append(dialog.message), dialog.dismiss()))
    for path in ("/", EVIL, "/compare?repos=evil/" + EVIL.rsplit("/", 1)[1]):
        visit.go(path)
    visit.drawn()
    assert hurt == []
    assert visit.page.locator("img").count() == 0


def test_a_first_visit_stays_small_and_plotly_waits_until_it_is_asked_for(
    browser: Browser, address: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address + "/compare", wait_until="load")
    page.wait_for_timeout(300)
    assert sum(sizes) < 60_000
    page.locator("[data-explore]").click()
    page.wait_for_selector("[data-figure][data-ready=drawn]", timeout=30_000)
    assert sum(sizes) < 1_350_000
    sizes.clear()
    page.goto(address + "/", wait_until="load")
    page.wait_for_timeout(300)
    assert sum(sizes) < 60_000
    context.close()
