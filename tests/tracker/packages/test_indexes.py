"""Names of private packages do not leave the machine: an index of one's own is told from the public one."""

# ruff: noqa: E501 - files are written as they are

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.packages import read
from tracker.packages.mapping import Mapped, find

OWN = "https://u:hunter2@pip.example/simple"
FILES = [
    ("requirements.txt", f"--index-url {OWN}\nrare-thing\n"),
    ("requirements.txt", f"--pre --index-url={OWN} --trusted-host pip.example\nrare-thing\n"),
    ("requirements.txt", f"--extra-index-url {OWN}\nrare-thing\n"),
    ("requirements.txt", f"--extra-index {OWN}\nrare-thing\n"),
    ("requirements.txt", "--no-index\n-f ./wheels\nrare-thing\n"),
    ("requirements.txt", "-f ./wheels\nrare-thing\n"),
    ("requirements.txt", f"rare-thing\n-i https://pypi.org/simple --extra-index-url {OWN}\n"),
    ("environment.yml", f"dependencies:\n- pip:\n  - --index-url {OWN}\n  - rare-thing\n"),
    ("environment.yml", f"dependencies:\n- pip:\n  - rare-thing\n  - --extra-index-url {OWN}\n"),
    ("Pipfile", f'[[source]]\nname = "own"\nurl = "{OWN}"\n[packages]\nrare-thing = "*"\n'),
    (
        "Pipfile",
        '[[source]]\nname = "pypi"\nurl = "https://pypi.org/simple"\n'
        f'[[source]]\nname = "own"\nurl = "{OWN}"\n[packages]\nrare-thing = "*"\n',
    ),
    ("Pipfile.lock", f'{{"_meta": {{"sources": [{{"name": "o", "url": "{OWN}"}}]}}, "default": {{"rare-thing": {{}}}}}}'),
    ("pyproject.toml", f'[project]\ndependencies = ["rare-thing"]\n[[tool.uv.index]]\nurl = "{OWN}"\n'),
    ("pyproject.toml", f'[project]\ndependencies = ["rare-thing"]\n[tool.uv]\nindex-url = "{OWN}"\n'),
    ("pyproject.toml", f'[project]\ndependencies = ["rare-thing"]\n[tool.uv]\nextra-index-url = ["{OWN}"]\n'),
    ("pyproject.toml", f'[project]\ndependencies = ["rare-thing"]\n[[tool.pdm.source]]\nname = "pypi"\nurl = "{OWN}"\n'),
    (
        "pyproject.toml",
        f'[tool.poetry.dependencies]\nrare-thing = "*"\n[[tool.poetry.source]]\nname = "o"\nurl = "{OWN}"\n',
    ),
    ("pixi.toml", f'[pypi-dependencies]\nrare-thing = "*"\n[pypi-options]\nextra-index-urls = ["{OWN}"]\n'),
    ("pylock.toml", '[[packages]]\nname = "rare-thing"\nwheels = [{url = "https://pip.example/rare_thing-1-py3-none-any.whl"}]\n'),
    ("x.cdx.json", '{"bomFormat": "CycloneDX", "components": [{"name": "r", "purl": "pkg:pypi/rare-thing?repository_url=https://pip.example"}]}'),
]  # fmt: skip
PUBLIC = [
    "-i https://pypi.org/simple\n",
    "--index-url https://pypi.tuna.tsinghua.edu.cn/simple\n",
    "-i https://mirrors.aliyun.com/pypi/simple/\n",
    "--extra-index-url https://download.pytorch.org/whl/cu118\n",
    "--extra-index-url=https://pypi.org/simple/\n",
    "-f https://data.pyg.org/whl/torch-2.1.0+cu121.html\n",
]


class Asked(list[str]):
    """In the place of an index: who was asked for."""

    def __call__(self, name: str) -> Mapped:
        self.append(name)
        return Mapped(name, None, "asked")


@pytest.mark.parametrize(("name", "text"), FILES)
def test_a_package_that_may_be_private_is_not_asked_for_elsewhere(
    name: str, text: str, tmp_path: Path
) -> None:
    path, asked = tmp_path / name, Asked()
    path.write_text(text, encoding="utf-8")
    found = find(read(path).packages, asked)
    assert [m.package for m in found] == ["rare-thing"]
    assert asked == []
    assert "not asked elsewhere" in found[0].how
    assert "hunter2" not in str(read(path)) + str(found)


@pytest.mark.parametrize("options", PUBLIC)
def test_the_public_index_its_mirrors_and_pages_of_builds_are_no_index_of_ones_own(
    options: str, tmp_path: Path
) -> None:
    path, asked = tmp_path / "requirements.txt", Asked()
    path.write_text(options + "rare-thing\n", encoding="utf-8")
    find(read(path).packages, asked)
    assert asked == ["rare-thing"]


def test_what_is_well_known_is_known_beside_an_index_of_ones_own_but_not_within_it(tmp_path: Path) -> None:
    path, asked = tmp_path / "requirements.txt", Asked()
    path.write_text(f"--extra-index-url {OWN}\ntorch\n", encoding="utf-8")
    assert find(read(path).packages, asked)[0].repository == "pytorch/pytorch"
    path.write_text(f"--index-url {OWN}\ntorch\n", encoding="utf-8")
    assert find(read(path).packages, asked)[0].repository is None
    assert asked == []


def asked_of_uv(folder: Path, source: str, rank: str) -> list[str]:
    """Which of two packages the public index is asked for: `one` has a source, the index of one's own a rank."""
    path, asked = folder / "pyproject.toml", Asked()
    path.write_text(
        f'[project]\ndependencies = ["one", "two"]\n[tool.uv.sources]\none = {{index = "{source}"}}\n'
        f'[[tool.uv.index]]\nname = "own"\nurl = "{OWN}"\n{rank} = true\n',
        encoding="utf-8",
    )
    find(read(path).packages, asked)
    return list(asked)


def test_a_source_named_as_the_public_index_is_it_whatever_else_the_file_names(tmp_path: Path) -> None:
    assert asked_of_uv(tmp_path, "pypi", "default") == ["one"]


def test_an_index_that_only_some_packages_name_is_not_everybodys(tmp_path: Path) -> None:
    assert asked_of_uv(tmp_path, "own", "explicit") == ["two"]
