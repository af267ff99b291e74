"""The door: help is quick and imports nothing heavy; errors leave as one line with a designed code."""

from __future__ import annotations

import importlib
import keyword
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.tracker.commands.shell import Shell
from tracker.commands import COMMANDS
from tracker.commands.shared import error_boundary

HEAVY = (
    "pandas",
    "numpy",
    "sqlalchemy",
    "fastapi",
    "plotly",
    "httpx",
    "apscheduler",
    "pyarrow",
    "graphql",
    "rich",
)


def test_help_names_every_command_and_imports_nothing_heavy() -> None:
    code = (
        "import sys; from tracker.__main__ import main; sys.argv = ['tracker', '--help']\n"
        "try: main()\n"
        "finally: print('LOADED', *sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stderr.split("LOADED")[1].split())
    assert not loaded & set(HEAVY)
    assert not {
        m for m in loaded if m.startswith(("jobs", "dashboards", "tracker.store", "tracker.commands.demo"))
    }
    for name in COMMANDS:
        assert f"\n  {name} " in ran.stdout


@pytest.mark.slow
def test_serving_pages_reads_neither_pandas_nor_pyarrow_nor_the_phrases_of_notices() -> None:
    code = "import sys, dashboards.http.app; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert not loaded & {"pandas", "pyarrow", "plotly", "httpx", "tracker.signals.phrases"}


def module_of(name: str) -> str:
    """A command named after a keyword lives in a file with an underscore."""
    return f"{name}_" if keyword.iskeyword(name) else name


def test_the_folder_of_commands_and_their_list_are_the_same() -> None:
    folder = Path(__file__).parents[3] / "tracker" / "commands"
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert files == {module_of(name) for name in COMMANDS}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, shell: Shell) -> None:
    answer = shell(name, "--help")
    assert answer.code == 0
    assert answer.out.startswith(f"Usage: tracker {name}")
    assert isinstance(importlib.import_module(f"tracker.commands.{module_of(name)}").command, click.Command)


def test_a_command_that_does_not_exist_is_refused_with_the_closest_one(shell: Shell) -> None:
    answer = shell("statsu")
    assert answer.code == 2
    assert answer.err.strip() == "tracker: There is no command 'statsu'. Did you mean status?"


def test_an_option_that_does_not_exist_is_one_line_and_code_2(shell: Shell) -> None:
    answer = shell("status", "--jsno")
    assert answer.code == 2
    assert len(answer.err.strip().splitlines()) == 1
    assert "--jsno" in answer.err


@pytest.mark.parametrize("name", error_boundary.EXIT_CODES)
def test_every_error_with_a_code_of_its_own_exists_under_that_name(name: str) -> None:
    module, _, kind = name.rpartition(".")
    assert issubclass(getattr(importlib.import_module(module), kind), Exception)


def test_something_unforeseen_is_told_without_a_traceback_unless_debugging(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as left, error_boundary.ErrorBoundary():
        raise ZeroDivisionError("of a kind nobody\nthought of")
    said = capsys.readouterr()
    assert left.value.code == 1
    assert "ZeroDivisionError: of a kind nobody" in said.err
    assert "Traceback" not in said.err
    debugging = error_boundary.ErrorBoundary()
    debugging.debug = True
    with pytest.raises(SystemExit), debugging:
        raise ZeroDivisionError("again")
    assert "Traceback" in capsys.readouterr().err


def test_ctrl_c_is_told_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left, error_boundary.ErrorBoundary():
        raise KeyboardInterrupt
    assert left.value.code == 130
    assert capsys.readouterr().err == "stopped; everything written so far is kept\n"


@pytest.mark.parametrize(
    ("variable", "value", "names"),
    [
        ("TRACKER_CLOCK", "yesterday", "TRACKER_CLOCK"),
        ("TRACKER_PORT", "eighty", "TRACKER_PORT"),
        ("TRACKER_DATABASE_URL", "mysql://x", "TRACKER_DATABASE_URL"),
        ("TRACKER_DATABASE_URL", "sqlite:////dev/null/x/y.db", "TRACKER_DATABASE_URL"),
        ("TRACKER_GITHUB_API_URL", "ftp://x", "TRACKER_GITHUB_API_URL"),
        ("TRACKER_TOKEN", "two words", "TRACKER_TOKEN"),
        ("TRACKER_LOG_LEVEL", "loud", "loud"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(
    variable: str, value: str, names: str, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    answer = shell("db", "upgrade")
    assert answer.code in (1, 2)
    assert names in answer.err
    assert len(answer.err.strip().splitlines()) == 1


def test_a_half_written_settings_file_is_named_and_nothing_is_made(shell: Shell) -> None:
    (shell.home / "tracker.toml").write_text('log_level = "INF', encoding="utf-8")
    answer = shell("db", "upgrade")
    assert answer.code == 2
    assert "tracker.toml cannot be read" in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    assert [path.name for path in shell.home.iterdir()] == ["tracker.toml"]


def test_a_database_from_a_newer_version_is_refused_and_left_alone(shell: Shell) -> None:
    import sqlite3

    assert shell("db", "upgrade").code == 0
    file = sqlite3.connect(shell.home / "tracker.db")
    file.execute("UPDATE alembic_version SET version_num = '9999'")
    file.commit()
    file.close()
    for arguments in (["status"], ["db", "upgrade"], ["db", "check"], ["sync"]):
        answer = shell(*arguments)
        assert answer.code == 1, arguments
        assert "version 9999" in answer.err
        assert "newer framework-tracker" in answer.err


def test_models_and_migrations_agree(shell: Shell) -> None:
    answer = shell("db", "check-migrations")
    assert answer.code == 0
    assert answer.err == "models and migrations agree\n"
    assert not list(shell.home.iterdir())


def test_a_database_that_cannot_be_written_is_said_in_a_line_by_writing_and_by_the_doctor(
    filled: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    readable = f"sqlite:///file:{filled.home}/tracker.db?mode=ro&uri=true"
    monkeypatch.setenv("TRACKER_DATABASE_URL", readable)
    monkeypatch.setenv("TRACKER_GITHUB_API_URL", "http://127.0.0.1:9")
    assert filled("status").code == 0
    answer = filled("watch", "add", "c/d")
    assert answer.code == 1
    assert "readonly database" in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    assert "✗ problem  writing" in filled("doctor").out


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error_worth_a_word(filled: Shell) -> None:
    command = f"{sys.executable} -m tracker watch list --json | head -c 1"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert ran.stdout == "{"
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("alerts", "snooze", "Theano/Theano"),
        ("alerts", "mute", "Theano/Theano"),
        ("alerts", "mute", "--lift", "1"),
        ("watch", "remove", "Theano/Theano"),
        ("jobs", "run", "evaluate"),
    ],
)
def test_no_empty_live_database_is_made_beside_a_demo(filled: Shell, arguments: tuple[str, ...]) -> None:
    for file in filled.home.glob("tracker.db*"):
        file.rename(filled.home / file.name.replace("tracker.db", "demo.db"))
    answer = filled(*arguments)
    assert answer.code == 1
    assert "only the demo's" in answer.err
    assert not (filled.home / "tracker.db").exists()


def test_a_damaged_page_names_check_and_restore_wherever_it_is_met() -> None:
    import sqlite3

    from sqlalchemy.exc import DatabaseError

    damage = sqlite3.DatabaseError("database disk image is malformed")
    for error in (damage, DatabaseError("SELECT 1", {}, damage)):
        assert error_boundary.known_code(error) == error_boundary.FAILED
        told = error_boundary.sentence(error)
        assert "tracker db check" in told
        assert "tracker db restore FILE --replace" in told
