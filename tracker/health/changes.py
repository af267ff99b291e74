"""What would have to happen for another verdict, in whole sentences with the present numbers."""

from __future__ import annotations

from tracker.dossier import WindowSum
from tracker.health.rhythm import silence_needed
from tracker.signals.base import View
from tracker.signals.own_pace import LEAVING, ratio
from tracker.signals.rules import Rules
from tracker.writing import counted, share


def would_change(headline: str, view: View, rules: Rules) -> tuple[str, ...]:
    """Sentences, the most likely way out first."""
    numbers = view.numbers
    half = _now(numbers.half)
    back = f"{rules.revived_commits} substantive commits within 180 days (now {half})"
    if headline == "archived":
        return (
            "If its owners open the repository again, it is judged by what it says and does from then on.",
            "Commits to an archived repository are not possible, so no activity can change this.",
        )
    if headline in ("end-of-life", "moved", "maintenance-only"):
        out = [f"It is judged by its activity alone once the statement is taken down and {back} are there."]
        if headline == "maintenance-only":
            out.append("A statement that it has ended makes it end of life at once.")
        else:
            out.append("A commit or even a release while the statement stands does not take it back.")
        return tuple(out)
    if headline == "dormant":
        return (
            f"Dormancy ends with the first monthly look that finds {back} or a final release.",
            "A statement by the project that it has ended makes it end of life at once.",
        )
    if headline == "unknown":
        return ("A verdict needs the facts that are missing; nothing is concluded from their absence.",)
    return _alive(headline, view, rules)


def _alive(headline: str, view: View, rules: Rules) -> tuple[str, ...]:
    numbers = view.numbers
    year = _now(numbers.year)
    dormant = (
        f"{rules.looks} monthly looks in a row with fewer than {rules.dormant_commits} substantive commits "
        f"in 365 days (now {year}) and no final release for {rules.dormant_release_days} days "
        f"make it dormant{_silent(view, rules)}."
    )
    told = "A statement by the project that it has ended or moved, or archiving it, counts at once."
    if headline == "active":
        return dormant, told
    return _faster(headline, view, rules), dormant, told


def _silent(view: View, rules: Rules) -> str:
    """How long it has to be silent by its own measure, as far as its silence is known."""
    numbers = view.numbers
    if numbers.silence is None or not numbers.releases_known:
        return ""
    needed = silence_needed(numbers, rules)
    if not needed:
        return ""
    now = f"now {numbers.silence:,}; long for it by its own past"
    return f", after a silence of {counted(needed, 'day')} ({now})"


def _faster(headline: str, view: View, rules: Rules) -> str:
    """What ends fading or slowness; it takes more than what began them."""
    numbers = view.numbers
    pace = ratio(numbers, rules)
    best = "not known" if pace is None else share(pace, 1)
    if headline == "fading":
        return (
            f"{rules.looks} monthly looks with {2 * rules.revived_commits} substantive commits in 180 days "
            f"(now {_now(numbers.half)}), more than {share(rules.fading_share, 1)} of its best year "
            f"(now {best}) or a new final release end the fading."
        )
    text = (
        f"{rules.looks} monthly looks with at least {rules.slow_commits * LEAVING:.0f} substantive commits "
        f"in 365 days (now {_now(numbers.year)})"
    )
    if numbers.peak is not None and numbers.peak >= rules.fading_peak:
        text += f" and more than {share(rules.slow_share * LEAVING, 1)} of its best year (now {best})"
    return f"{text} make it active again."


def _now(window: WindowSum) -> str:
    """A present number; of a window with unknown days what is known is the least it can be."""
    if window.complete:
        return f"{window.known:,.0f}"
    return f"at least {window.known:,.0f}" if window.known else "not known"
