"""Which commits are people's work: no merges, no robots, no automated subjects."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Literal

Kind = Literal["merge", "robot", "automated", "substantive"]

SERVICES = r"dependabot|renovate|greenkeeper|pre-commit-ci|github-actions|copybara|jenkins|travis|circle ?ci"
# A person may be called Travis or Jenkins: such a name is a robot's only alone, or with what marks a machine.
MACHINE = r"(?:ci|bot|robot|build(?:er|s)?|deploy(?:er|ment)?|user|admin|automation|preview|app|service)"
ROBOT_NAME = re.compile(
    rf"\[bot\]|^(?:{SERVICES})(?:[ _-]*{MACHINE})*$"
    r"|^(?:dependabot|pre-commit-ci|github-actions|copybara|greenkeeper)\b"
    r"|^generatedunixname|^(?:facebook-github|pytorch(?:merge)?)-?bot\b|-bot$"
    r"|(?-i:[a-z]Bot)(?:\b|[-_])|\bbot[-_ ]?(?:\d+|ci|account|user|prod|staging)$"
    r"|^bot-|\bautoroll(?:er)?\b|^svc[-_.]|[-_.]svc$"
    r"|^[\w .&/-]+ (?:Team|Authors|Developers)$|\bservice[-_ ]?account\b"
    r"|\b(?:import|export|sync|mirror)[-_ ](?:user|tool|account)$",
    re.I,
)
# "SomethingDev" may be a person's handle: it is an import account where its address is nobody's either.
DEV_NAME = re.compile(r"(?:[- ]dev|(?-i:[a-z]Dev))$", re.I)
DEV_ADDRESS = re.compile(
    r"^(?:dev|devs|opensource|open-source|oss|import|export|release|builds?)[\w.+-]*@", re.I
)
# Work that an agent wrote and a person merged is work: it took somebody who wanted it and answers for it.
AGENT = re.compile(
    r"^(?:copilot(?:-swe-agent)?|devin-ai-integration|devin ai|cursor ?agent|claude(?: code)?|codex|"
    r"google-labs-jules|sweep-ai|openhands(?:-agent)?|aider|amazon-q-developer|gemini-code-assist)(?:\[bot\])?$",
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
    if AGENT.search(name.strip()):
        return "automated" if AUTOMATED.search(subject) else "substantive"
    imported = DEV_NAME.search(name) and DEV_ADDRESS.search(address)
    if imported or ROBOT_NAME.search(name) or ROBOT_ADDRESS.search(address):
        return "robot"
    return "automated" if AUTOMATED.search(subject) else "substantive"


def author_key(key: bytes, address: str) -> int:
    """A person as a keyed signed 64-bit hash of the address: tells people apart and names nobody."""
    digest = hmac.new(key, b"em:" + address.strip().lower().encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
