"""What answers at the API's place is read when somebody asks, once."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from time import sleep

from starlette.types import ASGIApp

from dashboards.api.mount import WhenAsked


def test_a_server_begins_without_what_only_the_api_needs() -> None:
    told = "import sys, dashboards.http.app; print({'fastapi', 'pydantic', 'pandas'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_however_many_ask_at_once_it_is_made_once() -> None:
    made: list[ASGIApp] = []

    def make() -> ASGIApp:
        sleep(0.02)

        async def app(*_: object) -> None: ...

        made.append(app)
        return app

    api = WhenAsked(make)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: api.ready(), range(4))) == set(made)
    assert len(made) == 1
