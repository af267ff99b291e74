"""`tracker audit`: a folder in, verdicts out, against GitHub played back and without a database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.tracker.commands.github import TODAY, environment
from tests.tracker.commands.shell import Shell
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld

FILE = """\
rocket @ git+https://github.com/acme/rocket
ended @ git+https://user:hunter2@github.com/acme/ended.git@main
shut @ git+https://github.com/acme/shut
silent @ git+https://github.com/acme/silent
lost @ git+https://github.com/acme/lost
elsewhere @ git+https://gitlab.com/acme/elsewhere
"""


def world() -> SyntheticWorld:
    made = SyntheticWorld()
    rocket = made.add("acme/rocket", created=date(2022, 1, 1))
    rocket.commit_daily(date(2024, 1, 1), TODAY)
    rocket.release("v1", date(2025, 11, 1))
    rocket.write_readme(date(2022, 1, 1), "# rocket\n")
    ended = made.add("acme/ended", created=date(2020, 1, 1))
    ended.commit_daily(date(2020, 1, 1), date(2021, 2, 1))
    ended.write_readme(date(2020, 1, 1), "# ended\n")
    ended.write_readme(date(2023, 6, 1), "# ended\n\nThis project is no longer maintained.\n")
    shut = made.add("acme/shut", created=date(2020, 1, 1))
    shut.commit_daily(date(2020, 1, 1), date(2021, 2, 1))
    shut.archive(date(2024, 5, 6))
    silent = made.add("acme/silent", created=date(2018, 1, 1))
    silent.commit_daily(date(2018, 1, 1), date(2020, 1, 1))
    silent.release("v1", date(2019, 1, 1))
    silent.write_readme(date(2018, 1, 1), "# silent\n")
    return made


@pytest.fixture
def github(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReplayServer]:
    with ReplayServer(TODAY, repositories=world()) as server:
        for name, value in environment(server).items():
            monkeypatch.setenv(name, value)
        (shell.home / "requirements.txt").write_text(FILE, encoding="utf-8")
        yield server


def found(shell: Shell, *more: str) -> dict[str, dict[str, object]]:
    answer = shell("audit", "--format", "json", "--no-index", *more)
    assert answer.code in (0, 5), answer.err
    return {row["name"]: row for row in json.loads(answer.out)["packages"]}


def test_a_folder_is_judged_without_a_database_and_says_since_when_and_why(
    shell: Shell, github: ReplayServer
) -> None:
    rows = found(shell)
    assert {name: row["headline"] for name, row in rows.items()} == {
        "rocket": "active",
        "ended": "end-of-life",
        "shut": "archived",
        "silent": "dormant",
        "lost": "unknown",
        "elsewhere": "unknown",
    }
    assert rows["ended"]["since"] == "2023-06-01"
    assert rows["shut"]["since"] == "2024-05-06"
    assert "no longer maintained" in str(rows["ended"]["because"])
    assert rows["lost"]["because"] == "GitHub knows no such repository"
    assert "gitlab.com" in str(rows["elsewhere"]["because"])
    assert rows["ended"]["location"] == {"path": "requirements.txt", "line": 2}
    assert "issues and pull requests" in rows["silent"]["without"]  # type: ignore[operator]
    assert not (shell.home / "tracker.db").exists()


def test_something_found_has_an_exit_code_of_its_own_and_unknown_fails_only_when_asked(
    shell: Shell, github: ReplayServer
) -> None:
    assert shell("audit", "--no-index").code == 5
    assert shell("audit", "--no-index", "--fail-on", "none").code == 0
    (shell.home / "requirements.txt").write_text(FILE.splitlines()[0] + "\n" + FILE.splitlines()[5])
    assert shell("audit", "--no-index").code == 0
    assert "1 unknown" in shell("audit", "--no-index").out
    assert shell("audit", "--no-index", "--fail-on", "unknown").code == 5


def test_a_second_run_within_the_day_asks_nothing(shell: Shell, github: ReplayServer) -> None:
    first = found(shell)
    asked = len(github.log)
    assert asked <= 2
    assert found(shell) == first
    assert found(shell, "--offline") == first
    assert len(github.log) == asked
    found(shell, "--refresh")
    assert len(github.log) > asked
    kept = shell.home / "audit" / "answers.json"
    assert kept.stat().st_mode & 0o077 == 0
    assert "hunter2" not in kept.read_text()


def test_without_a_token_the_rest_api_tells_what_it_can(
    shell: Shell, github: ReplayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRACKER_TOKEN")
    rows = found(shell)
    assert rows["shut"]["headline"] == "archived"
    assert rows["silent"]["headline"] == "dormant"
    assert "the README" in rows["silent"]["without"]  # type: ignore[operator]
    assert len(github.log) <= 5


def test_without_a_token_an_hours_requests_are_enough_and_what_is_left_is_said(
    shell: Shell, github: ReplayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRACKER_TOKEN")
    lines = [f"n{n} @ git+https://github.com/lab/n{n}" for n in range(70)]
    (shell.home / "requirements.txt").write_text("\n".join([*lines, *FILE.splitlines()]))
    rows = found(shell)
    assert len(github.log) == 60
    assert sum("set TRACKER_TOKEN" in str(row["because"]) for row in rows.values()) == 15


def test_ignores_need_a_reason_and_stale_ones_are_told(shell: Shell, github: ReplayServer) -> None:
    config = shell.home / "pyproject.toml"
    config.write_text('[tool.tracker.audit]\nignore = [{package = "ended"}]\n')
    refused = shell("audit", "--no-index", "requirements.txt")
    assert refused.code == 2
    assert "a reason is required" in refused.err
    config.write_text(
        "[tool.tracker.audit]\nignore = [\n"
        '  {package = "ended", reason = "we keep a fork", until = "2027-01-01"},\n'
        '  {package = "shut", reason = "old", until = 2025-01-01},\n'
        '  {package = "nothing", reason = "who knows"},\n]\n'
    )
    document = json.loads(shell("audit", "--no-index", "--json", "requirements.txt").out)
    rows = {row["name"]: row for row in document["packages"]}
    assert rows["ended"]["ignored"] == {"reason": "we keep a fork", "until": "2027-01-01"}
    assert [rows["ended"]["fails"], rows["shut"]["fails"]] == [False, True]
    assert len(document["stale_ignores"]) == 2


def test_a_baseline_tells_new_known_and_gone(shell: Shell, github: ReplayServer) -> None:
    path = shell.home / "requirements.txt"
    path.write_text("\n".join([*FILE.splitlines()[:2], "gone @ git+https://gitlab.com/x/y"]))
    assert shell("audit", "--no-index", "--output", "json:base.json").code == 5
    path.write_text(FILE)
    document = json.loads(shell("audit", "--no-index", "--json", "--baseline", "base.json").out)
    told = {row["name"]: row["baseline"] for row in document["packages"]}
    assert (told["ended"], told["shut"], document["gone"]) == ("known", "new", ["gone"])
    path.write_text("\n".join(FILE.splitlines()[:2]))
    assert shell("audit", "--no-index", "--baseline", "base.json").code == 0


def test_nothing_is_clean_when_nobody_answers(
    shell: Shell, github: ReplayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_GITHUB_API_URL", "http://127.0.0.1:9")
    monkeypatch.setattr("tracker.github.client.TRIES", 1)
    answer = shell("audit", "--no-index")
    assert answer.code == 1
    assert "no clean bill" in answer.err


@pytest.mark.parametrize("columns", ["80", "200"])
def test_the_table_fits_its_terminal(
    columns: str, shell: Shell, github: ReplayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    out = shell("audit", "--no-index").out
    assert max(map(len, out.splitlines())) <= int(columns) + 60 * (columns == "80")
    assert "hunter2" not in out


@pytest.mark.slow
def test_a_hundred_and_fifty_packages_cost_a_dozen_requests(
    shell: Shell, github: ReplayServer, tmp_path: Path
) -> None:
    lines = []
    for n in range(150):
        made = github.world.add(f"lab/net{n}", created=date(2019, 1, 1))  # type: ignore[attr-defined]
        made.commit_daily(date(2025, 1, 1), date(2025, 3, 1))
        said = "\n\nThis project is no longer maintained.\n" if n % 5 == 0 else "\n"
        made.write_readme(date(2019, 1, 1), f"# net{n}{said}")
        lines.append(f"net{n} @ git+https://github.com/lab/net{n}")
    (shell.home / "requirements.txt").write_text("\n".join(lines))
    rows = found(shell)
    assert sum(row["headline"] == "end-of-life" for row in rows.values()) == 30
    assert len(github.log) <= 12


def test_a_packages_name_is_explained_by_one_look(shell: Shell, github: ReplayServer) -> None:
    told = shell("audit", "--no-index", "--explain", "ended")
    assert "no longer maintained" in told.out
    assert "A quick look, without" in told.out
    refused = shell("explain", "!!")
    assert refused.code == 2


def test_a_folder_can_be_named_like_a_file(shell: Shell, github: ReplayServer) -> None:
    here = found(shell)
    shell.home.joinpath("project").mkdir()
    shell.home.joinpath("requirements.txt").rename(shell.home / "project" / "requirements.txt")
    named = found(shell, str(shell.home / "project"))
    assert {n: r["headline"] for n, r in named.items()} == {n: r["headline"] for n, r in here.items()}
    empty = shell.home / "empty"
    empty.mkdir()
    answer = shell("audit", str(empty))
    assert answer.code == 2
    assert "no dependency file in this folder" in answer.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--output", "json:."), "is a folder"),
        (("--output", "json:/proc/report.json"), "cannot be written"),
        (("--output", "json:nowhere/x.json"), "no such folder"),
        (("--output", "json:a", "--output", "sarif:./a"), "two reports"),
        (("--output", "json:requirements.txt"), "is read"),
        (("--fail-on", ""), "at least one word"),
        (("--fail-on", "none,archived"), "none stands alone"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(
    options: tuple[str, ...], told: str, shell: Shell, github: ReplayServer
) -> None:
    answer = shell("audit", "--no-index", "requirements.txt", *options)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert len(answer.err.splitlines()) == 1
    assert (shell.home / "requirements.txt").read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[tool.tracker]\naudit = 3\n", "must be a table"),
        ("[tool.tracker.audit]\nfail-on = []\n", "at least one word"),
        ('[tool.tracker.audit]\nignore = [{package = "ended", reason = "x", until = "soon"}]\n', "no date"),
    ],
)
def test_a_policy_that_cannot_be_read_is_refused_in_a_sentence(
    text: str, told: str, shell: Shell, github: ReplayServer
) -> None:
    (shell.home / "pyproject.toml").write_text(text)
    answer = shell("audit", "--no-index", "requirements.txt")
    assert answer.code == 2
    assert told in answer.err


def test_an_ignore_may_name_the_repository(shell: Shell, github: ReplayServer) -> None:
    ignores = '[tool.tracker.audit]\nignore = [{package = "Acme/ended", reason = "we keep a fork"}]\n'
    (shell.home / "pyproject.toml").write_text(ignores)
    document = json.loads(shell("audit", "--no-index", "--json", "requirements.txt").out)
    rows = {row["name"]: row for row in document["packages"]}
    assert rows["ended"]["ignored"] == {"reason": "we keep a fork", "until": None}
    assert document["stale_ignores"] == []


def test_several_reports_of_one_analysis(shell: Shell, github: ReplayServer) -> None:
    outputs = [f"{form}:report.{form}" for form in ("json", "sarif", "junit", "markdown", "github", "table")]
    answer = shell("audit", "--no-index", *(part for text in outputs for part in ("--output", text)))
    assert answer.code == 5
    assert all("ended" in (shell.home / text.partition(":")[2]).read_text() for text in outputs)
    assert len(github.log) <= 2
