"""The demo's made-up world shows what no public figures record, and is never mixed with what they do."""

from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient

from dashboards.http.app import create_app
from tests.tracker.commands.shell import Shell
from tracker.config import Settings

pytestmark = [pytest.mark.component, pytest.mark.slow]
NAME = "example/keeps-you-waiting"


def test_stars_taken_back_and_first_answers_are_shown_and_marked(shell: Shell) -> None:
    played = shell("demo", "--made-up", "--once", "--json")
    assert played.code == 0, played.err
    summary = json.loads(played.out)
    assert summary["made_up"] is True
    assert summary["repositories"] == 2
    assert not (shell.home / "demo.db").exists()

    address = summary["database"]
    pages = TestClient(
        create_app(Settings(home=shell.home, database_url=address)), base_url="http://127.0.0.1"
    )
    text = pages.get(f"/repositories/{NAME}").text
    assert "All of this is made up." in text
    assert "This is the demo." not in text
    assert 'href="https://github.com/example/' not in text
    rows = {
        metric: pages.get("/download/compare.csv", params={"repos": NAME, "metric": metric}).text.splitlines()
        for metric in ("unstars", "time_to_first_response")
    }
    assert len(rows["unstars"]) > 8
    assert len(rows["time_to_first_response"]) > 8

    assert shell("demo", "--made-up", "--once", "--json").code == 0
    mixed = shell("--database", address, "demo", "--once")
    assert mixed.code == 2
    assert "made from other figures" in mixed.err
