"""Bills of materials: CycloneDX in JSON and XML, SPDX in JSON, GitHub's own export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.github.names import repository_at, split_address
from tracker.packages import conda
from tracker.packages.chains import Graph, placed
from tracker.packages.places import Lines
from tracker.packages.tables import Table, rows, table, word
from tracker.packages.wanted import GITHUB, OTHER, Listing, Unreadable, Wanted, package

DEEP = 50  # components within components
PURL_LINE = r"\"(pkg:[^\"\\]+)\""


@dataclass
class Component:
    """What a bill says of one part."""

    name: str | None = None
    version: str | None = None
    purl: str | None = None
    reference: str | None = None
    sources: list[str] = field(default_factory=list)  # addresses of version control, or where it was had
    line: int | None = None


def wanted(component: Component) -> Wanted | str:
    """The package of a component, or the kind of what it is instead. Raises Unreadable."""
    vcs = next((s for s in component.sources if split_address(s)), None)
    if component.purl is None:
        return _other(component, vcs) or "without a package URL"
    from packageurl import PackageURL

    try:
        purl = PackageURL.from_string(component.purl)
    except ValueError:
        raise Unreadable("its package URL cannot be read") from None
    qualifiers = purl.qualifiers if isinstance(purl.qualifiers, Mapping) else {}
    stated = next(
        (
            q
            for key in ("vcs_url", "download_url")
            if (q := str(qualifiers.get(key) or "")) and split_address(q)
        ),
        vcs,
    )
    if purl.type == "pypi":
        index = str(qualifiers.get("repository_url") or "")
        from tracker.packages.indexes import own_index

        return package(purl.name, address=_known(stated), version=purl.version, index=own_index(index))
    if purl.type == "github" and purl.namespace:
        address = f"https://github.com/{purl.namespace}/{purl.name}"
        return Wanted(f"{purl.namespace}/{purl.name}", address, GITHUB, purl.version)
    if purl.type == "conda" and not stated:
        return conda.wanted(purl.name, purl.version)
    return _other(component, stated) or purl.type


def _known(address: str | None) -> str | None:
    """An address that says where a Python package comes from; archives of the public index say nothing."""
    host = (split_address(address).hostname or "") if address and split_address(address) else ""  # type: ignore[union-attr]
    return None if host in ("pypi.org", "files.pythonhosted.org", "pypi.python.org") else address


def _other(component: Component, address: str | None) -> Wanted | None:
    """Anything whose source is on GitHub can be judged, whatever language it is in."""
    if address and repository_at(address) and component.name:
        return Wanted(component.name, address, OTHER, component.version)
    return None


def fill(listing: Listing, components: Iterator[Component], needs: Mapping[str, list[str]]) -> None:
    """Components into the listing, what is no package counted, with the chains that the bill tells."""
    graph, by_reference = Graph(), {}
    for component in components:
        try:
            found = wanted(component)
        except Unreadable as reason:
            listing.fault(str(reason), component.line)
            continue
        if isinstance(found, str):
            listing.skipped[found] += 1
            continue
        by_reference[component.reference or component.purl or ""] = found.name
        listing.add(found, component.line)
    for reference, asked in needs.items():
        names = [by_reference[a] for a in asked if a in by_reference]
        if reference in by_reference:
            graph.needs(by_reference[reference], names)
        else:  # the project itself, or a part of it
            graph.root(reference, names)
    if needs:
        listing.packages[:] = placed(listing.packages, graph)


def cyclonedx(whole: Table, text: str, listing: Listing) -> None:
    """A CycloneDX bill in JSON."""
    lines = Lines(text)
    if not isinstance(whole.get("components", []), list):
        listing.fault("its components are no list")
    needs = {
        str(row.get("ref")): [str(a) for a in rows(row, "dependsOn")]
        for row in map(table, rows(whole, "dependencies"))
    }
    fill(listing, _components(whole.get("components"), lines, listing), needs)


def _components(entries: Any, lines: Lines, listing: Listing, depth: int = DEEP) -> Iterator[Component]:
    for entry in entries if isinstance(entries, list) else ():
        row = table(entry)
        if not row or depth < 0:
            listing.fault("one of its components cannot be read")
            continue
        purl = word(row.get("purl"))
        line = (
            lines.of(PURL_LINE, purl) if purl else lines.of(r"\"name\"\s*:\s*\"([^\"\\]+)\"", row.get("name"))
        )
        vcs = [
            url for reference in map(table, rows(row, "externalReferences"))
            if reference.get("type") == "vcs" and (url := word(reference.get("url")))
        ]  # fmt: skip
        yield Component(
            word(row.get("name")), word(row.get("version")), purl, word(row.get("bom-ref")), vcs, line
        )
        yield from _components(row.get("components"), lines, listing, depth - 1)


def spdx(whole: Table, text: str, listing: Listing) -> None:
    """An SPDX document in JSON, bare or as GitHub exports it."""
    document = table(whole, "sbom") or whole
    needs: dict[str, list[str]] = {}
    for row in map(table, rows(document, "relationships")):
        a, b = str(row.get("spdxElementId")), str(row.get("relatedSpdxElement"))
        if row.get("relationshipType") == "DEPENDS_ON":
            needs.setdefault(a, []).append(b)
        elif row.get("relationshipType") == "DEPENDENCY_OF":
            needs.setdefault(b, []).append(a)
    described = {str(d) for d in rows(document, "documentDescribes")}
    described |= {
        str(row.get("relatedSpdxElement")) for row in map(table, rows(document, "relationships"))
        if row.get("relationshipType") == "DESCRIBES"
    }  # fmt: skip
    fill(listing, _spdx_packages(document, Lines(text), listing, described), needs)


def _spdx_packages(
    document: Table, lines: Lines, listing: Listing, described: set[str]
) -> Iterator[Component]:
    for entry in rows(document, "packages"):
        row = table(entry)
        if not row:
            listing.fault("one of its packages cannot be read")
            continue
        if str(row.get("SPDXID")) in described:  # what the document is about
            continue
        references = [table(r) for r in rows(row, "externalRefs")]
        purl = next(
            (word(r.get("referenceLocator")) for r in references if r.get("referenceType") == "purl"), None
        )
        had = word(row.get("downloadLocation"))
        sources = [had] if had and had.startswith("git+") else []
        line = lines.of(PURL_LINE, purl) if purl else None
        yield Component(
            word(row.get("name")), word(row.get("versionInfo")), purl, word(row.get("SPDXID")), sources, line
        )


def cyclonedx_xml(text: str, listing: Listing) -> None:
    """A CycloneDX bill in XML, read as a stream: no entities, no documents elsewhere. Raises BadFile."""
    from tracker.packages.sbom_xml import components

    found, needs = components(text, listing.path)
    fill(listing, iter(found), needs)
