"""`from tracker import open_history`: light to import, and frames for notebooks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import tracker
from tests.dashboards import sample
from tracker.series import UnknownRepository
from tracker.store.session import StoreError, connect, sqlite_url, upgrade


@pytest.mark.slow
def test_a_notebook_gets_frames_from_a_file_or_a_url(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    engine = connect(sqlite_url(path))
    upgrade(engine)
    sample.fill(engine)
    engine.dispose()
    for database in (path, str(path), sqlite_url(path)):
        history = tracker.open_history(database)
        frame = history.frame("stars", [history.find("theano"), history.find("jax")], every="month")
        assert isinstance(frame, pd.DataFrame)
        assert list(frame.columns) == ["Theano/Theano", "google/jax"]
        assert isinstance(frame.index, pd.DatetimeIndex)
        history.store.engine.dispose()


@pytest.mark.slow
def test_repositories_are_named_as_people_name_them(tmp_path: Path) -> None:
    engine = connect(sqlite_url(tmp_path / "world.db"))
    upgrade(engine)
    sample.fill(engine)
    history = sample.history(engine)
    both = [history.find("theano"), history.find("jax")]
    wanted = history.frame("stars", both)
    pd.testing.assert_frame_equal(history.frame("stars", ["theano", both[1]]), wanted)
    pd.testing.assert_frame_equal(history.labels("stars", ["theano", "jax"]), history.labels("stars", both))
    pd.testing.assert_frame_equal(history.sources("stars", "theano"), history.sources("stars", both[:1]))
    assert list(history.frame("stars", "theano").columns) == ["Theano/Theano"]
    assert list(history.frame("stars").columns) == [r.full_name for r in history.tracked()]
    with pytest.raises(UnknownRepository, match="close are"):
        history.frame("stars", ["theanoo/theano"])
    engine.dispose()


def test_where_there_is_nothing_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="tracker demo"):
        tracker.open_history(tmp_path / "none.db")


def test_importing_the_package_imports_nothing_heavy() -> None:
    program = (
        "import sys, tracker; tracker.open_history; tracker.__version__\n"
        "heavy = {'pandas', 'numpy', 'sqlalchemy', 'pyarrow', 'fastapi'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_there_is_nothing_else_in_it() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = tracker.nothing  # type: ignore[attr-defined]
