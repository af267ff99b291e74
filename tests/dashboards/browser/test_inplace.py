"""Changes happen in place: nothing typed is thrown away, focus stays, address and history are right."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.dashboards.visit import Visit

pytestmark = pytest.mark.browser
FOCUSED = "document.activeElement.name || document.activeElement.id || document.activeElement.tagName"


def test_a_past_day_can_be_typed_and_is_taken_with_enter(visit: Visit) -> None:
    page = visit.go("/repositories/Theano/Theano")
    page.evaluate("window.kept = true")
    page.locator("#as_of").focus()
    page.keyboard.type("04282016", delay=30)
    assert "as_of" not in page.url
    page.keyboard.press("Enter")
    visit.settled("as_of=2016-04-28")
    assert page.evaluate("window.kept")  # no reload
    assert page.evaluate(FOCUSED) == "as_of"


def test_a_date_that_is_whole_and_plausible_is_taken_after_a_pause(visit: Visit) -> None:
    page = visit.go("/")
    page.locator("input[name=as_of]").focus()
    page.keyboard.type("04282016", delay=60)
    assert "as_of" not in page.url  # neither the year 2 nor the year 20 was ever asked for
    visit.settled("as_of=2016-04-28")


def test_a_date_is_taken_on_leaving_the_field(visit: Visit) -> None:
    page = visit.go("/compare")
    page.locator("input[name=from]").focus()
    page.keyboard.type("01022018")
    page.locator("h1").click()
    visit.settled("from=2018-01-02")


def test_a_day_that_cannot_be_is_refused_in_words_and_the_page_stays(visit: Visit) -> None:
    page = visit.go("/quadrant?as_of=2019-06-30")
    field = page.locator("input[name=as_of]")
    field.focus()
    page.keyboard.type("01012099", delay=20)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-refused]")
    assert "2099-01-01 is still to come" in page.locator("[data-refused]").inner_text()
    assert "2019-06-30" in page.url
    field.press("Backspace")  # a part of it alone: no whole day is left
    page.keyboard.press("Enter")
    expect(page.locator("[data-refused]")).to_contain_text("not whole")
    field.fill("2018-06-30")
    page.keyboard.press("Enter")
    visit.settled("as_of=2018-06-30")
    assert page.locator("[data-refused]").count() == 0


def test_a_select_steps_on_with_the_keyboard_and_keeps_its_focus(visit: Visit) -> None:
    page = visit.go("/compare")
    page.evaluate("window.kept = true")
    page.locator("select[name=scale]").focus()
    page.keyboard.press("ArrowDown")
    visit.settled("scale=log")
    assert page.evaluate(FOCUSED) == "scale"
    page.keyboard.press("ArrowDown")
    visit.settled("scale=indexed")
    assert page.evaluate(FOCUSED) == "scale"
    assert page.evaluate("window.kept")


def test_the_slider_moves_many_steps_and_is_one_step_back(visit: Visit) -> None:
    page = visit.go("/repositories/Theano/Theano")
    slider = page.locator("[data-days]")
    slider.focus()
    start = slider.input_value()
    for _ in range(3):
        page.keyboard.press("PageDown")
    visit.settled("as_of=")
    page.wait_for_timeout(300)
    assert page.evaluate("document.activeElement.matches('[data-days]')")
    assert int(slider.input_value()) < int(start)
    page.go_back()
    page.wait_for_url(lambda url: "as_of" not in url)
    expect(slider).to_have_value(start)


def test_what_cannot_be_used_is_said_and_the_page_stays(visit: Visit) -> None:
    page = visit.go("/compare?repos=Theano/Theano&to=2015-01-01")
    page.fill("input[name=from]", "2017-01-01")
    page.wait_for_selector("[data-refused]")
    assert "from" in page.locator("[data-refused]").inner_text()
    assert page.locator("[data-plot] > svg").is_visible()


def test_a_change_is_announced_and_sorting_keeps_the_focus_on_its_heading(visit: Visit) -> None:
    page = visit.go("/")
    page.get_by_role("link", name="1 y").focus()
    page.keyboard.press("Enter")
    visit.settled("sort=gain365")
    assert page.evaluate("document.activeElement.textContent") == "1 y"
    assert page.locator("[data-status]").inner_text() != ""


def test_a_search_that_finds_nothing_says_so(visit: Visit) -> None:
    page = visit.go("/")
    page.fill("input[type=search]", "nowhere to be found")
    assert "Nothing here fits" in page.locator("[data-found]").inner_text()


def test_nothing_moves_while_a_page_comes(visit: Visit) -> None:
    visit.page.add_init_script(
        "window.moved = 0; new PerformanceObserver(l => { for (const e of l.getEntries())"
        " moved += e.value; }).observe({type: 'layout-shift', buffered: true});"
    )
    for path in ("/compare", "/repositories/Theano/Theano", "/"):
        page = visit.go(path)
        page.wait_for_timeout(200)
        assert page.evaluate("moved") < 0.02


def test_keys_lead_to_the_search_and_from_row_to_row(visit: Visit) -> None:
    page = visit.go("/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("a")
    page.keyboard.press("ArrowDown")
    names = page.locator("#table tbody tr:not([hidden]) .repo").evaluate_all("all => all.map(a => a.href)")
    assert page.evaluate("document.activeElement.href") == names[0]
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.href") == names[1]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "q"
    assert page.input_value("[name=q]") == "a"
    page.goto(f"{visit.address}/?rows=3")
    page.fill("[name=q]", "e")
    assert "of the 3 shown" in page.locator("[data-found]").inner_text()
    assert "Enter asks all" in page.locator("[data-found]").inner_text()
