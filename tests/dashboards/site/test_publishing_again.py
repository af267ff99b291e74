"""Publishing again costs what changed, and a publish that is killed leaves the old site whole."""

from __future__ import annotations

import json
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboards.site import files as site_data
from dashboards.site import folder
from dashboards.site.folder import ASIDE, MANIFEST, opened
from dashboards.site.publish import publish
from tests.dashboards import sample
from tracker.records import Observation
from tracker.store.session import connect, sqlite_url, upgrade
from tracker.store.store import Store

pytestmark = pytest.mark.slow

LIVES = tuple(life for life in sample.LIVES if life.owner in ("Theano", "chainer"))
Tree = dict[str, bytes]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of two repositories and the site of it."""
    place = tmp_path_factory.mktemp("again")
    engine = connect(sqlite_url(place / "small.db"))
    upgrade(engine)
    sample.fill(engine, LIVES)
    publish(sample.history(engine), place / "site")
    engine.dispose()
    return place


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    """A copy of both to change."""
    shutil.copytree(published, tmp_path / "own")
    return tmp_path / "own" / "site"


@pytest.fixture
def engine(site: Path) -> Engine:
    return connect(sqlite_url(site.parent / "small.db"))


def tree(site: Path) -> Tree:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def test_what_is_made_from_the_same_is_neither_made_nor_written(site: Path, engine: Engine) -> None:
    before = {p: p.stat().st_mtime_ns for p in site.rglob("*.*")}
    done = publish(sample.history(engine), site)
    assert (done.made, done.written) == (2, 0)  # alerts and their table: what is silenced is in no key
    assert {p: p.stat().st_mtime_ns for p in site.rglob("*.*") if p.name != MANIFEST} == {
        p: at for p, at in before.items() if p.name != MANIFEST
    }


def test_another_day_of_one_repository_leaves_the_tables_of_others(
    site: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = sample.history(engine)
    theano, at = history.find("Theano/Theano"), history.today - timedelta(days=3)
    moment = history.store.progress.newest()
    assert theano.github_id is not None
    assert moment is not None
    row = Observation(theano.github_id, "star_arrivals", at, 9999.0, "github-history")
    Store(engine).observations.save([row], moment)
    before, seen = tree(site), []
    real = folder.Folder.put
    monkeypatch.setattr(
        folder.Folder, "put", lambda self, name, *rest: (seen.append(name), real(self, name, *rest))[1]
    )
    done = publish(sample.history(engine), site)
    after = tree(site)
    assert done.written > 0
    assert "data/repositories/Theano/Theano.csv" in seen
    assert "data/repositories/chainer/chainer.csv" not in seen
    assert b",9999," in after["data/repositories/Theano/Theano.csv"]
    assert after["data/repositories/chainer/chainer.csv"] == before["data/repositories/chainer/chainer.csv"]


def test_one_that_is_killed_while_it_makes_files_leaves_the_old_site_whole(
    site: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = site / MANIFEST
    manifest.write_text(manifest.read_text().replace("\t", "\tother"))  # everything is to be made anew
    (site / "index.html").write_text("an old page")
    before = tree(site)
    with monkeypatch.context() as killing:
        killing.setattr(site_data, "series", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        killing.setattr(shutil, "rmtree", lambda *_, **__: None)  # a killed process clears nothing away
        with pytest.raises(KeyboardInterrupt):
            publish(sample.history(engine), site)
    left = tree(site)
    assert any(name.startswith(ASIDE) for name in left)
    own = (ASIDE, MANIFEST)  # lists are no pages
    assert {n: body for n, body in left.items() if not n.startswith(own)} == {
        n: body for n, body in before.items() if n != MANIFEST
    }
    publish(sample.history(engine), site)
    assert not (site / ASIDE).exists()
    assert b"an old page" not in (site / "index.html").read_bytes()


@pytest.mark.parametrize("after", [2, 3, 5])
def test_one_that_is_killed_in_the_exchange_is_made_good_by_the_next(
    after: int, site: Path, engine: Engine, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("index.html", "compare.html", "data.html", "data/status.json"):
        (site / name).write_text("an old page")
    count, real = 0, os.replace

    def replace(have: Path, want: Path) -> None:
        nonlocal count
        count += 1
        if count > after:
            raise KeyboardInterrupt
        real(have, want)

    with monkeypatch.context() as killing:
        killing.setattr(folder.os, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            publish(sample.history(engine), site)
    publish(sample.history(engine), site)
    assert tree(site) == tree(published / "site")


def test_an_empty_beginning_that_was_killed_is_no_strangers_folder(tmp_path: Path) -> None:
    (tmp_path / "new" / ASIDE).mkdir(parents=True)
    with opened(tmp_path / "new") as one:
        one.claim(["a/b.txt"])
        one.put("a/b.txt", "key", b"x")
        one.exchange()
    assert (tmp_path / "new" / "a" / "b.txt").read_bytes() == b"x"


def test_each_repository_has_its_figures_in_a_script_that_is_one_call(published: Path) -> None:
    text = (published / "site" / "data" / "lines" / "Theano" / "Theano.js").read_text()
    assert text.isascii()
    document = json.loads(text.removeprefix("tracker.lines(").removesuffix(");\n"))
    stars = document["metrics"]["stars"]
    assert (document["name"], document["over"]) == ("Theano/Theano", True)
    assert len(stars["x"]) == len(stars["y"]) == sum(many for _, many in stars["labels"]) > 100
    assert "Theano" in stars["row"]
