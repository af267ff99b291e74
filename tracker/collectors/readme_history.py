"""The README's history as the statements it made: walked once, then from where the last walk ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tracker.collectors.base import Context, Target
from tracker.cursors import NoticesCursor, ReadmeWalk, Said
from tracker.github.readmes import ReadmeRevision, WalkStart, name_before, page
from tracker.records import Notice

MOST = 2_000  # revisions of one README: what is older is dated by the oldest that was read


@dataclass(slots=True)
class HistoryWalk:
    """A walk from the newest revision to older ones: kept after every page, so that it can go on."""

    start: str
    path: str
    after: str | None = None
    read: int = 0
    newest: str | None = None
    said: list[Said] = field(default_factory=list)  # newest first, neighbours differ in what they declare

    @classmethod
    def of(cls, kept: ReadmeWalk) -> HistoryWalk:
        return cls(kept.start, kept.path, kept.after, kept.read, kept.newest, list(kept.said))

    @property
    def kept(self) -> ReadmeWalk:
        return ReadmeWalk(self.start, self.path, self.after, self.read, self.newest, tuple(self.said))

    def add(self, revision: ReadmeRevision, found: tuple[str, str] | None) -> None:
        """The next older revision; what it shares with the newer one began with it at the latest."""
        declares, sentence = found or (None, None)
        if self.said and self.said[-1].declares == declares:
            self.said.pop()
        said = Said(declares, sentence, revision.oid, self.path, revision.when.isoformat())
        self.said.append(said)
        self.newest = self.newest or revision.oid
        self.read += 1


def walk(context: Context, target: Target, position: NoticesCursor, path: str) -> tuple[HistoryWalk, bool]:
    """All statements since the last walk, which the position holds, or all there are.

    Returns the walk and whether it joins what is known. Each page moves the cursor. Raises
    Unwalkable, Malformed.
    """
    stop = None if context.full else position.newest
    head = (target.facts.head_oid if target.facts else None) or "HEAD"
    going = HistoryWalk.of(position.walk) if position.walk else HistoryWalk(head, path)
    while True:
        context.breathe()
        place = WalkStart(target.node_id or "", going.start, going.path)
        found = page(context.client, place, going.after)
        for revision in found.revisions:
            if revision.oid == stop:
                return going, True
            going.add(revision, context.reader(target)(revision.text or ""))
        going.after = found.after
        if going.after is None and not _renamed(context, place, found.revisions, going):
            return going, False
        if going.read >= MOST:
            return going, False
        context.note(target.id, replace(position, walk=going.kept), done=False)


def _renamed(context: Context, place: WalkStart, last: Sequence[ReadmeRevision], going: HistoryWalk) -> bool:
    """Whether the README was called otherwise before: then the walk goes on under that name."""
    if not last or last[-1].text is None:
        return False
    before = f"{last[-1].oid}^"
    name = name_before(context.client, WalkStart(place.node_id, f"{before}:", place.path))
    if name is None:
        return False
    going.start, going.path = before, name
    return True


def joined(new: Sequence[Said], known: Sequence[Said]) -> list[Said]:
    """Newer statements before those known; the last new one may go on with the first known."""
    if new and known and new[-1].declares == known[0].declares:
        return [*new[:-1], *known]
    return [*new, *known]


def notices(said: Sequence[Said], full_name: str) -> list[Notice]:
    """Statements with the days from which and until which they could be read. A broken clock moves none
    before the one it follows."""
    found: list[Notice] = []
    ends: datetime | None = None
    for one in said:
        begins = datetime.fromisoformat(one.since)
        begins = begins if ends is None else min(begins, ends)
        if one.declares is not None and one.sentence is not None:
            url = f"https://github.com/{full_name}/blob/{one.oid}/{one.path}"
            found.append(Notice(one.declares, "readme", one.sentence, url, begins, ends))
        ends = begins
    return found
