"""From a stored transition to an Item: the sentences that a busy person can act on."""

from __future__ import annotations

from datetime import date, datetime

from tracker.alerts.chart import caption, picture
from tracker.alerts.payload import AlertPayload
from tracker.channels.base import Item, Reason, clean, web_address
from tracker.writing import day, since_or_by, spoken

PROMPT = "A prompt to look, not a verdict: only its activity speaks, and nobody has said that it is over."
FROM_HEADLINE = frozenset({"headline", "archived", "notice"})


def item(
    transition: int,
    rule: str,
    state: str,
    at: datetime,
    reason: str,
    payload: AlertPayload,
    base_url: str = "",
) -> Item:
    """One thing that happened. Every text in it is clean and every address safe to link."""
    since, months = payload.since, payload.chart
    name = clean(payload.repository, 201)
    drawn = picture(months) if state != "resolved" else None
    return Item(
        transition=transition,
        repository=name,
        rule=clean(rule, 60),
        state=state,
        text=_text(name, state, since, reason, payload),
        url=web_address(payload.url) or "https://github.com/",
        at=at,
        before=clean(payload.before),
        value=clean(payload.value),
        since=since,
        since_by=bool(payload.since_by),
        why=tuple(Reason(clean(said), web_address(url)) for said, url in payload.why),
        sure=clean(payload.sure),
        instead=tuple(clean(name) for name in payload.instead),
        looked=f"Last looked on {day(payload.looked)}." if payload.looked else "",
        prompt=payload.prompt and state != "resolved",
        page=web_address(f"{base_url.rstrip('/')}/repositories/{name}") if base_url else None,
        picture=drawn,
        caption=caption(months) if drawn and months else "",
    )


def _text(name: str, state: str, since: date | None, reason: str, payload: AlertPayload) -> str:
    """The one sentence: what changed, since when."""
    from_when = f", {since_or_by(bool(payload.since_by))} {day(since)}" if since else ""
    if payload.when not in FROM_HEADLINE:
        over = "It is over: " if state == "resolved" else ""
        return f"{name}: {over}{clean(reason)}"
    value, before = spoken(clean(payload.value, 60)), spoken(clean(payload.before, 60))
    if state == "resolved":
        return f"{name} is no longer {before}: it is {value}"
    if state == "known":
        return f"{name} is {value}{from_when} (so it was when first looked at)"
    return (
        f"{name} went from {before} to {value}{from_when}" if before else f"{name} is now {value}{from_when}"
    )
