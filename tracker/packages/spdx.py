"""SPDX documents in JSON: 2.2 and 2.3, GitHub's own export, and the graphs of 3.0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tracker.packages.dependency import Listing
from tracker.packages.places import Lines
from tracker.packages.sboms import PURL_LINE, Component, fill
from tracker.packages.tables import Table, rows, table, word

Needs = dict[str, list[str]]
DEPENDENCIES_3 = frozenset({"dependsOn", "hasOptionalDependency", "hasProvidedDependency", "hasPrerequisite"})


def is_one(whole: Table) -> bool:
    """Whether a JSON document is SPDX of any version."""
    graph = isinstance(whole.get("@graph"), list) and "spdx.org" in str(whole.get("@context"))[:2000]
    return graph or "spdxVersion" in whole or "spdxVersion" in table(whole, "sbom")


def read(whole: Table, text: str, listing: Listing) -> None:
    """The packages of a document and who needs whom; what the document is about is told."""
    lines = Lines(text)
    if "@graph" in whole:
        parts, needs, described = _graph(whole, lines, listing)
    else:
        parts, needs, described = _document(table(whole, "sbom") or whole, lines, listing)
    about = [part for part in parts if part.reference in described]
    if len(about) > 1:  # a document of many things: those that stand on others are what it is about
        about = [part for part in about if needs.get(part.reference or "")]
    for part in about:
        listing.tell("the project itself", part.line)
    fill(listing, iter(part for part in parts if part not in about), needs)


def _document(document: Table, lines: Lines, listing: Listing) -> tuple[list[Component], Needs, set[str]]:
    needs: Needs = {}
    described = {str(d) for d in rows(document, "documentDescribes")}
    for row in map(table, rows(document, "relationships")):
        a, b = str(row.get("spdxElementId")), str(row.get("relatedSpdxElement"))
        kind = str(row.get("relationshipType"))
        if kind == "DEPENDS_ON":
            needs.setdefault(a, []).append(b)
        elif kind.endswith("DEPENDENCY_OF"):
            needs.setdefault(b, []).append(a)
        elif kind == "DESCRIBES":
            described.add(b)
        elif kind == "DESCRIBED_BY":
            described.add(a)
    return list(_packages(document, lines, listing)), needs, described


def _packages(document: Table, lines: Lines, listing: Listing) -> Iterator[Component]:
    for entry in rows(document, "packages"):
        row = table(entry)
        if not row:
            listing.fault("one of its packages cannot be read")
            continue
        references = [table(r) for r in rows(row, "externalRefs")]
        kinds = {str(r.get("referenceType")).rpartition("/")[2]: r for r in reversed(references)}
        had = word(row.get("downloadLocation"))
        yield _component(
            row.get("name"),
            row.get("versionInfo"),
            word(table(kinds.get("purl")).get("referenceLocator")),
            word(row.get("SPDXID")),
            had if had and had.startswith("git+") else None,
            lines,
        )


def _component(
    name: Any, version: Any, purl: str | None, reference: str | None, source: str | None, lines: Lines
) -> Component:
    plain = word(name)
    if purl is None and plain and plain.startswith("pip:"):  # GitHub's, where it knows no version
        purl = f"pkg:pypi/{plain.removeprefix('pip:')}"
    line = (lines.of(PURL_LINE, purl) if purl else None) or lines.of(r"\"name\"\s*:\s*\"([^\"\\]+)\"", plain)
    return Component(plain, word(version), purl, reference, [source] if source else [], line)


def _graph(whole: Table, lines: Lines, listing: Listing) -> tuple[list[Component], Needs, set[str]]:
    elements = {str(_key(row)): row for row in map(table, rows(whole, "@graph")) if row}
    parts: list[Component] = []
    needs: Needs = {}
    described: set[str] = set()
    for reference, row in elements.items():
        kind = str(row.get("type") or row.get("@type"))
        if kind.endswith("Package"):
            parts.append(_part(row, reference, elements, lines))
        elif kind.endswith("Relationship") and row.get("relationshipType") in DEPENDENCIES_3:
            needs.setdefault(_reference(row.get("from")), []).extend(map(_reference, _all(row.get("to"))))
        elif kind.endswith(("Sbom", "Bom", "SpdxDocument")):
            described |= set(map(_reference, _all(row.get("rootElement"))))
    return parts, needs, described


def _part(row: Table, reference: str, elements: dict[str, Table], lines: Lines) -> Component:
    said = {str(key).rpartition("_")[2].rpartition(":")[2]: value for key, value in row.items()}
    identifiers = [_resolved(one, elements) for one in _all(said.get("externalIdentifier"))]
    purls = [
        i.get("identifier") for i in identifiers if i.get("externalIdentifierType") in ("packageUrl", "purl")
    ]
    purl = word(said.get("packageUrl")) or next(filter(None, map(word, purls)), None)
    had = word(said.get("downloadLocation"))
    source = had if had and had.startswith("git+") else None
    return _component(said.get("name"), said.get("packageVersion"), purl, reference, source, lines)


def _resolved(value: Any, elements: dict[str, Table]) -> Table:
    return elements.get(value, {}) if isinstance(value, str) else table(value)


def _key(row: Table) -> Any:
    return row.get("spdxId") or row.get("@id") or id(row)


def _reference(value: Any) -> str:
    return str(_key(value)) if isinstance(value, dict) else str(value)


def _all(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
