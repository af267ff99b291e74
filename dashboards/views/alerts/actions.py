"""What the buttons of the Alerts page do: acknowledge, snooze, mute, and lift it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from dashboards.data.snapshot import Snapshot
from tracker.asking import one_of, unusable, whole
from tracker.series import UnknownRepository

DONE = {
    "ack": "Acknowledged: nothing more is told of it until it is over.",
    "snooze": "Snoozed: what happens meanwhile waits and is told then.",
    "mute": "Muted: nothing is told of it until the silence is lifted.",
    "lift": "Lifted: it is told again.",
}
DAYS = (1, 7, 30, 90)
MOST = 500  # alerts that are quieted at once
LONGEST_BODY = 100_000  # bytes; one tick sends about 50, and a repository's longest name 140
LONGEST_REASON = 200


def fields(body: bytes) -> tuple[dict[str, str], list[str]]:
    """The fields of a form, and the alerts ticked in it. Raises BadParameter for what is no form of ours."""
    try:
        text = body.decode("utf-8")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST + 20, errors="strict")
    except (UnicodeDecodeError, ValueError):
        raise unusable("form", "…", "Use the buttons of the Alerts page.") from None
    return {k: v for k, v in pairs if k != "alert"}, [v for k, v in pairs if k == "alert"]


def act(
    snapshot: Snapshot, form: Mapping[str, str], ticked: Sequence[str], clock: Callable[[], datetime]
) -> tuple[str, int]:
    """Do what the form asks for: all of it or nothing.

    Returns which of DONE it was, and to how many alerts. Raises BadParameter.
    """
    kind = one_of("kind", form.get("kind", ""), DONE)
    now = present(snapshot, clock)
    store = snapshot.history.store
    if kind == "lift":
        if not store.silences.end(_whole(form, "silence", 1, 10**9), now):
            raise unusable("silence", form["silence"], "No silence of that number is in force.")
        return kind, 1
    keys = _standing(snapshot, _asked(form, ticked))
    until = now + timedelta(days=_whole(form, "days", 1, 365)) if kind == "snooze" else None
    reason = form.get("reason", "").strip()[:LONGEST_REASON] or "from the Alerts page"
    store.silences.add_all(kind, keys, until, reason, now)
    return kind, len(keys)


def _asked(form: Mapping[str, str], ticked: Sequence[str]) -> list[tuple[str, str]]:
    """The alerts a form is about, as (repository, rule): those ticked, or the one whose button it is."""
    if "together" not in form and not ticked:
        return [(form.get("repository", ""), form.get("rule", ""))]
    if not ticked:
        raise unusable("alert", "", "Tick the alerts that the button is for.")
    if len(ticked) > MOST:
        raise unusable("alert", f"{len(ticked)} ticks", f"Tick at most {MOST}.")
    named = (one.partition(" ") for one in ticked)
    return [(name, rule) for name, _, rule in named]


def present(snapshot: Snapshot, clock: Callable[[], datetime]) -> datetime:
    """The moment by which silences begin and end: the clock's, on the day that the pages show."""
    now = clock()
    return now if now.date() == snapshot.today else datetime.combine(snapshot.today, now.time(), UTC)


def _standing(snapshot: Snapshot, asked: Iterable[tuple[str, str]]) -> list[tuple[int, str]]:
    """The ids and rules of alerts that are known, each once. Raises BadParameter."""
    known = snapshot.history.store.alerts.keys()
    found: dict[tuple[int, str], None] = {}
    for name, rule in asked:
        try:
            repository = snapshot.find(name)
        except UnknownRepository as error:
            raise unusable("repository", name, str(error)) from None
        if repository.github_id is None or (repository.github_id, rule) not in known:
            raise unusable("rule", rule, f"No alert of that rule is known for {repository.full_name}.")
        found[repository.github_id, rule] = None
    return list(found)


def _whole(form: Mapping[str, str], name: str, low: int, high: int) -> int:
    return whole(name, form.get(name, ""), low, high)
