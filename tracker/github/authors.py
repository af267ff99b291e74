"""Which commits are people's work: no merges, no robots, no automated subjects."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Literal

Kind = Literal["merge", "robot", "automated", "substantive"]

ROBOT_NAME = re.compile(
    r"\[bot\]|^(dependabot|renovate|greenkeeper|pre-commit-ci|github-actions|copybara|jenkins|travis|circleci)\b"
    r"|^generatedunixname|^(facebook-github|pytorch(merge)?)-?bot\b|-bot$|^bot-|\bautoroll(er)?\b"
    r"|^[\w .&/-]+ (Team|Authors|Developers)$|\bservice account\b",
    re.I,
)
ROBOT_ADDRESS = re.compile(
    r"\[bot\]@|^generatedunixname|@copybara|^(no-?reply|bot|jenkins|ci|buildbot)@|-bot@|\.gserviceaccount\.com$",
    re.I,
)
AUTOMATED = re.compile(
    r"^(automated code change|internal (code )?change|fix cqs signal|apply black|revert d\d{4,}|bump .+ from "
    r"|update (submodule|dependency|dependencies|pinned|pre-?commit|requirements)|\[pre-commit\.ci\]"
    r"|chore\(deps\)|build\(deps|merge (pull request|branch|remote)|automated rollback|rolling forward"
    r"|integrate llvm|update generated|nightly|re-?sync with internal|disable scheduled)",
    re.I,
)


def classify(name: str, address: str, subject: str, is_merge: bool) -> Kind:
    """What kind of commit this is, from what git shows of it. Nothing of it is kept."""
    if is_merge:
        return "merge"
    if ROBOT_NAME.search(name) or ROBOT_ADDRESS.search(address):
        return "robot"
    return "automated" if AUTOMATED.search(subject) else "substantive"


def author_key(key: bytes, address: str) -> int:
    """A person as a keyed signed 64-bit hash of the address: tells people apart and names nobody."""
    digest = hmac.new(key, b"em:" + address.strip().lower().encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
