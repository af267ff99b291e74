"""`python -m tracker.replay`: the replay server for hand use, until it is interrupted."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from threading import Event

from tracker.replay.demo import DEMO_END
from tracker.replay.faults import Faults
from tracker.replay.server import ReplayServer


def main(arguments: list[str] | None = None) -> int:
    """Serve the demo's world and say where."""
    parser = argparse.ArgumentParser(prog="python -m tracker.replay", description=__doc__)
    parser.add_argument("--port", type=int, default=8770, help="0 takes any free one")
    parser.add_argument("--clock", type=date.fromisoformat, default=DEMO_END, help="the replay's day")
    parser.add_argument("--ticking", type=float, default=1.0, help="seconds of replay in a real second")
    parser.add_argument("--faults", type=float, default=0.0, help="share of requests that fail, 0 to 1")
    parser.add_argument("--git-home", type=Path, default=None, help="folder that keeps the git repositories")
    chosen = parser.parse_args(arguments)
    server = ReplayServer(
        chosen.clock,
        faults=Faults(rate=chosen.faults),
        git_home=chosen.git_home,
        ticking=chosen.ticking,
        port=chosen.port,
    )
    with server:
        sys.stdout.write(f"TRACKER_GITHUB_API_URL={server.url}\nTRACKER_GIT_URL={server.git_url}\n")
        sys.stdout.flush()
        try:
            Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
