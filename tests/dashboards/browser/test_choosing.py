"""Choosing on the overview in a browser: ticks are counted, kept while sorting, and lead side by side."""

from __future__ import annotations

import pytest

from tests.dashboards.visit import Visit

pytestmark = pytest.mark.browser


def test_ticks_are_counted_kept_through_sorting_and_searching_and_put_side_by_side(visit: Visit) -> None:
    page = visit.go("/")
    button = page.locator("[data-choose]")
    assert button.is_disabled()
    page.locator("[data-tick][value='Theano/Theano']").focus()
    page.keyboard.press("Space")
    page.locator("[data-tick][value='pytorch/pytorch']").check()
    assert button.inner_text() == "Compare these 2"
    page.locator("thead a", has_text="Commits").click()
    visit.settled("sort=commits")
    assert page.locator("[data-tick]:checked").count() == 2
    page.locator("input[name=q]").fill("keras")
    page.keyboard.press("Enter")
    visit.settled("q=keras")
    assert button.inner_text() == "Compare these 2"
    page.locator("[data-tick][value='keras-team/keras']").check()
    button.click()
    page.wait_for_url(lambda url: "/decision" in url)
    names = page.locator(".decision thead th").all_inner_texts()
    assert sorted(n.replace("\n", "") for n in names[1:]) == [
        "Theano/Theano",
        "keras-team/keras",
        "pytorch/pytorch",
    ]
    assert not visit.trouble


def test_taking_one_out_keeps_the_page_and_says_the_new_sentence(visit: Visit) -> None:
    page = visit.go("/decision?repos=Theano/Theano,pytorch/pytorch")
    page.get_by_label("Take Theano/Theano out").click()
    visit.settled("repos=pytorch/pytorch")
    assert page.locator(".finding").inner_text() == "Pytorch is active."
    assert page.locator("[data-status]").inner_text() == "Pytorch is active."
    page.get_by_label("Take pytorch/pytorch out").click()
    visit.settled("repos=none")
    assert "No repository is chosen" in page.locator("main").inner_text()
    assert not visit.trouble


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_nothing_leaves_the_screen(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.go("/decision?repos=pytorch/pytorch,tensorflow/tensorflow,Theano/Theano,microsoft/CNTK")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_unticking_is_offered_only_where_something_is_ticked(visit: Visit) -> None:
    page = visit.go("/")
    assert not page.locator("[data-untick]").is_visible()
    page.locator("[data-tick]").first.check()
    assert page.locator("[data-untick]").is_visible()
