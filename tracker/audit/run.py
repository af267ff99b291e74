"""An audit from beginning to end: located, looked at once, judged by the usual rules, held to a policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from tracker.audit import answers as kept_answers
from tracker.audit.dossiers import dossier
from tracker.audit.evidence import Kept, with_notice
from tracker.audit.followed import verdicts
from tracker.audit.github import ask_all
from tracker.audit.policy import Policy, beside
from tracker.audit.report import AuditedDependency, AuditReport
from tracker.audit.repositories import Located, Lookup
from tracker.catalog import catalog
from tracker.config import PackageIndex, Settings
from tracker.github.batch import in_words
from tracker.github.client import GitHubClient
from tracker.health import Rules, Verdict, judge
from tracker.packages import Dependency, Listing
from tracker.packages.folder import together

Step = Callable[[str, int], None]  # what is being done, and how many of it are left


@dataclass(frozen=True)
class Asking:
    """How an audit may ask: `max_age` of kept answers (None: any), nobody at all, and by which index."""

    max_age: timedelta | None = timedelta(days=1)
    offline: bool = False
    index: PackageIndex = PackageIndex()  # noqa: RUF009 - frozen
    step: Step = lambda _what, _left: None


def audit(
    listings: Sequence[Listing],
    settings: Settings,
    client: GitHubClient,
    policy: Policy,
    rules: Rules,
    asking: Asking,
    baseline: Mapping[str, str] | None = None,
) -> AuditReport:
    """The report of what files ask for. Nothing is written but the kept answers in the home."""
    wanted = together(listings)
    answers = kept_answers.read(settings.home / "audit" / "answers.json")
    age = None if asking.offline else asking.max_age
    try:
        lookup = Lookup(asking.index, answers, settings.now(), age, asking.offline)
        asking.step("mapping packages to repositories", len(wanted))
        located = lookup.locate(wanted)
        full = verdicts(settings, {at.repository for at in located if at.repository}, rules)
        names = _gravest_first(wanted, located, full)
        looks = _looks(client, names, answers, settings, age, asking)
    finally:
        answers.save()
    today = settings.today()
    found = _with_successors(
        [_judged(w, at, full, looks, settings, rules) for w, at in zip(wanted, located, strict=True)]
    )
    before = baseline or {}
    dependencies = [
        replace(
            d,
            ignored=policy.ignore_of(d.wanted.name, d.repository, today),
            baseline=beside(d.wanted.name, d.headline, before) if baseline is not None else None,
        )
        for d in found
    ]
    here = {w.name for w in wanted}
    return AuditReport(
        as_of=today,
        policy=policy,
        dependencies=dependencies,
        files=[(listing.path, listing.kind) for listing in listings],
        passed=[p for listing in listings for p in listing.passed],
        skipped=sum((listing.skipped for listing in listings), Counter()),
        stale=policy.stale(here | {d.repository.lower() for d in found if d.repository}, today),
        gone=sorted(set(before) - here),
    )


def _gravest_first(
    wanted: Sequence[Dependency], located: Sequence[Located], full: Mapping[str, tuple[Verdict, str]]
) -> list[str]:
    """Repositories to look at: those with something known against them, then direct ones, then the others."""

    def rank(pair: tuple[Dependency, Located]) -> tuple[bool, bool]:
        w, at = pair
        entry = catalog().get(at.repository or "")
        ended = entry is not None and any(
            m.kind in ("end-of-life", "archived", "moved") for m in entry.milestones
        )
        return not (ended or at.notice), w.direct is False

    pairs = [p for p in zip(wanted, located, strict=True) if p[1].repository]
    names = [at.repository or "" for _, at in sorted(pairs, key=rank)]
    return list({name.lower(): name for name in names if name.lower() not in full}.values())


def _looks(
    client: GitHubClient,
    names: Sequence[str],
    answers: kept_answers.Answers,
    settings: Settings,
    age: timedelta | None,
    asking: Asking,
) -> dict[str, Kept | str]:
    """{name in lower case: what a look showed, or why there was none}."""
    now = settings.now()
    looks: dict[str, Kept | str] = {}
    for name in names:
        if found := answers.look(name, now, age):
            looks[name.lower()] = found
        elif absent := answers.package(_absent(name), now, age):
            looks[name.lower()] = str(absent["how"])
    left = [name for name in names if name.lower() not in looks]
    if asking.offline:
        return looks | {n.lower(): "not kept from an earlier run, and --offline asks nobody" for n in left}

    def told(name: str, answer: Kept | str) -> None:
        looks[name.lower()] = answer
        if isinstance(answer, Kept):
            answers.keep(name, answer)
        elif answer == in_words("NOT_FOUND"):
            answers.keep_package(_absent(name), {"how": answer, "read_at": now.isoformat()})
        asking.step("looking at GitHub", sum(n.lower() not in looks for n in left))

    if left:
        ask_all(client, left, now, told)
    return looks


def _absent(name: str) -> str:
    """Under what it is kept that GitHub knows no such repository."""
    return f"github {name.lower()}"


def _judged(
    wanted: Dependency,
    at: Located,
    full: Mapping[str, tuple[Verdict, str]],
    looks: Mapping[str, Kept | str],
    settings: Settings,
    rules: Rules,
) -> AuditedDependency:
    if at.repository is None:
        return AuditedDependency(wanted, None, at.how)
    key = at.repository.lower()
    if key in full:
        verdict, read_at = full[key]
        return AuditedDependency(wanted, verdict.repository, None, verdict, read_at)
    look = looks[key]
    if isinstance(look, str):
        return AuditedDependency(wanted, at.repository, look)
    if at.asked_index:
        look = with_notice(look, at.notice)
    verdict = judge(dossier(look, settings.today()), settings.today(), rules)
    return AuditedDependency(wanted, look.full_name, None, verdict, look.read_at, look.without)


def _with_successors(found: Sequence[AuditedDependency]) -> list[AuditedDependency]:
    """Successors with their own headlines, where they are among the dependencies."""
    headlines = {d.repository.lower(): d.headline for d in found if d.repository and d.verdict}
    done = []
    for d in found:
        if d.verdict and d.verdict.successors:
            known = tuple(
                replace(s, headline=s.headline or headlines.get(s.repository.lower()))
                for s in d.verdict.successors
            )
            d = replace(d, verdict=replace(d.verdict, successors=known))
        done.append(d)
    return done
