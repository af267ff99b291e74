"""Every page in light, dark, wide and on a phone: `python -m tests.screenshots [FOLDER] [--url URL]`."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import click

from tests.browser import chromium

PAGES = {
    "overview": "/",
    "compare": "/compare",
    "compare-age": "/compare?axis=age&scale=log",
    "compare-commits": "/compare?metric=commits&every=quarter",
    "repository-over": "/repositories/Theano/Theano",
    "repository-alive": "/repositories/tensorflow/tensorflow",
    "repository-past": "/repositories/Theano/Theano?as_of=2017-01-01",
    "lifecycles": "/lifecycles",
    "quadrant": "/quadrant",
    "alerts": "/alerts",
    "data": "/data",
    "bad-parameter": "/compare?from=hello",
    "not-found": "/repositories/nobody/here",
}
MODES = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "wide": {"viewport": {"width": 1680, "height": 1000}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "device_scale_factor": 1.5},
}
TALLEST = 1_300  # CSS pixels of a picture: the first screens, and a file of less than 300 kB


@contextmanager
def served() -> Iterator[str]:
    """The dashboards over the database that the settings lead to: the live one, else the demo's."""
    import uvicorn

    from dashboards.http.app import create_app
    from tracker.config import load

    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(load()), log_level="error"))
        thread = Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


def shoot(url: str, folder: Path) -> Iterator[Path]:
    """Take every picture; yields each file."""
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for mode, options in MODES.items():
            context = browser.new_context(**options)
            page = context.new_page()
            for name, path in PAGES.items():
                page.goto(url + path, wait_until="load")
                target = folder / f"{re.sub(r'[^a-z0-9-]', '-', name)}-{mode}.png"
                size = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
                clip = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], TALLEST)}
                page.screenshot(path=target, full_page=True, clip=clip)
                yield target
            context.close()


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("docs/screenshots"))
@click.option("--url", help="Dashboards that are already running, instead of serving them.")
def main(folder: Path, url: str | None) -> None:
    """Take a picture of every page."""
    if url:
        for path in shoot(url.rstrip("/"), folder):
            click.echo(path)
        return
    with served() as own:
        for path in shoot(own, folder):
            click.echo(path)


if __name__ == "__main__":
    main()
