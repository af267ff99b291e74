"""In a real Chromium: the published site under a sub-path of a plain file server, as on GitHub Pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.drawing.svg.standalone import standalone
from dashboards.site.publish import publish
from dashboards.views.compare import page as compare
from tests.dashboards import sample
from tests.dashboards.visit import Visit
from tracker.store.session import connect, sqlite_url, upgrade
from tracker.writing import part, short, signed

pytestmark = pytest.mark.browser
LIVES = tuple(life for life in sample.LIVES if life.owner in ("Theano", "evil", "chainer"))


class Quiet(SimpleHTTPRequestHandler):
    """A plain file server that keeps its log to itself."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = connect(sqlite_url(tmp_path_factory.mktemp("database") / "small.db"))
    upgrade(engine)
    sample.fill(engine, LIVES)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def snapshot(engine: Engine) -> Snapshot:
    return Snapshot(sample.history(engine))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Path:
    """The published site."""
    place = tmp_path_factory.mktemp("pages") / "www" / "some" / "where"
    publish(sample.history(engine), place)
    return place


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Where the site lies: in a folder of a file server, not at its root."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder.parents[1])))
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/some/where/"
    server.shutdown()
    server.server_close()
    thread.join(10)


def test_every_page_of_the_site_opens_draws_and_stays_quiet(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="dark")
    visit = Visit(context, address)
    page = visit.go("index.html")
    addresses = page.locator("nav a, tbody a.repo").evaluate_all("found => found.map(a => a.href)")
    assert len(addresses) >= 6 + 3
    drawn = 0
    for one in addresses:
        assert one.startswith(address)
        answer = page.goto(one, wait_until="load")
        assert answer is not None
        assert answer.ok
        if page.locator("[data-figure]").count():
            assert page.locator("[data-plot] > svg.chart").is_visible()
            page.locator("[data-plot]").focus()
            drawn += page.locator("[data-plot] .card:visible").count()
    assert drawn == 1 + len(LIVES)  # compare, and all that have stars
    assert visit.trouble == []
    assert visit.elsewhere == []
    context.close()


def test_the_site_s_files_come_with_a_click(browser: Browser, address: str) -> None:
    context = browser.new_context()
    visit = Visit(context, address)
    page = visit.go("lifecycles.html")
    with page.expect_download() as png:
        page.locator("[data-raster]").first.click()
    assert Path(png.value.path()).read_bytes().startswith(b"\x89PNG")
    page = visit.go("data.html")
    for kind in ("parquet", "csv", "json"):
        with page.expect_download() as file:
            page.locator(f"a[href$='series.{kind}']").click()
        assert Path(file.value.path()).stat().st_size > 1000
    assert visit.trouble == []
    context.close()


