"""The pages' own files and plotly.js: named by their content, compressed once, cached for good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

import brotli

HERE = Path(__file__).parents[1] / "assets"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
QUALITY = 9  # of 11: 1.23 MB in 0.8 s for plotly.js; 11 would save a tenth and take fifteen seconds
# Chromium compiles the whole script while it still arrives, instead of piece by piece when the page waits for
# it: 0.4 s of 1.2 of the page's own time. To others it is a comment.
EAGER = b"//# allFunctionsCalledOnLoad\n"


def plotly_js() -> Path:
    """The plotly.js that the installed plotly package carries, without importing it."""
    spec = find_spec("plotly")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the plotly package is not installed")
    return Path(spec.submodule_search_locations[0]) / "package_data" / "plotly.min.js"


@dataclass(frozen=True)
class Asset:
    """One file: the name that carries its content's hash, its media type, and its bytes."""

    name: str
    media_type: str
    body: bytes


class Assets:
    """All files that pages may ask for, by plain and by hashed name."""

    def __init__(self, cache: Path | None = None) -> None:
        files = [*sorted(HERE.glob("*.*")), plotly_js()]
        self._cache = cache
        self._lock = Lock()
        self._packed: dict[str, bytes] = {}
        self.by_plain = {_plain(path): _read(path) for path in files}
        self.by_name = {asset.name: asset for asset in self.by_plain.values()}

    def name(self, plain: str) -> str:
        """'app.css' to 'app.1a2b3c4d5e.css'."""
        return self.by_plain[plain].name

    def packed(self, name: str) -> bytes:
        """The file compressed with brotli; done once, and kept on disk when there is a folder for it."""
        with self._lock:
            if name not in self._packed:
                self._packed[name] = self._from_disk(name) or self._pack(name)
            return self._packed[name]

    def _from_disk(self, name: str) -> bytes | None:
        path = self._cache / f"{name}.br" if self._cache else None
        return path.read_bytes() if path and path.is_file() else None

    def _pack(self, name: str) -> bytes:
        packed: bytes = brotli.compress(self.by_name[name].body, quality=QUALITY)
        if self._cache and self._cache.is_dir():
            half = self._cache / f".{name}.half"
            half.write_bytes(packed)
            half.replace(self._cache / f"{name}.br")
        return packed


def _plain(path: Path) -> str:
    return "plotly.js" if path.name == "plotly.min.js" else path.name


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    if path.name == "plotly.min.js":
        body = EAGER + body
    stem, suffix = _plain(path).rsplit(".", 1)
    digest = hashlib.sha256(body).hexdigest()[:10]
    return Asset(f"{stem}.{digest}.{suffix}", TYPES[f".{suffix}"], body)
