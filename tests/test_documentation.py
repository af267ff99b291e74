"""The documentation as a site: built strictly, found by search, its Python examples executed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.dashboards.conftest import world
from tests.docs import DOCS
from tests.libraries import library

__all__ = ["world"]  # the fixture
EXAMPLES = [
    pytest.param(example, id=f"{page.stem}-{number}")
    for page in sorted(DOCS.glob("*.md"))
    for number, example in enumerate(
        re.findall(r"^```python\n(.*?)^```", page.read_text("utf-8"), re.M | re.S)
    )
]


@pytest.mark.filterwarnings("ignore")  # of the builder's own libraries
def test_the_site_is_built_without_a_warning_and_can_be_searched(tmp_path: Path) -> None:
    library("mkdocs")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    build(load_config(str(DOCS.parent / "mkdocs.yml"), site_dir=str(tmp_path), strict=True))
    index = json.loads((tmp_path / "search" / "search_index.json").read_text(encoding="utf-8"))
    places = {entry["location"].split("#")[0] for entry in index["docs"]}
    assert places >= {"index.html", "health.html", "forecasts.html", "data.html", "commands.html"}
    assert any("conformal" in entry["text"] for entry in index["docs"])
    assert not re.search(
        r'(src|href)="https?://[^"]*\.(js|css)"', (tmp_path / "index.html").read_text("utf-8")
    )


def test_there_are_examples() -> None:
    assert EXAMPLES


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs_as_it_stands(
    example: str, world: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", world.url.render_as_string(hide_password=False))
    monkeypatch.setenv("TRACKER_CLOCK", "2026-06-30")
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "example", "exec"), {"__name__": "example"})
