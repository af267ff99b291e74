"""GitHub as the tests of commands know it: a small made-up world behind a real server."""

from __future__ import annotations

from datetime import date

from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld

TODAY = date(2026, 3, 10)
TOKEN = "ghp_" + "a" * 36


def small_world() -> SyntheticWorld:
    """acme/rocket with a life, acme/ended with a notice, acme/empty with nothing."""
    world = SyntheticWorld()
    rocket = world.add("acme/rocket", created=date(2024, 1, 1))
    rocket.star(date(2024, 1, 1), 5)
    rocket.star(date(2026, 3, 8), 2)
    rocket.commit_daily(date(2025, 9, 1), date(2026, 3, 10))
    rocket.release("v1", date(2025, 6, 1))
    for day in range(1, 26):
        rocket.open_issue(date(2026, 1, day))
    ended = world.add("acme/ended", created=date(2023, 1, 1))
    ended.star(date(2024, 2, 2), 3)
    ended.commit_daily(date(2023, 1, 1), date(2023, 2, 1))
    ended.write_readme(date(2023, 1, 1), "# ended\n")
    ended.write_readme(date(2023, 6, 1), "# ended\n\nThis project is no longer maintained.\n")
    world.add("acme/empty", created=date(2025, 1, 1))
    return world


def environment(server: ReplayServer) -> dict[str, str]:
    """What points the tracker at a replay."""
    return {
        "TRACKER_GITHUB_API_URL": server.url,
        "TRACKER_GIT_URL": server.git_url,
        "TRACKER_CLOCK": TODAY.isoformat(),
        "TRACKER_TOKEN": TOKEN,
    }
