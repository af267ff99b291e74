"""The others, run on our replay server: what each asks for the same facts, as its documentation shows.

Each runs alone in an environment of its own that uv makes for it, at the version named here.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PYGITHUB = """
import sys
from datetime import datetime
from github import Auth, Github

url, token, names, since = sys.argv[1:5]
later = {"since": datetime.fromisoformat(since)} if since else {}
client = Github(base_url=url, auth=Auth.Token(token), per_page=100, seconds_between_requests=0)
for name in open(names).read().split():
    repository = client.get_repo(name)
    for listed in (repository.get_issues(state="all", **later), repository.get_commits(**later)):
        sum(1 for _ in listed)
    for listed in (repository.get_releases(), repository.get_tags()):
        listed.get_page(0) if since else sum(1 for _ in listed)
"""
GHAPI = """
import re
import sys
from ghapi.all import GhApi

url, token, names, since = sys.argv[1:5]
later = {"since": since} if since else {}
api = GhApi(token=token, gh_host=url, sync=True)

def all_of(operation, owner, name, **more):
    operation(owner=owner, repo=name, per_page=100, **more)
    while link := re.search('<([^>]+)>; rel="next"', api.recv_hdrs.get("link", "")):
        api(link[1])

for line in open(names).read().split():
    owner, name = line.split("/")
    api.repos.get(owner, name)
    all_of(api.issues.list_for_repo, owner, name, state="all", **later)
    for operation in (api.repos.list_releases, api.repos.list_tags):
        operation(owner=owner, repo=name, per_page=100) if since else all_of(operation, owner, name)
    all_of(api.repos.list_commits, owner, name, **later)
"""
PERCEVAL = """
import sys
from datetime import datetime
import perceval.backends.core.github as backend

url, token, names, since = sys.argv[1:5]
backend.GITHUB_API_URL = url
for line in open(names).read().split():
    owner, name = line.split("/")
    client = backend.GitHubClient(owner, name, [token])
    client.repo()
    sum(1 for _ in client.issues(from_date=datetime.fromisoformat(since) if since else None))
"""
NOT_POINTED = (
    "github-to-sqlite 2.9.1 has GitHub's address written into every function, and tap-github 1.30.1 asks "
    "that address whether a token is good, whatever `api_url_base` says: neither can be pointed elsewhere."
)


@dataclass(frozen=True, slots=True)
class Peer:
    """Another program: what installs it, the script that asks for the same facts, and what it leaves out."""

    name: str
    requirement: str
    script: str
    asks: str
    backfills: bool = True  # whether it is run on whole histories too


PEERS = (
    Peer("PyGithub", "PyGithub==2.10.0", PYGITHUB, "counters, issues, commits, releases, tags"),
    Peer("ghapi", "ghapi==2.1.4", GHAPI, "counters, issues, commits, releases, tags", backfills=False),
    Peer("Perceval's client", "perceval==1.6.1", PERCEVAL, "counters and lists of issues alone"),
)


def run(peer: Peer, url: str, token: str, names: Path, since: str = "") -> str | None:
    """Let a peer ask; None when it could, else the last line of why it could not. `since` is an ISO time."""
    uv = Path(sys.executable).with_name("uv")
    environment = ("run", "--isolated", "--no-project", "--quiet", "--python", sys.executable)
    command = (str(uv), *environment, "--with", peer.requirement, "--", "python", "-c", peer.script)
    done = subprocess.run((*command, url, token, str(names), since), capture_output=True, text=True)
    return None if done.returncode == 0 else (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
