"""The files that pages load: named by content, packed once."""

from __future__ import annotations

from pathlib import Path

import brotli
import pytest

from dashboards.http.assets import EAGER, Assets, plotly_js


def test_a_file_is_packed_once_and_kept_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = Assets(tmp_path).name("app.js")
    packed = Assets(tmp_path).packed(name)
    monkeypatch.setattr(brotli, "compress", lambda *_args, **_named: pytest.fail("packed again"))
    again = Assets(tmp_path)
    assert again.packed(name) == packed
    assert brotli.decompress(packed) == again.by_name[name].body


def test_plotly_is_the_packages_own_with_a_hint_to_compile_it_early() -> None:
    assert Assets().by_plain["plotly.js"].body == EAGER + plotly_js().read_bytes()
