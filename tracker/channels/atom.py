"""Atom: a feed file that any reader can follow; an entry a message, newest first, each once."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tracker.channels.base import ChannelError, ChannelKind, Message, Option, Surroundings, clean, picture_id
from tracker.halves import replacing
from tracker.processes import lock

NS = "http://www.w3.org/2005/Atom"
KEPT = 200
ET.register_namespace("", NS)


def send(message: Message, options: Mapping[str, Any], around: Surroundings) -> None:
    """Put the message at the top of the feed file, unless it is there already."""
    path = Path(options.get("path") or around.home / "alerts.atom").expanduser()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path):
            old = _entries(path)
            if not any(e.findtext(f"{{{NS}}}id") == _id(message) for e in old):
                _replace(path, feed([entry(message), *old][:KEPT], options, message.at))
    except OSError as error:
        raise ChannelError(f"the feed {path} cannot be written ({error.strerror})") from None


def feed(entries: list[ET.Element], options: Mapping[str, Any], updated: datetime) -> bytes:
    """A valid Atom 1.0 document."""
    root = ET.Element(f"{{{NS}}}feed")
    _text(root, "id", "urn:framework-tracker:alerts")
    _text(root, "title", options.get("title") or "Framework tracker: alerts")
    _text(root, "updated", _time(updated))
    _text(ET.SubElement(root, f"{{{NS}}}author"), "name", "framework-tracker")
    if options.get("address"):
        ET.SubElement(root, f"{{{NS}}}link", rel="self", href=options["address"])
    root.extend(entries)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def entry(message: Message) -> ET.Element:
    """One message as an entry: text as a summary, HTML as its content."""
    found = ET.Element(f"{{{NS}}}entry")
    _text(found, "id", _id(message))
    _text(found, "title", message.title)
    _text(found, "updated", _time(message.at))
    if message.items:
        item = message.items[0]
        ET.SubElement(found, f"{{{NS}}}link", rel="alternate", href=item.page or item.url)
    for repository in sorted({item.repository for item in message.items}):
        ET.SubElement(found, f"{{{NS}}}category", term=repository)
    ET.SubElement(found, f"{{{NS}}}content", type="html").text = _legal(_with_pictures(message))
    return found


def _with_pictures(message: Message) -> str:
    """The HTML with its charts inside it: a feed has no attachments."""
    html = message.html
    for item in message.items:
        if item.picture:
            drawn = base64.b64encode(item.picture).decode()
            html = html.replace(f"cid:{picture_id(item.transition)}", f"data:image/png;base64,{drawn}")
    return html


def _entries(path: Path) -> list[ET.Element]:
    try:
        return ET.parse(path).getroot().findall(f"{{{NS}}}entry")  # noqa: S314 - our own file
    except FileNotFoundError:
        return []
    except ET.ParseError:
        raise ChannelError(
            f"{path} is not a feed of ours; move it away or set another path", permanent=True
        ) from None


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process at a time reads and replaces the file; the system frees the lock of a dead one."""
    with path.with_name(f".{path.name}.lock").open("w") as held:
        lock(held.fileno())
        yield


def _replace(path: Path, document: bytes) -> None:
    with replacing(path, 0o644) as file:
        file.write(document)


def _id(message: Message) -> str:
    return f"urn:framework-tracker:alert:{message.key}"


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, f"{{{NS}}}{tag}").text = clean(text)


def _legal(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return "".join(
        c
        for c in text
        if c in "\t\n\r" or 0x20 <= ord(c) < 0xD800 or 0xE000 <= ord(c) < 0xFFFE or ord(c) > 0xFFFF
    )


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


channel = ChannelKind(
    "atom",
    "A feed file",
    send,
    {
        "path": Option("the file; alerts.atom in the tracker's home when not given"),
        "title": Option("the feed's title"),
        "address": Option("where the file can be read on the web"),
    },
)
