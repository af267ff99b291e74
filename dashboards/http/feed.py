"""The feed of verdicts: every turn of every repository, newest first, as Atom."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise

from dashboards.data.snapshot import Snapshot
from dashboards.drawing.svg.markup import FORBIDDEN
from dashboards.drawing.theme import STATES
from dashboards.http.links import Links, absolute
from dashboards.http.respond import Representation, text
from tracker.health.life import Turn
from tracker.series import Repository

NS = "http://www.w3.org/2005/Atom"
SHOWN = 200  # turns
TYPE = "application/atom+xml; charset=utf-8"


def verdicts(snapshot: Snapshot, links: Links, base: str) -> Representation:
    """The feed. An entry keeps its name (repository, day, headline), so that no reader shows it twice."""
    lives = snapshot.lives(snapshot.resolved, snapshot.today)
    found = [
        (turn, repository, before)
        for repository in snapshot.resolved
        for before, turn in _turns(lives[repository.full_name])
    ]
    found.sort(key=lambda one: (one[0].start, one[1].full_name), reverse=True)
    root = ET.Element("feed", xmlns=NS)
    itself = absolute(base, links.feed())
    _text(root, "id", itself)
    _text(root, "title", "Framework tracker: verdicts")
    _text(root, "subtitle", "When a project was said, or seen, to end, to slow down or to live again.")
    _text(root, "updated", _noon(max((turn.start for turn, _, _ in found), default=snapshot.today)))
    _text(ET.SubElement(root, "author"), "name", "framework-tracker")
    ET.SubElement(root, "link", rel="self", href=itself, type="application/atom+xml")
    ET.SubElement(root, "link", rel="alternate", href=absolute(base, links.page("/")), type="text/html")
    for turn, repository, before in found[:SHOWN]:
        where = absolute(base, links.repository(repository.full_name))
        _entry(root, turn, repository, before, where)
    ET.indent(root)
    return text(ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n", TYPE)


def _turns(turns: list[Turn]) -> list[tuple[str, Turn]]:
    """Turns of the headline with the one before; the first of a life is no news."""
    return [(a.axes.headline, b) for a, b in pairwise(turns) if a.axes.headline != b.axes.headline]


def _entry(root: ET.Element, turn: Turn, repository: Repository, before: str, where: str) -> None:
    now, name = turn.axes.headline, repository.full_name
    entry = ET.SubElement(root, "entry")
    _text(entry, "id", f"urn:framework-tracker:verdict:{repository.github_id}:{turn.start}:{now}")
    _text(entry, "title", f"{name}: {STATES[now].word.lower()}, before {STATES[before].word.lower()}")
    _text(entry, "updated", _noon(turn.start))
    ET.SubElement(entry, "link", rel="alternate", href=where, type="text/html")
    ET.SubElement(entry, "category", term=now)
    _text(entry, "summary", turn.because)


def _noon(day: date) -> str:
    """Verdicts have days, feeds want times."""
    return f"{day}T12:00:00Z"


def _text(parent: ET.Element, tag: str, words: str) -> None:
    ET.SubElement(parent, tag).text = FORBIDDEN.sub(" ", words)
