"""An https server whose certificate a private authority signed: one setting makes API and git believe it."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.tracker.channels.receivers import make_certificate
from tests.tracker.commands.children import run
from tests.tracker.commands.front import Front, Handler
from tests.tracker.commands.github import TODAY, TOKEN, environment, small_world
from tracker.replay.server import ReplayServer

pytestmark = pytest.mark.component


class Https(Handler):
    """API and git behind one name."""

    def go(self) -> None:
        """By its path."""
        parts, body = urlsplit(self.path), self._body()
        if ".git/" in parts.path:
            self._git(parts.path, parts.query, body)
        else:
            self._api(self.path, body)

    do_GET = do_POST = go  # noqa: N815 - the names that http.server calls


@pytest.fixture
def https(tmp_path: Path) -> Iterator[tuple[dict[str, str], Path]]:
    """The environment that leads there, and the authority's certificate."""
    made = make_certificate(tmp_path)
    if made is None:
        pytest.skip("no openssl here")
    with ReplayServer(TODAY, token=TOKEN, repositories=small_world(), git_home=tmp_path / "up") as server:
        server.ensure_git()
        front = Front("", server.url, Path(urlsplit(server.git_url).path))
        serving = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Https,), {"front": front}))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*made)
        serving.socket = context.wrap_socket(serving.socket, server_side=True)
        threading.Thread(target=serving.serve_forever, args=(0.05,), daemon=True).start()
        url = f"https://127.0.0.1:{serving.server_port}"
        front.at = url
        yield environment(server) | {"TRACKER_GITHUB_API_URL": url, "TRACKER_GIT_URL": url}, made[0]
        serving.shutdown()
        serving.server_close()


def test_api_and_git_believe_the_private_authority_that_is_named(
    https: tuple[dict[str, str], Path], tmp_path: Path
) -> None:
    more, authority = https
    home = tmp_path / "home"
    home.mkdir()
    run(home, "watch", "add", "acme/rocket", more=more)
    refused = run(home, "doctor", more=more)
    assert refused.returncode == 1
    assert "certificate" in refused.stdout
    more["SSL_CERT_FILE"] = str(authority)
    assert "answers git" in run(home, "doctor", more=more).stdout
    done = run(home, "sync", more=more)
    assert done.returncode == 0, done.stderr
    assert list(home.rglob("*.git"))
