"""Libraries that write whole addresses into the log: a webhook's address and a token's header are secrets."""

from __future__ import annotations

import logging

TALKATIVE = ("httpx", "httpcore", "hpack", "urllib3", "requests", "apprise", "charset_normalizer")


def silence() -> None:
    """No line of theirs at any level: what failed is told by whoever asked, without the address."""
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
