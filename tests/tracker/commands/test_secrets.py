"""Every secret that a user may give, planted at once, used, and looked for wherever it could lie."""

from __future__ import annotations

import gzip
import os
import threading
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from sqlalchemy import text

from tests.conftest import Cluster
from tests.tracker.channels.receivers import mail_server, make_certificate
from tests.tracker.commands.children import Child, run
from tests.tracker.commands.front import API, GIT, HOOKS, Front, front
from tests.tracker.commands.github import TODAY, small_world
from tests.tracker.commands.shell import Shell
from tracker.github.client import GitHubClient
from tracker.replay.server import ReplayServer
from tracker.store.models import metadata
from tracker.store.session import connect

pytestmark = pytest.mark.component

# Each is found nowhere but where it was planted; a sign in it is written otherwise in an address.
SECRETS = {
    name: f"{name}.pw+{number}~{'k7Q' * 6}"
    for number, name in enumerate(("api", "git", "proxy", "hook", "key", "mail", "database", "tls", "acts"))
} | {"token": "ghp_" + "S3cr" * 9}
FORMS = {
    name: {
        form.encode()
        for form in (
            value, quote(value, safe=""), b64encode(value.encode()).decode(),
            b64encode(f"{name}user:{value}".encode()).decode(),
        )
    }
    for name, value in SECRETS.items()
}  # fmt: skip
SETTINGS = """
[channels.hook]
kind = "webhook"
url = "env:HOOK"
secret = "file:key.txt"
[channels.mail]
kind = "email"
host = "127.0.0.1"
port = {port}
security = "starttls"
from = "tracker@example.org"
to = ["team@example.org"]
user = "mailuser"
password = "env:MAIL"
ca_file = "{authority}"
"""
COMMANDS = (
    "doctor", "config show", "config show --json", "watch add acme/ended", "sync", "jobs run evaluate",
    "alerts test", "jobs run notify", "alerts list --json", "status --json", "explain acme/ended",
    "export -o all.csv", "export -o all.xlsx", "publish site", "publish releases --release 2026.02",
    "db check", "db backup saved.db", "jobs list",
)  # fmt: skip
BROKEN = ("doctor", "watch add acme/empty", "sync", "sync --full", "alerts test", "audit -r asked.txt")
PAGES = ("/", "/alerts", "/data", "/healthz", "/metrics", "/repositories/acme/ended", "/api/v1/verdicts",
         "/api/v1/alerts", "/api/v1/openapi.json", "/compare?q=" + "x" * 9_000)  # fmt: skip


