"""catalog.jsonld of a release: a DCAT 3 catalog of one data set, for data portals that harvest.

https://www.w3.org/TR/vocab-dcat-3/
"""

from __future__ import annotations

from typing import Any

from tracker.dataset.about import KEYWORDS, TITLE, ReleaseAbout
from tracker.dataset.files import DataFile
from tracker.exports.descriptor import CREATOR

XSD = "http://www.w3.org/2001/XMLSchema#"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": XSD,
}
MEDIA = "https://www.iana.org/assignments/media-types/"


def catalog(about: ReleaseAbout) -> dict[str, Any]:
    """The document. Addresses are relative to where it lies: the release may lie anywhere."""
    publisher = {"@id": "#publisher", "@type": "foaf:Agent", "foaf:name": CREATOR}
    return {
        "@context": CONTEXT,
        "@id": "#catalog",
        "@type": "dcat:Catalog",
        "dct:title": _english(TITLE),
        "dct:description": _english("Releases of the data that framework-tracker collects"),
        "dct:publisher": publisher,
        "dcat:dataset": {
            "@id": "#dataset",
            "@type": "dcat:Dataset",
            "dct:identifier": f"{CREATOR}-{about.period.name}",
            "dct:title": _english(about.title),
            "dct:description": _english(about.description),
            "dct:issued": _day(about.day),
            "dct:license": {"@id": about.licence},
            "dct:publisher": {"@id": "#publisher"},
            "dct:temporal": {
                "@type": "dct:PeriodOfTime",
                "dcat:startDate": _day(about.first_day),
                "dcat:endDate": _day(about.day),
            },
            "dcat:keyword": [_english(word) for word in KEYWORDS],
            "dcat:version": about.period.name,
            "dcat:distribution": [_distribution(one, about) for one in about.files],
        },
    }


def _distribution(file: DataFile, about: ReleaseAbout) -> dict[str, Any]:
    packed = {"dcat:compressFormat": {"@id": f"{MEDIA}application/gzip"}} if file.is_packed else {}
    return {
        "@id": f"#{file.table}-{file.kind}",
        "@type": "dcat:Distribution",
        "dct:title": _english(f"{file.description} ({file.kind})"),
        "dct:license": {"@id": about.licence},
        "dcat:accessURL": {"@id": "."},
        "dcat:downloadURL": {"@id": file.path},
        "dcat:mediaType": {"@id": f"{MEDIA}{file.media_type}"},
        **packed,
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.size)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
        },
    }


def _english(words: str) -> dict[str, str]:
    return {"@language": "en", "@value": words}


def _day(day: object) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": str(day)}