def test_alerts_of_the_site_have_no_buttons(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = Visit(context, address).go("alerts.html")
    assert page.locator("form").count() == 0
    context.close()


NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def numbers(element: str) -> list[float]:
    """All numbers of an element but those of its colour."""
    return [float(one) for one in NUMBER.findall(re.sub(r'stroke="[^"]*"', "", element))]


WEEKS = "from=2016-01-03&to=2018-12-29&every=week"  # whole ones, as the folder has them


@pytest.mark.parametrize("query", [
    "metric=stars&scale=linear", "metric=stars&scale=log", "metric=commits", f"metric=stars&{WEEKS}",
    "metric=stars&axis=age&scale=indexed&focus=Theano/Theano",
    f"metric=stars&scale=indexed&{WEEKS}", "metric=commits&axis=age&from=2015-01-01",
])  # fmt: skip
def test_the_browser_draws_as_the_server_does(
    browser: Browser, address: str, snapshot: Snapshot, query: str
) -> None:
    """Every mark, label and tick is where the server has it, in its colour, with the same words."""
    context = browser.new_context()
    page = Visit(context, address).go("compare.html")
    names = page.evaluate("JSON.parse(document.querySelector('[data-look]').textContent).chosen")
    asked = QueryString(
        {key: [value] for key, _, value in (part.partition("=") for part in query.split("&"))}
    )
    page.evaluate("choice => { location.hash = choice }", f"repos={','.join(names)}&{query}")
    want = compare.picture(snapshot, asked)
    said = "[document.querySelector('.finding').textContent, document.querySelector('.sub').textContent]"
    page.wait_for_function("document.querySelector('[data-plot] > svg g.hovered')")
    page.wait_for_function(f"{said}[1] === {json.dumps(want.subtitle)}")
    assert page.evaluate(said) == [want.title, want.subtitle]
    whole = "const s = document.querySelector('[data-plot]{}').cloneNode(true);"
    bare = "s.querySelector('.hovered').remove(); return s.outerHTML;"
    wide = page.evaluate(f"(() => {{ {whole.format(' > svg')} {bare} }})()")
    same_picture(wide, want.drawn)
    narrow = page.evaluate(f"(() => {{ {whole.format(' .narrow svg')} {bare} }})()")
    drawn = str(compare.context(snapshot, asked)["svg"])
    same_picture(narrow, drawn.partition('<div class="narrow">')[2].removesuffix("</div>"))
    rows = compare.context(snapshot, asked)["numbers"]
    cells = page.locator("td[data-label='In range'], td[data-label='Share']").all_inner_texts()
    gain = signed if "stars" in query else short
    assert cells == [text for row in rows for text in (gain(row.gain), part(row.share))]
    context.close()


def same_picture(got: str, want: str) -> None:
    """Every mark, label and tick of one drawing is in the other, at the same place."""
    shapes = [re.sub(NUMBER, "#", unescape(re.sub(r"></\w+>|/>", ">", text))) for text in (want, got)]
    assert sorted(re.findall(r"<text.*?</text>", shapes[0])) == sorted(
        re.findall(r"<text.*?</text>", shapes[1])
    )
    for kind in ("line", "over", "halo", "ring", "lead", "label", "note", "grid", "rule", "hatch"):
        found = [re.findall(rf"<\w+[^>]*class=\"{kind}\"[^>]*>", text) for text in (want, got)]
        lines = [[numbers(one) for one in some] for some in found]
        assert len(lines[0]) == len(lines[1]), kind
        for have, other in zip(*map(sorted, lines), strict=True):
            assert have == pytest.approx(other, abs=0.15), kind


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_pictures_and_numbers_of_any_choice_come_as_files(
    browser: Browser, address: str, folder: Path, snapshot: Snapshot, scheme: str
) -> None:
    context = browser.new_context()
    visit = Visit(context, address)
    page, choice = visit.page, f"repos=Theano/Theano,chainer/chainer&metric=stars&{WEEKS}"
    page.goto(f"{address if scheme == 'http' else folder.as_uri() + '/'}compare.html#{choice}")
    page.wait_for_function("document.querySelector('caption').textContent.includes('3 Jan 2016')")
    with page.expect_download() as svg:
        page.get_by_role("link", name="SVG", exact=True).press("Enter")
    assert svg.value.suggested_filename == "compare-stars-2018-12-29.svg"
    asked = {key: [value] for key, _, value in (one.partition("=") for one in choice.split("&"))}
    want = compare.picture(snapshot, QueryString(asked))
    whole = standalone(want.drawn, want.title, want.subtitle, "auto", want.foot)
    same_picture(Path(svg.value.path()).read_text(), whole)
    with page.expect_download() as png:
        page.get_by_role("button", name="PNG", exact=True).press("Enter")
    assert png.value.suggested_filename == "compare-stars-2018-12-29.png"
    assert Path(png.value.path()).read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as file:
        page.get_by_role("link", name="CSV of what is shown").press("Enter")
    rows = Path(file.value.path()).read_text().splitlines()
    assert {row.split(",")[2] for row in rows[1:]} == {
        str(day) for line in compare.chart(snapshot, QueryString(asked)).lines for day in line.x
    }
    assert visit.trouble == []
    context.close()


def test_days_are_chosen_in_the_published_picture_and_a_wrong_span_is_said(
    browser: Browser, address: str
) -> None:
    context = browser.new_context()
    page = Visit(context, address).go("compare.html")
    page.locator("[data-plot]").focus()
    for key in ("End", "Shift+PageUp", "Shift+PageUp", "Enter"):
        page.keyboard.press(key)
    page.wait_for_function("location.hash.includes('from=')")
    assert page.locator("[name=from]").input_value() in page.url
    page.get_by_role("button", name="All", exact=True).press("Enter")
    page.wait_for_function("!location.hash.includes('from=')")
    page.evaluate("location.hash = location.hash + '&from=2020-01-01&to=2019-01-01'")
    page.wait_for_function("document.querySelector('[data-choice] [role=status]').textContent !== ''")
    assert "lies after" in page.locator("[data-choice] [role=status]").inner_text()
    context.close()


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_anything_in_the_folder_can_be_compared_by_keyboard(
    browser: Browser, address: str, folder: Path, scheme: str
) -> None:
    context = browser.new_context()
    visit = Visit(context, address)
    page = visit.page
    page.goto(f"{address}compare.html" if scheme == "http" else (folder / "compare.html").as_uri())
    focused = "document.activeElement.name || document.activeElement.textContent"
    before = page.locator(".chips [data-key]").count()
    page.locator("[data-out]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.querySelectorAll('.chips [data-key]').length === {before - 1}")
    assert page.evaluate(focused) == "add"  # the focus goes on to what is next to do
    page.keyboard.type("theano")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash.includes('Theano/Theano')")
    page.wait_for_function("document.querySelector('[data-plot] svg').textContent.includes('Theano/Theano')")
    assert page.evaluate(focused) == "add"
    page.locator("[name=scale]").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("document.querySelector('.sub').textContent.includes('logarithmic')")
    assert page.evaluate(focused) == "scale"
    page.locator("[data-plot]").focus()
    assert page.locator("[data-plot] .card").is_visible()
    with page.expect_download() as file:
        page.get_by_role("link", name="CSV of what is shown").press("Enter")
    assert "Theano/Theano,stars," in Path(file.value.path()).read_text()
    page.go_back()
    page.wait_for_function("!location.hash.includes('scale=log')")
    assert page.locator("tbody tr").count() == page.locator(".chips [data-key]").count()
    assert visit.trouble == []
    context.close()


def test_a_name_that_is_not_in_the_folder_is_said(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = Visit(context, address).go("compare.html#repos=evil/none&metric=nonsense")
    page.fill("[name=add]", "no/body")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('[data-choice] [role=status]').textContent !== ''")
    assert "no “no/body”" in page.locator("[data-choice] [role=status]").inner_text()
    assert "No repository is chosen" in page.locator("[data-plot] > svg").inner_html()
    context.close()
