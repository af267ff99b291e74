"""What the buttons of the Alerts page do: acknowledge, snooze, mute, and lift it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from dashboards.data.query import BadParameter
from dashboards.data.snapshot import Snapshot
from tracker.series import UnknownRepository

DONE = {
    "ack": "Acknowledged: nothing more is told of it until it is over.",
    "snooze": "Snoozed: what happens meanwhile waits and is told then.",
    "mute": "Muted: nothing is told of it until the silence is lifted.",
    "lift": "Lifted: it is told again.",
}
DAYS = (1, 7, 30, 90)
LONGEST_BODY = 4000  # bytes; our forms send about 200
LONGEST_REASON = 200


def fields(body: bytes) -> dict[str, str]:
    """The fields of a form. Raises BadParameter for what is no form of ours."""
    try:
        text = body.decode("utf-8")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=20, errors="strict")
    except (UnicodeDecodeError, ValueError):
        raise BadParameter("form", "…", "Use the buttons of the Alerts page.") from None
    return dict(pairs)


def act(snapshot: Snapshot, form: Mapping[str, str], clock: Callable[[], datetime]) -> str:
    """Do what the form asks for; returns which of DONE it was. Raises BadParameter."""
    kind = form.get("kind", "")
    if kind not in DONE:
        raise BadParameter("kind", kind, f"Choose one of: {', '.join(DONE)}.")
    now = present(snapshot, clock)
    store = snapshot.history.store
    if kind == "lift":
        if not store.silences.end(_whole(form, "silence", 1, 10**9), now):
            raise BadParameter("silence", form["silence"], "No silence of that number is in force.")
        return kind
    repository, rule = _standing(snapshot, form)
    until = now + timedelta(days=_whole(form, "days", 1, 365)) if kind == "snooze" else None
    reason = form.get("reason", "").strip()[:LONGEST_REASON] or "from the Alerts page"
    store.silences.add(kind, repository, rule, until, reason, now)
    return kind


def present(snapshot: Snapshot, clock: Callable[[], datetime]) -> datetime:
    """The moment by which silences begin and end: the clock's, on the day that the pages show."""
    now = clock()
    return now if now.date() == snapshot.today else datetime.combine(snapshot.today, now.time(), UTC)


def _standing(snapshot: Snapshot, form: Mapping[str, str]) -> tuple[int, str]:
    """The repository's id and the rule of an alert that is known. Raises BadParameter."""
    name, rule = form.get("repository", ""), form.get("rule", "")
    try:
        repository = snapshot.find(name)
    except UnknownRepository as error:
        raise BadParameter("repository", name, str(error)) from None
    known = {row.rule for row in snapshot.history.store.alerts.all()
             if row.repository_id == repository.github_id}  # fmt: skip
    if repository.github_id is None or rule not in known:
        raise BadParameter("rule", rule, f"No alert of that rule is known for {repository.full_name}.")
    return repository.github_id, rule


def _whole(form: Mapping[str, str], name: str, low: int, high: int) -> int:
    value = form.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) < 11 and low <= int(value) <= high):
        raise BadParameter(name, value, f"Give a whole number from {low} to {high}.")
    return int(value)
