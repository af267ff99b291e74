"""The files that pages load: named by content, packed once."""

from __future__ import annotations

from pathlib import Path

import brotli
import pytest

from dashboards.static import Assets


def test_a_file_is_packed_once_and_kept_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = Assets(tmp_path).name("app.js")
    packed = Assets(tmp_path).packed(name)
    monkeypatch.setattr(brotli, "compress", lambda *_args, **_named: pytest.fail("packed again"))
    again = Assets(tmp_path)
    assert again.packed(name) == packed
    assert brotli.decompress(packed) == again.by_name[name].body
