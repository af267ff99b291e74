"""The files that pages load: the right plotly.js, named by content, packed once."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import brotli
import pytest

from dashboards.static import PLOTLY, Assets


def version(banner: str) -> str:
    found = re.search(r"plotly\.js (?:\(basic - minified\) )?v(\d+\.\d+\.\d+)", banner)
    assert found, banner
    return found[1]


def test_the_small_plotly_is_of_the_version_that_the_plotly_package_carries() -> None:
    whole = files("plotly").joinpath("package_data", "plotly.min.js").read_text(encoding="utf-8")
    assert version(PLOTLY.read_text(encoding="utf-8")[:200]) == version(whole[:200])


def test_its_licence_lies_beside_it() -> None:
    assert "MIT" in (PLOTLY.parent / "plotly-basic.LICENSE").read_text(encoding="utf-8")


def test_a_file_is_packed_once_and_kept_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = Assets(tmp_path).name("app.js")
    packed = Assets(tmp_path).packed(name)
    monkeypatch.setattr(brotli, "compress", lambda *_args, **_named: pytest.fail("packed again"))
    again = Assets(tmp_path)
    assert again.packed(name) == packed
    assert brotli.decompress(packed) == again.by_name[name].body
