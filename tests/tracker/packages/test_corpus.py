"""Two hundred files of all kinds, whole, cut and hostile: packages or one line, never a traceback."""

# ruff: noqa: E501 - the corpus is written as files are
from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.tracker.packages import test_files
from tracker.packages import UnreadableFile, read

SPDX = {
    "spdxVersion": "SPDX-2.3",
    "packages": [
        {
            "name": "torch",
            "SPDXID": "a",
            "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:pypi/torch@2"}],
        }
    ],
    "relationships": [{"spdxElementId": "root", "relatedSpdxElement": "a", "relationshipType": "DEPENDS_ON"}],
}
XML = """<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component type="library" bom-ref="a">
<name>torch</name><purl>pkg:pypi/torch@2</purl></component></components></bom>"""
WHOLE: dict[str, str] = {
    "requirements.txt": test_files.REQUIREMENTS,
    "pyproject.toml": test_files.PYPROJECT,
    "uv.lock": test_files.UV_LOCK,
    "poetry.lock": '[[package]]\nname = "torch"\nversion = "2"\n[package.dependencies]\nnumpy = ">=1"\n',
    "pdm.lock": '[metadata]\nlock_version = "4.5"\n[[package]]\nname = "torch"\ndependencies = ["numpy>=1"]\n',
    "pylock.toml": 'lock-version = "1.0"\n[[packages]]\nname = "torch"\nindex = "https://pypi.org/simple"\n',
    "Pipfile": '[[source]]\nname = "pypi"\nurl = "https://pypi.org/simple"\n[packages]\ntorch = "*"\n',
    "Pipfile.lock": json.dumps({"_meta": {}, "default": {"torch": {"version": "==2"}}, "develop": {}}),
    "environment.yml": test_files.CONDA,
    "conda-lock.yml": "package:\n- name: pytorch\n  manager: conda\n  version: '2'\n  dependencies: {numpy: '*'}\n",
    "pixi.toml": '[workspace]\nchannels = ["x"]\n[dependencies]\npytorch = "*"\n[pypi-dependencies]\njax = "*"\n',
    "pixi.lock": "version: 6\npackages:\n- conda: https://x/noarch/pytorch-2.1-py_0.conda\n- pypi: https://files.pythonhosted.org/t.whl\n  name: torch\n",
    "setup.cfg": "[metadata]\nname = x\n[options]\ninstall_requires =\n    torch>=2\n    numpy ; os_name == 'nt'\n",
    "setup.py": "from setuptools import setup\nDEPS = ['torch']\nsetup(install_requires=DEPS + more())\nsetup(install_requires=['jax'])\n",
    "app.cdx.json": json.dumps(test_files.BOM),
    "bom.xml": XML,
    "app.spdx.json": json.dumps(SPDX),
    "github.json": json.dumps({"sbom": SPDX}),
}
HOSTILE = [
    "\0",
    "\ufeff",
    "[" * 40,
    "{" * 40,
    "&a [*a]",
    "<!DOCTYPE x>",
    "-r /etc/passwd",
    "\\\\\\",
    "'''",
    "\x1b[31m",
    "%s%n",
    "../" * 30,
    "é" * 50,
]


def corpus(folder: Path) -> list[Path]:
    """Each kind whole, and twelve times spoilt in ways that a seed decides."""
    chance, made = random.Random(14), []
    for name, text in WHOLE.items():
        for number in range(12):
            spoilt, at = text, chance.randrange(max(len(text), 1))
            if number in (1, 2, 3):
                spoilt = text[:at]
            elif number > 3:
                spoilt = text[:at] + chance.choice(HOSTILE) + text[at + chance.randrange(3) :]
            path = folder / str(number) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(
                spoilt.encode(("utf-8", "utf-16", "latin-1")[number % 3 if number > 8 else 0], "replace")
            )
            made.append(path)
    return made


def test_the_corpus_is_read_without_a_traceback(tmp_path: Path) -> None:
    paths = corpus(tmp_path)
    assert len(paths) >= 200
    for path in paths:
        told = said_of(path)
        assert "\n" not in told
        assert len(told) < 600 + len(str(path))
        assert "daemon" not in told  # a word of every /etc/passwd


def said_of(path: Path) -> str:
    """What a user reads of a file: why it cannot be read, or what of it was passed over."""
    try:
        return " ".join(map(str, read(path).passed[:2]))
    except UnreadableFile as error:
        return str(error)


@pytest.mark.parametrize("name", WHOLE)
def test_every_kind_names_its_packages_with_their_lines(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(WHOLE[name], encoding="utf-8")
    found = {w.name: w for w in read(path).packages}
    expected = "jax" if name == "setup.py" else "torch"
    assert expected in found
    assert found[expected].line is not None


def test_a_long_chain_is_told_in_part(tmp_path: Path) -> None:
    rows = (f'[[package]]\nname = "p{n}"\ndependencies = [{{ name = "p{n + 1}" }}]\n' for n in range(3000))
    path = tmp_path / "uv.lock"
    path.write_text("\n".join(rows), encoding="utf-8")
    found = read(path).packages
    assert len(found) == 3000
    assert max(len(w.via) for w in found) == 50
