"""CycloneDX in XML as a stream of events, with lines; entities and document types are refused."""

from __future__ import annotations

import re
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

from tracker.packages.dependency import UnreadableFile
from tracker.packages.sboms import Component

DEEP = 200  # elements within elements
LONGEST = 4096  # characters of a text
OURS = frozenset({"bom", "components", "component"})  # a pedigree's or a tool's components are none of ours
REFERENCE = ["externalReferences", "reference"]
ENCODING = re.compile(r"^(<\?xml[^>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")


class _Bill(ContentHandler):
    """Components as they close, and who depends on whom."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Component] = []
        self.needs: dict[str, list[str]] = {}
        self.names: set[str] = set()
        self._path: list[str] = []
        self._open: list[Component] = []
        self._words: list[str] = []
        self._vcs = False
        self._holder: list[str] = []
        self._line: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 - the interface's name
        self._line = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        tag = name.rpartition(":")[2]
        if len(self._path) >= DEEP:
            raise SAXException("nested too deep")
        ours = OURS.issuperset(self._path)
        self._path.append(tag)
        self._words.clear()
        if tag == "component" and ours:
            self._open.append(Component(reference=attrs.get("bom-ref"), line=self._line.getLineNumber()))
        elif tag == "reference":
            self._vcs = attrs.get("type") == "vcs"
        elif tag == "dependency":
            reference = str(attrs.get("ref"))
            if self._holder:
                self.needs.setdefault(self._holder[-1], []).append(reference)
            else:
                self.needs.setdefault(reference, [])
            self._holder.append(reference)

    def characters(self, content: str) -> None:
        if sum(map(len, self._words)) < LONGEST:
            self._words.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        tag = self._path.pop()
        words, above = "".join(self._words).strip()[:LONGEST], self._path[-1] if self._path else ""
        self._words.clear()
        if tag == "dependency":
            self._holder.pop()
        elif self._open and tag == "component" and OURS.issuperset(self._path):
            self.found.append(self._open.pop())
        elif self._open:
            self._field(tag, above, words)

    def _field(self, tag: str, above: str, words: str) -> None:
        """A text of the component that is open; a pedigree's are another's."""
        if above == "component" and tag in ("name", "version", "purl") and OURS.issuperset(self._path):
            setattr(self._open[-1], tag, words or None)
        elif tag == "url" and self._vcs and self._path[-2:] == REFERENCE and OURS.issuperset(self._path[:-2]):
            self._open[-1].sources.append(words)


def components(text: str, path: str) -> tuple[list[Component], dict[str, list[str]]]:
    """All components of a bill, and {reference: what it needs}. Raises UnreadableFile."""
    bill = _Bill()
    try:
        parseString(ENCODING.sub(r"\1", text).encode(), bill, forbid_dtd=True)
    except DefusedXmlException:
        raise UnreadableFile(
            f"{path}: it declares a document type or entities, which no bill needs: not read"
        ) from None
    except (SAXException, ValueError, RecursionError) as error:
        line = getattr(error, "getLineNumber", lambda: None)()
        raise UnreadableFile(
            f"{path}: it is not XML that can be read" + (f" (line {line})" if line else "")
        ) from None
    return bill.found, bill.needs
