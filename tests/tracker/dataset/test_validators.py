"""Each description of a release before the validator of its own community, or the rules it documents."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from sqlalchemy import Engine

from tests.dashboards import sample
from tests.tracker.dataset.conftest import silent
from tracker.dataset.cards import size
from tracker.dataset.release import Written, write_release
from tracker.health import Rules

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # of the validators' own libraries
    import frictionless
    import mlcroissant
    import rdflib


@pytest.mark.slow
def test_the_validator_of_data_packages_reads_every_cell_and_finds_nothing(
    small: Engine, tmp_path: Path
) -> None:
    folder = write_release(sample.history(small), tmp_path, "2011.09", Rules(), silent).folder
    with frictionless.system.use_context(trusted=True), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package = frictionless.Package(str(folder / "datapackage.json"))
        report = package.validate()
    assert report.valid, report.flatten(["name", "type", "note"])
    assert len(report.tasks) == 14
    told = json.loads((folder / "datapackage.json").read_text())
    assert told["$schema"].endswith("2.0/datapackage.json")
    assert {r["type"] for r in told["resources"]} == {"table"}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_croissant_is_valid_and_its_library_reads_the_records(folder: Path) -> None:
    dataset = mlcroissant.Dataset(str(folder / "croissant.json"))
    issues = dataset.metadata.issues
    assert not issues.errors
    assert not issues.warnings, issues.report()
    verdicts = {r["verdicts/repository"]: r["verdicts/headline"] for r in dataset.records("verdicts")}
    assert verdicts[b"Theano/Theano"] == b"end-of-life"
    first = next(iter(dataset.records("history")))
    row = pq.read_table(folder / "data" / "history.parquet").slice(0, 1).to_pylist()[0]
    assert first["history/value"] == row["value"]
    assert first["history/repository"].decode() == row["repository"]


@pytest.mark.filterwarnings("ignore")
def test_the_catalog_is_linked_data_with_what_dcat_demands(folder: Path) -> None:
    graph = rdflib.Graph().parse(
        data=(folder / "catalog.jsonld").read_text(), format="json-ld", base="https://example.org/r/"
    )
    dcat, dct = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.Namespace("http://purl.org/dc/terms/")
    (catalog,) = graph.subjects(rdflib.RDF.type, dcat.Catalog)
    (dataset,) = graph.objects(catalog, dcat.dataset)
    for subject in (catalog, dataset):
        for needed in (dct.title, dct.description, dct.publisher):
            assert (subject, needed, None) in graph
    distributions = list(graph.objects(dataset, dcat.distribution))
    assert len(distributions) == 14
    for one in distributions:
        assert (one, dcat.accessURL, None) in graph
        (place,) = graph.objects(one, dcat.downloadURL)
        file = folder / str(place).removeprefix("https://example.org/r/")
        (size_told,) = graph.objects(one, dcat.byteSize)
        assert int(str(size_told)) == file.stat().st_size


def test_the_citation_has_every_field_that_its_format_demands(released: Written) -> None:
    told: dict[str, Any] = yaml.safe_load((released.folder / "CITATION.cff").read_text())
    assert {"cff-version", "message", "title", "authors"} <= told.keys()
    assert (told["cff-version"], told["type"], told["license"]) == ("1.2.0", "dataset", "CC0-1.0")
    assert told["date-released"] == sample.TODAY
    assert all("name" in author for author in told["authors"])


def test_the_card_s_head_is_what_the_hub_reads_and_names_files_that_are_there(folder: Path) -> None:
    _, head, body = (folder / "README.md").read_text().split("---\n", 2)
    told = yaml.safe_load(head)
    assert told["license"] == "cc0-1.0"
    assert [c["config_name"] for c in told["configs"] if c.get("default")] == ["history"]
    assert all((folder / c["data_files"]).is_file() for c in told["configs"])
    assert told["size_categories"] == [size(pq.read_metadata(folder / "data" / "history.parquet").num_rows)]
    assert "sha256sum -c SHA256SUMS" in body
    assert "Citing" in body


def test_a_hostile_name_stays_words(folder: Path) -> None:
    text = (folder / "changes.md").read_text() + (folder / "README.md").read_text()
    assert "<img" not in text
