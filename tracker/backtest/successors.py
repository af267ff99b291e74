"""`python -m tracker.backtest.successors`: the table of successors in docs/health.md, from the catalog."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tracker.backtest.docs import replace_between
from tracker.backtest.truth import BacktestError
from tracker.catalog import Catalog, Entry, Milestone, catalog
from tracker.writing import day

BEGIN = "<!-- successors: begin (written by a command, do not edit) -->"
END = "<!-- successors: end -->"
ENDS = frozenset({"end-of-life", "maintenance-only", "moved", "archived"})
WHOSE_WORD = {"project": "named by the project", "others": "carried on by others"}
LONGEST_CHAIN = 5


def last_end(entry: Entry) -> Milestone | None:
    """The first declared end that nothing took back; None where none is known."""
    ends: list[Milestone] = []
    for milestone in entry.milestones:
        if milestone.kind == "revived":
            ends = []
        elif milestone.kind in ENDS:
            ends.append(milestone)
    return ends[0] if ends else None


def ended(entry: Entry) -> bool:
    """Whether the catalog knows an end, or where its users went or were sent without one."""
    if any(m.kind == "revived" for m in entry.milestones):
        return last_end(entry) is not None
    return bool(last_end(entry) or entry.successor or entry.no_successor)


def leads_to(entry: Entry, known: Catalog) -> tuple[str, ...]:
    """Where the chain of successors ends: repositories that have not ended, or are not in the catalog."""
    found: dict[str, None] = {}
    waiting, seen = list(entry.successor), {entry.repository}
    for _ in range(LONGEST_CHAIN):
        further: list[str] = []
        for name in waiting:
            link = known.get(name)
            if link is None or not ended(link):
                found[name] = None
            elif link.repository not in seen:
                further += link.successor
            seen.add(link.repository if link else name)
        waiting = further
    return tuple(found)


def names_nobody(entry: Entry, known: Catalog) -> bool:
    """Whether nobody is named on the page where it last spoke, or where each of its successors did."""
    if not entry.successor:
        return entry.no_successor is not None
    links = [known.get(name) for name in entry.successor]
    return all(link is not None and not link.successor and bool(link.no_successor) for link in links)


def section(known: Catalog) -> str:
    """The Markdown of the generated section."""
    over = [entry for entry in known.entries if ended(entry)]
    rows = (f"| {e.repository} | {_end(e)} | {_next(e)} | {_far(e, known)} |" for e in over)
    titles = ("| repository | end | next | where that leads |", "|---|---|---|---|")
    return "\n".join([BEGIN, _counts(over, known), "", *titles, *rows, END]) + "\n"


def _counts(over: Sequence[Entry], known: Catalog) -> str:
    living = sum(any(known.get(name) for name in leads_to(e, known)) for e in over)
    nobody = sum(names_nobody(e, known) for e in over)
    share = (living + nobody) / max(len(over), 1)
    links = [link.named_by for e in over for link in e.successions]
    named = sum(len(e.successor) for e in over)
    project, others = links.count("project"), links.count("others")
    return (
        f"Of the {len(known.entries)} repositories of the catalog {len(over)} ended or send their users on. "
        f"{living} lead to a repository of the catalog that has not ended; {nobody} name nobody on the page "
        f"where they, or those after them, last spoke: {living + nobody} of {len(over)} ({share:.0%}). The "
        f"others lead out of the catalog. Of the {named} links {project} are named by the project and "
        f"{others} carried on by others, each with its source; {named - len(links)} are the catalog's own "
        "word."
    )


def _end(entry: Entry) -> str:
    end = last_end(entry)
    if end is None:
        return "never declared"
    when = f"{end.date:%b %Y}" if end.month_only else day(end.date)
    return f"[{end.kind}]({end.source}), {when}"


def _next(entry: Entry) -> str:
    if not entry.successor:
        return f"[none named]({entry.no_successor})" if entry.no_successor else "not known"
    links = {link.repository: link for link in entry.successions}
    told = []
    for name in entry.successor:
        link = links.get(name)
        if link is None:
            told.append(f"{name}, by the catalog")
        else:
            since = f", {day(link.since)}" if link.since else ""
            told.append(f"{name}, [{WHOSE_WORD[link.named_by]}]({link.source}){since}")
    return "; ".join(told)


def _far(entry: Entry, known: Catalog) -> str:
    ends = leads_to(entry, known)
    if not ends:
        return "nobody named at the end" if entry.successor else "–"
    return ", ".join(name if known.get(name) else f"{name} (not followed)" for name in ends)


def main(arguments: list[str]) -> int:
    """Exit code 0 when the document was written, 2 on bad usage or a document without the place."""
    if len(arguments) > 1:
        sys.stderr.write("usage: python -m tracker.backtest.successors [docs/health.md]\n")
        return 2
    document = Path(arguments[0]) if arguments else Path("docs") / "health.md"
    try:
        replace_between(document, BEGIN, END, section(catalog()), "the successors")
    except BacktestError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stderr.write(f"wrote the successors into {document}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
