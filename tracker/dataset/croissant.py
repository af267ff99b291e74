"""croissant.json of a release: Croissant 1.0, by which machine-learning tools find and load a data set.

https://docs.mlcommons.org/croissant/docs/croissant-spec.html; the context is the one it prescribes.
"""

from __future__ import annotations

from typing import Any

from tracker.dataset.about import KEYWORDS, ReleaseAbout
from tracker.dataset.files import DataFile
from tracker.exports.descriptor import CREATOR

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
TYPES = {
    "string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean",
    "date": "sc:Date", "datetime": "sc:DateTime",
}  # fmt: skip


def metadata(about: ReleaseAbout) -> dict[str, Any]:
    """The document: every file, and every table read from its Parquet."""
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": f"{CREATOR}-{about.period.name}",
        "alternateName": about.title,
        "description": about.description,
        "version": about.period.semantic,
        "datePublished": about.day.isoformat(),
        "temporalCoverage": f"{about.first_day}/{about.day}",
        "license": about.licence,
        "url": "https://pypi.org/project/framework-tracker/",
        "keywords": list(KEYWORDS),
        "creator": {
            "@type": "sc:Organization",
            "name": CREATOR,
            "url": "https://pypi.org/project/framework-tracker/",
        },
        "citeAs": about.citation,
        "isLiveDataset": False,
        "distribution": [_object(one) for one in about.files],
        "recordSet": [_records(about.of(name, "parquet")) for name in about.tables],
    }


def _object(file: DataFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": f"{file.table}-{file.kind}",
        "description": file.description,
        "contentUrl": file.path,
        "contentSize": f"{file.size} B",
        "encodingFormat": "application/x-parquet" if file.kind == "parquet" else _text(file),
        "sha256": file.sha256,
    }


def _text(file: DataFile) -> str:
    return "application/gzip" if file.is_packed else "text/csv"


def _records(file: DataFile) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": file.table,
        "name": file.table,
        "description": file.description,
        "key": [{"@id": f"{file.table}/{name}"} for name in file.key],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{file.table}/{column.name}",
                "name": column.name,
                "description": column.description,
                "dataType": TYPES[column.type],
                "source": {"fileObject": {"@id": file.path}, "extract": {"column": column.name}},
            }
            for column in file.columns
        ],
    }
