"""Files that name packages: each format as its tool writes it, and files that mean harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.packages import Dependency, Listing, UnreadableFile
from tracker.packages import read as read_listing

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


def read(path: Path) -> list[Dependency]:
    return read_listing(path).packages


def told_by(listing: Listing) -> str:
    return "\n".join(map(str, listing.passed))


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def names(found: list[Dependency]) -> list[str]:
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
    found = read(written(tmp_path, "environment.yml", CONDA))
    assert names(found)[:3] == ["torch", "numpy", "keras"]
    assert found[0].line == 5


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
        ("requirements.txt", "!!!\n"),
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
    with pytest.raises(UnreadableFile) as caught:
        read(written(tmp_path, name, text))
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400 + len(str(tmp_path))


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "requirements.txt").open("wb") as file:
        file.truncate(1 << 40)  # a hole: it takes no room on the disk
    with pytest.raises(UnreadableFile, match="larger than"):
        read(tmp_path / "requirements.txt")


def test_ten_thousand_files_that_include_one_another_end(tmp_path: Path) -> None:
    for n in range(150):
        written(tmp_path, f"r{n}.txt", f"-r r{n + 1}.txt\n")
    with pytest.raises(UnreadableFile, match="include one another"):
        read(tmp_path / "r0.txt")


def test_a_circle_of_includes_is_walked_once(tmp_path: Path) -> None:
    written(tmp_path, "b.txt", "numpy\n-r a.txt\n")
    assert names(read(written(tmp_path, "a.txt", "torch\n-r b.txt\n-r a.txt\n"))) == ["torch", "numpy"]


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").mkdir()
    with pytest.raises(UnreadableFile, match="no such file"):
        read(tmp_path / "uv.lock")


FILES = ["requirements.txt", "pyproject.toml", "uv.lock", "poetry.lock", "environment.yml", "x.cdx.json"]


BYTES = st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore"))


def told(path: Path) -> str:
    """What is said of a file: the names in it, or the line that says why it cannot be read."""
    try:
        return " ".join(names(read(path)))
    except UnreadableFile as error:
        return str(error)


@given(st.sampled_from(FILES), BYTES)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_bytes_are_it_is_packages_or_a_line(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert len(told(tmp_path / name).splitlines()) <= 1


def test_one_unreadable_line_costs_that_line_and_is_named_with_its_number(tmp_path: Path) -> None:
    listing = read_listing(written(tmp_path, "requirements.txt", "torch\n!!! secret\nkeras\n"))
    assert names(listing.packages) == ["torch", "keras"]
    assert f"{tmp_path}/requirements.txt:2: it is no requirement" in told_by(listing)
    assert "secret" not in told_by(listing)


def test_an_include_never_leaves_the_project_and_shows_nothing_of_what_is_outside(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    written(tmp_path, "passwd", "root:x:0:0:everybody\n")
    (project / "link.txt").symlink_to(tmp_path / "passwd")
    text = "torch\n-r ../passwd\n-r link.txt\n-r /etc/passwd\n"
    listing = read_listing(written(project, "requirements.txt", text))
    assert names(listing.packages) == ["torch"]
    assert told_by(listing).count("outside the project's folder") == 3
    assert "everybody" not in told_by(listing)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "latin-1", "utf-32"])
def test_a_file_in_another_encoding_is_read(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_bytes("# für alle\ntorch==2.1\nkeras\n".encode(encoding))
    assert names(read(tmp_path / "requirements.txt")) == ["torch", "keras"]


def test_contents_decide_not_names(tmp_path: Path) -> None:
    assert names(read(written(tmp_path, "deps.txt", UV_LOCK))) == ["torch", "jax"]
    assert names(read(written(tmp_path, "conda.yaml", CONDA)))[:2] == ["torch", "numpy"]
    assert names(read(written(tmp_path, "what", json.dumps(BOM))))[0] == "torch"
    assert names(read(written(tmp_path, "poetry.lock.txt", "torch\n"))) == ["torch"]


def test_a_bomb_of_aliases_stays_small(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    with pytest.raises(UnreadableFile) as caught:
        read(written(tmp_path, "environment.yml", "\n".join([*lines, "dependencies: [*a8]"])))
    assert len(str(caught.value)) < 300 + len(str(tmp_path))


def test_a_bomb_of_entities_is_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    text = f'<?xml version="1.0"?><!DOCTYPE bom [<!ENTITY e0 "x">{entities}]>'
    text += '<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components>&e8;</components></bom>'
    with pytest.raises(UnreadableFile, match="document type or entities"):
        read(written(tmp_path, "bom.xml", text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.xml", '<bom xmlns="http://cyclonedx.org/schema/bom/1.5">' + "<a>" * 9999),
        ("x.yaml", "dependencies: " + "[" * 9999),
        ("x.json", '{"a":' * 99_999),
        ("x.toml", "a = " + "[" * 9999),
    ],
    ids=lambda value: value[:6],
)
def test_depth_is_bounded(name: str, text: str, tmp_path: Path) -> None:
    path = written(tmp_path, name, text)
    with pytest.raises(UnreadableFile):
        read(path)
