"""Journeys with the keyboard alone: where the focus is after each step, and that it is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.dashboards.visit import Visit

pytestmark = pytest.mark.browser
FOCUSED = """(at => at.getAttribute("aria-label") || at.name || at.id || at.textContent.trim())(
    document.activeElement)"""
THREE = "repos=pytorch/pytorch,Theano/Theano,keras-team/keras"


def focused(page: Page) -> str:
    """What has the focus, by its label, name or words; 'BODY' where it is lost."""
    return str(page.evaluate(f"document.activeElement === document.body ? 'BODY' : {FOCUSED}"))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, wanted: str, back: bool = False) -> None:
    """Tab on until something of that name has the focus; every stop on the way is to be seen."""
    for _ in range(60):
        press(page, "Shift+Tab" if back else "Tab")
        name = focused(page)
        assert name != "BODY", f"the focus left the page before it came to {wanted}"
        shown = "(b => b.width > 0 && b.height > 0)(document.activeElement.getBoundingClientRect())"
        assert page.evaluate(shown), f"{name} has the focus and is not to be seen"
        if wanted in name:
            return
    raise AssertionError(f"{wanted} cannot be reached")


def test_choosing_from_the_search_to_the_table_side_by_side(visit: Visit) -> None:
    page = visit.go("/")
    for name in ("keras-team", "theano"):
        press(page, "/")
        assert focused(page) == "q"
        page.keyboard.type(name)
        press(page, "ArrowDown", "Shift+Tab")  # to the row that fits, and back to its tick
        assert page.evaluate("document.activeElement.matches('[data-tick]')")
        press(page, "Space")
        assert page.evaluate("document.activeElement.checked")
    assert page.locator("[data-choose]").inner_text() == "Compare these 2"
    press(page, "Enter")  # from the tick itself
    page.wait_for_url(lambda url: "/decision" in url)
    press(page, "Tab")
    assert focused(page) == "Skip to the content"
    press(page, "Enter", "Tab")
    assert focused(page).startswith("Take ")


def test_the_button_that_compares_is_reached_by_tabbing_too(visit: Visit) -> None:
    page = visit.go("/")
    page.locator("[data-tick][value='pytorch/pytorch']").focus()
    press(page, "Space")
    tab_to(page, "Look at this one", back=True)
    press(page, "Enter")
    page.wait_for_url(lambda url: "/decision" in url)


@pytest.mark.parametrize("path", ["/decision", "/compare"])
def test_taking_out_and_adding_leave_the_focus_where_the_next_step_is(visit: Visit, path: str) -> None:
    page = visit.go(f"{path}?{THREE}")
    tab_to(page, "Take pytorch/pytorch out")
    press(page, "Enter")
    visit.settled("repos=Theano/Theano")
    assert focused(page) == "Take Theano/Theano out"  # what took its place
    tab_to(page, "Take keras-team/keras out")
    press(page, "Enter")
    visit.settled("repos=Theano/Theano")
    page.wait_for_function("!document.querySelector('main').textContent.includes('keras-team/keras out')")
    assert focused(page) == "add"  # nobody came after it
    page.keyboard.type("google/jax")
    press(page, "Enter")
    visit.settled("google/jax")
    assert focused(page) == "add"
    assert page.locator("[name=add]").input_value() == ""


def test_comparing_metric_line_and_dates(visit: Visit) -> None:
    page = visit.go(f"/compare?{THREE}")
    tab_to(page, "metric")
    page.keyboard.type("Com")  # a select goes to what begins so
    visit.settled("metric=commits")
    assert focused(page) == "metric"
    tab_to(page, "axis")
    press(page, "ArrowDown")
    visit.settled("axis=age")
    press(page, "ArrowUp")
    visit.settled("axis=calendar")
    assert focused(page) == "axis"
    tab_to(page, "Day in the chart")
    press(page, "ArrowDown")
    visit.settled("focus=pytorch/pytorch")
    assert focused(page).startswith("Day in the chart")
    assert page.locator(".card").is_visible()
    press(page, "ArrowLeft", "Shift+PageUp", "Shift+PageUp", "Enter")
    visit.settled("from=")
    assert focused(page).startswith("Day in the chart")
    page.go_back()
    page.wait_for_url(lambda url: "from=" not in url)
    assert visit.trouble == []


def test_a_past_day_is_typed_stepped_and_left_again(visit: Visit) -> None:
    page = visit.go("/repositories/Theano/Theano")
    tab_to(page, "as_of")
    page.keyboard.type("04282016")
    press(page, "Enter")
    visit.settled("as_of=2016-04-28")
    assert focused(page) == "as_of"
    press(page, "ArrowUp")  # one year on: that is where the typing ended
    press(page, "Enter")
    visit.settled("as_of=2017-04-28")
    assert focused(page) == "as_of"
    page.evaluate("document.querySelector('[data-days]').focus()")
    press(page, "PageDown")
    visit.settled("as_of=20")
    assert page.evaluate("document.activeElement.matches('[data-days]')")
    page.get_by_role("link", name="Back to the present").focus()
    press(page, "Enter")
    page.wait_for_url(lambda url: "as_of" not in url)
    page.wait_for_selector("main:not([aria-busy])")
    assert focused(page) != "BODY"  # the link is gone: the focus is beside where it was
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


@pytest.mark.parametrize("path", [f"/compare?{THREE}", f"/decision?{THREE}", "/lifecycles", "/quadrant"])
def test_downloads_come_with_enter_and_the_focus_stays(visit: Visit, path: str) -> None:
    page = visit.go(path)
    for name, first in (("PNG", b"\x89PNG"), ("SVG", b"<svg"), ("CSV of", b"")):
        one = page.locator("main :is(button, a[download])", has_text=name).first
        one.focus()
        with page.expect_download() as file:
            press(page, "Enter")
        assert Path(file.value.path()).read_bytes().startswith(first)
        assert focused(page).startswith(name)
    assert visit.trouble == []


def test_every_stop_of_a_page_is_seen_and_has_its_ring(visit: Visit) -> None:
    for path in ("/", "/compare", "/repositories/Theano/Theano", "/alerts", "/data"):
        page = visit.go(path)
        for _ in range(25):
            press(page, "Tab")
            if focused(page) == "BODY":
                break
            ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert ring != "none", (path, focused(page))
            box = page.evaluate("(b => [b.left, b.right])(document.activeElement.getBoundingClientRect())")
            assert box[1] > 0, (path, focused(page))
