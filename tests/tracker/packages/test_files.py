"""Files that name packages: each format as its tool writes it, and files that mean harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.packages import BadFile, Wanted, read

REQUIREMENTS = """\
# what we stand on
torch>=2.1,<3 ; python_version > "3.8"  # comment
Scikit_Learn [extra] == 1.5.0 \\
    --hash=sha256:aaaa \\
    --hash=sha256:bbbb
-r more.txt
-c constraints.txt
--extra-index-url https://example.invalid/simple
jax @ git+https://github.com/jax-ml/jax@main
-e git+https://github.com/keras-team/keras.git@v3#egg=Keras
./wheels/local.whl
"""
PYPROJECT = """\
[project]
name = "x"
dependencies = ["torch>=2", "numpy"]
[project.optional-dependencies]
gpu = ["jax[cuda]"]
[dependency-groups]
test = ["pytest", {include-group = "more"}]
more = ["hypothesis"]
[tool.poetry.dependencies]
python = "^3.11"
keras = "^3"
flax = {git = "https://github.com/google/flax.git"}
[tool.poetry.group.docs.dependencies]
sphinx = "*"
"""
UV_LOCK = """\
version = 1
[[package]]
name = "ours"
source = { editable = "." }
[[package]]
name = "torch"
source = { registry = "somewhere" }
[[package]]
name = "jax"
source = { git = "https://github.com/jax-ml/jax?rev=main#abc" }
"""
CONDA = """\
name: x
channels: [conda-forge]
dependencies:
  - python=3.11
  - pytorch::pytorch>=2
  - conda-forge::numpy =1.26
  - pip
  - pip:
      - keras==3.0
      - -e git+https://github.com/jax-ml/jax
"""
BOM = {
    "bomFormat": "CycloneDX",
    "components": [
        {"type": "library", "name": "torch", "purl": "pkg:pypi/torch@2.1?a=b"},
        {"type": "library", "name": "left-pad", "purl": "pkg:npm/left-pad@1"},
        {
            "type": "library",
            "purl": "pkg:pypi/My_Lib@1",
            "externalReferences": [{"type": "vcs", "url": "https://github.com/me/lib"}],
            "components": [{"purl": "pkg:github/keras-team/keras@v3"}],
        },
        {"type": "file", "name": "x"},
    ],
}


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def names(found: list[Wanted]) -> list[str]:
    return [w.name for w in found]


def test_requirements_with_everything_pip_allows(tmp_path: Path) -> None:
    written(tmp_path, "more.txt", "numpy\n-r requirements.txt\n")
    found = read(written(tmp_path, "requirements.txt", REQUIREMENTS))
    assert names(found) == ["torch", "scikit-learn", "numpy", "jax", "keras", "./wheels/local.whl"]
    assert found[3].address == "git+https://github.com/jax-ml/jax@main"


def test_a_pyproject_with_extras_groups_and_poetrys_tables(tmp_path: Path) -> None:
    found = read(written(tmp_path, "pyproject.toml", PYPROJECT))
    assert names(found) == ["torch", "numpy", "jax", "pytest", "hypothesis", "keras", "flax", "sphinx"]
    assert found[6].address == "https://github.com/google/flax.git"


@pytest.mark.parametrize("name", ["uv.lock", "poetry.lock"])
def test_a_lock_file_but_not_the_project_itself(name: str, tmp_path: Path) -> None:
    assert names(read(written(tmp_path, name, UV_LOCK))) == ["torch", "jax"]


def test_a_conda_environment_with_pips_part(tmp_path: Path) -> None:
    assert names(read(written(tmp_path, "environment.yml", CONDA)))[:3] == ["torch", "numpy", "keras"]


def test_a_bill_of_materials_with_components_within_components(tmp_path: Path) -> None:
    found = read(written(tmp_path, "app.cdx.json", json.dumps(BOM)))
    assert [(w.name, w.address) for w in found] == [
        ("torch", None),
        ("my-lib", "https://github.com/me/lib"),
        ("keras-team/keras", "https://github.com/keras-team/keras"),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requirements.txt", "torch\n!!!\n"),
        ("requirements.txt", "-r nowhere.txt"),
        ("requirements.txt", "-r https://example.invalid/list.txt"),
        ("requirements.txt", "a\0b"),
        ("pyproject.toml", "[project"),
        ("pyproject.toml", "project = 3"),
        ("pyproject.toml", "[project]\ndependencies = 'torch'"),
        ("pyproject.toml", "[project]\ndependencies = [[1]]"),
        ("pyproject.toml", f"a = {'[' * 5000}"),
        ("uv.lock", "[[package]]\nversion = '1'"),
        ("poetry.lock", "package = 1"),
        ("environment.yml", "dependencies: {a: b}"),
        ("environment.yml", "a: [b"),
        ("environment.yml", "!!python/object/apply:os.system ['true']"),
        ("environment.yml", "[" * 5000),
        ("x.cdx.json", "{"),
        ("x.cdx.json", "[" * 100_000),
        ("x.cdx.json", '{"bomFormat": "SPDX"}'),
        ("x.cdx.json", '{"bomFormat": "CycloneDX", "components": 3}'),
        ("Pipfile", "torch"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_in_one_line(name: str, text: str, tmp_path: Path) -> None:
    with pytest.raises(BadFile) as caught:
        read(written(tmp_path, name, text))
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400 + len(str(tmp_path))


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "requirements.txt").open("wb") as file:
        file.truncate(1 << 40)  # a hole: it takes no room on the disk
    with pytest.raises(BadFile, match="larger than"):
        read(tmp_path / "requirements.txt")


def test_ten_thousand_files_that_include_one_another_end(tmp_path: Path) -> None:
    for n in range(150):
        written(tmp_path, f"r{n}.txt", f"-r r{n + 1}.txt\n")
    with pytest.raises(BadFile, match="include one another"):
        read(tmp_path / "r0.txt")


def test_a_circle_of_includes_is_walked_once(tmp_path: Path) -> None:
    written(tmp_path, "b.txt", "numpy\n-r a.txt\n")
    assert names(read(written(tmp_path, "a.txt", "torch\n-r b.txt\n-r a.txt\n"))) == ["torch", "numpy"]


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").mkdir()
    with pytest.raises(BadFile, match="no such file"):
        read(tmp_path / "uv.lock")


FILES = ["requirements.txt", "pyproject.toml", "uv.lock", "poetry.lock", "environment.yml", "x.cdx.json"]


BYTES = st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore"))


def told(path: Path) -> str:
    """What is said of a file: the names in it, or the line that says why it cannot be read."""
    try:
        return " ".join(names(read(path)))
    except BadFile as error:
        return str(error)


@given(st.sampled_from(FILES), BYTES)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_bytes_are_it_is_packages_or_a_line(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert len(told(tmp_path / name).splitlines()) <= 1
