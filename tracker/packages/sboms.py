"""Bills of materials: what each part of one is, and CycloneDX in JSON and XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tracker.github.names import repository_at, split_address
from tracker.packages import conda
from tracker.packages.chains import Graph, placed
from tracker.packages.dependency import GITHUB, OTHER, Dependency, Listing, Unreadable, package
from tracker.packages.places import Lines
from tracker.packages.tables import Table, rows, table, word

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


def wanted(component: Component) -> Dependency | str:
    """The package of a component, or the kind of what it is instead. Raises Unreadable."""
    vcs = next((s for s in component.sources if split_address(s)), None)
    if component.purl is None:
        return _other(component.name, vcs, OTHER, component.version) or "without a package URL"
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
        return Dependency(f"{purl.namespace}/{purl.name}", address, GITHUB, purl.version)
    if purl.type == "conda" and not stated:
        return conda.wanted(purl.name, purl.version)
    name = f"{purl.namespace}/{purl.name}" if purl.namespace else purl.name
    return _other(name, stated, purl.type, purl.version) or purl.type


def _known(address: str | None) -> str | None:
    """An address that says where a Python package comes from; archives of the public index say nothing."""
    host = (split_address(address).hostname or "") if address and split_address(address) else ""  # type: ignore[union-attr]
    return None if host in ("pypi.org", "files.pythonhosted.org", "pypi.python.org") else address


def _other(name: str | None, address: str | None, ecosystem: str, version: str | None) -> Dependency | None:
    """Anything whose source is on GitHub can be judged, whatever language it is in."""
    if address and repository_at(address) and name:
        return Dependency(name, address, ecosystem, version)
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
    listing.packages[:] = (
        placed(listing.packages, graph) if needs else [replace(w, direct=None) for w in listing.packages]
    )


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


def cyclonedx_xml(text: str, listing: Listing) -> None:
    """A CycloneDX bill in XML, read as a stream: no entities, no documents elsewhere. Raises BadFile."""
    from tracker.packages.sbom_xml import components

    found, needs = components(text, listing.path)
    fill(listing, iter(found), needs)
