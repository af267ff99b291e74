"""Messages: items as a title, a plain text and an HTML text. One item or a bad night's worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from html import escape

from tracker.alerts.items import PROMPT
from tracker.channels.base import Item, Message, clean, picture_id, web_address

IN_FULL = 25  # a bad night: so many with their evidence, the rest a line each
STYLE = "font:15px/1.5 system-ui,sans-serif;color:#1c1c1c;max-width:40em"
ORDER = {"firing": 0, "resolved": 1, "known": 2}


def message(key: str, kind: str, items: Sequence[Item], at: datetime) -> Message:
    """The message that holds these items, gravest first; `key` is its idempotency key."""
    ordered = sorted(items, key=lambda i: (ORDER.get(i.state, 3), i.repository.lower(), i.transition))
    full = [i for i in ordered if i.state != "known"][:IN_FULL]
    brief = [i for i in ordered if i not in full] if len(full) < len(ordered) else []
    shown = title(kind, ordered, at)
    return Message(key, kind, shown, _plain(full, brief), _html(shown, full, brief), at, tuple(ordered))


def title(kind: str, items: Sequence[Item], at: datetime) -> str:
    """What happened in one line."""
    if len(items) == 1 and kind != "digest":
        return clean(items[0].text, 160)
    words = {"firing": "to look at", "resolved": "over", "known": "known before"}
    counts = Counter(item.state for item in items)
    parts = [f"{counts[state]} {word}" for state, word in words.items() if counts[state]]
    named = ", ".join(dict.fromkeys(item.repository for item in items))
    opening = f"Digest of {at:%Y-%m-%d}" if kind == "digest" else "Several changes"
    return clean(f"{opening}: {', '.join(parts)} ({named})", 160)


def _plain(full: Sequence[Item], brief: Sequence[Item]) -> str:
    blocks = ["\n".join(_lines(item)) for item in full]
    if brief:
        blocks.append("\n".join(["In one line each:", *(f"- {item.text}  {item.url}" for item in brief)]))
    return "\n\n".join(blocks) + "\n"


def _lines(item: Item) -> list[str]:
    lines = [item.text, ""]
    lines += [f"- {r.sentence}" + (f"\n  {r.url}" if r.url else "") for r in item.why]
    lines += [PROMPT] if item.prompt else []
    lines += [f"How sure: {item.sure}"] if item.sure else []
    lines += [f"Instead: {', '.join(item.instead)}"] if item.instead else []
    lines += [item.caption + "."] if item.caption else []
    lines += [item.looked] if item.looked else []
    return [*lines, f"All of the evidence: {item.page or item.url}"]


def _html(shown: str, full: Sequence[Item], brief: Sequence[Item]) -> str:
    parts = [_section(item) for item in full]
    if brief:
        rows = "".join(f"<li>{_link(i.page or i.url, i.text)}</li>" for i in brief)
        parts.append(f"<h2>In one line each</h2><ul>{rows}</ul>")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(shown)}</title></head>'
        f'<body style="{STYLE}">{"".join(parts)}</body></html>'
    )


def _section(item: Item) -> str:
    reasons = "".join(
        f"<li>{escape(r.sentence)}{' ' + _link(r.url, 'source') if r.url else ''}</li>" for r in item.why
    )
    notes = [PROMPT] if item.prompt else []
    notes += [f"How sure: {item.sure}"] if item.sure else []
    notes += [f"Instead: {', '.join(item.instead)}"] if item.instead else []
    notes += [item.looked] if item.looked else []
    paragraphs = "".join(f"<p>{escape(note)}</p>" for note in notes)
    return (
        f"<h2>{escape(item.text)}</h2><ul>{reasons}</ul>{_figure(item)}{paragraphs}"
        f"<p>{_link(item.page or item.url, 'All of the evidence')}</p>"
    )


def _figure(item: Item) -> str:
    if not item.picture:
        return ""
    said = escape(item.caption)
    source = f"cid:{picture_id(item.transition)}"
    return f'<p><img src="{source}" alt="{said}" width="560" height="120"><br><small>{said}.</small></p>'


def _link(url: str | None, text: str) -> str:
    return f'<a href="{escape(web_address(url) or "")}">{escape(text)}</a>'
