"""What can be copied beside a chart runs as it stands, and brings what is shown."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pandas as pd
import pytest
from starlette.testclient import TestClient

from dashboards.http.copying import copies

PAGES = ["/compare?repos=theano,pytorch", "/repositories/Theano/Theano"]


def lines(text: str) -> dict[str, str]:
    found = re.findall(r"<p>(\w+)</p><pre [^>]*><code>(.*?)</code>", text, re.S)
    return {name: unescape(line) for name, line in found}


@pytest.mark.parametrize("path", PAGES)
def test_each_chart_has_its_three_lines(client: TestClient, path: str) -> None:
    found = lines(client.get(path).text)
    assert set(found) == {"pandas", "R", "curl"}
    addresses = {re.findall(r'"(http[^"]+)"', line)[0] for line in found.values()}
    assert len(addresses) == 1


@pytest.mark.component
@pytest.mark.parametrize("path", PAGES)
def test_pandas_and_curl_bring_the_same_rows(address: str, path: str, tmp_path: Path) -> None:
    found = lines(httpx.get(address + path, trust_env=False, timeout=60).text)
    made: dict[str, Any] = {}
    exec(compile(found["pandas"], "pandas", "exec"), made)
    subprocess.run(["sh", "-c", found["curl"]], cwd=tmp_path, check=True)
    shown = pd.read_csv(tmp_path / "shown.csv", parse_dates=["day"])
    assert len(shown) > 10
    pd.testing.assert_frame_equal(made["shown"], shown)


R_LINE = re.compile(r'[a-z]+ <- read\.csv\("([^"\\\\\n]+)"\)')  # one call, one text without an escape


@pytest.mark.parametrize("path", PAGES)
def test_rs_line_is_one_call_in_rs_grammar(client: TestClient, path: str) -> None:
    line = lines(client.get(path).text)["R"]
    called = R_LINE.fullmatch(line)
    assert called
    assert client.get(called[1]).headers["content-type"].startswith("text/csv")


@pytest.mark.component
@pytest.mark.skipif(
    shutil.which("Rscript") is None, reason="R is not installed; its grammar is checked above"
)
def test_rs_line_brings_the_same_rows(address: str) -> None:
    line = lines(httpx.get(address + PAGES[0], trust_env=False).text)["R"]
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", f"{line}; cat(nrow(shown))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) > 10


@pytest.mark.parametrize("wrong", ['http://a/"', "http://a/$(x)", "http://a/`x`", "http://a/ b"])
def test_an_address_that_would_break_its_quotes_gives_nothing(wrong: str) -> None:
    assert copies(wrong) == {}
