"""The wheel: built, installed into an empty venv, and used from a folder that is not the project's."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.component
ROOT = Path(__file__).parent.parent
UV = Path(sys.prefix) / "bin" / "uv"


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A program's words; fails with its error when it does."""
    alone = {k: v for k, v in os.environ.items() if not k.startswith(("TRACKER_", "PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=alone | environment,
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(UV, "build", "--wheel", "--quiet", "--out-dir", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a venv with the wheel and what it depends on: no extra, nothing of the checkout."""
    folder = tmp_path_factory.mktemp("venv") / "venv"
    run(UV, "venv", "--quiet", "--python", sys.executable, folder, cwd=folder.parent)
    pins = ROOT / "requirements" / "run.txt"
    python = folder / "bin" / "python"
    run(UV, "pip", "install", "--quiet", "--python", python, "-c", pins, wheel, cwd=folder.parent)
    return folder / "bin"


def test_the_wheel_holds_everything_of_its_three_packages_and_nothing_else(wheel: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "tracker", "jobs", "dashboards", "alembic"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    wanted = {
        name.replace("alembic/", "tracker/migrations/", 1) if name.startswith("alembic/") else name
        for name in tracked
        if name and (ROOT / name).exists()
    }
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert wanted - held == set()
    assert {name.split("/")[0] for name in held} == {"tracker", "jobs", "dashboards"}


def test_an_installed_wheel_migrates_a_database_from_anywhere(installed: Path, tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    first = run(installed / "tracker", "db", "upgrade", cwd=tmp_path, TRACKER_HOME=home, HOME=home)
    assert "was: empty" in first.stderr
    run(installed / "tracker", "db", "check", cwd=tmp_path, TRACKER_HOME=home, HOME=home)
    run(installed / "tracker", "db", "check-migrations", cwd=tmp_path, TRACKER_HOME=home, HOME=home)
    assert (Path(home) / "tracker.db").exists()


def test_an_installed_wheel_follows_what_the_catalog_knows(installed: Path, tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    added = run(
        installed / "tracker", "watch", "add", "Theano/Theano", cwd=tmp_path, TRACKER_HOME=home, HOME=home
    )
    assert added.stdout + added.stderr != ""
    listed = run(installed / "tracker", "watch", "list", "--json", cwd=tmp_path, TRACKER_HOME=home, HOME=home)
    assert "Theano/Theano" in listed.stdout


def test_what_is_installed_is_the_wheel_and_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "python", "-c", "import tracker, jobs, dashboards; print(tracker.__path__[0])",
                cwd=tmp_path)  # fmt: skip
    assert str(installed.parent) in where.stdout


def test_a_plain_installation_is_below_300_megabytes_and_lacks_no_module_of_its_own(installed: Path) -> None:
    packages = next((installed.parent / "lib").glob("python*/site-packages"))
    files = (path for path in packages.rglob("*") if path.suffix != ".pyc")
    assert sum(path.lstat().st_size for path in files) < 300e6
    assert not (packages / "pyarrow").exists()
    run(installed / "tracker", "export", "--help", cwd=installed)
