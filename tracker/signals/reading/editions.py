"""Names by which a project's own family or version is meant, where the repository holds no more than that."""

from __future__ import annotations

import re

from tracker.signals.reading.project import TAIL, Project, repository_at, tells
from tracker.signals.reading.words import WORDS


def families(project: Project) -> tuple[str, ...]:
    """What it is one of: of acme/widget-ios-sdk "Acme Mobile SDKs", of acme/iot-sdks "all SDKs"."""
    owner, _, bare = project.full_name.partition("/")
    parts = re.split(r"[-_.]", bare)
    first, last = parts[0], parts[-1]
    kind = last.lower().rstrip("s")
    if f"{kind}s" not in WORDS["kinds"]:
        return ()
    makers = (owner, first, f"{owner} {first}")
    among = [f"all {kind}s"] if last.lower().endswith("s") else []
    return (*among, *(f"{maker}{sort} {kind}s" for maker in makers for sort in ("", " mobile", " client")))


def versions(text: str, project: Project) -> tuple[str, ...]:
    """The name with the versions that are the whole repository: those before one that another holds.

    The version in the first line of the text, which is its title, is the whole as well.
    """
    name = TAIL.sub("", project.full_name.rpartition("/")[2])
    if not tells(name):
        return ()
    spelled = re.escape(name)
    own = {int(n) for n in re.findall(rf"\A\W*{spelled} v?(\d{{1,2}})\W*\n", text, re.IGNORECASE)}
    said = {
        int(n) for n in re.findall(rf"(?<![\w/]){spelled}[ -]v?(\d{{1,2}})(?![\w-])", text, re.IGNORECASE)
    }
    later = _held_elsewhere(text, spelled, project)
    own |= {number for number in said if later and number < max(later)}
    return tuple(
        f"{name} {sign}{n}{rest}" for n in sorted(own)[:4] for sign in ("", "v") for rest in (".x", "")
    )


def _held_elsewhere(text: str, spelled: str, project: Project) -> set[int]:
    """The versions that other repositories hold: by their names ("widget2"), or by the words of the link."""
    found = {
        int(number)
        for owner, name, number in re.findall(
            rf"github\.com/([\w.-]{{1,60}})/({spelled}[-_.]?v?(\d{{1,2}}))(?![\w.-])", text, re.IGNORECASE
        )
        if not project.is_here(f"github.com/{owner}/{name}")
    }
    linked = rf"\[{spelled} v?(\d{{1,2}})[+.x]{{0,2}}\]\((https?://[^\s()]{{1,200}})\)"
    for number, address in re.findall(linked, text, re.IGNORECASE):
        if repository_at(address) and not project.is_here(address):
            found.add(int(number))
    return found