def found_in(content: bytes) -> list[str]:
    """The names of the secrets that stand in something."""
    return [name for name, forms in FORMS.items() if any(form in content for form in forms)]


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Everything below a folder, unpacked too where it is packed, but where we planted."""
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "key.txt":
            content = path.read_bytes()
            yield str(path), content
            if content[:2] == b"\x1f\x8b":
                yield f"{path}, unpacked", gzip.decompress(content)


def rows(url: str) -> bytes:
    """Every row of a database as text."""
    engine = connect(url)
    with engine.connect() as connection:
        found = [repr(list(connection.execute(text(f'SELECT * FROM "{t}"')))) for t in metadata.tables]
    engine.dispose()
    return "\n".join(found).encode()


@contextmanager
def listed_processes() -> Iterator[Callable[[], bytes]]:
    """What anybody could read in the list of processes meanwhile."""
    seen: set[bytes] = set()
    looks: Counter[str] = Counter()
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.01):
            for number in filter(str.isdigit, os.listdir("/proc")):
                looks[number] += 1
                if looks[number] > 3:  # a process is its parent's copy before it is itself
                    continue
                try:
                    seen.add(Path("/proc", number, "cmdline").read_bytes())
                except OSError:
                    continue  # it ended

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield lambda: b"\n".join(seen)
    finally:
        over.set()
        thread.join()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Front]:
    """The replay of a small world behind a proxy that wants a password."""
    with ReplayServer(
        TODAY, token=SECRETS["token"], repositories=small_world(), git_home=tmp_path / "up"
    ) as s:
        s.ensure_git()
        with front(s, f"proxyuser:{SECRETS['proxy']}") as made:
            yield made


def planted(office: Front) -> dict[str, str]:
    """The environment."""
    s = {name: quote(value, safe="") for name, value in SECRETS.items()}
    return {
        "TRACKER_TOKEN": SECRETS["token"],
        "TRACKER_GITHUB_API_URL": f"http://apiuser:{s['api']}@{API}",
        "TRACKER_GIT_URL": f"http://gituser:{s['git']}@{GIT}",
        "HTTP_PROXY": f"http://proxyuser:{s['proxy']}@127.0.0.1:{office.port}",
        "TRACKER_ACTS": "everywhere", "TRACKER_ACTS_SECRET": SECRETS["acts"],
        "TRACKER_CLOCK": TODAY.isoformat(), "TRACKER_LOG_LEVEL": "debug",
        "HOOK": f"http://{HOOKS}/services/{SECRETS['hook']}", "MAIL": SECRETS["mail"],
    }  # fmt: skip


def pages(home: Path, more: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    """What a server answers, and what it logs meanwhile."""
    with Child(home, "serve", "--port", "0", more=more) as serve:
        url = serve.hears(r"(http://\S+:\d+)/").group(1)
        for page in PAGES:
            answer = httpx.get(
                url + page, timeout=60, headers={"X-Tracker-Secret": SECRETS["acts"]}, trust_env=False
            )
            yield page, answer.content + repr(answer.headers).encode()
        yield "the server's log", "".join(serve.said).encode()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_no_planted_secret_is_found_anywhere(
    kind: str, shell: Shell, office: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    certificate = make_certificate(tmp_path)
    if certificate is None:
        pytest.skip("no openssl here")
    more, database = planted(office), None
    if kind == "postgresql":
        cluster: Cluster = request.getfixturevalue("migrated_postgres")
        database = cluster.create("planted", "model")
        signed = database.replace("postgres@", f"postgres:{quote(SECRETS['database'], safe='')}@")
        more["TRACKER_DATABASE_URL"] = f"{signed}&sslpassword={quote(SECRETS['tls'], safe='')}"
    for name, value in more.items():
        monkeypatch.setenv(name, value)
    (shell.home / "key.txt").write_text(SECRETS["key"])
    (shell.home / "asked.txt").write_text("tensorflow\n")
    said: dict[str, bytes] = {}
    with mail_server(certificate, tls="starttls") as mailbox, listed_processes() as processes:
        (shell.home / "tracker.toml").write_text(SETTINGS.format(port=mailbox.port, authority=certificate[0]))
        said["watch add"] = repr(
            run(shell.home, "--debug", "watch", "add", "acme/rocket", more=more)
        ).encode()
        said["sync"] = repr(run(shell.home, "--debug", "sync", more=more)).encode()
        for words in COMMANDS if kind == "sqlite" else COMMANDS[:4] + COMMANDS[-3:]:
            said[words] = repr(shell("--debug", *words.split())).encode()
        said |= pages(shell.home, more)
        office.refusing = True
        monkeypatch.setattr(GitHubClient, "_back_off", lambda _, tries: tries + 1)  # asks as often, at once
        for words in BROKEN:
            said[f"{words}, while the proxy refuses"] = repr(shell("--debug", *words.split())).encode()
        if database is not None:
            more["TRACKER_DATABASE_URL"] = more["TRACKER_DATABASE_URL"].replace("/planted", "/gone")
            monkeypatch.setenv("TRACKER_DATABASE_URL", more["TRACKER_DATABASE_URL"])
            for words in ("doctor", "status", "db check"):
                said[f"{words}, without a database"] = repr(shell("--debug", *words.split())).encode()
            said |= {f"{page}, without a database": told for page, told in pages(shell.home, more)}
        said["the list of processes"] = processes()
        logins = [login.decode() for login in mailbox.logins]
    said |= files(shell.home)
    if database is not None:
        said["the database"] = rows(database)
        cluster.drop("planted")
    heads = "\n".join(office.heads)
    used = {name for name in SECRETS if any(form.decode() in heads for form in FORMS[name])}
    assert len(found_in(repr(more).encode())) == len(SECRETS) - (1 if database else 3)  # the key is in a file
    assert {"token", "git", "proxy", "hook"} <= used
    assert SECRETS["mail"] in logins
    assert list(shell.home.rglob("*.git")), "nothing was cloned"
    assert b"DEBUG" in said["sync"]
    assert {where: found for where, content in said.items() if (found := found_in(content))} == {}
