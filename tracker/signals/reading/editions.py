"""Names by which a project's family, kind or version is meant, where the repository holds no more."""

from __future__ import annotations

import re

from tracker.signals.reading.project import TAIL, Project, repository_at, tells, titled
from tracker.signals.reading.words import WORDS


def families(project: Project) -> tuple[str, ...]:
    """What it is one of: of acme/widget-ios-sdk "Acme Mobile SDKs", of acme/iot-sdks "all SDKs"."""
    owner, _, bare = project.full_name.partition("/")
    parts = [part for part in re.split(r"[-_.]", bare) if part.lower() not in WORDS["languages"]] or [bare]
    first, last = parts[0], parts[-1]
    kind = last.lower().rstrip("s")
    if f"{kind}s" not in WORDS["kinds"]:
        return ()
    makers = (owner, first, f"{owner} {first}")
    among = [f"all {kind}s"] if last.lower().endswith("s") else []
    return (*among, *(f"{maker}{sort} {kind}s" for maker in makers for sort in ("", " mobile", " client")))


def lessons(title: str) -> tuple[str, ...]:
    """ "This sample" of "Camera Sample": a part of other projects, and here the whole by the title."""
    last = title.rpartition(" ")[2].lower().rstrip("s")
    return (f"this {last}", f"these {last}s") if last in ("sample", "example", "snippet", "demo") else ()


def versions(text: str, project: Project, title: str) -> tuple[str, ...]:
    """The name with the versions that are the whole repository: those before one that another holds.

    The version in the first line of the text, which is its title, is the whole as well.
    """
    bare = project.full_name.rpartition("/")[2]
    known = [name for name in dict.fromkeys((bare, TAIL.sub("", bare), *titled(title))) if tells(name)]
    if not known:
        return ()
    spelled = "(?:" + "|".join(re.escape(name) for name in known) + ")"
    own = {int(n) for n in re.findall(rf"\A\W*{spelled} v?(\d{{1,2}})\W*\n", text, re.IGNORECASE)}
    said = re.findall(rf"(?<![\w/]){spelled}[ -]v?(\d{{1,2}})(?![\w-])", text, re.IGNORECASE)
    later = max(_held_elsewhere(text, spelled, project), default=0)
    own |= {number for number in map(int, said) if number < later}
    signed = [
        f"{sign}{number}{rest}" for number in sorted(own)[:4] for sign in ("", "v") for rest in (".x", "")
    ]
    return tuple(f"{name} {version}" for name in known for version in signed)


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
