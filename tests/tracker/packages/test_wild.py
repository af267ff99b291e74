"""Kinds of entries that real files hold and small examples do not: each is read, or told and counted."""

# ruff: noqa: E501 - files are written as they are
from __future__ import annotations

import json
from pathlib import Path

import pytest

from tracker.packages import Listing, read
from tracker.packages.folder import together
from tracker.packages.mapping import find, refused

PURL = "pkg:pypi/{}@1"
CASES = [
    # setup.cfg whose TOML-like sections would be read as TOML, or whose options as requirements
    ("setup.cfg", "[bdist_wheel]\nuniversal = 1\n", []),
    ("setup.cfg", "[flake8]\nmax-line-length = 100\nexclude = .git,build\n", []),
    ("setup.cfg", "[aliases]\ntest = pytest\n[options]\ninstall_requires =\n    torch\n", ["torch"]),
    # setup.py
    ("setup.py", "from setuptools import setup\nA = ['torch']\nsetup(install_requires=A + ['jax'])\n", ["torch", "jax"]),
    ("setup.py", "import setuptools\nN = 'numpy>=1'\nsetuptools.setup(install_requires=[N, 'jax'])\n", ["numpy", "jax"]),
    ("tool.py", "# /// script\n# requires-python = '>=3.11'\n# dependencies = ['torch>=2', 'jax']\n# ///\nimport torch\n", ["torch", "jax"]),
    # pixi's packages, and TOML 1.1 as pixi takes it
    ("pixi.toml", '[package]\nname = "x"\n[package.build]\nbackend = {name = "b", version = "*"}\n[package.host-dependencies]\nnumpy = "*"\n[package.run-dependencies]\nscipy = "*"\n', ["numpy", "scipy"]),
    ("pixi.toml", '[workspace]\nchannels = []\n[tasks.a]\ndepends-on = [\n  {\n    task = "b",\n  },\n]\n[dependencies]\nnumpy = "*"\n', ["numpy"]),
    ("pixi.lock", "version: 7\npackages:\n- conda_source: ours[4f] @ .\n  depends: [python]\n- conda: https://c/noarch/numpy-2.1-py_0.conda\n", ["numpy"]),
    # lock files
    ("uv.lock", 'version = 1\nrevision = 3\nrequires-python = ">=3.11"\n', []),
    ("pylock.toml", 'lock-version = "1.0"\n[[packages]]\nname = "ours"\ndirectory = {path = ".", editable = true}\n[[packages]]\nname = "torch"\n', ["torch"]),
    ("conda-linux-64.lock", "# platform: linux-64\n@EXPLICIT\nhttps://conda.anaconda.org/conda-forge/linux-64/numpy-2.1.0-py312_0.conda#0aa1\nhttps://conda.anaconda.org/conda-forge/noarch/scipy-1.1-py_0.tar.bz2\n", ["numpy", "scipy"]),
    ("requirements.txt", "# This file may be used to create an environment using:\n# platform: linux-64\nnumpy=1.21.0=py39h_0\nscipy=1.7=pypi_0\n_libgcc_mutex=0.1=main\n", ["numpy", "scipy", "_libgcc_mutex"]),
    # pyproject.toml of other tools
    ("pyproject.toml", '[tool.flit.metadata]\nrequires = ["torch"]\n[tool.flit.metadata.requires-extra]\nx = ["jax"]\n', ["torch", "jax"]),
    ("pyproject.toml", '[tool.rye]\ndev-dependencies = ["torch"]\n[tool.hatch.build.targets.wheel.hooks.mypyc]\ndependencies = ["mypy"]\n', ["torch", "mypy"]),
    ("pyproject.toml", '[tool.conda-lock.dependencies]\nnumpy = ">=1"\nflax = {version = "*", source = "pypi"}\n', ["numpy", "flax"]),
    ("pyproject.toml", '[project]\nname = "x"\ndependencies = ["black @ {root:uri}/../black"]\n', ["black"]),
    ("Pipfile", '[packages]\n"requests[security]" = "*"\n', ["requests"]),
    ("environment.yml", "dependencies:\n- numpy\n- sel(linux): scipy\n- sel(win): [h5py]\n", ["numpy", "scipy", "h5py"]),
    # bills
    ("x.json", json.dumps({"spdxVersion": "SPDX-2.2", "SPDXID": "D", "documentDescribes": ["a", "b"], "packages": [{"name": n, "SPDXID": n, "externalRefs": [{"referenceType": "http://spdx.org/rdf/references/purl", "referenceLocator": PURL.format(n)}]} for n in ("a", "b")]}), ["a", "b"]),
    ("x.json", json.dumps({"spdxVersion": "SPDX-2.3", "documentDescribes": ["r"], "packages": [{"name": "ours", "SPDXID": "r"}, {"name": "pip:torch", "SPDXID": "t"}], "relationships": []}), ["torch"]),
    ("x.xml", f'<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component bom-ref="a"><name>torch</name><purl>{PURL.format("torch")}</purl><pedigree><ancestors><component><name>older</name><purl>{PURL.format("older")}</purl><externalReferences><reference type="vcs"><url>https://github.com/lab/older</url></reference></externalReferences></component></ancestors></pedigree></component></components></bom>', ["torch"]),
]  # fmt: skip
SPDX3 = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {"type": "SpdxDocument", "spdxId": "urn:doc", "rootElement": ["urn:bom"]},
        {"type": "software_Sbom", "spdxId": "urn:bom", "rootElement": ["urn:ours"]},
        {"type": "software_Package", "spdxId": "urn:ours", "name": "ours"},
        {
            "type": "software_Package",
            "spdxId": "urn:torch",
            "name": "torch",
            "software_packageVersion": "2.4",
            "software_packageUrl": "pkg:pypi/torch@2.4",
        },
        {
            "type": "software_Package",
            "spdxId": "urn:numpy",
            "name": "numpy",
            "externalIdentifier": [
                {"type": "ExternalIdentifier", "externalIdentifierType": "packageUrl", "identifier": "pkg:pypi/numpy@2"}
            ],
        },
        {"type": "software_Package", "spdxId": "urn:c", "name": "zlib"},
        {"type": "Relationship", "relationshipType": "dependsOn", "from": "urn:ours", "to": ["urn:torch"]},
        {"type": "Relationship", "relationshipType": "dependsOn", "from": "urn:torch", "to": ["urn:numpy"]},
    ],
}  # fmt: skip


