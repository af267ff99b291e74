"""A requirement that states a source is answered by that source alone, and nobody's password is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tracker.packages import read
from tracker.packages.mapping import Mapped, find, refused

VCS = """\
git+https://github.com/lab/alpha.git@release/2.x#egg=alpha
git+https://github.com/lab/alpha2@fix/some-thing
beta @ git+https://github.com/lab/beta@feature/new-loader
git+https://${READ_TOKEN}@github.com/lab/gamma.git@v1#egg=gamma
git+https://oauth2:hunter2@github.com/lab/delta.git
git+ssh://git@github.com:22/lab/epsilon.git
-e git+https://github.com/lab/eta.git@main#egg=eta&subdirectory=python
theta @ https://github.com/lab/theta/archive/refs/heads/main.zip
https://codeload.github.com/lab/iota/zip/refs/heads/main
s443 @ git+ssh://git@ssh.github.com:443/lab/s443.git
git+git@github.com:lab/kappa.git
"""
ELSEWHERE = """\
-e git+https://git.example.internal/ml/clip.git@main#egg=clip
torch @ git+https://gitlab.com/lab/torch.git
keras @ file:///srv/wheels/keras-1.0-py3-none-any.whl
numpy @ https://user:hunter2@example.invalid/numpy-1.0-py3-none-any.whl
jax @ git+https://github.com@evil.invalid/google/jax
flax @ git+https://evil.invalid/github.com/google/flax
pandas @ https://github.com/orgs/pandas/repositories
./scipy
"""


def mapped(folder: Path, name: str, text: str) -> list[Mapped]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return find(read(path).packages, refused("asked"))


def test_an_address_on_github_is_parsed_whatever_it_carries(tmp_path: Path) -> None:
    found = mapped(tmp_path, "requirements.txt", VCS)
    expected = [
        "alpha",
        "alpha2",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "eta",
        "theta",
        "iota",
        "s443",
        "kappa",
    ]
    assert [m.repository for m in found] == [f"lab/{name}" for name in expected]
    assert "hunter2" not in str(found)
    assert "READ_TOKEN" not in str(found)


def test_a_source_elsewhere_is_not_judged_by_a_namesake_and_its_name_is_not_asked_for(tmp_path: Path) -> None:
    found = mapped(tmp_path, "requirements.txt", ELSEWHERE)
    assert len(found) == 8
    assert {m.repository for m in found} == {None}
    assert all("not judged" in m.how for m in found)
    assert "hunter2" not in str(found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", '[project]\ndependencies = ["torch"]\n[tool.uv.sources]\ntorch = {path = "../t"}'),
        ("pyproject.toml", '[tool.poetry.dependencies]\ntorch = {git = "https://git.example/t.git"}'),
        ("uv.lock", '[[package]]\nname = "torch"\nsource = {registry = "https://pip.example/simple"}'),
        ("pdm.lock", '[[package]]\nname = "torch"\ngit = "https://git.example/t.git"'),
        ("pylock.toml", '[[packages]]\nname = "torch"\nvcs = {type = "git", url = "https://git.example/t"}'),
        ("Pipfile", '[packages]\ntorch = {file = "https://example.invalid/torch.whl"}'),
        ("Pipfile.lock", '{"_meta": {}, "default": {"torch": {"git": "https://git.example/t.git"}}}'),
    ],
)
def test_every_kind_of_file_can_state_a_source(name: str, text: str, tmp_path: Path) -> None:
    found = mapped(tmp_path, name, text)
    assert [(m.package, m.repository) for m in found] == [("torch", None)]


def test_a_source_in_ones_own_index_is_not_asked_for_at_the_public_one(tmp_path: Path) -> None:
    found = mapped(
        tmp_path, "requirements.txt", "--index-url https://u:hunter2@pip.example/simple\nsecret-thing\n"
    )
    assert "index of its own (pip.example)" in found[0].how
    assert "hunter2" not in str(found)


def test_condas_names_are_not_the_indexs(tmp_path: Path) -> None:
    specs = ("conda-forge/label/dev::pytorch=2.1=*cuda*", "readline=8.2", "tk", "_libgcc_mutex=0.1=main")
    text = "dependencies:\n" + "".join(f"  - {spec}\n" for spec in specs)
    found = mapped(tmp_path, "environment-capital.yml", text)
    assert [(m.package, m.repository) for m in found][:2] == [
        ("torch", "pytorch/pytorch"),
        ("readline", None),
    ]
    assert all("conda" in m.how for m in found[1:])


def test_a_bill_is_read_by_its_package_urls_and_what_is_passed_over_is_counted(tmp_path: Path) -> None:
    entries = [
        {"name": "Keras", "purl": "pkg:PyPI/Keras@3.0.0?vcs_url=git"},
        {"name": "alpha", "purl": "pkg:github/lab/alpha@main"},
        {"name": "nothing", "externalReferences": [{"type": "vcs", "url": "https://github.com/lab/nothing"}]},
        {"name": "left-pad", "purl": "pkg:npm/left-pad@1"},
    ]
    path = tmp_path / "any.json"
    path.write_text(json.dumps({"bomFormat": "CycloneDX", "components": entries}), encoding="utf-8")
    listing = read(path)
    found = [m.repository for m in find(listing.packages, refused("asked"))]
    assert found == ["keras-team/keras", "lab/alpha", "lab/nothing"]
    assert dict(listing.skipped) == {"npm": 1}


def test_a_lock_file_tells_by_whom_a_package_came(tmp_path: Path) -> None:
    text = """\
[[package]]
name = "ours"
source = { editable = "." }
dependencies = [{ name = "flax" }]
[[package]]
name = "flax"
dependencies = [{ name = "jax" }]
[[package]]
name = "jax"
dependencies = [{ name = "numpy" }]
[[package]]
name = "numpy"
"""
    (tmp_path / "uv.lock").write_text(text, encoding="utf-8")
    found = {w.name: (w.direct, w.via, w.line) for w in read(tmp_path / "uv.lock").packages}
    assert found == {
        "flax": (True, (), 6),
        "jax": (False, ("flax",), 9),
        "numpy": (False, ("flax", "jax"), 12),
    }
