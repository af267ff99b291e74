"""The server's picture answers by pointer, key and finger, and what is chosen in it is in the address."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

from tests.dashboards.browser.test_pages import PHONE
from tests.dashboards.visit import Visit

pytestmark = pytest.mark.browser
TWO = "/compare?repos=Theano/Theano,tensorflow/tensorflow"


def at(page: Page, across: float, down: float = 0.9) -> tuple[float, float]:
    """A point of the picture, as parts of its width and height."""
    box = page.locator("[data-plot] svg.chart:visible").bounding_box()
    assert box
    return box["x"] + box["width"] * across, box["y"] + box["height"] * down


def test_anywhere_over_the_chart_every_project_says_value_label_and_source(visit: Visit) -> None:
    page = visit.go(TWO)
    page.mouse.move(*at(page, 0.6, 0.2))  # far from any line
    card = page.locator("[data-plot] .card")
    assert card.is_visible()
    assert {"Theano", "tensorflow"} <= set(card.inner_text().split())
    assert "source: " in card.inner_text()
    assert card.locator(".from").inner_text().count(" · ") == 2  # the unit, the label they share, the source
    first = card.locator("strong").inner_text()
    page.mouse.move(*at(page, 0.4, 0.2))
    assert card.locator("strong").inner_text() != first
    page.mouse.move(2, 2)
    assert not card.is_visible()
    assert visit.trouble == []


def test_the_card_agrees_with_the_file(visit: Visit) -> None:
    page = visit.go(TWO + "&every=quarter")
    page.locator("[data-plot]").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    said = page.locator("[data-plot]").get_attribute("aria-valuetext") or ""
    with urlopen(visit.address + "/download/compare.csv?" + page.url.split("?")[1]) as file:
        rows = [
            r for r in csv.DictReader(io.TextIOWrapper(file)) if r["repository"] == "tensorflow/tensorflow"
        ]
    assert f"tensorflow/tensorflow {float(rows[-2]['value']):,.0f}" in said


def test_the_card_follows_the_arrow_keys_and_is_spoken(visit: Visit) -> None:
    page = visit.go(TWO)
    plot = page.locator("[data-plot]")
    plot.focus()
    before = plot.get_attribute("aria-valuetext")
    page.keyboard.press("ArrowLeft")
    assert plot.get_attribute("role") == "slider"
    assert plot.get_attribute("aria-valuetext") != before
    assert page.locator(".card").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".card").is_visible()


def test_a_finger_sees_the_card_and_still_scrolls(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    visit = Visit(context, address)
    page = visit.go(TWO)
    page.touchscreen.tap(*at(page, 0.3, 0.5))
    assert page.locator(".card").is_visible()
    assert page.locator("[data-plot]").evaluate("e => getComputedStyle(e).touchAction") == "pan-y"
    context.close()


@pytest.mark.parametrize("path", [TWO, TWO + "&scale=log&axis=age", "/repositories/Theano/Theano"])
def test_on_a_phone_the_whole_chart_is_on_the_screen_and_answers_there(
    browser: Browser, address: str, path: str
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = Visit(context, address).go(path)
    page.locator("[data-plot] .narrow svg").scroll_into_view_if_needed()
    box = page.locator("[data-plot] .narrow svg").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert page.locator("[data-plot]").evaluate("e => e.scrollWidth <= e.clientWidth")
    assert page.locator("[data-plot] > svg").is_hidden()
    page.touchscreen.tap(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    marks = page.locator(".narrow .hovered circle").evaluate_all(
        "all => all.map(mark => mark.getBoundingClientRect().x)"
    )
    assert marks
    assert all(abs(x - box["x"] - box["width"] * 0.5) < 12 for x in marks)  # where the finger is
    page.set_viewport_size({"width": 1000, "height": 800})  # turned on its side
    page.locator("[data-plot]").focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator("[data-plot] > svg .hovered circle").count() == len(marks)
    context.close()


def test_dragging_chooses_dates_and_address_table_headline_and_file_follow(visit: Visit) -> None:
    page = visit.go(TWO)
    before = page.locator(".finding").inner_text(), page.locator("caption#n").inner_text()
    page.mouse.move(*at(page, 0.3))
    page.mouse.down()
    page.mouse.move(*at(page, 0.45, 0.3), steps=4)
    page.mouse.up()
    visit.settled("from=")
    assert "to=" in page.url
    start, end = (page.locator(f"input[name={name}]").input_value() for name in ("from", "to"))
    assert start < end
    assert page.locator("caption#n").inner_text() != before[1]
    file = page.get_by_text("CSV of what is shown").first.get_attribute("href") or ""
    assert f"from={start}" in file
    assert f"to={end}" in file
    with urlopen(visit.address + file) as answer:
        days = [row["day"] for row in csv.DictReader(io.TextIOWrapper(answer))]
    assert str(date.fromisoformat(start) - timedelta(days=6)) <= min(days)  # a week is named by its first day
    assert max(days) <= end
    assert page.evaluate("JSON.parse(document.querySelector('[data-points]').textContent).high") > 0
    page.locator("[data-plot]").dblclick(position={"x": 200, "y": 100})
    page.wait_for_url(lambda url: "from=" not in url)
    assert visit.trouble == []


def test_dates_are_chosen_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit.go(TWO)
    page.locator("[data-plot]").focus()
    page.keyboard.press("End")
    for _ in range(5):
        page.keyboard.press("Shift+PageUp")
    page.keyboard.press("Enter")
    visit.settled("from=")
    assert page.evaluate("document.activeElement.hasAttribute('data-plot')")


def test_a_line_is_brought_forward_and_that_is_in_the_address_and_in_the_picture(visit: Visit) -> None:
    page = visit.go(TWO)
    page.locator("[data-plot] .label", has_text="Theano").click()
    visit.settled("focus=Theano/Theano")
    assert page.locator("[data-plot] g.behind").count() > 0
    assert page.locator(".chips a[aria-current]").inner_text() == "Theano"
    with urlopen(visit.address + "/download/compare.svg?" + page.url.split("?")[1]) as file:
        assert b'class="behind"' in file.read()
    page.locator(".chips a[aria-current]").click()
    page.wait_for_url(lambda url: "focus" not in url)


def test_plotly_comes_when_it_is_asked_for_and_zooms_in_dates_only(visit: Visit) -> None:
    visit.go(TWO)
    assert visit.page.evaluate("typeof Plotly") == "undefined"
    page = visit.drawn()
    assert page.evaluate("document.querySelector('.drawn').layout.yaxis.fixedrange") is True
    page.evaluate("Plotly.relayout(document.querySelector('.drawn'), {'xaxis.range[0]': '2017-01-01',"
                  " 'xaxis.range[1]': '2018-01-01'})")  # fmt: skip
    visit.settled("from=2017-01-01")
    assert page.locator("input[name=to]").input_value() == "2018-01-01"


def test_what_became_of_projects_is_told_apart_in_plotly_too(visit: Visit) -> None:
    visit.go("/compare?repos=Theano/Theano,apache/mxnet,chainer/chainer")
    page = visit.drawn()
    found = page.evaluate("document.querySelector('.drawn').data.filter(t => t.mode === 'markers')"
                          ".flatMap(t => t.marker.symbol).filter(s => s !== 'circle-open')")  # fmt: skip
    assert len(set(found)) > 1
    bar = page.evaluate("document.querySelector('.drawn .modebar').getBoundingClientRect().bottom")
    tops = page.evaluate(
        "[...document.querySelectorAll('.drawn .annotation')].map(a => a.getBoundingClientRect().top)"
    )
    assert bar <= min(tops)  # the buttons cover no name at a line's end