def listing(folder: Path, name: str, text: str) -> Listing:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read(path)


@pytest.mark.parametrize(("name", "text", "expected"), CASES)
def test_what_real_files_hold_is_read(name: str, text: str, expected: list[str], tmp_path: Path) -> None:
    found = listing(tmp_path, name, text)
    assert [w.name for w in found.packages] == expected
    assert not found.faults


def test_spdx_3_is_a_graph_with_chains_and_what_is_none_of_ours_is_counted(tmp_path: Path) -> None:
    found = listing(tmp_path, "x.spdx.json", json.dumps(SPDX3))
    assert found.kind == "SPDX JSON"
    assert [(w.name, w.direct, w.via) for w in found.packages] == [
        ("torch", True, ()),
        ("numpy", False, ("torch",)),
    ]
    assert found.packages[0].line is not None
    assert dict(found.skipped) == {"without a package URL": 1}


def test_a_bill_in_utf_16_that_says_so_is_read(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/1.2"><components>'
    text += f"<component><name>t</name><purl>{PURL.format('torch')}</purl></component></components></bom>"
    (tmp_path / "bom.xml").write_bytes(text.encode("utf-16"))
    assert [w.name for w in read(tmp_path / "bom.xml").packages] == ["torch"]


def test_two_ecosystems_may_use_one_name(tmp_path: Path) -> None:
    vcs = [{"type": "vcs", "url": "https://github.com/lab/node-redis"}]
    parts = [
        {"name": "redis", "purl": "pkg:npm/redis@4", "externalReferences": vcs},
        {"name": "redis", "purl": "pkg:pypi/redis@5"},
        {"name": "core", "purl": "pkg:npm/%40babel/core@7", "externalReferences": vcs},
    ]
    bill = listing(tmp_path, "x.cdx.json", json.dumps({"bomFormat": "CycloneDX", "components": parts}))
    lock = listing(tmp_path, "environment.yml", "dependencies: [redis]\n")
    found = together([bill, lock])
    assert [(w.name, w.ecosystem, w.address is None) for w in found] == [
        ("redis", "npm", False),
        ("redis", "pypi", True),
        ("@babel/core", "npm", False),
        ("redis", "conda", True),
    ]


def test_one_source_here_and_another_there_is_known_by_none(tmp_path: Path) -> None:
    one = listing(tmp_path, "requirements.txt", "x @ git+https://github.com/lab/x\n")
    other = listing(
        tmp_path, "pyproject.toml", '[project]\ndependencies = ["x @ git+https://git.example/x"]\n'
    )
    (mapped,) = find(together([one, other]), refused("asked"))
    assert (mapped.repository, mapped.how) == (None, "several sources are stated for it: not judged")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("setup.py", "def configuration():\n    return 1\n", "no call of setup()"),
        ("setup.py", "from setuptools import setup\nsetup(install_requires=open('r').read())\n", "not known"),
        ("requirements.txt", "torch\n--requirements more.txt\n", "does not know"),
        ("pixi.lock", "packages:\n- conda_source: ours[4f] @ .\n", "this workspace"),
        ("environment.yml", "includes: [base.yml]\ndependencies: [numpy]\n", "not read"),
        ("x.json", '{"spdxVersion": "SPDX-2.3", "documentDescribes": ["r"], "packages": [{"name": "ours", "SPDXID": "r"}]}', "the project itself"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_told(name: str, text: str, told: str, tmp_path: Path) -> None:
    assert told in " ".join(map(str, listing(tmp_path, name, text).passed))


@pytest.mark.parametrize(
    "text",
    [
        "torch\nhttps://github.com/a/b and more\n",
        "torch\npython3 -m pip install numpy\n",
        "torch\n./a path\n",
    ],
)
def test_a_line_of_prose_is_no_package(text: str, tmp_path: Path) -> None:
    found = listing(tmp_path, "requirements.txt", text)
    assert [w.name for w in found.packages] == ["torch"]
    assert len(found.faults) == 1
